"""Listens on a free port of this machine, says which, and holds it until its input ends."""
import socket
import sys

with socket.create_server(("127.0.0.1", 0)) as server:
    print(server.getsockname()[1])
    sys.stdin.read()
