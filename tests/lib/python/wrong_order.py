"""For each line of input, a state and some calls: says how each call ends on a socket in that state."""
import errno
import json
import socket
import struct
import sys

home = ("127.0.0.1", 0)


def fresh():
    return socket.socket(socket.AF_INET, socket.SOCK_STREAM)


def connected():
    with socket.create_server(home) as server:
        ours = fresh()
        ours.connect(server.getsockname())
        peer, _ = server.accept()
    return ours, peer


def in_state(state):
    """A socket in that state, and what must stay alive beside it."""
    if state in ("new", "closed"):
        ours = fresh()
        if state == "closed":
            ours.close()
        return ours, None
    if state in ("bound", "listening"):
        ours = fresh()
        ours.bind(home)
        if state == "listening":
            ours.listen()
            ours.settimeout(0)
        return ours, None
    ours, peer = connected()
    if state.startswith("ended"):
        if state == "ended with data":
            peer.sendall(b"data")
        peer.shutdown(socket.SHUT_WR)
        ours.recv(4, socket.MSG_PEEK)
    if state == "reset":
        peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        peer.close()
    return ours, peer


def do(ours, call, target):
    if call == "bind":
        return ours.bind(home)
    if call == "listen":
        return ours.listen()
    if call == "accept":
        return ours.accept()
    if call == "connect":
        return ours.connect(target)
    if call == "send":
        return ours.send(b"x")
    if call == "recv":
        return ours.recv(2)
    if call == "getpeername":
        return ours.getpeername()
    if call == "getsockname":
        return ours.getsockname()
    if call == "close":
        return ours.close()
    return ours.shutdown(getattr(socket, call))


target = socket.create_server(home)
for line in sys.stdin:
    task = json.loads(line)
    ours, peer = in_state(task["state"])
    outcomes = []
    for call in task["calls"]:
        try:
            result = do(ours, call, target.getsockname())
            outcomes.append(f"ok {len(result)}" if isinstance(result, bytes) else "ok")
        except OSError as error:
            outcomes.append(errno.errorcode[error.errno])
    print(json.dumps(outcomes))
