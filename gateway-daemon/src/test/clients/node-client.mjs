// Node's ws against both protocols, over ws and wss, the certificate checked.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import WebSocket from "ws";

const { SLUICE_WS: ws, SLUICE_WSS: wss, SLUICE_DATA: data } = process.env;
const ca = readFileSync(`${data}/self-signed-certificate.pem`);
const { user, password } = JSON.parse(readFileSync(`${data}/dev-credentials.json`, "utf8")).valve;
const auth = `${user}:${password}`;

function open(url, options = {}) {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url, { ca, ...options });
    const waiting = [];
    const queue = [];
    socket.on("message", (raw) => {
      const message = JSON.parse(raw);
      const index = waiting.findIndex((w) => w.wanted(message));
      if (index >= 0) waiting.splice(index, 1)[0].resolve(message);
      else queue.push(message);
    });
    socket.next = (wanted = () => true) =>
      new Promise((done, fail) => {
        const index = queue.findIndex(wanted);
        if (index >= 0) return done(queue.splice(index, 1)[0]);
        const timer = setTimeout(() => fail(new Error("no such message within 20 s")), 20_000);
        waiting.push({ wanted, resolve: (m) => (clearTimeout(timer), done(m)) });
      });
    socket.ask = (message, wanted) => (socket.send(typeof message === "string" ? message : JSON.stringify(message)), socket.next(wanted));
    socket.on("open", () => resolve(socket));
    socket.on("unexpected-response", (_, response) => reject(new Error(`HTTP ${response.statusCode}`)));
    socket.on("error", reject);
  });
}
const event = (name) => (m) => m.event === name;
const closed = (socket) => new Promise((resolve) => (socket.on("close", resolve), socket.close()));

// Endrpi: the documentation's own example, then pins shared by two connections
for (const url of [`${ws}`, `${ws}/endrpi`, `${wss}/endrpi`]) {
  const pi = await open(url);
  const temperature = await pi.ask({ action: "READ_TEMPERATURE" });
  assert.equal(temperature.success, true);
  assert.equal(temperature.data.systemOnChip.unitOfMeasurement, "CELSIUS");
  await closed(pi);
}
const one = await open(`${ws}/endrpi`);
const two = await open(`${wss}/endrpi`);
const update = { action: "UPDATE_PIN_CONFIGURATIONS", params: { pins: { GPIO17: { io: "OUTPUT", state: 1 } } } };
assert.equal((await one.ask(update)).data, "Pin configurations updated");
const read = { action: "READ_PIN_CONFIGURATIONS", params: { pins: ["GPIO17"] } };
assert.deepEqual((await two.ask(read)).data, { GPIO17: { io: "OUTPUT", state: 1, pull: "FLOATING" } });
assert.equal((await one.ask("nonsense")).error.message, "Received invalid message");
const burst = Array.from({ length: 500 }, (_, i) => (i % 2 ? { action: "READ_UPTIME" } : read));
burst.forEach((request) => one.send(JSON.stringify(request)));
for (const request of burst) assert.equal((await one.next()).action, request.action);
await closed(one);
await closed(two);

// Valve: refused without a password; state at once; a change reaches every connection; errors only the asker
for (const path of ["/valve", "/valve/valve-1"]) {
  await assert.rejects(open(`${ws}${path}`), /HTTP 401/);
  await assert.rejects(open(`${ws}${path}`, { auth: `${user}:wrong` }), /HTTP 401/);
}
await assert.rejects(open(`${ws}/nowhere`, { auth }), /HTTP 404/);
const owner = await open(`${wss}/valve`, { auth });
const watcher = await open(`${ws}`, { auth }); // "/" with a password is the valve, too
assert.equal((await owner.next(event("state"))).data.valve_state, "open");
await watcher.next(event("state"));
assert.deepEqual(await owner.ask({ event: "ping" }, event("pong")), { event: "pong" });
const telemetry = await owner.ask({ event: "requestTelemetry" }, event("telemetry"));
assert.equal(telemetry.data.units.water_flow, "ml/min");
const error = await owner.ask({ event: "changeState", data: { valve_state: "ajar" } }, event("error"));
assert.deepEqual(error, { event: "error", code: "S11", message: "Invalid valve state: 'ajar'. Valid states: 'open', 'closed'" });
owner.send(JSON.stringify({ event: "changeState", data: { valve_state: "closed" } }));
const state = (value) => (m) => m.event === "state" && m.data.valve_state === value;
for (const socket of [owner, watcher]) {
  await socket.next(state("closing"));
  await socket.next(state("closed"));
}
owner.send(JSON.stringify({ event: "changeState", data: { valve_state: "open", siren: true } }));
await watcher.next((m) => m.event === "state" && m.data.siren === true);
await closed(owner);
await closed(watcher);
console.log("ok");
