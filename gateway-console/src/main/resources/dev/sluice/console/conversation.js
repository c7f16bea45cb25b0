// One WebSocket and what went over it.
import { html, nothing } from "./lit/lit-html.js";
import { repeat } from "./lit/directives/repeat.js";
import { precise } from "./format.js";

const MOST = 500; // frames; the oldest give way
const ARROWS = { sent: "↑", received: "↓", note: "•" };

/** The ways to say who one is that a protocol takes, the usual one first. */
export function ways({ authentication }) {
  const known = [
    [/basic|password/i, "basic"],
    [/api key/i, "key"],
    [/bearer/i, "bearer"],
  ].filter(([word]) => word.test(authentication));
  return [...known.map(([, way]) => way), "none"];
}

export class Conversation {
  #update;
  #socket;
  #frames = [];
  #count = 0;

  constructor(update) {
    this.#update = update;
  }

  get isOpen() {
    return this.#socket !== undefined && this.#socket.readyState <= WebSocket.OPEN;
  }

  /** Browsers send no header of ours with a WebSocket, so credentials are traded for a ticket. */
  async open({ ws, http }, form) {
    try {
      const ticket = form.way === "none" ? "" : await this.#ticket(http, form);
      this.#connect(ticket ? `${ws}?ticket=${encodeURIComponent(ticket)}` : ws);
      this.#note(`connecting to ${ws}`);
    } catch (error) {
      this.#note(error.message);
    }
  }

  async #ticket(http, { way, user, secret }) {
    const headers = {
      basic: () => ({ Authorization: `Basic ${btoa(String.fromCharCode(...new TextEncoder().encode(`${user}:${secret}`)))}` }),
      bearer: () => ({ Authorization: `Bearer ${secret}` }),
      key: () => ({ "X-API-Key": secret }),
    }[way]();
    const answer = await fetch(`${http}/auth/ticket`, { method: "POST", headers });
    const body = await answer.json().catch(() => ({}));
    if (!answer.ok) throw new Error(`no ticket, ${answer.status}: ${body.error ?? "credentials not admitted"}`);
    return body.ticket;
  }

  #connect(url) {
    const socket = new WebSocket(url);
    this.#socket = socket;
    socket.onopen = () => this.#note("open");
    socket.onmessage = ({ data }) => this.#add("received", typeof data === "string" ? data : `${data.size} bytes`);
    socket.onclose = ({ code, reason }) => {
      if (socket === this.#socket) this.#socket = undefined;
      this.#note(code === 1006 ? "closed with 1006: refused, or the connection was lost" : `closed with ${code}${reason ? `: ${reason}` : ""}`);
    };
  }

  send(text) {
    this.#socket?.send(text);
    this.#add("sent", text);
  }

  /** @param code 1000 or 3000..4999: browsers let a page say no other */
  close(code = 1000, reason = "") {
    try {
      this.#socket?.close(code, reason);
    } catch (error) {
      this.#note(error.message);
    }
  }

  #note(text) {
    this.#add("note", text);
  }

  #add(direction, text) {
    this.#frames = [...this.#frames, { id: this.#count++, at: new Date(), direction, text }].slice(-MOST);
    this.#update();
    requestAnimationFrame(() => requestAnimationFrame(() => {
      const log = document.querySelector(".frames");
      if (log) log.scrollTop = log.scrollHeight;
    }));
  }

  #clear = () => {
    this.#frames = [];
    this.#update();
  };

  view() {
    return html`
      <section class="card conversation">
        <div class="head"><h2>Conversation</h2>
          ${this.#frames.length ? html`<button class="quiet" @click=${this.#clear}>Clear</button>` : nothing}</div>
        ${this.#frames.length
          ? html`<ol class="frames" role="log" aria-label="Frames" tabindex="0">
              ${repeat(
                this.#frames,
                ({ id }) => id,
                ({ at, direction, text }) => html`<li class=${direction}>
                  <span class="when"><span aria-label=${direction} role="img">${ARROWS[direction]}</span> ${precise(at)}</span>
                  <code>${text}</code></li>`,
              )}
            </ol>`
          : html`<p class="empty">Connect, and everything that is said appears here.</p>`}
      </section>
    `;
  }
}
