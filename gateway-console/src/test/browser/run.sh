#!/bin/sh
# Opens the console in headless Chromium (CHROMIUM, or the one on the PATH) against a daemon with a fresh data directory.
# Needs node, npm, chromium. With CONSOLE_SHOTS, a folder, it also leaves pictures of all pages there.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
top=$(cd "$here/../../../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT INT TERM
cp "$here"/package.json "$here"/*.mjs "$work"/
cd "$work"
PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 npm install --silent --no-audit --no-fund --no-package-lock
CONSOLE_TOP="$top" CHROMIUM="${CHROMIUM:-$(command -v chromium)}" node --test --test-concurrency=1 console.test.mjs
