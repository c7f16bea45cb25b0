// One WebSocket with what devices say. Comes back by itself; whoever shows something loads it again at "restored".
import { address, ticket } from "./api.js";

const FIRST_DELAY = 500;
const LONGEST_DELAY = 5000;
const NOBODY = ["-"]; // an empty list would mean everybody

class Live extends EventTarget {
  state = "connecting"; // then live, away
  #socket;
  #wanted = { devices: NOBODY, kinds: [] };
  #delay = FIRST_DELAY;
  #retry = 0;
  #attempt = 0; // counts up with each, so that one that took too long finds out
  #wasLive = false;
  #waiting = []; // who wants to know when the gateway watches, and was not told to it yet
  #asked = []; // the same by question, in the order in which the gateway answers them
  #held; // what was said while something loads

  /** Events come as "event", with the message as detail: all that happens once this is done, unless there is no connection. */
  watch(devices, kinds = []) {
    this.#wanted = { devices: devices.length ? devices : NOBODY, kinds };
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
      this.#tell();
    });
  }

  /** Watches devices, then loads what shows them; what they say meanwhile is told after that: nothing is missed in between. */
  async watchFrom(devices, load) {
    const held = (this.#held = []);
    try {
      await this.watch(devices);
      await load();
    } finally {
      if (held === this.#held) {
        this.#held = undefined;
        held.forEach((event) => this.#say(event));
      }
    }
  }

  watchNobody() {
    this.watch([]);
  }

  /** Until somebody connects again. */
  stop() {
    this.#attempt++;
    clearTimeout(this.#retry);
    const socket = this.#socket;
    this.#socket = undefined;
    this.#waiting.unshift(...this.#asked.splice(0).flat());
    socket?.close();
  }

  async connect() {
    this.stop();
    const attempt = this.#attempt;
    try {
      const pass = await ticket();
      if (attempt !== this.#attempt) return;
      const url = address("api/events", "ws");
      url.search = new URLSearchParams({ device: NOBODY[0], ...(pass && { ticket: pass }) });
      this.#open(new WebSocket(url));
    } catch {
      if (attempt === this.#attempt) this.#away();
    }
  }

  #open(socket) {
    this.#socket = socket;
    this.#asked = [[]]; // its address asks, too
    socket.onopen = () => {
      this.#delay = FIRST_DELAY;
      this.#become("live");
      this.#tell();
      if (this.#wasLive) this.dispatchEvent(new Event("restored"));
      this.#wasLive = true;
    };
    socket.onmessage = ({ data }) => {
      const message = JSON.parse(data);
      if (message.event !== "watching" && !message.error) this.#say(message);
      else this.#asked.shift()?.forEach((resolve) => resolve());
    };
    socket.onclose = () => socket === this.#socket && this.#away();
  }

  #say(event) {
    if (this.#held) this.#held.push(event);
    else this.dispatchEvent(new CustomEvent("event", { detail: event }));
  }

  #away() {
    this.#become("away");
    this.#waiting.unshift(...this.#asked.splice(0).flat());
    this.#waiting.splice(0).forEach((resolve) => resolve()); // better what was true a moment ago than nothing
    this.#retry = setTimeout(() => this.connect(), this.#delay * (0.75 + Math.random() / 2));
    this.#delay = Math.min(LONGEST_DELAY, this.#delay * 2);
  }

  #tell() {
    if (this.#socket?.readyState !== WebSocket.OPEN) return;
    this.#asked.push(this.#waiting.splice(0));
    this.#socket.send(JSON.stringify(this.#wanted));
  }

  #become(state) {
    this.state = state;
    this.dispatchEvent(new Event("state"));
  }
}

export const live = new Live();
