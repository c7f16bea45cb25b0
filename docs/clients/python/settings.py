"""What the programs take from outside: python3 PROGRAM [GATEWAY [WISH]], and a file of credentials."""

import json
import os
import pathlib
import sys

GATEWAY = sys.argv[1] if len(sys.argv) > 1 else "wss://localhost:8443"
WISH = sys.argv[2] if len(sys.argv) > 2 else None


def credentials(of):
    default = pathlib.Path.home() / ".local/state/sluice/dev-credentials.json"
    return json.loads(pathlib.Path(os.environ.get("CREDENTIALS", default)).read_text(encoding="utf-8"))[of]
