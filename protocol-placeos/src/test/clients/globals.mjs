// What @placeos/ts-client expects of a browser, for Node. To be imported before it.
import WebSocket from "ws";

class Store extends Map {
  getItem = (key) => this.get(key) ?? null;
  setItem = (key, value) => void this.set(key, String(value));
  removeItem = (key) => void this.delete(key);
}
const { host } = new URL(process.env.SLUICE_HTTP);
const location = {
  href: `${process.env.SLUICE_HTTP}/`,
  origin: process.env.SLUICE_HTTP,
  host,
  hostname: host.split(":")[0],
  protocol: "http:",
  pathname: "/",
  search: "",
  hash: "",
  assign: () => {},
  reload: () => {},
};
/** The client's debug switch, kept off: its log names tokens. */
const window = { location, addEventListener: () => {}, removeEventListener: () => {}, AbortController };
window.parent = window;
Object.assign(globalThis, {
  window,
  location,
  parent: window,
  localStorage: new Store(),
  sessionStorage: new Store(),
  document: { cookie: "", referrer: "" },
  WebSocket,
});
Object.defineProperty(globalThis, "navigator", { value: { userAgent: "node", onLine: true }, configurable: true });
