// The question before a session is closed.
import { html, nothing } from "./lit/lit-html.js";
import { remove } from "./api.js";

export class Leave {
  #update;
  #then;
  #session;

  /** @param then gets the problem, or nothing when the session has been closed */
  constructor(update, then) {
    this.#update = update;
    this.#then = then;
  }

  ask(session) {
    this.#session = session;
    this.#update();
    requestAnimationFrame(() => document.querySelector("dialog")?.showModal());
  }

  #end = async (event) => {
    event.preventDefault();
    const given = Object.fromEntries(new FormData(event.target));
    const { id } = this.#session;
    this.#forget();
    try {
      await remove(`api/sessions/${encodeURIComponent(id)}`, given);
      this.#then("");
      document.getElementById("main")?.focus({ preventScroll: true }); // what was pressed goes with the session
    } catch (error) {
      this.#then(error.message);
    }
  };

  #forget = () => {
    document.querySelector("dialog")?.close();
    this.#session = undefined;
    this.#update();
  };

  view() {
    if (!this.#session) return nothing;
    const { principal, protocol, address } = this.#session;
    return html`
      <dialog aria-labelledby="leaving" @close=${() => this.#session && this.#forget()}>
        <form @submit=${this.#end}>
          <h2 id="leaving">Close this session?</h2>
          <p>${principal} on ${protocol}, from ${address}.</p>
          <label>Code<input name="code" type="number" value="1008" min="1000" max="4999" required></label>
          <label>Reason<input name="reason" maxlength="123" value="closed by an administrator"></label>
          <div class="buttons">
            <button class="danger">Close session</button>
            <button type="button" class="quiet" @click=${this.#forget}>Keep it</button>
          </div>
        </form>
      </dialog>
    `;
  }
}
