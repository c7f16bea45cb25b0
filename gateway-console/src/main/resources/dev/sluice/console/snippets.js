// The conversation as a program. Secrets stay here: a program has words in their place.
export const LANGUAGES = ["JavaScript", "Python", "websocat"];

export function snippet({ language, way, user, text }, { ws, http }) {
  const one = text.replace(/\s*\n\s*/g, " ").trim();
  return { JavaScript: javascript, Python: python, websocat }[language]({ way, user: user || "USER", text: one, ws, http });
}

function javascript({ way, user, text, ws, http }) {
  const header = {
    basic: `{ Authorization: "Basic " + btoa(${JSON.stringify(`${user}:PASSWORD`)}) }`,
    key: `{ "X-API-Key": "KEY" }`,
    bearer: `{ Authorization: "Bearer TOKEN" }`,
  }[way];
  const ticket = header
    ? `const { ticket } = await (await fetch("${http}/auth/ticket", {\n  method: "POST",\n  headers: ${header},\n})).json();\n`
    : "";
  const url = header ? `\`${ws}?ticket=\${ticket}\`` : `"${ws}"`;
  return `// Node.js 22 or newer: node talk.mjs\n${ticket}const socket = new WebSocket(${url});
socket.onopen = () => socket.send(${JSON.stringify(text)});
socket.onmessage = ({ data }) => console.log(data);
socket.onclose = ({ code, reason }) => console.log(code, reason);`;
}

function python({ way, user, text, ws }) {
  const header = {
    basic: `{"Authorization": "Basic " + base64.b64encode(${JSON.stringify(`${user}:PASSWORD`)}.encode()).decode()}`,
    key: `{"X-API-Key": "KEY"}`,
    bearer: `{"Authorization": "Bearer TOKEN"}`,
  }[way];
  return `# pip install websockets
${way === "basic" ? "import base64\n" : ""}from websockets.sync.client import connect

with connect("${ws}"${header ? `, additional_headers=${header}` : ""}) as socket:
    socket.send(${JSON.stringify(text)})
    for message in socket:
        print(message)`;
}

/** The header stands last, with an equals sign: websocat 1 would take the address for another header. */
function websocat({ way, user, text, ws }) {
  const header = {
    basic: ` -H="Authorization: Basic $(printf %s ${quoted(`${user}:PASSWORD`)} | base64 | tr -d '\\n')"`,
    key: ' -H="X-API-Key: KEY"',
    bearer: ' -H="Authorization: Bearer TOKEN"',
  }[way];
  return `printf '%s\\n' ${quoted(text)} | websocat -n ${ws}${header ?? ""}`;
}

/** For a shell. */
const quoted = (text) => `'${text.replace(/'/g, "'\\''")}'`;
