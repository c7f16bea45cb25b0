// The simulated hardware: every fault a button, every value a slider, and scenarios of many.
import { html, nothing } from "./lit/lit-html.js";
import { get } from "./api.js";
import { eventList, withNewest } from "./device.js";
import { status } from "./devices.js";
import { Actions } from "./form.js";
import { settled, title, unit, value } from "./format.js";
import { live } from "./live.js";
import { Recordings } from "./recordings.js";
import { Scenario } from "./scenario.js";

const FAULT = "simulate-";
const MOST = 30; // devices to choose from; the search finds the others
const EVENTS = 20; // that are shown
const chosen = { q: "", id: "" };

export function simulatorPage(update) {
  const scenario = new Scenario(update);
  const recordings = new Recordings(update);
  let devices = [];
  let total = 0;
  let device;
  let actions;
  let events = [];
  let problem = "";

  async function list() {
    try {
      ({ devices, total } = await get("api/devices", { q: chosen.q, can: FAULT, limit: MOST }));
      problem = "";
      if (!device && devices.length) await choose(chosen.id || devices[0].id);
    } catch (error) {
      problem = error.message;
    }
    update();
  }

  function choose(id) {
    chosen.id = id;
    if (device?.id !== id) device = undefined; // nobody turns what belongs to another
    update();
    return live.watchFrom([id], () => load(id));
  }

  async function load(id) {
    if (chosen.id !== id) return;
    try {
      const [whole, recent] = await Promise.all([
        get(`api/devices/${encodeURIComponent(id)}`),
        get("api/recent", { device: id, kind: "alert,status-change", limit: EVENTS }),
      ]);
      if (chosen.id !== id) return;
      if (!actions || device?.id !== id) actions = new Actions(id, update);
      device = whole;
      ({ events } = recent);
    } catch (error) {
      device = undefined;
      chosen.id = "";
      problem = error.message;
    }
    update();
  }

  function onEvent({ detail: event }) {
    if (event.device !== device?.id) return;
    if (event.event === "reading") Object.assign(device.attributes, event.attributes);
    if (event.event === "status-change") device.status = event.after;
    if (event.event === "alert" || event.event === "status-change") events = withNewest(event, events, EVENTS);
    update();
  }

  const again = () => (list(), device && choose(device.id), scenario.load(), recordings.load());
  const search = settled(list);
  live.addEventListener("event", onEvent);
  live.addEventListener("restored", again);
  list();
  scenario.load();

  const chips = () => html`
    <div class="chips" role="group" aria-label="Simulated devices">
      ${devices.map(
        (one) => html`<button aria-pressed=${one.id === chosen.id} @click=${() => choose(one.id)}>
          ${one.id}
        </button>`,
      )}
    </div>
    ${total > devices.length ? html`<p class="count more">${devices.length} of ${total}: search for the others.</p>` : nothing}
  `;

  const board = () => html`
    <section class="card" aria-label="Faults of ${device.id}">
      <div class="head"><h2>${device.name}</h2>${status(device.status)}<a href="#/devices/${encodeURIComponent(device.id)}">Its page</a></div>
      <div class="actions">
        ${Object.entries(device.profile.actions)
          .filter(([name]) => name.startsWith(FAULT))
          .map(([name, spec]) => actions.view(name, spec, device, title(name.slice(FAULT.length))))}
      </div>
    </section>
  `;

  const now = () => html`
    <section class="card">
      <h2>Now</h2>
      <dl class="values small">
        ${Object.entries(device.attributes)
          .filter(([, one]) => one.value !== null && (typeof one.value !== "object" || one.value.length !== 3))
          .map(([name, one]) => html`<div data-attribute=${name}><dt>${title(name)}</dt>
            <dd><span class="value">${value(one.value)}</span> <span class="unit">${unit(one.unit)}</span></dd></div>`)}
      </dl>
    </section>
  `;

  return {
    view: () => html`
      <div class="head"><h1>Simulator</h1></div>
      <form class="tools" role="search" @submit=${(event) => event.preventDefault()}>
        <input type="search" aria-label="Search simulated devices" placeholder="Search simulated devices" .value=${chosen.q}
          @input=${(event) => ((chosen.q = event.target.value), search())}>
      </form>
      ${problem ? html`<p class="problem" role="alert">${problem}</p>` : nothing}
      ${devices.length ? chips() : html`<p class="empty">No simulated device is like that.</p>`}
      <div class="columns">
        <div>${device ? board() : nothing}</div>
        <div>${device ? now() : nothing} ${device ? eventList(events, "Alerts and status") : nothing} ${scenario.view()}
          ${device ? recordings.view(device.id) : nothing}</div>
      </div>
    `,
    close() {
      live.removeEventListener("event", onEvent);
      live.removeEventListener("restored", again);
      scenario.close();
      recordings.close();
    },
  };
}
