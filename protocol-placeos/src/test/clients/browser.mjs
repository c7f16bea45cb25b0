// The official client in a page, in headless Chromium over wss. run.sh of the daemon puts chromium.mjs beside this file.
import assert from "node:assert/strict";
import { visit } from "./chromium.mjs";

const { SLUICE_WSS: wss, SLUICE_PLACEOS_KEY: key } = process.env;
const files = { "/": "page.html", "/ts-client.js": "node_modules/@placeos/ts-client/dist/index.es.js" };
const { initial, ...result } = await visit(files, { host: new URL(wss).host, key });
assert.deepEqual(result, { executed: true, changed: true, rejected: 2, debug: "mod-display-1" });
assert.equal(typeof initial, "number");
console.log("ok");
