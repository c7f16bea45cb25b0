// Opens a page in headless Chromium and returns what the page posts to /result.
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { extname } from "node:path";

const TYPES = { ".html": "text/html", ".js": "text/javascript" };

/** @param files by path; "/" is the page. @param settings what the page gets from /settings. */
export async function visit(files, settings) {
  let report;
  const reported = new Promise((resolve) => (report = resolve));
  const server = createServer((request, response) => {
    const file = files[request.url];
    if (request.url === "/settings") {
      response.end(JSON.stringify(settings));
    } else if (request.url === "/result") {
      let body = "";
      request.on("data", (part) => (body += part)).on("end", () => (response.end(), report(JSON.parse(body))));
    } else if (file) {
      response.setHeader("Content-Type", TYPES[extname(file)]).end(readFileSync(file));
    } else {
      response.writeHead(404).end();
    }
  }).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.on("listening", resolve));

  const profile = `${process.cwd()}/profile`; // run.sh removes it
  const chromium = spawn(
    process.env.CHROMIUM ?? "chromium",
    ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
      "--disable-component-update", "--disable-sync", "--ignore-certificate-errors", `--user-data-dir=${profile}`,
      `http://127.0.0.1:${server.address().port}/`],
    { stdio: "ignore" },
  );
  const ended = new Promise((resolve) => chromium.on("exit", resolve));
  const timeout = setTimeout(() => report({ error: "no report from the page within 60 s" }), 60_000);
  const result = await reported;
  clearTimeout(timeout);
  chromium.kill();
  await ended;
  server.close();
  server.closeAllConnections();
  return result;
}
