// Serves page.html, opens it in headless Chromium, and checks what the page reports.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { visit } from "./chromium.mjs";

const { SLUICE_WS: ws, SLUICE_WSS: wss, SLUICE_DATA: data } = process.env;
const credentials = JSON.parse(readFileSync(`${data}/dev-credentials.json`, "utf8"));
const { user, password } = credentials.valve;

// An application's own server fetches the tokens that its pages use.
async function token(path) {
  const { dev_id, api_key } = credentials.biometric;
  const headers = { "dev-id": dev_id, "x-api-key": api_key };
  return (await (await fetch(`${ws.replace("ws:", "http:")}${path}`, { method: "POST", headers })).json()).token;
}
const consumer = await token("/auth/developer");
const producer = await token("/auth/user?id=browser-runner");

const result = await visit({ "/": "page.html" }, { wss, user, password, consumer, producer });

assert.equal(result.error, undefined);
for (const valve of [result.valve, result.root]) {
  assert.equal(valve[0].event, "state");
  assert.ok(valve.some((m) => m.event === "pong"));
}
assert.equal(result.endrpi[0].success, true);
assert.equal(result.reused, "refused");
assert.deepEqual(result.dispatched.map(({ op, uid, t }) => ({ op, uid, t })), [{ op: 5, uid: "browser-runner", t: "HEART_RATE" }]);
assert.equal(result.dispatched[0].d.val, 61);
console.log("ok");
