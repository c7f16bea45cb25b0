// All devices: search and filter are the gateway's, only what is seen is loaded, and what is seen is live.
import { html, nothing } from "./lit/lit-html.js";
import { get } from "./api.js";
import { age, settled, title, unit, value } from "./format.js";
import { live } from "./live.js";
import { VirtualList } from "./virtual.js";

const STATUSES = ["online", "offline", "warning", "error", "maintenance"];
const REFRESH = 10_000;
const ROW = 64;
const wanted = { q: "", kind: "", status: "" }; // stays while other pages are open

export const status = (name) => html`<span class="status ${name}">${name}</span>`;

export function devicesPage(update) {
  const news = new Map(); // the newest value of each device that is seen
  const kinds = new Set();
  let problem = "";

  const list = new VirtualList({
    rowHeight: ROW,
    label: "Devices",
    update,
    async load(offset, limit) {
      const answer = await get("api/devices", { ...wanted, offset, limit });
      answer.devices.forEach((device) => kinds.add(device.kind));
      watch();
      return { total: answer.total, rows: answer.devices };
    },
    row: (device) => html`
      <a class="row device" href="#/devices/${encodeURIComponent(device.id)}">
        <span class="name"><strong>${device.name}</strong><small>${device.id} · ${device.kind}</small></span>
        <span class="news">${latest(device)}</span>
        ${status(device.status)}
        <span class="age">${age(device.last_seen)}</span>
      </a>
    `,
  });

  function latest(device) {
    const last = news.get(device.id);
    if (!last) return nothing;
    return html`<small>${title(last.name)}</small> ${value(last.value)} <small>${unit(last.unit)}</small>`;
  }

  const watch = settled(() => live.watch(list.visible().slice(0, 200).map((device) => device.id), ["reading", "status-change"]));

  function onEvent({ detail: event }) {
    const device = list.visible().find((one) => one.id === event.device);
    if (!device) return;
    device.last_seen = event.at;
    if (event.event === "status-change") device.status = event.after;
    if (event.event === "reading") remember(event);
    update();
  }

  /** One attribute a device, the first that is a number, so that the line does not jump. */
  function remember({ device, attributes }) {
    const names = Object.keys(attributes);
    const kept = news.get(device)?.name;
    const name = names.includes(kept) ? kept : (names.find((one) => typeof attributes[one].value === "number") ?? names[0]);
    if (!kept || name === kept || typeof news.get(device).value !== "number") news.set(device, { name, ...attributes[name] });
  }

  const search = settled(() => list.reset());
  const change = (key) => (event) => {
    wanted[key] = event.target.value;
    search();
  };
  const refresh = () => list.refresh().then(watch);
  const timer = setInterval(refresh, REFRESH);
  const tick = setInterval(update, 1000);
  live.addEventListener("event", onEvent);
  live.addEventListener("restored", refresh);
  refresh();
  get("api/devices", { limit: 1000 })
    .then(({ devices }) => devices.forEach((device) => kinds.add(device.kind)))
    .catch((error) => (problem = error.message))
    .finally(update);

  return {
    view: () => html`
      <div class="head">
        <h1>Devices</h1>
        <p class="count" role="status">${list.loaded ? `${list.total} ${list.total === 1 ? "device" : "devices"}` : "Loading"}</p>
      </div>
      <form class="tools" role="search" @submit=${(event) => event.preventDefault()}>
        <input type="search" aria-label="Search devices" placeholder="Search by name, id or kind" .value=${wanted.q} @input=${change("q")}>
        <select aria-label="Kind" @change=${change("kind")}>
          <option value="">All kinds</option>
          ${[...kinds].sort().map((kind) => html`<option ?selected=${kind === wanted.kind}>${kind}</option>`)}
        </select>
        <select aria-label="Status" @change=${change("status")}>
          <option value="">Any status</option>
          ${STATUSES.map((name) => html`<option ?selected=${name === wanted.status}>${name}</option>`)}
        </select>
      </form>
      ${problem || list.problem ? html`<p class="problem" role="alert">${problem || list.problem}</p>` : nothing}
      <div class="card flush">
        ${list.loaded && list.total === 0 ? html`<p class="empty">${wanted.q || wanted.kind || wanted.status ? "No device is like that." : "There are no devices yet: an adapter in the configuration brings them."}</p>` : list.view()}
      </div>
    `,
    shown: () => list.shown(document.getElementById("main")),
    close() {
      clearInterval(timer);
      clearInterval(tick);
      live.removeEventListener("event", onEvent);
      live.removeEventListener("restored", refresh);
    },
  };
}
