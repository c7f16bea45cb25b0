// What every endpoint understands and says, from the documents that the gateway makes of its own wire definitions.
import { html, nothing } from "./lit/lit-html.js";
import { follow, get } from "./api.js";
import { describe, messages } from "./protocols.js";

export function specificationsPage(update, wanted) {
  let names = [];
  let name = "";
  let document;
  let problem = "";

  async function load() {
    try {
      names = (await get("api/info")).protocols.map((one) => one.name);
      name = names.includes(wanted) ? wanted : names[0];
      document = await describe(name);
      if (!document) problem = `There is no document for ${name}.`;
    } catch (error) {
      problem = error.message;
    }
    update();
  }

  const page = () => html`
    <section class="card">
      <div class="head"><h2>${document.info.title}</h2><p class="count">${document.info.version}</p></div>
      ${document.info.description.split("\n\n").map((part) => html`<p>${part}</p>`)}
      <div class="buttons">
        <a class="button" href="asyncapi/${name}.yaml" @click=${follow}>AsyncAPI ${document.asyncapi}</a>
        <a class="button" href="#/try/${name}">Try it</a>
      </div>
    </section>
    <section class="card">
      <h2>Addresses</h2>
      <dl class="names">
        ${Object.values(document.channels).map((channel) => html`<div><dt><code>${channel.address}</code></dt>
          <dd>${limits(channel["x-limits"])}</dd></div>`)}
      </dl>
      ${closes(document["x-close-codes"])}
    </section>
    <section class="card"><h2>What clients say</h2>${messages(document, "client").map(message)}</section>
    <section class="card"><h2>What the gateway says</h2>${messages(document, "gateway").map(message)}</section>
  `;

  load();
  return {
    view: () => html`
      <div class="head"><h1>Specifications</h1><a href="things" @click=${follow}>Thing Descriptions</a></div>
      <nav class="chips" aria-label="Protocols">
        ${names.map((one) => html`<a href="#/specifications/${one}" aria-current=${one === name ? "page" : "false"}>${one}</a>`)}
      </nav>
      ${problem ? html`<p class="problem" role="alert">${problem}</p>` : nothing} ${document ? page() : nothing}
    `,
    close() {},
  };
}

function limits(of) {
  if (!of) return nothing;
  const texts = [`messages up to ${of.messageBytes} bytes`];
  if (of.messagesPerSecond) texts.push(`${of.messagesPerSecond} a second`);
  if (of.connections) texts.push(`${of.connections} connections`);
  return texts.join(", ");
}

function closes(codes) {
  const all = Array.isArray(codes) ? codes.map((one) => [one.code, one.reason ?? one.description]) : Object.entries(codes ?? {});
  if (!all.length) return nothing;
  return html`<h3>Close codes</h3><dl class="names">
    ${all.map(([code, why]) => html`<div><dt><code>${code}</code></dt><dd>${typeof why === "string" ? why : JSON.stringify(why)}</dd></div>`)}
  </dl>`;
}

function message(of) {
  return html`
    <details class="message">
      <summary><code>${of.name}</code> <span>${of.summary}</span></summary>
      ${(of.examples ?? []).map((one) => html`<pre tabindex="0" aria-label="Example of ${of.name}"><code>${pretty(one.payload)}</code></pre>`)}
      ${rows(of.payload)}
    </details>
  `;
}

const pretty = (payload) => (typeof payload === "string" ? payload : JSON.stringify(payload, null, 2));

/** The members of an object, however deep, a line each. */
function rows(schema) {
  const all = members(schema, "");
  if (!all.length) return nothing;
  return html`<div class="scroll" tabindex="0" role="group" aria-label="Members"><table>
    <thead><tr><th scope="col">Member</th><th scope="col">Type</th><th scope="col">Meaning</th></tr></thead>
    <tbody>${all.map(([path, of, required]) => html`<tr>
      <td><code>${path}</code>${required ? nothing : html` <small>optional</small>`}</td><td>${type(of)}</td><td>${of.description ?? ""}</td></tr>`)}
    </tbody></table></div>`;
}

function members(schema, path, depth = 0) {
  if (!schema || depth > 6) return [];
  if (schema.items) return members(schema.items, `${path}[]`, depth + 1);
  return Object.entries(schema.properties ?? {}).flatMap(([name, of]) => {
    const own = path ? `${path}.${name}` : name;
    return [[own, of, (schema.required ?? []).includes(name)], ...members(of, own, depth + 1)];
  });
}

function type(of) {
  if ("const" in of) return html`<code>${JSON.stringify(of.const)}</code>`;
  if (of.enum) return of.enum.map((one) => JSON.stringify(one)).join(", ");
  const bounds = of.minimum !== undefined || of.maximum !== undefined ? ` ${of.minimum ?? ""}..${of.maximum ?? ""}` : "";
  return `${[of.type ?? "any"].flat().join(" or ")}${bounds}`;
}
