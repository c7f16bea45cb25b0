// The documented JavaScript client against a running gateway: every documented subscription, and each filter held against a
// witness that is subscribed to everything. Environment: SLUICE_WS, SLUICE_TOKEN, SLUICE_DEVICE_TOKEN of device 42.
import assert from "node:assert/strict";
import WebSocket from "ws";

globalThis.WebSocket = WebSocket;
console.log = () => {}; // the class tells everything it gets
console.error = () => {};
const { ValtronicsWebSocket, whenRefreshing } = await import("./valtronics-websocket.mjs");
const say = (text) => process.stdout.write(`${text}\n`);
const { SLUICE_WS: base, SLUICE_TOKEN: token, SLUICE_DEVICE_TOKEN: deviceToken } = process.env;
const opened = [];

/** A client of the documented class that has authenticated and keeps what it gets. */
async function client(path = "/ws", withToken = token) {
  const it = new ValtronicsWebSocket(base + path, withToken);
  it.news = [];
  for (const kind of ["onTelemetryUpdate", "onAlert", "onDeviceStatusUpdate", "onSystemStatusUpdate"]) {
    it[kind] = (message) => it.news.push(message);
  }
  const answered = new Promise((resolve) => { it.onAuthResponse = resolve; });
  it.maxReconnectAttempts = 0;
  it.connect();
  opened.push(it);
  it.answer = await answered;
  return it;
}

/** Telemetry of a device that speaks HTTP. */
async function post(...readings) {
  const answer = await fetch(`${base.replace("ws", "http")}/api/v1/devices/42/telemetry/batch`, {
    method: "POST",
    headers: { Authorization: `Bearer ${deviceToken}` },
    body: JSON.stringify(readings.map(([metric_name, metric_value]) => ({ metric_name, metric_value }))),
  });
  assert.equal(answer.status, 200, await answer.text());
}

/** Waits until everything said before has been answered. */
function settled(it) {
  return new Promise((resolve, reject) => {
    const listen = (data) => {
      const { type, error } = JSON.parse(data);
      if (type === "pong" || type === "error") {
        it.ws.off("message", listen);
        type === "pong" ? resolve() : reject(new Error(error));
      }
    };
    it.ws.on("message", listen);
    it.ws.send('{"type":"ping"}');
  });
}

const witness = await client();
assert.equal(witness.answer.success, true);
for (const channel of ["telemetry", "alerts", "devices", "system"]) {
  witness.subscribe(channel);
}
await settled(witness);

const metrics = (...names) => (m) => Object.keys(m.telemetry).some((name) => names.includes(name));
const cases = [
  ["telemetry of a device", "/ws", (c) => c.subscribe("telemetry", { device_id: 1 }),
    (m) => m.channel === "telemetry" && m.device_id === 1],
  ["telemetry with filters", "/ws", (c) => c.send({ type: "subscribe", channel: "telemetry", device_id: 1,
    filters: { metrics: ["temperature", "humidity"], frequency: "real-time" } }),
    (m) => m.channel === "telemetry" && m.device_id === 1 && metrics("temperature", "humidity")(m)],
  ["telemetry of several devices, one metric", "/ws",
    (c) => c.subscribe("telemetry", { device_id: ["2", 5], metrics: ["humidity"] }),
    (m) => m.channel === "telemetry" && m.device_id === 2 && metrics("humidity")(m)],
  ["telemetry of a device that speaks HTTP", "/ws", (c) => c.subscribe("telemetry", { device_id: 42 }),
    (m) => m.channel === "telemetry" && m.device_id === 42],
  ["one metric of all devices", "/ws", (c) => c.subscribe("telemetry", { metrics: "humidity" }),
    (m) => m.channel === "telemetry" && metrics("humidity")(m)],
  ["alerts of two severities", "/ws", (c) => c.subscribe("alerts", { severity: ["critical", "warning"] }),
    (m) => m.channel === "alerts" && m.severity !== "info"],
  ["alerts of two severities and three devices", "/ws", (c) => c.send({ type: "subscribe", channel: "alerts",
    filters: { severity: ["critical", "warning"], device_id: [1, 2, 3] } }),
    (m) => m.channel === "alerts" && m.severity !== "info" && m.device_id <= 3],
  ["alerts of two types", "/ws", (c) => c.subscribe("alerts", { alert_type: ["threshold", "device"] }),
    (m) => m.channel === "alerts" && ["threshold", "device"].includes(m.alert_type)],
  ["status of three devices", "/ws", (c) => c.send({ type: "subscribe", channel: "devices",
    filters: { device_id: [1, 2, 3], status_types: ["online", "offline", "warning"] } }),
    (m) => m.channel === "devices" && m.device_id <= 3 && ["online", "offline", "warning"].includes(m.new_status)],
  ["the telemetry endpoint", "/ws/telemetry", () => {}, (m) => m.channel === "telemetry"],
  ["the alerts endpoint", "/ws/alerts", () => {}, (m) => m.channel === "alerts"],
  ["its other name", "/ws/notifications", () => {}, (m) => m.channel === "alerts"],
  ["the devices endpoint", "/ws/devices", () => {}, (m) => m.channel === "devices"],
  ["the system endpoint", "/ws/system", () => {}, (m) => m.channel === "system"],
];
for (const it of cases) {
  const [, path, subscribe] = it;
  it.client = await client(path);
  subscribe(it.client);
  await settled(it.client);
}
const slow = await client(); // system status every 30 seconds
slow.send({ type: "subscribe", channel: "system",
  filters: { metrics: ["cpu_usage", "memory_usage", "active_connections"], frequency: "30s" } });
const paced = await client();
paced.subscribe("telemetry", { device_id: 1, frequency: "5s" });

const begin = Date.now() + 300;
for (let second = 0; second < 21; second += 1) {
  await post(...[["temperature", 20 + second], ["humidity", 50]].slice(0, second < 10 ? 1 : 2));
  await new Promise((resolve) => { setTimeout(resolve, 1000); });
}
const end = Date.now() - 300;

/** What was said between begin and end, in a form to compare. */
const heard = (it, wanted) => it.news
  .filter(wanted)
  .filter((m) => {
    const at = Date.parse(m.timestamp ?? Object.values(m.telemetry)[0].timestamp);
    return at > begin && at < end;
  });
const trimmed = (m, names) => JSON.stringify(m.telemetry && names
  ? { ...m, telemetry: Object.fromEntries(Object.entries(m.telemetry).filter(([name]) => names.has(name))) }
  : m);
for (const [name, , , wanted, ] of cases) {
  const it = cases.find(([other]) => other === name).client;
  const got = heard(it, () => true);
  const names = new Set(got.flatMap((m) => Object.keys(m.telemetry ?? {})));
  const expected = heard(witness, wanted);
  assert.deepEqual(got.map((m) => trimmed(m, names)).sort(), expected.map((m) => trimmed(m, names)).sort(), name);
  assert.ok(got.length > 0, `${name}: nothing came`);
  const all = heard(witness, () => true);
  assert.ok(all.length > got.length, `${name}: nothing was held back`);
  say(`  ${name}: ${got.length} of ${all.length}`);
}
// What a new metric does to a device that speaks HTTP is nobody's business.
assert.deepEqual(witness.news.filter((m) => m.channel === "devices" && m.device_id === 42).map((m) => m.new_status),
  ["online"]);
assert.deepEqual(Object.keys(slow.news[0].metrics), ["cpu_usage", "memory_usage", "active_connections"]);
assert.equal(slow.news.length, 1);
assert.ok(paced.news.length >= 2 && paced.news.length <= 6, `5s: ${paced.news.length} in 21 s`);

// Of what comes too soon the latest is told: nothing that the witness has not heard.
const known = new Set(heard(witness, (m) => m.device_id === 1).flatMap((m) => Object.values(m.telemetry ?? {}))
  .map((value) => JSON.stringify(value)));
heard(paced, () => true).flatMap((m) => Object.values(m.telemetry))
  .forEach((value) => assert.ok(known.has(JSON.stringify(value)), JSON.stringify(value)));

// Unsubscribing stops it; a batch is answered item by item.
witness.unsubscribe("telemetry");
await settled(witness);
const before = witness.news.filter((m) => m.channel === "telemetry").length;
await new Promise((resolve) => { setTimeout(resolve, 2500); });
assert.equal(witness.news.filter((m) => m.channel === "telemetry").length, before);
const types = [];
slow.ws.on("message", (data) => types.push(JSON.parse(data).type));
slow.send({ type: "batch", messages: [{ type: "ping" }, { type: "unsubscribe", channel: "system" }, { type: "ping" }] });
await settled(slow);
assert.deepEqual(types.slice(0, 3), ["pong", "unsubscription_confirmed", "pong"]);

// A bad token is one that the documented page fetches anew.
let refreshed = 0;
whenRefreshing(() => { refreshed += 1; });
const stranger = await client("/ws", `${token}x`);
assert.equal(stranger.answer.success, false);
assert.equal(refreshed, 1);

opened.forEach((it) => it.disconnect());
say("ok");
process.exit(0);
