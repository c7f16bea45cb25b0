// Serves page.html, opens it in headless Chromium, and checks what the page reports.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";

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

let report;
const reported = new Promise((resolve) => (report = resolve));
const server = createServer((request, response) => {
  if (request.url === "/settings") {
    response.end(JSON.stringify({ wss, user, password, consumer, producer }));
  } else if (request.url === "/result") {
    let body = "";
    request.on("data", (part) => (body += part)).on("end", () => (response.end(), report(JSON.parse(body))));
  } else {
    response.setHeader("Content-Type", "text/html").end(readFileSync("page.html"));
  }
}).listen(0, "127.0.0.1");
await new Promise((resolve) => server.on("listening", resolve));

const profile = `${process.cwd()}/profile`; // run.sh removes it
const chromium = spawn(
  process.env.CHROMIUM ?? "chromium",
  ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--ignore-certificate-errors", `--user-data-dir=${profile}`,
    `http://127.0.0.1:${server.address().port}/`],
  { stdio: "ignore" },
);
const ended = new Promise((resolve) => chromium.on("exit", resolve));
const timeout = setTimeout(() => report({ error: "no report from the page within 60 s" }), 60_000);
const result = await reported;
clearTimeout(timeout);
chromium.kill();
await ended;
server.close();
server.closeAllConnections();

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
