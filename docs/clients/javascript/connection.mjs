// A WebSocket that comes back. Runs in browsers and in Node.

const FIRST_WAIT = 500;
const LONGEST_WAIT = 30_000;
const STABLE = 10_000; // who was connected for so long begins with the first wait again

export class Connection {
  #open;
  #client;
  #socket;
  #openedAt = Infinity;
  #failures = 0;
  #retry;
  #beat;
  #heard;
  #over = false;

  /**
   * @param open makes a WebSocket, or promises one; called for each attempt, since tickets and tokens are good for one only
   * @param client has opened(), received(text), and lost(why, wait) or, for the last time, ended(why); only received() must be there
   */
  constructor(open, client) {
    this.#open = open;
    this.#client = client;
    queueMicrotask(() => this.#connect());
  }

  get connected() {
    return this.#socket?.readyState === 1; // OPEN
  }

  /** Sends an object as JSON, a text as it is; false if there is no connection now: nothing is kept for later. */
  send(message) {
    if (!this.connected) return false;
    this.#socket.send(typeof message === "string" ? message : JSON.stringify(message));
    return true;
  }

  /** Calls beat() at the interval; if nothing at all was heard since the last time, the connection is taken for lost. */
  keepAlive(beat, milliseconds) {
    clearInterval(this.#beat);
    this.#heard = true;
    this.#beat = setInterval(() => {
      if (!this.#heard) return this.#lost("nothing heard");
      this.#heard = false;
      beat();
    }, milliseconds);
  }

  /** Gives this connection up, for the reason given, and tries another one later. */
  drop(why) {
    this.#lost(why);
  }

  /** Ends it for good. */
  close(why = "closed here") {
    if (this.#over) return;
    this.#over = true;
    this.#letGo();
    this.#client.ended?.(why);
  }

  async #connect() {
    let why = "could not connect";
    try {
      const socket = await this.#open();
      if (this.#over) return socket.close();
      this.#socket = socket;
      socket.onopen = () => {
        this.#openedAt = performance.now();
        this.#client.opened?.();
      };
      socket.onmessage = ({ data }) => {
        this.#heard = true;
        this.#client.received(data);
      };
      socket.onerror = ({ message }) => (why = message || why); // browsers do not say
      socket.onclose = ({ code, reason }) => this.#lost(code === 1006 ? why : `${code} ${reason}`);
    } catch (error) {
      this.#lost(error.cause?.message || error.message);
    }
  }

  #lost(why) {
    this.#letGo();
    if (this.#over) return;
    if (/\b40[13]\b|certificate/.test(why)) return this.close(why); // does not get better by itself
    if (performance.now() - this.#openedAt > STABLE) this.#failures = 0;
    this.#openedAt = Infinity;
    // A random part less, so that the thousand clients of a gateway that restarts do not all come at once.
    const wait = Math.min(FIRST_WAIT * 2 ** this.#failures++, LONGEST_WAIT) * (0.5 + Math.random() / 2);
    this.#retry = setTimeout(() => this.#connect(), wait);
    this.#client.lost?.(why, wait);
  }

  #letGo() {
    clearTimeout(this.#retry);
    clearInterval(this.#beat);
    const socket = this.#socket;
    this.#socket = undefined;
    if (!socket) return;
    socket.onmessage = socket.onclose = null;
    socket.onerror = () => {}; // Node's ws would throw
    socket.close(1000);
  }
}
