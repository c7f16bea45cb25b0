// Consumes the stream of a developer's wearables: every record once, also those that came while it was away.
import { Connection } from "./connection.mjs";

const [HEARTBEAT, HELLO, IDENTIFY, READY, DISPATCH, REPLAY] = [0, 2, 3, 4, 5, 7];
const CONSUMER = 1;
const MOST_AHEAD = 100_000; // as many as the gateway keeps

export class Wearables {
  #connection;
  #hear;
  #upTo; // every record up to this one has been heard
  #ahead = new Set(); // and these, live while older ones were still being replayed

  /**
   * @param token promises a token, good for one IDENTIFY: let your server fetch it, so that no page needs the API key
   * @param hear record({seq, uid, t, d}), ready(), and what Connection tells
   * @param upTo where to go on: upTo of the last time, undefined for what comes from now on
   */
  constructor(open, token, hear, upTo) {
    this.#hear = hear;
    this.#upTo = upTo;
    this.#connection = new Connection(open, { ...hear, received: (text) => this.#received(JSON.parse(text), token) });
  }

  get upTo() {
    return this.#upTo;
  }

  close() {
    this.#connection.close();
  }

  async #received(message, token) {
    switch (message.op) {
      case HELLO:
        this.#connection.keepAlive(() => this.#connection.send({ op: HEARTBEAT }), message.d.heartbeat_interval);
        try {
          this.#connection.send({ op: IDENTIFY, d: { token: await token(), type: CONSUMER } });
        } catch (error) {
          this.#connection.drop(error.message);
        }
        break;
      case READY:
        if (this.#upTo !== undefined) this.#connection.send({ op: REPLAY, d: { after: this.#upTo } });
        this.#hear.ready?.();
        break;
      case DISPATCH:
        this.#take(message);
        break;
    }
  }

  // Live and replayed records come side by side, and a few come both ways.
  #take({ seq, uid, t, d }) {
    this.#upTo ??= seq - 1;
    if (seq <= this.#upTo || this.#ahead.has(seq)) return;
    this.#ahead.add(seq);
    if (this.#ahead.size > MOST_AHEAD) this.#upTo = Math.min(...this.#ahead) - 1; // what is missing is no longer kept
    while (this.#ahead.delete(this.#upTo + 1)) this.#upTo++;
    this.#hear.record({ seq, uid, t, d });
  }
}
