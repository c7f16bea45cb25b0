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

  /** Events come as "event", with the message as detail. */
  watch(devices, kinds = []) {
    this.#wanted = { devices: devices.length ? devices : NOBODY, kinds };
    this.#tell();
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
    socket.onopen = () => {
      this.#delay = FIRST_DELAY;
      this.#become("live");
      this.#tell();
      if (this.#wasLive) this.dispatchEvent(new Event("restored"));
      this.#wasLive = true;
    };
    socket.onmessage = ({ data }) => {
      const message = JSON.parse(data);
      if (message.event !== "watching") this.dispatchEvent(new CustomEvent("event", { detail: message }));
    };
    socket.onclose = () => socket === this.#socket && this.#away();
  }

  #away() {
    this.#become("away");
    this.#retry = setTimeout(() => this.connect(), this.#delay * (0.75 + Math.random() / 2));
    this.#delay = Math.min(LONGEST_DELAY, this.#delay * 2);
  }

  #tell() {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(this.#wanted));
  }

  #become(state) {
    this.state = state;
    this.dispatchEvent(new Event("state"));
  }
}

export const live = new Live();
