// One device: what it says now and said lately, what it can do, and what the protocols call it.
import { html, nothing } from "./lit/lit-html.js";
import { repeat } from "./lit/directives/repeat.js";
import { follow, get } from "./api.js";
import { Chart } from "./chart.js";
import { status } from "./devices.js";
import { Actions } from "./form.js";
import { age, time, title, unit, value } from "./format.js";
import { live } from "./live.js";

const MOST_EVENTS = 200;

/** Events with one more, unless it was already loaded with them; the newest first. */
export function withNewest(event, events, most) {
  const text = JSON.stringify(event);
  return events.some((one) => JSON.stringify(one) === text) ? events : [event, ...events].slice(0, most);
}

export function devicePage(update, id) {
  const path = `api/devices/${encodeURIComponent(id)}`;
  const actions = new Actions(id, update);
  const charts = new Map();
  let device;
  let events = [];
  let problem = "";
  let missing = false;

  const load = () => live.watchFrom([id], reload);

  async function reload() {
    try {
      const [whole, history, recent] = await Promise.all([
        get(path),
        get(`${path}/history`),
        get("api/recent", { device: id, limit: 100 }),
      ]);
      device = whole;
      events = recent.events;
      problem = "";
      for (const [name, series] of Object.entries(history.attributes)) chart(name).load(series, history.step_seconds);
    } catch (error) {
      problem = error.message;
      missing = error.status === 404;
    }
    update();
  }

  function chart(name) {
    if (!charts.has(name)) charts.set(name, new Chart(title(name), unit(device.profile.attributes[name]?.unit)));
    return charts.get(name);
  }

  function onEvent({ detail: event }) {
    if (!device || event.device !== id) return;
    device.last_seen = event.at;
    if (event.event === "reading") {
      for (const [name, attribute] of Object.entries(event.attributes)) onReading(name, attribute);
    } else {
      if (event.event === "status-change") device.status = event.after;
      events = withNewest(event, events, MOST_EVENTS);
    }
    update();
  }

  function onReading(name, attribute) {
    if (attribute.value === null) {
      delete device.attributes[name];
      return;
    }
    device.attributes[name] = attribute;
    if (typeof attribute.value === "number") chart(name).add(Date.now() / 1000, attribute.value);
  }

  function attributes() {
    const known = Object.keys(device.profile.attributes);
    const all = [...known, ...Object.keys(device.attributes).filter((name) => !known.includes(name))];
    return html`
      <dl class="values">
        ${all.map((name) => {
          const now = device.attributes[name];
          const wide = now && typeof now.value === "object" && now.value.length !== 0;
          return html`
            <div class=${wide ? "wide" : ""} data-attribute=${name}>
              <dt title=${device.profile.attributes[name]?.description || nothing}>${title(name)}</dt>
              <dd><span class="value">${value(now?.value)}</span> <span class="unit">${unit(now?.unit)}</span></dd>
            </div>
          `;
        })}
      </dl>
    `;
  }

  function graphs() {
    const names = Object.keys(device.profile.attributes).filter((name) => charts.has(name));
    if (!names.length) return nothing;
    return html`
      <section class="card">
        <h2>Last 15 minutes</h2>
        <div class="charts">
          ${repeat(
            names,
            (name) => name,
            (name) => html`<figure><figcaption>${title(name)} <small>${charts.get(name).unit}</small></figcaption>
              ${charts.get(name).view(device.attributes[name]?.value)}</figure>`,
          )}
        </div>
      </section>
    `;
  }

  function forms(simulated) {
    const some = Object.entries(device.profile.actions).filter(([name]) => name.startsWith("simulate-") === simulated);
    if (!some.length) return nothing;
    const cards = some.map(([name, spec]) =>
      actions.view(name, spec, device, title(name.replace(/^simulate-/, ""))),
    );
    return simulated
      ? html`<details class="card"><summary><h2>Faults</h2></summary><div class="actions">${cards}</div></details>`
      : html`<section class="card"><h2>Actions</h2><div class="actions">${cards}</div></section>`;
  }

  const names = () => html`
    <section class="card">
      <h2>Names</h2>
      ${device.names.length
        ? html`<dl class="names">
            ${device.names.map((one) => html`<div><dt>${one.protocol} <small>${one.label}</small></dt><dd><code>${one.name}</code></dd></div>`)}
          </dl>`
        : html`<p class="empty">No protocol shows this device.</p>`}
      <p><a href="things/${encodeURIComponent(id)}" @click=${follow}>Thing Description</a></p>
    </section>
  `;

  load();
  live.addEventListener("event", onEvent);
  live.addEventListener("restored", load);
  const tick = setInterval(update, 1000);

  return {
    view() {
      if (!device) {
        return html`<p class="back"><a href="#/devices">Devices</a></p><div class="head"><h1>${id}</h1></div>
          ${missing ? html`<section class="card"><p class="empty">There is no device of this name.</p></section>` : problem ? html`<p class="problem" role="alert">${problem}</p>` : html`<p class="empty">Loading</p>`}`;
      }
      return html`
        <p class="back"><a href="#/devices">Devices</a></p>
        <div class="head">
          <h1>${device.name}</h1>
          ${status(device.status)}
          <p class="count">${id} · ${device.kind} · ${age(device.last_seen)}</p>
        </div>
        ${problem ? html`<p class="problem" role="alert">${problem}</p>` : nothing}
        <div class="columns">
          <div>
            <section class="card"><h2>Now</h2>${attributes()}</section>
            ${graphs()}
          </div>
          <div>${forms(false)} ${forms(true)} ${names()} ${eventList(events, "What it said")}</div>
        </div>
      `;
    },
    shown() {
      for (const node of document.querySelectorAll("[data-chart]")) {
        [...charts.values()].find((one) => one.name === node.dataset.chart)?.attach(node);
      }
    },
    close() {
      clearInterval(tick);
      live.removeEventListener("event", onEvent);
      live.removeEventListener("restored", load);
      charts.forEach((one) => one.close());
    },
  };
}

/** Alerts, status changes and log lines, newest first. */
export function eventList(events, heading) {
  return html`
    <section class="card">
      <h2>${heading}</h2>
      ${events.length
        ? html`<ol class="events" tabindex="0" aria-label=${heading}>${events.map(
            (event) => html`<li class="${event.event} ${level(event)}">
              <time datetime=${event.at}>${time(event.at)}</time>
              <span><strong>${level(event)}</strong> ${words(event)}</span>
            </li>`,
          )}</ol>`
        : html`<p class="empty">Nothing yet.</p>`}
    </section>
  `;
}

function level(event) {
  if (event.event === "alert") return event.severity;
  return event.event === "status-change" ? event.after : event.level;
}

function words(event) {
  if (event.event === "alert") return html`${event.title}${event.message ? html`<small>${event.message}</small>` : nothing}`;
  if (event.event === "status-change") return `was ${event.before}${event.reason ? `: ${event.reason}` : ""}`;
  return html`${event.message}<small>${event.source}</small>`;
}
