// Telemetry and alerts of all devices on the bus, as a dashboard subscribes to them.
import { Connection } from "./connection.mjs";

export class Monitor {
  #connection;
  #subscriptions = [];
  #welcome = false;

  /**
   * @param token promises a JWT that opens the WebSocket; asked for at each connect
   * @param hear telemetry_update, alert, device_status_update, system_status_update, error, and what Connection tells
   */
  constructor(open, token, hear) {
    this.#connection = new Connection(open, {
      ...hear,
      opened: async () => {
        this.#welcome = false;
        this.#connection.keepAlive(() => this.#connection.send({ type: "ping" }), 20_000);
        try {
          this.#connection.send({ type: "auth", token: await token() });
        } catch (error) {
          this.#connection.drop(error.message);
        }
      },
      received: (text) => {
        const message = JSON.parse(text);
        if (message.type === "auth_response") return this.#answered(message, hear);
        hear[message.type]?.(message);
      },
    });
  }

  /** subscribe({ channel: "telemetry", device_id: [1, 2], frequency: "5s" }); holds also after a lost connection. */
  subscribe(subscription) {
    this.#subscriptions.push(subscription);
    if (this.#welcome) this.#connection.send({ type: "subscribe", ...subscription });
  }

  close() {
    this.#connection.close();
  }

  #answered({ success, error, message }, hear) {
    if (!success) return error === "invalid_token" ? this.#connection.close(message) : this.#connection.drop(message);
    this.#welcome = true;
    for (const subscription of this.#subscriptions) this.#connection.send({ type: "subscribe", ...subscription });
    hear.opened?.();
  }
}
