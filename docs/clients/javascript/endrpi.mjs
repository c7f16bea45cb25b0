// A Raspberry Pi: asks it for measurements, and sets and reads its pins. Answers come in the order of the requests.
import { Connection } from "./connection.mjs";

export class Pi {
  #connection;
  #asked = [];

  constructor(open, hear = {}) {
    this.#connection = new Connection(open, {
      ...hear,
      opened: () => {
        this.#connection.keepAlive(() => this.ask("READ_UPTIME").catch(() => {}), 20_000);
        hear.opened?.();
      },
      received: (text) => {
        const { success, data, error } = JSON.parse(text);
        const { resolve, reject } = this.#asked.shift();
        success ? resolve(data) : reject(new Error(error.message));
      },
      lost: (why, wait) => {
        this.#forget(why);
        hear.lost?.(why, wait);
      },
      ended: (why) => {
        this.#forget(why);
        hear.ended?.(why);
      },
    });
  }

  /** Promises the answer's data; fails if the gateway refuses, or the connection is lost before the answer. */
  ask(action, params) {
    return new Promise((resolve, reject) => {
      if (this.#connection.send({ action, params })) this.#asked.push({ resolve, reject });
      else reject(new Error("no connection"));
    });
  }

  /** pins({ GPIO17: { io: "OUTPUT", state: 1 } }) */
  pins(pins) {
    return this.ask("UPDATE_PIN_CONFIGURATIONS", { pins });
  }

  close() {
    this.#connection.close();
  }

  #forget(why) {
    for (const { reject } of this.#asked.splice(0)) reject(new Error(why));
  }
}
