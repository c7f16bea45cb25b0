// Runs one of the clients in Node: node run.mjs valve wss://localhost:8443 closed
// What is Node's own is here: headers at the handshake, a file of credentials, Ctrl-C. The clients themselves run in browsers, too.
import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import WebSocket from "ws";
import { Wearables } from "./biometric.mjs";
import { Pi } from "./endrpi.mjs";
import { Panel } from "./placeos.mjs";
import { Valve } from "./valve.mjs";
import { Monitor } from "./valtronics.mjs";

let [name, gateway = "wss://localhost:8443", wish] = process.argv.slice(2);
const { CREDENTIALS = `${homedir()}/.local/state/sluice/dev-credentials.json`, DEVELOPER = "biometric-simulator", TOKEN } = process.env;
const credentials = (of) => JSON.parse(readFileSync(CREDENTIALS, "utf8"))[of];
const says = (...words) => console.log(...words);
const tells = {
  opened: () => says("connected"),
  lost: (why, wait) => says(`lost: ${why}; again in ${(wait / 1000).toFixed(1)} s`),
  ended: (why) => {
    says(`ended: ${why}`);
    process.exitCode = 1; // unless Ctrl-C was the reason
  },
  failed: ({ message }) => says(`failed: ${message}`),
};

const programs = {
  /** Says what the valve says, and turns it "open" or "closed" if asked to. */
  valve() {
    const { user, password } = credentials("valve");
    const valve = new Valve(() => new WebSocket(`${gateway}/valve`, { auth: `${user}:${password}` }), {
      ...tells,
      opened: () => {
        tells.opened();
        if (wish) valve.turn(wish);
        wish = undefined; // once: not again after a lost connection
      },
      state: ({ valve_state }) => says("state", valve_state),
      telemetry: ({ water_flow, water_temp }) => says("telemetry", water_flow, water_temp),
      error: ({ code, message }) => says("error", code, message),
    });
    return valve;
  },

  /** Says every record of a developer's wearables, from the number after the one given. */
  biometric() {
    const { dev_id, api_key } = credentials(DEVELOPER);
    const headers = { "dev-id": dev_id, "x-api-key": api_key };
    const token = async () => {
      const answer = await fetch(`${gateway.replace("ws", "http")}/auth/developer`, { method: "POST", headers });
      if (!answer.ok) throw new Error(`no token: HTTP ${answer.status}`);
      return (await answer.json()).token;
    };
    const wearables = new Wearables(() => new WebSocket(`${gateway}/connect`), token, {
      ...tells,
      ready: () => says("ready"),
      record: ({ seq, uid, t, d }) => says(seq, uid, t, JSON.stringify(d)),
      ended: (why) => {
        tells.ended(why);
        if (wearables.upTo !== undefined) says(`go on with ${wearables.upTo}`);
      },
    }, wish && Number(wish));
    return wearables;
  },

  /** Switches a pin on, and says the temperature every two seconds. */
  endrpi() {
    const prepare = async () => {
      await pi.pins({ GPIO17: { io: "OUTPUT", state: 1 } });
      const { GPIO17 } = await pi.ask("READ_PIN_CONFIGURATIONS", { pins: ["GPIO17"] });
      says("GPIO17", GPIO17.io, GPIO17.state);
    };
    const look = async () => {
      const { systemOnChip } = await pi.ask("READ_TEMPERATURE");
      says("temperature", systemOnChip.quantity, systemOnChip.unitOfMeasurement);
    };
    const pi = new Pi(() => new WebSocket(`${gateway}/endrpi`), {
      ...tells,
      opened: () => {
        tells.opened();
        prepare().then(look).catch(tells.failed);
      },
    });
    const timer = setInterval(() => look().catch(() => {}), 2000); // not while there is no connection
    return { close: () => (clearInterval(timer), pi.close()) };
  },

  /** Follows a display, and sets its volume. */
  placeos() {
    const display = { sys: "sys-1234", mod: "Display", index: 1 };
    const headers = { "X-API-Key": credentials("placeos").api_key };
    const panel = new Panel(() => new WebSocket(`${gateway}/api/engine/v2/systems/control`, { headers }), {
      ...tells,
      opened: () => {
        tells.opened();
        panel.exec(display, "set_volume", Number(wish ?? 64)).then((volume) => says("set_volume", volume), tells.failed);
      },
    });
    panel.bind(display, "power", (value) => says("power", value));
    panel.bind(display, "volume", (value) => says("volume", value));
    return panel;
  },

  /** Says what three sensors measure, and alerts of all devices. */
  valtronics() {
    const monitor = new Monitor(() => new WebSocket(`${gateway}/ws`), async () => TOKEN, {
      ...tells,
      telemetry_update: ({ device_id, telemetry }) => says("telemetry", device_id, JSON.stringify(telemetry)),
      alert: ({ severity, title }) => says("alert", severity, title),
      error: ({ error, message }) => says("error", error, message),
    });
    monitor.subscribe({ channel: "telemetry", device_id: [1, 2, 3], metrics: ["temperature", "humidity", "pressure"], frequency: "2s" });
    monitor.subscribe({ channel: "alerts", severity: ["critical", "warning"] });
    return monitor;
  },
};

if (!programs[name]) {
  console.error(`usage: node run.mjs ${Object.keys(programs).join("|")} [GATEWAY [WISH]]`);
  process.exit(2);
}
const client = programs[name]();
process.on("SIGINT", () => {
  client.close();
  process.exitCode = 0;
});
