// A panel stays while SIGHUP lets the daemon read its file again: a name that means another device then has its value.
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import WebSocket from "ws";

const { SLUICE_WS: ws, SLUICE_PLACEOS_KEY: key, SLUICE_CONFIG_FILE: file, SLUICE_PID: pid } = process.env;
const socket = new WebSocket(`${ws}/api/engine/v2/systems/control`, { headers: { "X-API-Key": key } });
const next = (wanted) =>
  new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error("no such message within 20 s")), 20_000);
    socket.on("message", function look(raw) {
      const message = JSON.parse(raw);
      if (wanted(message)) {
        clearTimeout(late);
        socket.off("message", look);
        resolve(message);
      }
    });
  });
const send = (id, cmd, index, name, args) =>
  socket.send(JSON.stringify({ id, cmd, sys: "sys-1234", mod: "Display", index, name, args }));

await new Promise((resolve, reject) => socket.on("open", resolve).on("error", reject));
const done = next(({ id, type }) => id === 2 && type === "success");
send(1, "exec", 1, "set_volume", [11]);
send(2, "exec", 2, "set_volume", [22]);
await done;
const first = next(({ type }) => type === "notify");
send(3, "bind", 1, "volume");
assert.equal((await first).value, 11);
const other = next(({ type }) => type === "notify");
writeFileSync(file, "protocols: {placeos: {systems: {sys-1234: {modules: [{name: Display, device: display-2}]}}}}\n");
process.kill(Number(pid), "SIGHUP");
assert.equal((await other).value, 22);
socket.close();
console.log("ok, systems changed by SIGHUP");
