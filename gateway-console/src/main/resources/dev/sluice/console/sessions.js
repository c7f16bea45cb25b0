// Who is connected, how busy they are, and a way to end it.
import { html, nothing } from "./lit/lit-html.js";
import { get } from "./api.js";
import { settled, span, value } from "./format.js";
import { Leave } from "./leave.js";
import { live } from "./live.js";
import { VirtualList } from "./virtual.js";

const REFRESH = 2000;
const ROW = 64;
const wanted = { q: "", protocol: "" };

export function sessionsPage(update) {
  const before = new Map(); // by session, what it had done when it was last seen
  let protocols = [];
  let problem = "";

  const list = new VirtualList({
    rowHeight: ROW,
    label: "Sessions",
    update,
    async load(offset, limit) {
      const answer = await get("api/sessions", { ...wanted, offset, limit });
      return { total: answer.total, rows: answer.sessions.map(rated) };
    },
    row: (session) => html`
      <div class="row session" data-session=${session.id}>
        <a class="name" href="#/sessions/${encodeURIComponent(session.id)}"><strong>${session.principal}</strong><small>${session.protocol} · ${session.address}</small></a>
        <span class="figure"><small>open</small> ${span(session.age_seconds)}</span>
        <span class="figure"><small>in</small> ${value(session.rateIn)}<small>/s</small></span>
        <span class="figure"><small>out</small> ${value(session.rateOut)}<small>/s</small></span>
        <span class="figure"><small>waiting</small> ${value(session.mailbox_events)}</span>
        <button class="quiet" @click=${() => leave.ask(session)} aria-label="Close the session of ${session.principal} at ${session.address}">Close</button>
      </div>
    `,
  });

  /** With messages a second since it was last seen; for its life where that is the first time. */
  function rated(session) {
    const now = performance.now() / 1000;
    const last = before.get(session.id) ?? { at: now - Math.max(1, session.age_seconds), in: 0, out: 0 };
    const seconds = Math.max(0.5, now - last.at);
    if (before.size > 2000) before.clear();
    before.set(session.id, { at: now, in: session.messages_in, out: session.messages_out });
    return { ...session, rateIn: (session.messages_in - last.in) / seconds, rateOut: (session.messages_out - last.out) / seconds };
  }

  const leave = new Leave(update, (trouble) => {
    problem = trouble;
    list.refresh();
  });

  const search = settled(() => list.reset());
  const change = (key) => (event) => {
    wanted[key] = event.target.value;
    search();
  };
  const refresh = () => list.refresh();
  const timer = setInterval(refresh, REFRESH);
  live.addEventListener("restored", refresh);
  refresh();
  get("api/info").then((info) => {
    protocols = info.protocols.map((one) => one.name);
    update();
  }, () => {});

  return {
    view: () => html`
      <div class="head">
        <h1>Sessions</h1>
        <p class="count" role="status">${list.loaded ? `${list.total} open` : "Loading"}</p>
      </div>
      <form class="tools" role="search" @submit=${(event) => event.preventDefault()}>
        <input type="search" aria-label="Search sessions" placeholder="Search by principal or address" .value=${wanted.q} @input=${change("q")}>
        <select aria-label="Protocol" @change=${change("protocol")}>
          <option value="">All protocols</option>
          ${[...protocols, "admin"].map((name) => html`<option ?selected=${name === wanted.protocol}>${name}</option>`)}
        </select>
      </form>
      ${problem || list.problem ? html`<p class="problem" role="alert">${problem || list.problem}</p>` : nothing}
      <div class="card flush">${list.loaded && list.total === 0 ? html`<p class="empty">${wanted.q || wanted.protocol ? "No session is like that." : "Nobody is connected."}</p>` : list.view()}</div>
      ${leave.view()}
    `,
    shown: () => list.shown(document.getElementById("main")),
    close() {
      clearInterval(timer);
      live.removeEventListener("restored", refresh);
    },
  };
}
