import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { createHash } from "node:crypto";
import { createRequire } from "node:module";
import { after, before, beforeEach, test } from "node:test";
import { chromium } from "playwright-core";
import WebSocket from "ws";
import { Crowd } from "./crowd.mjs";
import { Daemon } from "./daemon.mjs";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const PAGES = ["devices", "devices/valve-1", "devices/wearable-1", "simulator", "sessions", "try/valve", "specifications/valve"];
const SHOTS = process.env.CONSOLE_SHOTS;

const daemon = new Daemon();
const problems = [];
let browser;
let page;

before(async () => {
  await daemon.start();
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: ["--no-sandbox", "--disable-gpu"] });
});

after(async () => {
  await browser?.close();
  await daemon.stop("SIGTERM");
});

beforeEach(async () => {
  await page?.context().close();
  page = await visitor();
});

async function visitor(options = {}) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
  const opened = await context.newPage();
  opened.setDefaultTimeout(60_000);
  opened.on("pageerror", (error) => problems.push(String(error)));
  opened.on("console", (message) => message.type() === "error" && problems.push(`${message.location().url}: ${message.text()}`));
  return opened;
}

const open = (path = "") => page.goto(`${daemon.console}#/${path}`);
const value = (attribute) => page.locator(`[data-attribute="${attribute}"] .value`).first();
const hold = async (device, attribute, held) => {
  const path = `${daemon.admin}/api/devices/${device}/actions/simulate-value`;
  assert.equal((await page.request.post(path, { data: { attribute, value: held } })).status(), 200);
};
const action = (name) => page.getByRole("region", { name, exact: true });

test("lists devices, finds one and opens it with the keyboard", async () => {
  await open();
  await page.getByRole("link", { name: /valve-1/ }).waitFor();
  await page.getByLabel("Search devices").fill("BAROMETER");
  await page.getByText("1 device", { exact: true }).waitFor();
  await page.getByRole("link", { name: /pressure-1/ }).press("Enter");
  await page.getByRole("heading", { name: "Simulated barometer" }).waitFor();
  await open("devices");
  await page.getByLabel("Search devices").fill("");
});

test("shows a value that changes, and its chart", async () => {
  await open("devices/wearable-1");
  await value("steps").waitFor();
  const before = await value("steps").textContent();
  await page.waitForFunction(
    (text) => document.querySelector('[data-attribute="steps"] .value').textContent !== text, before);
  await page.locator('[data-chart="Heart rate"] canvas').waitFor();
  await page.getByText("biometric user").waitFor();
});

test("switches a fault on and sees the alert arrive", async () => {
  await open("simulator");
  await page.getByRole("button", { name: "valve-1" }).click();
  await action("Leak").getByRole("button", { name: "Major" }).click();
  await page.locator(".events .critical").first().waitFor();
  await page.getByText("major", { exact: true }).first().waitFor();
  await action("Leak").getByRole("button", { name: "None" }).click();
  await action("Leak").getByText("Done").waitFor();
});

test("holds a heart rate with a slider", async () => {
  await open("simulator");
  await page.getByRole("button", { name: "wearable-2" }).click();
  await action("Heart rate").getByRole("slider").fill("201");
  await action("Heart rate").getByRole("button", { name: "Send" }).click();
  await page.waitForFunction(() => document.querySelector('[data-attribute="heart-rate"] .value')?.textContent === "201");
});

test("holds a temperature with a slider", async () => {
  await open("simulator");
  await page.getByRole("button", { name: "temperature-1" }).click();
  await action("Value").getByRole("slider").fill("31");
  await action("Value").getByRole("button", { name: "Send" }).click();
  await page.waitForFunction(() => document.querySelector('[data-attribute="temperature"] .value')?.textContent === "31");
});

for (const path of ["devices/temperature-1", "simulator"]) {
  test(`misses nothing that is said while ${path} loads`, async () => {
    await hold("temperature-1", "temperature", 12);
    await open("simulator");
    await page.getByRole("button", { name: "valve-1" }).waitFor();
    await page.route(/api\/recent\?device=temperature-1/, async (route) => {
      const answer = await route.fetch();
      await hold("temperature-1", "temperature", 33); // by now what the page shows is loaded, but for this
      await route.fulfill({ response: answer });
    });
    const loaded = page.waitForResponse(/api\/devices\/temperature-1$/);
    await open(path);
    if (path === "simulator") await page.getByRole("button", { name: "temperature-1" }).click();
    await loaded;
    await page.waitForFunction(() => document.querySelector('[data-attribute="temperature"] .value')?.textContent === "33");
  });
}

test("runs a scenario", async () => {
  await open("simulator");
  await page.getByLabel("Steps, as YAML or JSON").fill("- {at: 0s, device: valve-1, action: set-siren, arguments: {on: true}}\n- {at: 1s, device: valve-1, action: fly}");
  await page.getByRole("button", { name: "Run" }).click();
  await page.getByText("finished, 2 of 2 steps").waitFor();
  await page.locator(".steps .refused").waitFor();
});

test("runs a scenario that is JSON, from a file", async () => {
  const steps = JSON.stringify([{ at: "0s", device: "wearable-1", action: "simulate-heart-rate", arguments: { bpm: 144 } }]);
  await open("simulator");
  await page.getByLabel("From a file").setInputFiles({ name: "steps.json", mimeType: "application/json", buffer: Buffer.from(steps) });
  await page.getByRole("button", { name: "Run" }).click();
  await page.getByText("finished, 1 of 1 steps").waitFor();
});

test("records a device and replays it as another", async () => {
  await open("simulator");
  await page.getByRole("button", { name: "wearable-1", exact: true }).click();
  await page.getByRole("button", { name: "Record wearable-1" }).click();
  await page.getByText(/recording, [2-9]\d* events/).waitFor();
  await page.getByRole("button", { name: /^Stop wearable-1/ }).click();
  await page.getByRole("button", { name: /^Replay wearable-1/ }).click();
  await page.getByRole("link", { name: "replaying" }).click();
  await page.getByRole("heading", { name: "Simulated wearable (recorded)" }).waitFor();
  await value("heart-rate").waitFor();
});

test("closes the valve while a client of the protocol sees it closing", async () => {
  const { user, password } = daemon.secrets.valve;
  const client = new WebSocket(`${daemon.ws}/valve`, { auth: `${user}:${password}` });
  const closing = new Promise((resolve, reject) => {
    client.on("message", (data) => JSON.parse(data).data?.valve_state === "closing" && resolve());
    client.on("error", reject);
  });
  await new Promise((resolve) => client.on("open", resolve));
  await open("devices/valve-1");
  await action("Set valve").getByRole("button", { name: "Closed" }).click();
  await closing;
  await page.waitForFunction(() => /^clos/.test(document.querySelector('[data-attribute="valve"] .value').textContent));
  await action("Set valve").getByRole("button", { name: "Open" }).click();
  client.close();
});

test("lists a session and closes it", async () => {
  const client = new WebSocket(`${daemon.ws}/endrpi`);
  await new Promise((resolve) => client.on("open", resolve));
  const closed = new Promise((resolve) => client.on("close", (code, reason) => resolve([code, String(reason)])));
  await open("sessions");
  await page.getByLabel("Protocol").selectOption("endrpi");
  await page.getByText("1 open", { exact: true }).waitFor();
  await page.getByRole("button", { name: /^Close the session/ }).click();
  await page.getByLabel("Code").fill("4001");
  await page.getByLabel("Reason").fill("enough");
  await page.getByRole("button", { name: "Close session" }).click();
  assert.deepEqual(await closed, [4001, "enough"]);
  await page.getByText("No session is like that.").waitFor();
});

test("shows the last frames of a session, without its secrets, and its end", async () => {
  const client = new WebSocket(`${daemon.ws}/endrpi`);
  await new Promise((resolve) => client.on("open", resolve));
  const known = problems.length;
  await open("sessions");
  await page.getByLabel("Protocol").selectOption("endrpi");
  await page.getByText("1 open", { exact: true }).waitFor();
  await page.locator(".row.session a").press("Enter");
  await page.getByText("nothing has been said yet").waitFor();
  client.send('{"action":"READ_TEMPERATURE","token":"s3cr3t"}');
  await page.locator(".frames .sent", { hasText: '"token":"***"' }).waitFor();
  await page.locator(".frames .received", { hasText: "READ_TEMPERATURE" }).waitFor();
  client.send("open sesame");
  await page.locator(".frames .sent", { hasText: "not JSON" }).waitFor();
  await page.getByRole("button", { name: "Pause" }).click();
  await page.getByRole("button", { name: "Go on" }).click();
  await page.getByRole("button", { name: "Close" }).click();
  await page.getByRole("button", { name: "Close session" }).click();
  await page.locator(".frames .received", { hasText: "1008 closed by an administrator" }).waitFor();
  await page.getByText("ended", { exact: true }).waitFor();
  if (problems.length > known) assert.match(problems.splice(known).join("\n"), /^\S+\/api\/sessions\/\w+: \S.* 404 .*$/); // it had just gone
  assert.doesNotMatch(await page.locator("main").textContent(), /s3cr3t|sesame/);
});

const talks = {
  valve: async () => {
    const { user, password } = daemon.secrets.valve;
    await page.getByLabel("User", { exact: true }).fill(user);
    await page.getByLabel("Password", { exact: true }).fill(password);
    return { text: '{"event":"ping"}', answer: "pong" };
  },
  endrpi: async () => ({ text: '{"action":"READ_TEMPERATURE"}', answer: "READ_TEMPERATURE" }),
  placeos: async () => {
    await page.getByLabel("API key", { exact: true }).fill(daemon.secrets.placeos.api_key);
    return { text: "ping", answer: "pong" };
  },
  biometric: async () => {
    const { dev_id, api_key } = daemon.secrets.biometric;
    const answer = await fetch(`${daemon.http}/auth/developer`, { method: "POST", headers: { "dev-id": dev_id, "x-api-key": api_key } });
    const token = JSON.stringify(await answer.json()).match(/"([^"]*token[^"]*)":"([^"]+)"/)[2];
    return { text: JSON.stringify({ op: 3, d: { token, type: 1 } }), answer: '"op":4' };
  },
  valtronics: async () => ({ text: JSON.stringify({ type: "auth", token: daemon.token("valtronics") }), answer: "auth" }),
};

for (const [protocol, prepare] of Object.entries(talks)) {
  test(`talks ${protocol} by hand`, async () => {
    await open(`try/${protocol}`);
    await page.getByLabel("Text").waitFor();
    await page.getByLabel("Example").locator("option").first().waitFor({ state: "attached" });
    const { text, answer } = await prepare();
    await page.getByRole("button", { name: "Connect", exact: true }).click();
    await page.locator(".frames .note", { hasText: /^\s*• .*open$/s }).waitFor();
    await page.getByLabel("Text").fill(text);
    await page.getByRole("button", { name: "Send", exact: true }).click();
    await page.locator(".frames .received", { hasText: answer }).first().waitFor();
    await page.getByLabel("Close code").fill("4321");
    await page.getByRole("button", { name: "Disconnect" }).click();
    await page.locator(".frames .note", { hasText: "closed with 4321" }).waitFor();
    await page.getByRole("button", { name: "Python" }).click();
    await page.getByLabel("Program").getByText("websockets.sync.client").waitFor();
  });
}

test("what is copied runs, as JavaScript", async () => {
  const { user, password } = daemon.secrets.valve;
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await open("try/valve");
  await page.getByLabel("User", { exact: true }).fill(user);
  await page.getByLabel("Text").fill('{"event":"ping"}');
  await page.getByRole("button", { name: "Copy" }).click();
  await page.getByText("Copied", { exact: true }).waitFor();
  const program = (await page.evaluate(() => navigator.clipboard.readText())).replace("PASSWORD", password);
  const flags = globalThis.WebSocket ? [] : ["--experimental-websocket"];
  const child = spawn(process.execPath, [...flags, "--input-type=module", "-e", program]);
  try {
    let said = "";
    for await (const part of child.stdout) if (/"pong"/.test((said += part))) break;
    assert.match(said, /"pong"/);
  } finally {
    child.kill();
  }
});

test("recovers when the daemon is killed and comes back", async () => {
  await open("devices/wearable-1");
  await page.getByText("Live", { exact: true }).waitFor();
  await value("heart-rate").waitFor();
  const known = problems.length;
  await daemon.stop();
  await page.getByText("Reconnecting", { exact: true }).waitFor();
  await daemon.start();
  await page.getByText("Live", { exact: true }).waitFor();
  problems.splice(known); // that nobody answered is what was tried
  const before = await value("steps").textContent();
  await page.waitForFunction(
    (text) => document.querySelector('[data-attribute="steps"] .value').textContent !== text, before);
});

test("asks for the token, and stays usable with 10,000 devices", async () => {
  const token = "correct horse battery staple";
  const devices = Array.from({ length: 10_000 }, (_, i) => ({ id: `sensor-${i}`, kind: "temperature", name: `Sensor ${i}` }));
  const many = new Daemon({
    admin: { "token-sha256": createHash("sha256").update(token).digest("hex") },
    adapters: [{ type: "simulator", devices, sensors: { interval: "10s", alerts: "1h" } }],
    listeners: [{ name: "http", address: "127.0.0.1", port: 0 }, { name: "https", address: "127.0.0.1", port: 0, tls: "self-signed" }],
  });
  await many.start();
  const known = problems.length;
  try {
    await page.goto(many.console);
    await page.getByLabel("Token").fill("wrong");
    await page.getByRole("button", { name: "Continue" }).click();
    await page.getByRole("alert").waitFor();
    problems.splice(known); // the browser's own words about 401
    await page.getByLabel("Token").fill(token);
    await page.getByRole("button", { name: "Continue" }).click();
    await page.getByText("10000 devices", { exact: true }).waitFor();
    await page.getByText("Live", { exact: true }).waitFor();
    assert.ok((await page.locator(".row").count()) < 100);
    await page.locator(".virtual").evaluate((node) => (node.scrollTop = node.scrollHeight));
    await page.getByRole("link", { name: "Sensor 9999 sensor-9999" }).waitFor();
    await page.getByLabel("Search devices").fill("sensor-4321");
    await page.getByText("1 device", { exact: true }).waitFor();
    await page.getByRole("link", { name: /sensor-4321/ }).click();
    await page.locator('[data-chart="Temperature"] canvas').waitFor();
  } finally {
    await many.stop();
  }
  problems.splice(known); // that nobody answered
});

test("stays usable with 5,000 sessions", async () => {
  const many = new Crowd(new URL(`${daemon.ws}/endrpi`));
  try {
    await many.grow(5000);
    await open("sessions");
    await page.getByLabel("Protocol").selectOption("endrpi");
    await page.getByText("5000 open", { exact: true }).waitFor();
    const rows = page.locator(".row.session");
    await rows.first().waitFor();
    assert.ok((await rows.count()) < 100);
    await page.locator(".virtual").evaluate((node) => (node.scrollTop = node.scrollHeight));
    await page.locator('li[aria-posinset="5000"] .row.session').waitFor();
    assert.ok((await rows.count()) < 100);
    await page.getByLabel("Search sessions").fill(many.address(2500));
    await page.getByText("1 open", { exact: true }).waitFor();
    await page.getByRole("button", { name: /^Close the session/ }).click();
    await page.getByRole("button", { name: "Close session" }).click();
    await page.getByText("No session is like that.").waitFor();
    await page.getByLabel("Search sessions").fill("");
    await page.getByText("4999 open", { exact: true }).waitFor();
  } finally {
    many.close();
  }
});

for (const colorScheme of ["light", "dark"]) {
  for (const width of [360, 1440]) {
    test(`is accessible and fits, ${colorScheme}, ${width} px wide`, async () => {
      const own = await visitor({ colorScheme, viewport: { width, height: 900 } });
      const client = new WebSocket(`${daemon.ws}/endrpi`);
      await new Promise((resolve) => client.on("open", resolve));
      const { sessions } = await (await fetch(new URL("api/sessions?protocol=endrpi", daemon.console))).json();
      for (const path of [...PAGES, `sessions/${sessions[0].id}`]) {
        client.send('{"action":"READ_TEMPERATURE"}');
        await own.goto(`${daemon.console}#/${path}`);
        await own.locator("h1").waitFor();
        await own.locator(".card").first().waitFor();
        await own.locator(path === "sessions" ? ".count" : "h2, .row.device, .row.session").first().waitFor();
        if (SHOTS) await own.screenshot({ path: `${SHOTS}/${path.replace("/", "-")}-${colorScheme}-${width}.png`, fullPage: true });
        const overflow = await own.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        assert.ok(overflow <= 0, `${path} is ${overflow} px too wide`);
        await own.evaluate(AXE);
        const { violations } = await own.evaluate(() =>
          globalThis.axe.run({ runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] }));
        const serious = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
        assert.deepEqual(serious.map(({ id, nodes }) => [path, id, nodes.map((node) => `${node.html} ${node.failureSummary}`)]), []);
      }
      client.close();
      await own.context().close();
    });
  }
}

test("nothing was refused by the page's policy, and no script failed", () => {
  assert.deepEqual(problems, []);
});
