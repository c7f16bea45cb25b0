"""Waits for one notice of a service, as systemd would, and prints it. The argument is the socket's path."""
import os, socket, sys

with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as notices:
    notices.bind(sys.argv[1])
    os.chmod(sys.argv[1], 0o666)
    notices.settimeout(120)
    print(notices.recv(4096).decode())
