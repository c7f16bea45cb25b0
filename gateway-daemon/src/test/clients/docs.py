"""Runs what README and docs show: every fenced block, and every `curl …` and `./sluice …` in the text. run.sh calls this.

    sh          each command runs in a copy of the tree and must succeed; one that goes on is ended with Ctrl-C once it has said
                something. Lines with < and > are what it says and what is typed.
    js, python  the program runs and must say something, without an error. One without an import gets a browser's globals.
    yaml        a configuration, which ./sluice check-config must accept; or a scenario, which the gateway must.
    json        what is said, a line a message: each must be JSON.
    java, ini   only shown: SHOWN says who holds it to the truth.
    (none)      a picture. Anything else has to be in NOT_HERE, with the reason.

PLACEHOLDERS in capitals, the ports 8080, 8443 and 9090 and the home directory become those of the daemon that runs. Environment:
SLUICE_WS, SLUICE_WSS, SLUICE_ADMIN_URL, SLUICE_DATA of that, MODULES (a folder with node_modules and globals.mjs), CURRENT (Python's websockets, empty if only Debian's are there).
Arguments: the checkout, a folder to work in, and optionally the files to look at.
"""

import atexit
import contextlib
import json
import os
import pathlib
import pty
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request

# What cannot run here, by the command or the first line of the block, and why. An entry that is not needed any more is an error.
NOT_HERE = {
    "mvn verify": ".ci/run does",
    "mvn spotless:apply": "would change the checkout; mvn verify checks the format",
    ".ci/run": "this is part of it",
    "benchmarks/run": "takes seven quiet minutes",
    "benchmarks/soak --minutes 60": "takes an hour",
    "./sluice run": "run.sh does, on free ports: it is the daemon that all of this talks to",
}

# Whole blocks, by their first command; by page and first line where that alone could be any block's.
BLOCKS_NOT_HERE = {
    "mvn -DskipTests package": "docker/test/run.sh builds the image and starts compose.yaml",
    "npx -y wscat --no-check -c wss://localhost/valve --auth sluice:PASSWORD": "the ports are those of compose.yaml; docker/test/run.sh connects there",
    "sudo apt install ./distribution/target/sluice_*_all.deb": "needs root: distribution/src/test/package/run.sh runs the block",
    "docker build -f docker/Dockerfile -t sluice .": "needs root and a base image: docker/test/run.sh builds and runs it",
    "docker compose -f docker/compose.yaml build": "the same: docker/test/run.sh starts compose.yaml",
    "docs/adapters.md: adapters:": "the type is that of the example, which no plug-in of the daemon has; the example's tests read it",
}

# Languages that are only shown.
SHOWN = {
    "java": "GuideTest finds it in sources that are compiled and tested",
    "ini": "distribution/src/test/package/run.sh puts it into the unit and has systemd look at that",
}

TOP, WORK = (pathlib.Path(argument).resolve() for argument in sys.argv[1:3])
DATA = pathlib.Path(os.environ["SLUICE_DATA"])
WS, WSS = os.environ["SLUICE_WS"], os.environ["SLUICE_WSS"]
ADMIN = os.environ["SLUICE_ADMIN_URL"]
MODULES = WORK / "modules"  # where JavaScript runs
CREDENTIALS = json.loads((DATA / "dev-credentials.json").read_text())
PATIENCE = 90  # seconds until something is said or done; where all is well it takes one or two
ENOUGH = 6  # seconds from the first word to Ctrl-C
ERRORS = re.compile(r'Traceback|^\w*Error|"type": ?"error"|"event": ?"error"|"success": ?false', re.M)
ENDS = re.compile(r"(curl|npm|npx|\./sluice) ")  # commands that end by themselves
PICTURE = re.compile("[─│►┐▲]")


def environment():
    """A user's, whose data directory is the daemon's. Without SLUICE_…, which ./sluice would take for settings."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SLUICE_")}
    certificate = str(DATA / "self-signed-certificate.pem")
    return kept | {
        "HOME": str(WORK / "home"),
        "XDG_STATE_HOME": str(WORK / "home/.local/state"),
        "npm_config_cache": str(pathlib.Path.home() / ".npm"),
        "PYTHONPATH": os.environ["CURRENT"],
        "NODE_EXTRA_CA_CERTS": certificate,
        "SLUICE_ADMIN_URL": ADMIN,  # which is no setting
    }


def prepare():
    tree = WORK / "tree"
    shutil.copytree(TOP / "docs", tree / "docs")
    (tree / "sluice").symlink_to(TOP / "sluice")
    (WORK / "home/.local/state").mkdir(parents=True)
    (WORK / "home/.local/state/sluice").symlink_to(DATA)
    shutil.copytree(TOP / "docs/clients/javascript", MODULES, ignore=shutil.ignore_patterns("node_modules"))
    given = pathlib.Path(os.environ["MODULES"])
    shutil.copy(given / "globals.mjs", MODULES)
    (MODULES / "node_modules").symlink_to(given / "node_modules")
    certificate = ["-subj", "/CN=localhost", "-keyout", "key.pem", "-out", "cert.pem"]
    subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", *certificate], cwd=tree, check=True, capture_output=True)
    shutil.copy(tree / "cert.pem", tree / "issuer.pem")
    (tree / "self-signed-certificate.pem").symlink_to(DATA / "self-signed-certificate.pem")
    (tree / "token-secret").write_text("0123456789abcdef" * 4)
    (tree / "mqtt-password").write_text("secret")
    (tree / "sluice.yaml").write_text("command-timeout: 10s\n")
    return tree


class Running:
    """A command that runs, on a terminal if it is to be talked to, and what it has said so far."""

    def __init__(self, command, cwd, extra=None, terminal=False):
        self.said = ""
        self.hand, there = pty.openpty() if terminal else (None, None)
        ends = {"stdin": there, "stdout": there} if terminal else {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE}
        self.process = subprocess.Popen(
            command, cwd=cwd, env=environment() | (extra or {}), start_new_session=True, stderr=subprocess.STDOUT, **ends
        )
        atexit.register(self.kill)
        if terminal:
            os.close(there)
        source = self.hand if terminal else self.process.stdout.fileno()
        self.reader = threading.Thread(target=self.read, args=[source], daemon=True)
        self.reader.start()

    def read(self, source):
        with contextlib.suppress(OSError):  # so ends a terminal
            while some := os.read(source, 65536):
                self.said += re.sub(r"\x1b\[[\d;]*\w|\r", "", some.decode(errors="replace"))

    def until(self, condition, seconds):
        """Waits until that holds; whether it came to hold before the command ended or the time was over."""
        deadline = time.monotonic() + seconds
        while not condition():
            if self.process.poll() is not None:
                self.reader.join(5)
                return condition()
            if time.monotonic() > deadline:
                return False
            time.sleep(0.05)
        return True

    def __enter__(self):
        return self

    def __exit__(self, failed, *_):
        if failed:
            self.kill()

    def kill(self):
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)

    def type(self, line):
        os.write(self.hand, f"{line}\n".encode())

    def end(self, code=0):
        """Ctrl-C, unless it has ended. It must end well either way."""
        interrupted = self.process.poll() is None
        if interrupted:
            os.killpg(self.process.pid, signal.SIGINT)
        ended = self.wait(20)
        if ended is None:  # Python before 3.12 can lose one that comes just when something is done: a person presses again
            os.killpg(self.process.pid, signal.SIGINT)
            ended = self.wait(20)
        if ended is None:
            ended = "Ctrl-C did not end it"
            self.kill()
        self.reader.join(5)
        if interrupted and ended in (-signal.SIGINT, 1, 130):
            ended = 0  # a program that does not care about Ctrl-C
        said = re.sub(r"Traceback.*\bKeyboardInterrupt\b", "", self.said, flags=re.S) if interrupted else self.said
        if ended != 0 or ERRORS.search(said):
            raise Failure(f"ended with {ended}, having said:\n{self.said[-3000:]}")
        return self.said


    def wait(self, seconds):
        with contextlib.suppress(subprocess.TimeoutExpired):
            return self.process.wait(seconds)
        return None


class Failure(Exception):
    pass


class Docs:
    def __init__(self, tree):
        self.tree = tree
        self.used = set()
        self.counts = {}

    def count(self, what):
        self.counts[what] = self.counts.get(what, 0) + 1

    def not_here(self, text):
        if text in NOT_HERE:
            self.used.add(text)
            self.count("not here")
            return True
        return False

    def block(self, where, language, text):
        first = text.strip().split("\n")[0]
        if self.not_here(first):
            return
        for key in (re.sub(r"\s+#.*", "", first), f"{where}: {first}"):
            if key in BLOCKS_NOT_HERE:
                self.used.add(key)
                self.count("not here")
                return
        if language == "yaml" and first.startswith("- {at:"):
            self.scenario(text)
        elif language == "yaml":
            self.configuration(text)
        elif language == "json":
            self.messages(text)
        elif language in SHOWN:
            self.count("only shown")
        elif language == "sh":
            self.commands(where, text)
        elif language in ("js", "python"):
            self.program(where, language, text)
        elif language == "" and PICTURE.search(text):
            self.count("pictures")
        else:
            expected = "sh, js, python, yaml, a picture, or an entry in NOT_HERE"
            raise Failure(f"found a block '{language}' that begins with '{first}' (expected: {expected})")

    def configuration(self, text):
        (self.tree / "block.yaml").write_text(self.filled_in(pathlib.Path(), text, self.mint))
        checked = Running(["./sluice", "check-config", "block.yaml"], self.tree)
        checked.until(lambda: False, PATIENCE)
        checked.end()
        self.count("configurations")

    def scenario(self, text):
        self.admin("POST", "/api/scenario", {"steps": text})
        self.admin("DELETE", "/api/scenario")
        self.count("scenarios")

    def messages(self, text):
        for line in text.strip().split("\n"):
            try:
                json.loads(line)
            except ValueError as error:
                raise Failure(f"{line}: {error}") from None
        self.count("messages that are shown")

    def admin(self, method, path, body=None):
        request = urllib.request.Request(ADMIN + path, method=method, headers={"Content-Type": "application/json"})
        try:
            with urllib.request.urlopen(request, json.dumps(body).encode() if body else None, timeout=PATIENCE) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as error:
            raise Failure(f"{method} {path}: {error.code} {error.read().decode()}") from None

    def session(self):
        """The id of a session: one is opened that nobody else needs, Endrpi's, which wants no password."""
        running = Running(["npx", "-y", "wscat", "-c", f"{WS}/endrpi"], self.tree, terminal=True)
        if not running.until(lambda: "Connected" in running.said, PATIENCE):
            raise Failure(f"not connected: {running.said}")
        return self.admin("GET", "/api/sessions?protocol=endrpi")["sessions"][0]["id"]

    def program(self, where, language, text):
        if language == "python" and not os.environ["CURRENT"]:
            self.count("programs that want the current websockets")
            return
        text = self.filled_in(where, text, self.mint)
        extra = {"TOKEN": self.mint(), "SLUICE_HTTP": WS.replace("ws", "http")}
        if language == "python":
            command, cwd = ["/usr/bin/python3", "-u", "-c", text], self.tree
        else:
            file = MODULES / "block.mjs"
            file.write_text(text.replace('"@placeos/ts-client"', '"./node_modules/@placeos/ts-client/dist/index.es.js"'))
            globals_ = [] if "import WebSocket" in text else ["--import", "./globals.mjs"]
            command, cwd = ["node", *globals_, file.name], MODULES
        running = Running(command, cwd, extra)
        if not running.until(lambda: "\n" in running.said, PATIENCE):
            running.end()
            raise Failure("said nothing")
        running.until(lambda: False, ENOUGH)
        running.end()
        self.count("programs")

    def commands(self, where, text):
        before, token = [], ""
        lines = re.sub(r"\\\n\s*", "", text).strip().split("\n")
        for i, line in enumerate(lines):
            if re.match("[<>] ", line):
                continue
            command = re.sub(r"\s+#.*", "", line).strip()
            if not command or self.not_here(command):
                continue
            dialogue = []
            for further in lines[i + 1:]:
                if not re.match("[<>] ", further):
                    break
                dialogue.append(further)
            fill = lambda text: self.filled_in(where, text, lambda: token or self.mint())
            if re.match("(cd|export) ", command):
                before.append(fill(command))
                continue
            said = self.command(before, fill(command), [fill(line) for line in dialogue])
            token = next((one or other for one, other in re.findall(r'"token": ?"([^"]+)"|^(ey[\w.-]+)$', said, re.M)), token)

    def command(self, before, command, dialogue):
        curl = 'curl() { command curl -sS --fail-with-body "$@"; }'
        running = Running(["sh", "-ec", "; ".join([curl, *before, command])], self.tree, terminal=bool(dialogue))
        if dialogue:
            with running:
                self.talk(running, dialogue)
        elif not running.until(lambda: "\n" in running.said, PATIENCE) and running.process.poll() is None:
            running.end()
            raise Failure(f"{command}: said nothing and did not end")
        else:
            running.until(lambda: False, PATIENCE if ENDS.match(command) else ENOUGH)
        try:
            said = running.end()
        except Failure as failure:
            raise Failure(f"{command}: {failure}") from None
        self.count("commands")
        return said

    def talk(self, running, dialogue):
        for line in dialogue:
            if line.startswith("> "):
                if not running.until(lambda: "Connected" in running.said, PATIENCE):
                    raise Failure(f"not connected: {running.said}")
                before = running.said.count("< ")
                running.type(line[2:])
                if not running.until(lambda: running.said.count("< ") > before, PATIENCE):
                    raise Failure(f"no answer to {line[2:]} in:\n{running.said}")
            elif not running.until(lambda: line in running.said, PATIENCE):
                raise Failure(f"expected '{line}' in:\n{running.said}")

    def mint(self):
        return self.sluice("token", "--subject", "docs", "--lifetime", "1h")

    def sluice(self, *arguments, typed=""):
        command = ["./sluice", *arguments]
        done = subprocess.run(command, cwd=self.tree, env=environment(), check=True, text=True, capture_output=True, input=typed)
        return done.stdout.strip().split()[-1]

    def filled_in(self, where, text, token):
        """The text with what a reader would put in; whose credentials it takes is told by the path or else by the file."""
        for port, url in {8080: WS, 8443: WSS, 9090: ADMIN}.items():
            text = text.replace(f"localhost:{port}", url.split("//")[1])
        protocol = protocol_of(where, text)
        login = CREDENTIALS.get(f"{protocol}-support", {}) | CREDENTIALS.get(protocol, {})
        values = {
            "USER": lambda: login["user"],
            "PASSWORD": lambda: login["password"],
            "API_KEY": lambda: login["api_key"],
            "KEY": lambda: login["api_key"],
            "TOKEN": token,
            "PASSWORD_HASH": lambda: self.sluice("hash-password", typed="a password\n"),
            "KEY_SHA256": lambda: self.sluice("hash-key", "--new"),
            "FILE": lambda: "sluice.yaml",
            "SESSION": self.session,
        }
        found = lambda match: values[match[0]]()
        return re.sub(rf"(?<![\w.$])({'|'.join(values)})(?![\w=}}])", found, text)


def protocol_of(where, text):
    for pattern, protocol in {
        r"dev-id.{1,4}simulator": "biometric-simulator",
        r"/auth/developer|/connect": "biometric",
        r"/api/engine|/auth/token|ts-client": "placeos",
        r"/valve|/auth/ticket": "valve",
    }.items():
        if re.search(pattern, text):
            return protocol
    return where.stem


def blocks(text):
    """What the file shows: the line, the language, and the text; a command in the text counts as a block of its own."""
    fence, language, start, before = None, "", 0, "first"
    for number, line in enumerate(text.split("\n"), 1):
        edge = re.match(r"\s*```(\w*)", line)
        if edge and fence is None:
            fence, language, start = [], edge[1], number
        elif edge:
            yield start, language, "\n".join(fence) + "\n"
            fence = None
        elif fence is not None:
            fence.append(line)
        elif re.match(r"    \S", line) and not before.strip():
            yield number, "indented", line + "\n"
        else:
            for command in re.findall(r"`((?:curl|\./sluice) [^`]+)`", line):
                yield number, "sh", command + "\n"
        before = line


def main():
    signal.signal(signal.SIGINT, signal.default_int_handler)  # what a shell starts in the background is deaf to Ctrl-C
    tree = prepare()
    docs = Docs(tree)
    failures = 0
    files = [TOP / name for name in sys.argv[3:]] or [TOP / "README.md", TOP / "CONTRIBUTING.md", *sorted((TOP / "docs").rglob("*.md"))]
    for file in files:
        name = file.relative_to(TOP)
        for line, language, text in blocks(file.read_text()):
            try:
                docs.block(name, language, text)
            except (Failure, KeyError, subprocess.CalledProcessError) as failure:
                failures += 1
                print(f"{name}:{line}: {failure}", flush=True)
    unused = (NOT_HERE.keys() | BLOCKS_NOT_HERE.keys()) - docs.used
    if len(sys.argv) == 3 and unused:
        failures += 1
        print(f"in NOT_HERE or BLOCKS_NOT_HERE, but not in the docs: {', '.join(unused)}")
    print(", ".join(f"{number} {what}" for what, number in docs.counts.items()) + f"; {failures} failed")
    sys.exit(1 if failures else 0)


main()
