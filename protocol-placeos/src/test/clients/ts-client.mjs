// The official client against a running daemon with the simulator's default devices.
//
//   SLUICE_HTTP=http://localhost:8080 SLUICE_PLACEOS_KEY=KEY   node ts-client.mjs
//   SLUICE_HTTP=http://localhost:8080 SLUICE_PLACEOS_TOKEN=JWT node ts-client.mjs
//
// With SLUICE_RESTART=FILE it then creates that file, waits until the daemon has gone and come back on the same port, and
// checks that its binding is restored. Both credentials must be those of an ordinary user.
import "./globals.mjs";
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";

// The package's "main" is CommonJS in a package of type "module", which Node cannot load.
const client = await import("@placeos/ts-client/dist/index.es.js").catch(
  () => import("./node_modules/@placeos/ts-client/dist/index.es.js"),
);
const { SLUICE_PLACEOS_KEY: key, SLUICE_PLACEOS_TOKEN: token, SLUICE_RESTART: restart } = process.env;
const { host } = new URL(process.env.SLUICE_HTTP);
const REDIRECT = "/oauth-resp.html";
const store = createHash("md5").update(REDIRECT).digest("hex");

/** Fails the check instead of waiting for ever. */
const within = (what, promise, seconds = 30) => {
  let timer;
  const late = new Promise((_, fail) => {
    timer = setTimeout(() => fail(new Error(`${what}: not within ${seconds} s`)), seconds * 1000);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
};
const next = (observable, wanted) =>
  new Promise((resolve) => {
    const subscription = observable.subscribe((value) => {
      if (wanted(value)) {
        resolve(value);
        queueMicrotask(() => subscription.unsubscribe());
      }
    });
  });

if (key) {
  localStorage.setItem("x-api-key", key);
} else {
  localStorage.setItem(`${store}_access_token`, token);
  localStorage.setItem(`${store}_expires_at`, Date.now() + 3_600_000);
}
await within(
  "setup",
  client.setup({
    host,
    secure: false,
    auth_uri: "/auth/oauth/authorize",
    token_uri: "/auth/oauth/token",
    redirect_uri: REDIRECT,
    scope: "public",
    storage: "local",
    handle_login: false,
    token_header: true,
    mock: false,
  }),
);
assert.equal(client.authority().version, "v2.0.0");

// bind: the value as it is, then changes, one's own and the module's
const display = client.getModule("sys-1234", "Display", 1);
const volume = display.variable("volume");
const unbind = volume.bind();
const initial = await within("initial value", next(volume.listen(), (value) => value !== undefined));
assert.equal(typeof initial, "number");
assert.ok(client.is_connected()); // which needs the answer to its first ping
const wanted = initial === 64 ? 65 : 64;
const changed = within("change", next(volume.listen(), (value) => value === wanted));
assert.equal(await within("exec", display.execute("set_volume", [wanted])), wanted);
await changed;
const uptime = display.variable("uptime");
const unbindUptime = uptime.bind();
const before = await within("uptime", next(uptime.listen(), (value) => value !== undefined));
await within("a change by itself", next(uptime.listen(), (value) => value > before));
unbindUptime();
const bookings = client.getModule("sys-1234", "Bookings", 1).variable("bookings");
bookings.bind();
assert.ok(Array.isArray(await within("bookings", next(bookings.listen(), (value) => value !== undefined))));

// exec: any value; rejections with their codes
const target = { sys: "sys-1234", mod: "Display", index: 1 };
const echo = ["text", 1.5, null, { nested: [true] }];
assert.deepEqual(await client.execute({ ...target, name: "echo", args: echo }), echo);
const rejection = async (promise, code) => {
  const message = await within("rejection", promise.then(() => assert.fail("not rejected"), (error) => error));
  assert.equal(message.type, "error", JSON.stringify(message));
  assert.equal(message.error_code, code, JSON.stringify(message));
};
await rejection(client.execute({ ...target, name: "fail", args: ["as asked"] }), 3);
await rejection(client.execute({ ...target, name: "set_volume", args: ["loud"] }), 3);
await rejection(client.execute({ ...target, name: "levitate" }), 1);
await rejection(client.execute({ ...target, name: "reset" }), 2);
await rejection(client.execute({ ...target, mod: "Projector", name: "power" }), 6);
await rejection(client.bind({ ...target, sys: "sys-none", name: "power" }), 5);

// the other protocols' devices are modules, too
const valve = client.getModule("sys-home", "Valve", 1).variable("water_temperature");
valve.bind();
assert.equal(typeof (await within("valve", next(valve.listen(), (value) => value !== undefined))), "number");

// debug by module id, as the back office does; then ignore
const module = { sys: "", mod: "mod-display-1", index: 1, name: "debug" };
await within("debug", client.debug(module));
const line = within("debug line", next(client.debug_events, (event) => event.message === "power changed to true"));
const off = display.execute("power", [false]);
await off;
await display.execute("power", [true]);
const { mod_id, level, class_name } = await line;
assert.deepEqual({ mod_id, level, class_name }, { mod_id: "mod-display-1", level: "debug", class_name: "::Simulated::Display" });
await within("ignore", client.ignore(module));
let heard = 0;
const deaf = client.debug_events.subscribe(() => heard++);
await display.execute("power", [false]);
await display.execute("echo", []);
assert.equal(heard, 0);
deaf.unsubscribe();

if (restart) {
  const gone = within("the daemon's end", next(client.status(), (connected) => !connected), 120);
  writeFileSync(restart, "");
  await gone;
  await within("reconnection", next(client.status(), (connected) => connected), 120);
  await within("restored binding", next(volume.listen(), (value) => value === 20), 30); // a display that has just started
  await display.execute("set_volume", [21]);
  await within("change after the restart", next(volume.listen(), (value) => value === 21));
}

// unbind: no more changes. The client binds once more 100 ms after it has connected; an unbind before that would be undone.
await new Promise((settled) => setTimeout(settled, 500));
unbind();
await client.execute({ ...target, name: "echo" }); // behind the unbind
let told = 0;
const listener = volume.listen().subscribe(() => told++);
const sofar = told;
await display.execute("set_volume", [initial === 10 ? 11 : 10]);
await client.execute({ ...target, name: "echo" });
assert.equal(told, sofar);
listener.unsubscribe();
console.log(`ok, by ${key ? "API key" : "bearer token"}${restart ? ", restarted" : ""}`);
process.exit(0);
