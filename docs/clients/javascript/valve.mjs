// A smart water valve: hears every state and reading of it, and turns it.
import { Connection } from "./connection.mjs";

export class Valve {
  #connection;

  /** hear: state({valve_state, …}), telemetry({water_flow, …}), error({code, message}), and what Connection tells. */
  constructor(open, hear) {
    this.#connection = new Connection(open, {
      ...hear,
      opened: () => {
        this.#connection.keepAlive(() => this.#connection.send({ event: "ping" }), 20_000);
        hear.opened?.();
      },
      received: (text) => {
        const { event, data, ...error } = JSON.parse(text);
        hear[event]?.(data ?? error); // pong: nobody needs to hear it
      },
    });
  }

  /** position: "open" or "closed"; false if there is no connection. */
  turn(position) {
    return this.#connection.send({ event: "changeState", data: { valve_state: position } });
  }

  close() {
    this.#connection.close();
  }
}
