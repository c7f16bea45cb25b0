// Many WebSockets that only listen, as plain sockets: a client for each would cost this machine more than the gateway.
import { randomBytes } from "node:crypto";
import { connect } from "node:net";

const AT_ONCE = 100; // handshakes under way
const ADDRESSES = 10; // of this machine, since the gateway admits only so many from one

export class Crowd {
  #port;
  #path;
  #sockets = [];

  constructor({ port, pathname }) {
    this.#port = Number(port);
    this.#path = pathname;
  }

  async grow(count) {
    for (let left = count; left > 0; left -= AT_ONCE) {
      const some = Array.from({ length: Math.min(left, AT_ONCE) }, (_, i) => this.#join(i));
      this.#sockets.push(...(await Promise.all(some)));
    }
  }

  #join(index) {
    return new Promise((resolve, reject) => {
      const socket = connect({ host: "127.0.0.1", port: this.#port, localAddress: `127.0.0.${2 + (index % ADDRESSES)}` });
      socket.on("error", reject); // after it has joined, nobody hears that
      socket.once("data", (answer) =>
        String(answer).startsWith("HTTP/1.1 101 ") ? resolve(socket.resume()) : reject(new Error(String(answer))),
      );
      socket.write(
        `GET ${this.#path} HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
          `Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${randomBytes(16).toString("base64")}\r\n\r\n`,
      );
    });
  }

  /** As the gateway sees it. */
  address(index) {
    const { localAddress, localPort } = this.#sockets[index];
    return `${localAddress}:${localPort}`;
  }

  close() {
    this.#sockets.forEach((socket) => socket.destroy());
  }
}
