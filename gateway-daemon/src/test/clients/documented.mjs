// Runs every client of docs/clients against the daemon of run.sh: does each do its thing, come back after the daemon's restart,
// miss nothing, and end on Ctrl-C? Arguments: a folder for notes between this and run.sh, a copy of docs/clients with its
// packages, and the languages.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { setTimeout as wait } from "node:timers/promises";
import WebSocket from "ws";

const { SLUICE_WS: ws, SLUICE_WSS: wss, SLUICE_DATA: data } = process.env;
const [notes, folder, ...languages] = process.argv.slice(2);
const commands = {
  javascript: (protocol) => ["node", `${folder}/javascript/run.mjs`, protocol],
  python: (protocol) => ["/usr/bin/python3", `${folder}/python/${protocol}.py`],
};
const credentials = JSON.parse(readFileSync(`${data}/dev-credentials.json`, "utf8"));
const PATIENCE = 60_000; // for a busy machine; where all is well it takes a second or two
const all = [];

/** For each protocol: what is wished for, what the client must say at first, and what after the restart. */
const expected = {
  valve: { wish: "closed", first: [/^connected$/, /^telemetry /, /^state closed$/], again: [/^connected$/, /^state open$/] },
  biometric: { first: [/^connected$/, /^ready$/, / HEART_RATE \{.*"val": ?7\b/], again: [/^ready$/, / HEART_RATE \{.*"val": ?1019\b/] },
  endrpi: { first: [/^GPIO17 OUTPUT 1(\.0)?$/, /^temperature [\d.]+ CELSIUS$/], again: [/^GPIO17 OUTPUT 1/, /^temperature/] },
  placeos: { wish: "33", first: [/^power false$/i, /^volume 33$/, /^set_volume 33$/], again: [/^connected$/, /^volume 33$/] },
  valtronics: { first: [/^telemetry [123] \{/, /^alert (critical|warning) \w/], again: [/^telemetry [123] \{/] },
};

class Client {
  lines = [];
  #wake = () => {};

  constructor(language, protocol, environment = {}, wish = expected[protocol].wish) {
    Object.assign(this, { language, protocol, name: `${language} ${protocol}`, developer: environment.DEVELOPER });
    const [program, ...args] = [...commands[language](protocol), wss, wish].filter(Boolean);
    this.process = spawn(program, args, { env: { ...process.env, ...environment }, stdio: ["ignore", "pipe", "pipe"] });
    all.push(this);
    for (const stream of [this.process.stdout, this.process.stderr]) {
      let rest = "";
      stream.setEncoding("utf8").on("data", (text) => {
        const lines = (rest + text).split("\n");
        rest = lines.pop();
        this.lines.push(...lines);
        this.#wake();
      });
    }
    this.ended = new Promise((resolve) => this.process.on("close", (code, signal) => {
      this.over = true;
      resolve(code ?? signal);
      this.#wake();
    }));
  }

  /** Waits until there is a line that looks like this, from the one of that number on. */
  async says(pattern, from = 0) {
    const deadline = Date.now() + PATIENCE;
    while (!this.lines.slice(from).some((line) => pattern.test(line))) {
      if (this.over || Date.now() > deadline) {
        throw new Error(`${this.name}: nothing like ${pattern} in what it said since line ${from}:\n${this.lines.slice(-20).join("\n")}`);
      }
      await Promise.race([new Promise((resolve) => (this.#wake = resolve)), wait(1000, undefined, { ref: false })]);
    }
  }

  async interrupt() {
    this.process.kill("SIGINT");
    const code = await Promise.race([this.ended, wait(PATIENCE, undefined, { ref: false })]);
    assert.equal(code, 0, `${this.name} ended with ${code} on Ctrl-C:\n${this.lines.slice(-20).join("\n")}`);
  }
}

async function note(name) {
  const deadline = Date.now() + 4 * PATIENCE;
  while (!existsSync(`${notes}/${name}`)) {
    if (Date.now() > deadline) throw new Error(`no note '${name}' from run.sh`);
    await wait(100);
  }
}

/** A wearable that submits heart rates, from first to last, and goes. */
async function produce(developer, first, last) {
  const { dev_id, api_key } = credentials[developer];
  const headers = { "dev-id": dev_id, "x-api-key": api_key };
  const answer = await fetch(`${ws.replace("ws", "http")}/auth/user?id=runner`, { method: "POST", headers });
  const { token } = await answer.json();
  const socket = new WebSocket(`${ws}/connect`);
  await new Promise((resolve, reject) => {
    socket.on("error", reject);
    socket.on("close", (code, reason) => (code === 1005 ? resolve() : reject(new Error(`${code} ${reason}`))));
    socket.on("message", (text) => {
      const { op } = JSON.parse(text);
      if (op === 2) socket.send(JSON.stringify({ op: 3, d: { token, type: 0 } }));
      if (op !== 4) return;
      for (let val = first; val <= last; val++) socket.send(JSON.stringify({ op: 6, t: "HEART_RATE", d: { val } }));
      socket.close();
    });
  });
}

/** The numbers and heart rates that consumers told of our own wearable. */
function records(...clients) {
  return clients.flatMap(({ lines }) => lines.map((line) => /^(\d+) (\S+) (\S+) \{.*?"val": ?([\d.]+)/.exec(line)).filter(Boolean))
    .filter(([, , uid]) => uid === "runner").map(([, seq, , , val]) => ({ seq: Number(seq), val: Number(val) }));
}

async function begin(client) {
  if (client.developer) {
    await client.says(/^ready$/);
    await produce(client.developer, 1, 7);
  }
  for (const pattern of expected[client.protocol].first) await client.says(pattern);
}

async function goOn(client) {
  await client.says(/^lost: /, client.mark);
  for (const pattern of expected[client.protocol].again) await client.says(pattern, client.mark);
}

async function main() {
  const developers = ["biometric", "biometric-simulator"]; // one consumer each
  const clients = languages.flatMap((language, i) =>
    Object.keys(expected).map((protocol) => {
      return new Client(language, protocol, protocol === "biometric" ? { DEVELOPER: developers[i] } : {});
    }),
  );
  await Promise.all(clients.map(begin));
  for (const client of clients) client.mark = client.lines.length;

  writeFileSync(`${notes}/restart`, "");
  await note("restarted");
  const consumers = clients.filter(({ developer }) => developer);
  for (const { developer } of consumers) await produce(developer, 8, 1019); // before some have come back
  await Promise.all(clients.map(goOn));
  await Promise.all(clients.map((client) => client.interrupt()));

  for (const consumer of consumers) { // goes away, and goes on where it was
    await produce(consumer.developer, 1020, 1030);
    const upTo = consumer.lines.map((line) => /^go on with (\d+)/.exec(line)).find(Boolean)[1];
    const later = new Client(consumer.language, consumer.protocol, { DEVELOPER: consumer.developer }, upTo);
    await later.says(/^\d+ runner HEART_RATE .*"val": ?1030\b/);
    await later.interrupt();
    const told = records(consumer, later).sort((one, other) => one.seq - other.seq);
    assert.deepEqual(told.map(({ val }) => val), Array.from({ length: 1030 }, (_, i) => i + 1), consumer.name);
  }

  const strangers = `${notes}/strangers.json`;
  const wrong = { valve: { user: "sluice", password: "wrong" }, placeos: { api_key: "wrong-wrong-wrong-wrong" },
    "biometric-simulator": { dev_id: "simulator", api_key: "wrong" } };
  writeFileSync(strangers, JSON.stringify(wrong));
  await Promise.all(clients.filter(({ protocol }) => protocol !== "endrpi").map(async ({ language, protocol }) => {
    const stranger = new Client(language, protocol, { CREDENTIALS: strangers, TOKEN: "wrong" });
    const code = await Promise.race([stranger.ended, wait(PATIENCE, undefined, { ref: false })]);
    assert.equal(code, 1, `${stranger.name} with wrong credentials:\n${stranger.lines.join("\n")}`);
    await stranger.says(/^ended: /);
  }));
  for (const { name } of clients) console.log(`${name}: ok`);
}

try {
  await main();
} finally {
  for (const client of all) if (!client.over) client.process.kill("SIGKILL");
}
