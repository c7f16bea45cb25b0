// A client of every protocol, by hand.
import { html, nothing } from "./lit/lit-html.js";
import { get } from "./api.js";
import { LANGUAGES, snippet } from "./snippets.js";
import { describe, examples } from "./protocols.js";
import { Conversation, ways } from "./conversation.js";

const form = { protocol: "", path: "", device: "valve-1", way: "none", user: "", secret: "", text: "", language: "JavaScript" };

export function tryPage(update, wanted) {
  const talk = new Conversation(update);
  let info;
  let messages = [];
  let copied = "";
  let problem = "";

  async function load() {
    try {
      info = await get("api/info");
      const names = info.protocols.map((one) => one.name);
      const name = [wanted, form.protocol].find((one) => names.includes(one)) ?? names[0];
      if (name) await choose(name, name === form.protocol);
    } catch (error) {
      problem = error.message;
    }
    update();
  }

  async function choose(protocol, keep = false) {
    talk.close();
    try {
      messages = examples(await describe(protocol), protocol);
    } catch (error) {
      problem = error.message;
    }
    form.protocol = protocol;
    const offered = info.protocols.find((one) => one.name === protocol);
    if (!keep || !offered.paths.includes(form.path)) {
      form.path = offered.paths[0];
      form.way = ways(offered)[0];
      form.secret = "";
      form.text = messages[0]?.text ?? "";
    }
    update();
  }

  const served = () => info.protocols.find((one) => one.name === form.protocol);

  /** The listener that this page may connect to: one without TLS, unless the page has it too. */
  function target() {
    const fitting = info.listeners.filter(
      (one) => one.name !== "admin" && (!one.protocols.length || one.protocols.includes(form.protocol)),
    );
    const tls = location.protocol === "https:";
    const listener = fitting.find((one) => one.tls === tls) ?? fitting[0];
    if (!listener) return undefined;
    const host = `${location.hostname}:${listener.port}`;
    const path = form.path.replace(/\{[^}]+\}/g, () => encodeURIComponent(form.device));
    return { ws: `ws${listener.tls ? "s" : ""}://${host}${path}`, http: `http${listener.tls ? "s" : ""}://${host}` };
  }

  const set = (key) => (event) => {
    form[key] = event.target.value;
    update();
  };

  function connect(event) {
    event.preventDefault();
    const { code, reason } = Object.fromEntries(new FormData(event.target));
    if (talk.isOpen) talk.close(Number(code), reason);
    else talk.open(target(), form);
  }

  function send(event) {
    event.preventDefault();
    talk.send(form.text);
  }

  async function copy() {
    await navigator.clipboard.writeText(snippet(form, target()));
    copied = "Copied";
    update();
  }

  const credentials = () => html`
    <label>Credentials<select @change=${set("way")}>
      ${ways(served()).map((way) => html`<option value=${way} ?selected=${way === form.way}>${WAYS[way]}</option>`)}
    </select></label>
    ${form.way === "basic" ? html`<label>User<input .value=${form.user} @input=${set("user")} autocomplete="off"></label>` : nothing}
    ${form.way === "none"
      ? nothing
      : html`<label>${SECRETS[form.way]}<input type="password" .value=${form.secret} @input=${set("secret")} autocomplete="off"></label>`}
  `;

  const client = () => html`
    <section class="card">
      <h2>Connection</h2>
      <form @submit=${connect}>
        <div class="fields">
          <label>Protocol<select name="protocol" @change=${(event) => choose(event.target.value)}>
            ${info.protocols.map((one) => html`<option ?selected=${one.name === form.protocol}>${one.name}</option>`)}
          </select></label>
          <label>Path<select name="path" @change=${set("path")}>
            ${served().paths.map((path) => html`<option ?selected=${path === form.path}>${path}</option>`)}
          </select></label>
          ${form.path.includes("{") ? html`<label>Device<input .value=${form.device} @input=${set("device")}></label>` : nothing}
          ${credentials()}
        </div>
        <p class="count">Authentication: ${served().authentication}</p>
        <p class="target"><code>${target()?.ws ?? "on no listener"}</code></p>
        ${talk.isOpen
          ? html`<div class="fields closing">
              <label>Close code<input name="code" type="number" value="1000" min="1000" max="4999" required title="1000, or 3000 to 4999"></label>
              <label>Reason<input name="reason" maxlength="123" autocomplete="off"></label>
            </div>`
          : nothing}
        <div class="buttons"><button class="primary" ?disabled=${!target()}>${talk.isOpen ? "Disconnect" : "Connect"}</button></div>
      </form>
    </section>
    <section class="card">
      <h2>Message</h2>
      <form @submit=${send}>
        <label>Example<select @change=${(event) => ((form.text = messages[event.target.value].text), update())}>
          ${messages.map((one, i) => html`<option value=${i} ?selected=${one.text === form.text}>${one.name}</option>`)}
        </select></label>
        ${messages.find((one) => one.text === form.text)?.summary
          ? html`<p class="count">${messages.find((one) => one.text === form.text).summary}</p>`
          : nothing}
        <label>Text<textarea name="text" rows="6" spellcheck="false" .value=${form.text} @input=${set("text")}></textarea></label>
        <div class="buttons"><button class="primary" ?disabled=${!talk.isOpen}>Send</button></div>
      </form>
    </section>
  `;

  const program = () => html`
    <section class="card">
      <h2>As a program</h2>
      <div class="buttons" role="group" aria-label="Language">
        ${LANGUAGES.map((one) => html`<button aria-pressed=${one === form.language} @click=${() => ((form.language = one), (copied = ""), update())}>${one}</button>`)}
        <button class="quiet" @click=${copy}>Copy</button><span role="status">${copied}</span>
      </div>
      ${target() ? html`<pre tabindex="0" aria-label="Program"><code>${snippet(form, target())}</code></pre>` : nothing}
    </section>
  `;

  load();
  return {
    view: () => html`
      <div class="head"><h1>Try it</h1></div>
      ${problem ? html`<p class="problem" role="alert">${problem}</p>` : nothing}
      ${info && form.protocol ? html`<div class="columns"><div>${client()}</div><div>${talk.view()} ${program()}</div></div>` : nothing}
    `,
    close: () => talk.close(),
  };
}

const WAYS = { none: "None here", basic: "User and password", key: "API key", bearer: "Bearer token" };
const SECRETS = { basic: "Password", key: "API key", bearer: "Token" };
