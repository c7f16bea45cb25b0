// A daemon in a process of its own, on free ports the first time and on the same ones after a restart.
import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, openSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

const sluice = join(process.env.CONSOLE_TOP, "sluice");

export class Daemon {
  #data = mkdtempSync(join(tmpdir(), "sluice-console-"));
  #ports = { port: "0", "tls-port": "0", "admin-port": "0" };
  #process;
  #options;

  /** @param config as JSON, which is YAML; none for the embedded default */
  constructor(config) {
    const file = join(this.#data, "sluice.yaml");
    if (config) writeFileSync(file, JSON.stringify(config));
    this.#options = config ? ["--config", file] : [];
  }

  async start() {
    const options = Object.entries(this.#ports).flatMap(([name, port]) => [`--${name}`, port]).concat(this.#options);
    const log = openSync(join(this.#data, "log"), "a");
    this.#process = spawn(sluice, ["run", "--data-dir", this.#data, ...options], { stdio: ["ignore", "pipe", log] });
    const find = (text, pattern) => text.match(pattern)?.[1];
    let table = "";
    for await (const line of createInterface({ input: this.#process.stdout })) {
      table += `${line}\n`;
      if (line.includes("  data  ")) break;
    }
    this.#ports = {
      port: find(table, /ws:\/\/localhost:(\d+)/),
      "tls-port": find(table, /wss:\/\/localhost:(\d+)/),
      "admin-port": find(table, /admin +https?:\/\/localhost:(\d+)/),
    };
    if (!this.#ports["admin-port"]) throw new Error(`no admin listener in:\n${table}${readFileSync(join(this.#data, "log"))}`);
    this.#process.stdout.resume();
  }

  get admin() {
    return `http://localhost:${this.#ports["admin-port"]}`;
  }

  get console() {
    return `${this.admin}/console`;
  }

  get http() {
    return `http://localhost:${this.#ports.port}`;
  }

  get ws() {
    return `ws://localhost:${this.#ports.port}`;
  }

  get secrets() {
    return JSON.parse(readFileSync(join(this.#data, "dev-credentials.json")));
  }

  token(realm) {
    const options = ["token", "--data-dir", this.#data, "--subject", "console", "--claim", `realm=${realm}`];
    return execFileSync(sluice, options, { encoding: "utf8" }).trim();
  }

  /** SIGKILL by default: no chance to say good-bye. */
  async stop(signal = "SIGKILL") {
    const ended = new Promise((resolve) => this.#process.once("exit", resolve));
    this.#process.kill(signal);
    await ended;
  }
}
