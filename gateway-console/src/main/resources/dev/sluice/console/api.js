// The admin API. Where the gateway asks for a token, it is kept for this tab only.

const KEY = "sluice-token";
const root = new URL("./", document.baseURI);

/** What the gateway answered instead of a success. */
export class ApiError extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

export const token = {
  get: () => sessionStorage.getItem(KEY) ?? "",
  set: (value) => (value ? sessionStorage.setItem(KEY, value) : sessionStorage.removeItem(KEY)),
};

/** The address of a path such as `api/info`, wherever a proxy puts the console. */
export function address(path, scheme = "http") {
  const url = new URL(path, root);
  if (scheme === "ws") url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
  return url;
}

/** For links to what only administrators may see: browsers send no token when one follows them. */
export async function follow(event) {
  if (!token.get()) return;
  event.preventDefault();
  const { href } = event.currentTarget;
  const answer = await fetch(href, { headers: { Authorization: `Bearer ${token.get()}` } });
  const link = document.createElement("a");
  link.href = URL.createObjectURL(await answer.blob());
  link.download = href.split("/").pop();
  link.click();
  URL.revokeObjectURL(link.href);
}

async function ask(path, options = {}) {
  const headers = { ...options.headers };
  if (token.get()) headers.Authorization = `Bearer ${token.get()}`;
  const answer = await fetch(address(path), { cache: "no-store", ...options, headers });
  const body = await answer.text();
  const json = (answer.headers.get("Content-Type") ?? "").includes("json") ? JSON.parse(body) : body;
  if (!answer.ok) {
    if (answer.status === 401 || answer.status === 403) dispatchEvent(new CustomEvent("unauthorized", { detail: { status: answer.status, error: json.error } }));
    throw new ApiError(answer.status, json.error || `the gateway answered ${answer.status}`);
  }
  return json;
}

export const get = (path, query = {}) => ask(`${path}${search(query)}`);

export const post = (path, body) =>
  ask(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });

export const remove = (path, query = {}) => ask(`${path}${search(query)}`, { method: "DELETE" });

/** What stands for the token in the address of a WebSocket, since browsers send no header of ours there. */
export async function ticket() {
  return token.get() ? (await post("auth/ticket", {})).ticket : "";
}

export function invoke(device, action, values) {
  return post(`api/devices/${encodeURIComponent(device)}/actions/${encodeURIComponent(action)}`, values);
}

function search(query) {
  const words = new URLSearchParams(Object.entries(query).filter(([, value]) => value !== "" && value !== undefined));
  return words.size ? `?${words}` : "";
}
