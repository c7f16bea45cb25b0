// A list of timed steps, which the gateway runs; it goes on when this page is closed.
import { html, nothing } from "./lit/lit-html.js";
import { get, post, remove } from "./api.js";

const POLL = 1000;
const EXAMPLE = `# What happens when, from the beginning
- {at: 0s, device: valve-1, action: simulate-flow, arguments: {ml-per-min: 8000}}
- {at: 3s, device: valve-1, action: simulate-leak, arguments: {size: major}}
- {at: 8s, device: valve-1, action: set-valve, arguments: {position: closed}}
- {at: 15s, device: valve-1, action: simulate-leak, arguments: {size: none}}
- {at: 16s, device: valve-1, action: simulate-flow}
- {at: 16s, device: valve-1, action: set-valve, arguments: {position: open}}
`;
let text = EXAMPLE; // stays while other pages are open

export class Scenario {
  #update;
  #run;
  #problem = "";
  #timer = 0;

  constructor(update) {
    this.#update = update;
  }

  async load() {
    await this.#ask(() => get("api/scenario"));
  }

  async #ask(request) {
    clearTimeout(this.#timer);
    try {
      this.#run = await request();
      this.#problem = "";
      if (this.#run.state === "running") this.#timer = setTimeout(() => this.load(), POLL);
    } catch (error) {
      this.#problem = error.message;
    }
    this.#update();
  }

  #file = async ({ target }) => {
    if (target.files[0]) text = await target.files[0].text();
    target.value = "";
    this.#update();
  };

  close() {
    clearTimeout(this.#timer);
  }

  view() {
    const running = this.#run?.state === "running";
    return html`
      <section class="card">
        <h2>Scenario</h2>
        <label>Steps, as YAML or JSON
          <textarea rows="9" spellcheck="false" .value=${text} @input=${({ target }) => (text = target.value)}></textarea></label>
        <div class="buttons">
          <button class="primary" ?disabled=${running} @click=${() => this.#ask(() => post("api/scenario", { steps: text }))}>Run</button>
          <button ?disabled=${!running} @click=${() => this.#ask(() => remove("api/scenario"))}>Stop</button>
          <label class="file">From a file<input type="file" accept=".yaml,.yml,.json" @change=${this.#file}></label>
        </div>
        ${this.#problem ? html`<p class="problem" role="alert">${this.#problem}</p>` : nothing}
        ${this.#run?.steps?.length
          ? html`<p class="count" role="status">${this.#run.state}, ${this.#run.done} of ${this.#run.steps.length} steps</p>
              <ol class="steps">
                ${this.#run.steps.map((step) => html`<li class=${step.outcome ?? "to-come"}>
                  <span>${step.at}</span> <code>${step.device}</code> ${step.action} <small>${step.outcome ?? ""} ${step.error ?? ""}</small></li>`)}
              </ol>`
          : nothing}
      </section>
    `;
  }
}
