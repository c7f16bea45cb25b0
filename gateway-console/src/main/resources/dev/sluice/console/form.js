// Actions as forms, made from the profile. Simple ones are buttons: one press, one command.
import { html, nothing } from "./lit/lit-html.js";
import { keyed } from "./lit/directives/keyed.js";
import { invoke } from "./api.js";
import { title, unit, value } from "./format.js";

/** Where a slider ends, for what has no end by itself. */
const RANGES = { C: [-40, 85], "%": [0, 100], hPa: [900, 1100], AQI: [0, 500], ppm: [0, 2000], "ug/m3": [0, 300] };

/** The actions of one device, and how the last of each went. */
export class Actions {
  #device;
  #update;
  #outcomes = new Map();
  #held = new Map(); // by action, the attribute whose value it is about
  #starts = new Map(); // where sliders stood when they were first shown

  constructor(device, update) {
    this.#device = device;
    this.#update = update;
  }

  async run(name, values) {
    this.#outcomes.set(name, { state: "running", text: "…" });
    this.#update();
    try {
      const { value: result } = await invoke(this.#device, name, values);
      const isEmpty = result === null || result === undefined || (typeof result === "object" && !Object.keys(result).length);
      this.#outcomes.set(name, { state: "done", text: isEmpty ? "Done" : `Done: ${value(result)}` });
    } catch (error) {
      this.#outcomes.set(name, { state: "refused", text: error.message });
    }
    this.#update();
  }

  /** One action of a device. */
  view(name, spec, device, heading = title(name)) {
    const outcome = this.#outcomes.get(name);
    return html`
      <section class="action" aria-label=${heading}>
        <h3>${heading}</h3>
        ${spec.description ? html`<p>${spec.description}</p>` : nothing}
        ${this.#controls(name, spec, device)}
        <p class="outcome ${outcome?.state ?? ""}" role="status">${outcome?.text ?? ""}</p>
      </section>
    `;
  }

  #controls(name, spec, device) {
    const given = Object.entries(spec.arguments);
    if (given.length === 0) return html`<button @click=${() => this.run(name, {})}>${title(name)}</button>`;
    if (given.length === 1) {
      const [[argument, of]] = given;
      const choices = of.type === "flag" ? flags(name, argument) : (of.values ?? []).map((one) => [one, title(one)]);
      if (choices.length && of.type !== "list") return this.#buttons(name, argument, choices, of.required);
    }
    return this.#form(name, given, device);
  }

  #buttons(name, argument, choices, required) {
    return html`
      <div class="buttons">
        ${choices.map(([one, text]) => html`<button @click=${() => this.run(name, { [argument]: one })}>${text}</button>`)}
        ${required ? nothing : html`<button class="quiet" @click=${() => this.run(name, {})}>As usual</button>`}
      </div>
    `;
  }

  #form(name, given, device) {
    const send = (event) => {
      event.preventDefault();
      this.run(name, read(event.target, Object.fromEntries(given)));
    };
    const optional = given.every(([, of]) => !of.required);
    const held = given.some(([argument]) => argument === "value") && given.some(([argument]) => argument === "attribute");
    return html`
      <form @submit=${send}>
        <div class="fields" @change=${(event) => held && this.#choose(name, event)}>${given.map(([argument, of]) =>
          held && argument === "value" ? this.#value(name, of, device) : field(argument, of, device, this.#start(name, argument, of, device)))}</div>
        <div class="buttons">
          <button class="primary">Send</button>
          ${optional ? html`<button type="button" class="quiet" @click=${() => this.run(name, {})}>As usual</button>` : nothing}
          ${held ? html`<button type="button" class="quiet" @click=${(event) => this.#release(name, event)}>As usual</button>` : nothing}
        </div>
      </form>
    `;
  }

  /** Where a slider stands at first: at what the device measures in that unit, or at nothing. */
  #start(name, argument, of, device) {
    const key = `${name} ${argument}`;
    if (!this.#starts.has(key)) {
      const same = Object.values(device.attributes).filter(
        (one) => of.unit && one.unit === of.unit && one.value >= of.min && one.value <= of.max,
      );
      const still = of.min <= 0 && of.max >= 0 ? 0 : Math.round((of.min + of.max) / 2);
      this.#starts.set(key, same.length ? Math.round(same[0].value) : still);
    }
    return this.#starts.get(key);
  }

  #choose(name, { target }) {
    if (target.name !== "attribute") return;
    this.#held.set(name, target.value);
    this.#update();
  }

  /** A slider for the value of an attribute, from where it is now, if it is known how far that may go. */
  #value(name, of, device) {
    const attribute = this.#held.get(name) ?? numbers(device)[0]?.[0];
    const spec = device.profile.attributes[attribute] ?? {};
    const [min, max] = RANGES[spec.unit] ?? [spec.min, spec.max];
    const whole = { ...of, unit: spec.unit, min: Math.max(min, spec.min ?? min), max: Math.min(max, spec.max ?? max) };
    if (!(whole.max > whole.min)) return field("value", of, device);
    const key = `${name} ${attribute}`;
    if (!this.#starts.has(key)) this.#starts.set(key, Math.round(Math.min(whole.max, Math.max(whole.min, device.attributes[attribute]?.value ?? 0))));
    return keyed(attribute, numeric("value", whole, this.#starts.get(key)));
  }

  #release(name, { target }) {
    this.run(name, { attribute: new FormData(target.form).get("attribute") });
  }
}

/** What yes and no mean is clearer in the words of the action. */
function flags(name, argument) {
  const words = {
    failed: ["Fail", "Repair"],
    unavailable: ["Take away", "Bring back"],
    connected: ["Connect", "Disconnect"],
    fail: ["Fail", "Work"],
  }[argument] ?? ["On", "Off"];
  return [[true, words[0]], [false, words[1]]];
}

/** Its attributes that are numbers. */
const numbers = (device) =>
  Object.entries(device.profile.attributes).filter(([, spec]) => spec.type === "number" || spec.type === "integer");

function field(argument, of, device, start) {
  if (argument === "attribute" && !of.values && numbers(device).length) {
    return label(argument, of, html`<select name="attribute">${numbers(device).map(([name]) => html`<option>${name}</option>`)}</select>`);
  }
  if (of.type === "flag") {
    const [[, yes], [, no]] = flags("", argument);
    return label(argument, of, html`<select name=${argument}>
      ${of.required ? nothing : html`<option value="" selected>–</option>`}
      <option value="true">${yes}</option><option value="false">${no}</option></select>`);
  }
  if (of.values && of.type === "text") {
    return label(argument, of, html`<select name=${argument}>
      ${of.required ? nothing : html`<option value="" selected>–</option>`}${of.values.map((one) => html`<option>${one}</option>`)}</select>`);
  }
  if (of.type === "number" || of.type === "integer") return numeric(argument, of, start);
  const hint = of.type === "list" || of.type === "object" ? "JSON" : "";
  return label(argument, of, html`<input name=${argument} placeholder=${hint} ?required=${of.required} autocomplete="off">`);
}

function numeric(argument, of, start) {
  const step = of.type === "integer" ? 1 : "any";
  if (of.min === undefined || of.max === undefined) {
    return label(argument, of, html`<input type="number" name=${argument} step=${step} ?required=${of.required}
      min=${of.min ?? nothing} max=${of.max ?? nothing}>`);
  }
  const show = ({ target }) => (target.nextElementSibling.value = value(Number(target.value)));
  const fine = of.type === "integer" ? 1 : of.max - of.min > 100 ? 1 : 0.5;
  return label(argument, of, html`<span class="slider">
    <input type="range" name=${argument} min=${of.min} max=${of.max} step=${fine} value=${start} @input=${show}>
    <output>${value(start)}</output></span>`);
}

function label(argument, of, control) {
  const again = of.unit && argument.endsWith(`-${of.unit}`); // delay-ms (ms) says it twice
  const name = again ? argument.slice(0, -of.unit.length - 1) : argument;
  const what = of.unit ? `${title(name)} (${unit(of.unit)})` : title(name);
  return html`<label title=${of.description || nothing}>${what}${control}</label>`;
}

/** The arguments of a form; what is left empty is left out. */
function read(form, specs) {
  const values = {};
  for (const [name, text] of new FormData(form)) {
    if (text === "" && !specs[name]?.required) continue;
    values[name] = parse(specs[name]?.type, text);
  }
  return values;
}

function parse(type, text) {
  if (type === "flag") return text === "true";
  if (type === "number" || type === "integer") return Number(text);
  if (type === "text") return text;
  try {
    return JSON.parse(text);
  } catch {
    return text; // the gateway says what it expects
  }
}
