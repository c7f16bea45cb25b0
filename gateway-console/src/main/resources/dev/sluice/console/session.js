// One session: who it is, and its last frames, which the gateway keeps from the moment on that somebody looks.
import { html, nothing } from "./lit/lit-html.js";
import { repeat } from "./lit/directives/repeat.js";
import { get } from "./api.js";
import { bytes, precise, span, value } from "./format.js";
import { Leave } from "./leave.js";
import { live } from "./live.js";

const POLL = 1000;
const MOST = 500; // frames in the page; the oldest give way
const WAYS = { in: { arrow: "↑", name: "from the client", look: "sent" }, out: { arrow: "↓", name: "to the client", look: "received" } };

export function sessionPage(update, id) {
  const path = `api/sessions/${encodeURIComponent(id)}`;
  let session;
  let frames = [];
  let last = 0;
  let state = "looking"; // then open, ended, unknown
  let paused = false;
  let problem = "";
  let timer = 0;
  let closed = false;

  async function look() {
    clearTimeout(timer);
    try {
      const answer = await get(`${path}/frames`, { after: last }).catch(unlessGone);
      const now = answer?.open ? await get(path).catch(unlessGone) : undefined;
      if (closed) return;
      const isOther = now && session && now.opened !== session.opened; // the gateway was started again, and counts anew
      if (answer && !isOther) take(answer);
      if (!isOther) session = now ?? session;
      // one that ended between the two answers has last words: they come with the next
      state = answer?.open && !isOther ? "open" : answer || session ? "ended" : "unknown";
      problem = "";
    } catch (error) {
      problem = error.message;
    }
    if (closed) return;
    if (!paused && (state === "open" || problem)) timer = setTimeout(look, POLL);
    update();
  }

  function unlessGone(error) {
    if (error.status !== 404) throw error;
  }

  function take(answer) {
    const gap = frames.length && answer.missed ? [{ number: `before ${answer.frames[0]?.number}`, missed: answer.missed }] : [];
    const log = document.querySelector(".frames");
    const atEnd = !log || log.scrollHeight - log.scrollTop - log.clientHeight < 40;
    frames = [...frames, ...gap, ...answer.frames].slice(-MOST);
    last = answer.last;
    if (atEnd && answer.frames.length) {
      requestAnimationFrame(() => requestAnimationFrame(() => {
        const now = document.querySelector(".frames");
        if (now) now.scrollTop = now.scrollHeight;
      }));
    }
  }

  const leave = new Leave(update, (trouble) => {
    problem = trouble;
    look();
  });

  function pause() {
    paused = !paused;
    if (paused) clearTimeout(timer);
    else look();
    update();
  }

  function clear() {
    frames = [];
    update();
  }

  const figure = (name, text) => html`<div><dt>${name}</dt><dd><span class="value">${text}</span></dd></div>`;

  const about = () => html`
    <section class="card">
      <h2>Session</h2>
      <dl class="values small">
        ${figure("Open for", span(session.age_seconds))}
        ${figure("Received", html`${value(session.messages_in)} <small>${bytes(session.bytes_in)}</small>`)}
        ${figure("Sent", html`${value(session.messages_out)} <small>${bytes(session.bytes_out)}</small>`)}
        ${figure("Waiting for it", html`${value(session.mailbox_events)} <small>${bytes(session.outbound_bytes)}</small>`)}
        ${figure("It waits for", `${value(session.calls_in_flight)} ${session.calls_in_flight === 1 ? "answer" : "answers"}`)}
        ${figure("Role", session.role)}
        ${figure("Listener", session.listener)}
        ${figure("Compression", session.compressed ? "on" : "off")}
      </dl>
    </section>
  `;

  const line = (frame) => {
    if (frame.missed) return html`<li class="note"><span class="when"></span><code>${frame.missed} frames went by unseen</code></li>`;
    const { arrow, name, look } = WAYS[frame.direction];
    return html`<li class=${look}>
      <span class="when"><span aria-label=${name} role="img">${arrow}</span> ${precise(frame.at)}</span>
      <span>${said(frame)} <small class="kind">${frame.opcode}, ${bytes(frame.size)}</small></span>
    </li>`;
  };

  const watching = () => html`
    <section class="card">
      <div class="head"><h2>Frames</h2>
        <div class="right">
          ${frames.length ? html`<button class="quiet" @click=${clear}>Clear</button>` : nothing}
          ${state === "open" ? html`<button @click=${pause}>${paused ? "Go on" : "Pause"}</button>` : nothing}
        </div>
      </div>
      ${frames.length
        ? html`<ol class="frames" role="log" aria-label="Frames" tabindex="0">${repeat(frames, ({ number }) => number, line)}</ol>`
        : html`<p class="empty">${state === "open" ? "The gateway keeps what is said from now on; nothing has been said yet." : "Nothing was said."}</p>`}
      <p class="count">↑ from the client, ↓ to it. Secrets are masked; what is not JSON is not shown. The gateway forgets this a minute after the last look.</p>
    </section>
  `;

  look();
  live.addEventListener("restored", look);
  return {
    view() {
      return html`
        <p class="back"><a href="#/sessions">Sessions</a></p>
        <div class="head">
          <h1>${session?.principal ?? `Session ${id}`}</h1>
          ${state === "ended" ? html`<span class="status offline" role="status">ended</span>` : nothing}
          ${state === "open" ? html`<span class="status online">open</span>` : nothing}
          ${session ? html`<p class="count">${session.protocol} · ${session.address} · ${id}</p>` : nothing}
          ${state === "open" && session ? html`<button class="danger" @click=${() => leave.ask(session)}>Close</button>` : nothing}
        </div>
        ${problem ? html`<p class="problem" role="alert">${problem}</p>` : nothing}
        ${state === "unknown" ? html`<section class="card"><p class="empty">There is no such session any more.</p></section>` : nothing}
        ${session ? about() : nothing} ${state === "open" || state === "ended" ? watching() : nothing} ${leave.view()}
      `;
    },
    close() {
      closed = true;
      clearTimeout(timer);
      live.removeEventListener("restored", look);
    },
  };
}

function said({ opcode, text, cut }) {
  if (text !== undefined) return html`<code>${text}${cut ? "…" : ""}</code>`;
  if (opcode === "text") return html`<code class="hidden">not JSON, or too long: not shown</code>`;
  return opcode === "binary" ? html`<code class="hidden">binary: not shown</code>` : nothing;
}
