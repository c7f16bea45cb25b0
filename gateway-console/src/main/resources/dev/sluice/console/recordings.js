// What a device says, kept in a file, and said again by a device that is simulated.
import { html, nothing } from "./lit/lit-html.js";
import { get, post, remove } from "./api.js";
import { value } from "./format.js";

const POLL = 2000;

export class Recordings {
  #update;
  #all = [];
  #problem = "";
  #timer = 0;

  constructor(update) {
    this.#update = update;
    this.load();
  }

  load = () => this.#ask(() => undefined);

  async #ask(request) {
    clearTimeout(this.#timer);
    try {
      await request();
      this.#all = (await get("api/recordings")).recordings;
      this.#problem = "";
    } catch (error) {
      this.#problem = error.message;
    }
    if (this.#all.some((one) => one.state !== "kept")) this.#timer = setTimeout(this.load, POLL);
    this.#update();
  }

  close() {
    clearTimeout(this.#timer);
  }

  /** @param device that can be recorded now */
  view(device) {
    return html`
      <section class="card" aria-label="Recordings">
        <h2>Recordings</h2>
        <div class="buttons"><button @click=${() => this.#ask(() => post("api/recordings", { device }))}>Record ${device}</button></div>
        ${this.#problem ? html`<p class="problem" role="alert">${this.#problem}</p>` : nothing}
        <ul class="recordings">${this.#all.map((one) => html`<li>${this.#row(one)}</li>`)}</ul>
      </section>
    `;
  }

  #row({ name, state, bytes, events, device }) {
    const path = `api/recordings/${encodeURIComponent(name)}`;
    const act = (action) => () => this.#ask(() => (action === "delete" ? remove(path) : post(`${path}/${action}`, {})));
    const button = (action, text) => html`<button class="quiet" aria-label="${text} ${name}" @click=${act(action)}>${text}</button>`;
    return html`
      <p><code>${name}</code><small>${state === "recording" ? `recording, ${value(events)} events` : `${value(bytes / 1024)} KiB`}
        ${device ? html` <a href="#/devices/${encodeURIComponent(device)}">replaying</a>` : nothing}</small></p>
      ${state === "kept" ? [button("replay", "Replay"), button("delete", "Delete")] : button("stop", "Stop")}
    `;
  }
}
