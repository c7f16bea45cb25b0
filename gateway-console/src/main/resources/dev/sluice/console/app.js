// The frame around all pages: where one is, how the connection is, and the token where one is asked for.
import { html, nothing, render } from "./lit/lit-html.js";
import { get, token } from "./api.js";
import { devicesPage } from "./devices.js";
import { devicePage } from "./device.js";
import { span } from "./format.js";
import { live } from "./live.js";
import { sessionPage } from "./session.js";
import { sessionsPage } from "./sessions.js";
import { simulatorPage } from "./simulator.js";
import { specificationsPage } from "./specifications.js";
import { tryPage } from "./try.js";

const PAGES = [
  { path: "devices", title: "Devices", open: (update, id) => (id ? devicePage(update, id) : devicesPage(update)) },
  { path: "simulator", title: "Simulator", open: simulatorPage },
  { path: "sessions", title: "Sessions", open: (update, id) => (id ? sessionPage(update, id) : sessionsPage(update)) },
  { path: "try", title: "Try it", open: tryPage },
  { path: "specifications", title: "Specs", open: specificationsPage },
];
const STATES = { connecting: "Connecting", live: "Live", away: "Reconnecting" };

let current = PAGES[0];
let page = { view: () => nothing, close: () => {} };
let info;
let locked; // why nothing may be shown
let queued = false;

/** Shows what has changed, once a frame however much that is. */
function update() {
  if (queued) return;
  queued = true;
  requestAnimationFrame(() => {
    queued = false;
    render(frame(), document.body);
    page.shown?.();
  });
}

function frame() {
  return html`
    <a class="skip" href="#main" @click=${toMain}>To the content</a>
    <header>
      <a class="brand" href="#/devices"><img src="console/icon.svg" alt="" width="28" height="28">Sluice</a>
      <nav aria-label="Pages">
        ${PAGES.map(
          (one) => html`<a href="#/${one.path}" aria-current=${one === current ? "page" : "false"}>${one.title}</a>`,
        )}
      </nav>
      <p class="connection ${live.state}" role="status"><span></span>${STATES[live.state]}</p>
      ${info ? html`<p class="about">${info.version}<br>up ${span(info.uptime_seconds)}</p>` : nothing}
    </header>
    <main id="main" tabindex="-1">${locked ? lock() : page.view()}</main>
  `;
}

function lock() {
  return html`
    <section class="card lock">
      <h1>Who are you?</h1>
      <p>This gateway asks for its admin token. It stays in this tab and is forgotten with it.</p>
      <form @submit=${unlock}>
        <label>Token<input name="token" type="password" autocomplete="current-password" required></label>
        <button class="primary">Continue</button>
      </form>
      ${token.get() || locked.status === 403 ? html`<p class="problem" role="alert">${locked.error}</p>` : nothing}
    </section>
  `;
}

function unlock(event) {
  event.preventDefault();
  token.set(new FormData(event.target).get("token").trim());
  start();
}

function toMain(event) {
  event.preventDefault(); // the address says which page is open
  document.getElementById("main").focus();
}

function open() {
  const [path, ...rest] = location.hash.replace(/^#\//, "").split("/");
  const id = decoded(rest.join("/"));
  current = PAGES.find((one) => one.path === path) ?? PAGES[0];
  page.close();
  live.watchNobody();
  document.title = `${id ? `${id} · ` : ""}${current.title} · Sluice`;
  page = current.open(update, id);
  scrollTo(0, 0);
  update();
}

function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // somebody typed it
  }
}

async function start() {
  locked = undefined;
  open();
  live.connect();
  await learn();
}

async function learn() {
  if (locked) return;
  try {
    info = await get("api/info");
    update();
  } catch {
    // the connection's state says it
  }
}

addEventListener("unauthorized", ({ detail }) => {
  locked = detail;
  live.stop();
  update();
});
addEventListener("hashchange", () => (open(), document.getElementById("main").focus({ preventScroll: true })));
live.addEventListener("state", update);
live.addEventListener("restored", learn);
setInterval(learn, 30_000);
document.body.replaceChildren();
start();
