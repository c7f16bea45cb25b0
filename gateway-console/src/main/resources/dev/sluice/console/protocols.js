// The AsyncAPI documents, and what a page makes of them.
import { get } from "./api.js";

/** The document of a protocol; undefined where there is none. */
export async function describe(protocol) {
  try {
    return await get(`asyncapi/${protocol}.json`);
  } catch (error) {
    if (error.status === 404) return undefined;
    throw error;
  }
}

/** Messages of one side, `client` or `gateway`. */
export const messages = (document, sender) =>
  Object.values(document?.components?.messages ?? {}).filter((message) => message["x-sender"] === sender);

/** What clients may send, as texts to be edited. */
export function examples(document, protocol) {
  const found = messages(document, "client").flatMap((message) =>
    (message.examples ?? []).map((example, i, all) => ({
      name: all.length > 1 ? `${message.name} (${i + 1})` : message.name,
      summary: message.summary,
      text: typeof example.payload === "string" ? example.payload : JSON.stringify(example.payload),
    })),
  );
  return found.length ? found : (SIMPLE[protocol] ?? []);
}

// Where no document is served.
const SIMPLE = {
  valve: [{ name: "ping", text: '{"event":"ping"}' }, { name: "state", text: '{"event":"state"}' }],
  endrpi: [{ name: "READ_TEMPERATURE", text: '{"action":"READ_TEMPERATURE"}' }],
  placeos: [{ name: "ping", text: "ping" }],
  biometric: [{ name: "identify", text: '{"op":3,"d":{"token":"TOKEN","type":1}}' }],
  valtronics: [{ name: "auth", text: '{"type":"auth","token":"TOKEN"}' }],
};
