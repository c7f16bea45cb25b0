// A room panel: follows variables of modules and calls their methods. A page may as well use @placeos/ts-client.
import { Connection } from "./connection.mjs";

export class Panel {
  #connection;
  #hear;
  #ids = 0;
  #asked = new Map();
  #bound = new Map();

  constructor(open, hear = {}) {
    this.#hear = hear;
    this.#connection = new Connection(open, {
      ...hear,
      opened: () => this.#opened(),
      received: (text) => text !== "pong" && this.#received(JSON.parse(text)),
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

  /** Calls tell(value) with the variable's value, now and at every change, also after a lost connection. module: {sys, mod, index}. */
  bind(module, name, tell) {
    this.#bound.set(key(module, name), { module, name, tell });
    if (this.#connection.connected) this.#bind(module, name); // else opened() does it
  }

  /** Promises what the method answers; fails if it is refused, or the connection is lost before the answer. */
  exec(module, name, ...args) {
    return this.#ask("exec", module, name, args);
  }

  close() {
    this.#connection.close();
  }

  #opened() {
    this.#connection.keepAlive(() => this.#connection.send("ping"), 30_000);
    for (const { module, name } of this.#bound.values()) this.#bind(module, name);
    this.#hear.opened?.();
  }

  #bind(module, name) {
    this.#ask("bind", module, name).catch((error) => this.#hear.failed?.(error));
  }

  #received({ type, id, meta, value, msg }) {
    if (type === "notify") return this.#bound.get(key(meta, meta.name))?.tell(value);
    const { resolve, reject } = this.#asked.get(id) ?? {};
    this.#asked.delete(id);
    if (type === "success") resolve?.(value);
    if (type === "error") reject?.(new Error(msg));
  }

  #ask(cmd, module, name, args) {
    const id = ++this.#ids;
    return new Promise((resolve, reject) => {
      if (this.#connection.send({ id, cmd, ...module, name, args })) this.#asked.set(id, { resolve, reject });
      else reject(new Error("no connection"));
    });
  }

  #forget(why) {
    for (const { reject } of this.#asked.values()) reject(new Error(why));
    this.#asked.clear();
  }
}

const key = ({ sys, mod, index = 1 }, name) => `${sys} ${mod} ${index} ${name}`;
