// Applications as people write them for the Terra Streaming API, with Node's ws: a wearable that produces, a dashboard that
// consumes, goes away, comes back and asks for what it missed.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import WebSocket from "ws";

const { SLUICE_WS: ws, SLUICE_WSS: wss, SLUICE_DATA: data } = process.env;
const ca = readFileSync(`${data}/self-signed-certificate.pem`);
const credentials = JSON.parse(readFileSync(`${data}/dev-credentials.json`, "utf8"));

async function token(path, { dev_id, api_key } = credentials.biometric) {
  const answer = await fetch(`${ws.replace("ws:", "http:")}${path}`, {
    method: "POST",
    headers: { "dev-id": dev_id, "X-API-Key": api_key, Accept: "application/json", "Content-Type": "application/json" },
    body: "{}",
  });
  assert.equal(answer.status, 200);
  return (await answer.json()).token;
}

// As in the guides: on HELLO beat at once and identify in the same tick; from then on beat at the interval.
function connect(url, secret, type) {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url, { ca });
    const texts = [];
    let wake = () => {};
    let timer;
    let acknowledged = true;
    const beat = () => {
      if (!acknowledged) return socket.close();
      acknowledged = false;
      socket.send(JSON.stringify({ op: 0 }));
    };
    socket.on("message", (raw) => {
      const text = String(raw);
      const { op, d } = JSON.parse(text);
      switch (op) {
        case 1:
          acknowledged = true;
          break;
        case 2:
          beat();
          timer = setInterval(beat, d.heartbeat_interval);
          socket.send(JSON.stringify({ op: 3, d: { token: secret, type } }));
          break;
        case 4:
          resolve(socket);
          break;
        case 5:
          texts.push(text);
          wake();
          break;
        default:
          reject(new Error(`unexpected ${text}`));
      }
    });
    socket.submit = (t, d) => socket.send(`{"op":6,"t":"${t}","d":${d}}`);
    socket.next = async () => {
      while (texts.length === 0) await new Promise((done) => (wake = done));
      return texts.shift();
    };
    socket.ended = new Promise((done) => socket.on("close", (code, reason) => (clearInterval(timer), done({ code, reason: String(reason) }))));
    socket.ended.then(({ code, reason }) => reject(new Error(`closed: ${code} ${reason}`)));
    socket.on("error", reject);
  });
}
const dispatch = async (socket) => JSON.parse(await socket.next());

const consumer = await connect(`${wss}/connect`, await token("/auth/developer"), 1);
const producer = await connect(`${ws}/connect`, await token("/auth/user?id=node-runner"), 0);

producer.submit("HEART_RATE", '{"val":95}');
const first = await dispatch(consumer);
assert.equal(first.uid, "node-runner");
assert.equal(first.t, "HEART_RATE");
assert.match(first.d.ts, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/);
producer.submit("X", '{"ts":"as it was","val":1e3,"more":[95.0,0.10,12345678901234567890]}');
assert.ok((await consumer.next()).includes('"d":{"ts":"as it was","val":1e3,"more":[95.0,0.10,12345678901234567890]}'));

// A second consumer is turned away, the first one stays.
await assert.rejects(connect(`${ws}/connect`, await token("/auth/developer"), 1), /closed: 4002/);
await assert.rejects(connect(`${ws}/connect`, "nonsense", 1), /closed: 4001/);

// The dashboard goes away; what it missed comes when it asks for it, between the last it saw and the first live one.
consumer.close();
await consumer.ended;
for (let i = 0; i < 1000; i++) producer.submit("STEPS", `{"val":${i}}`);
const back = await connect(`${ws}/biometric`, await token("/auth/developer"), 1);
producer.submit("STEPS", '{"val":"live"}');
let live = await dispatch(back);
while (live.d.val !== "live") live = await dispatch(back); // some may still have been on their way
back.send(JSON.stringify({ op: 7, d: { after: first.seq + 1, before: live.seq } }));
for (let seq = first.seq + 2; seq < live.seq; seq++) {
  const missed = await dispatch(back);
  assert.equal(missed.seq, seq);
  assert.equal(missed.d.val, seq - first.seq - 2);
}
assert.equal(live.seq, first.seq + 1002);

// Role and op-code mistakes end the connection that makes them, with a reason, and no other.
back.send(JSON.stringify({ op: 6, t: "STEPS", d: { val: 1 } }));
assert.deepEqual(await back.ended, { code: 4004, reason: "op 6 (SUBMIT) is for producers (expected of a consumer: 0, 7)" });
producer.submit("STEPS", '{"val":2}');
producer.send("nonsense");
assert.equal((await producer.ended).code, 1007);

// The simulated wearables are users of a developer of their own.
const simulated = await connect(`${ws}/connect`, await token("/auth/developer", credentials["biometric-simulator"]), 1);
const types = new Set();
while (!["HEART_RATE", "STEPS", "DISTANCE", "SPEED", "STEPS_CADENCE", "ACCELERATION", "GYROSCOPE"].every((t) => types.has(t))) {
  const { uid, t } = await dispatch(simulated);
  assert.match(uid, /^wearable-/);
  types.add(t);
}
simulated.close();
await simulated.ended;
console.log("ok");
