"""Python's blocking sockets, one connection at a time, under the commands of commands.mjs."""

import json
import resource
import socket
import sys
import threading
import time

MESSAGE = b"x" * 64
BLOCK = b"x" * (64 * 1024)
connections = []


def serve(converse):
    server = socket.create_server(("127.0.0.1", 0), backlog=128)

    def accept_forever():
        while True:
            connection, _ = server.accept()
            with connection:
                converse(connection)

    threading.Thread(target=accept_forever, daemon=True).start()
    return server.getsockname()[1]


def echo(connection):
    while chunk := connection.recv(2048):
        connection.sendall(chunk)


def swallow(connection):
    while connection.recv(65536):
        pass
    connection.sendall(b".")


def round_trips(connection, count):
    for _ in range(count):
        connection.sendall(MESSAGE)
        received = 0
        while received < len(MESSAGE):
            received += len(connection.recv(64))


def send_bulk(port, writes):
    with socket.create_connection(("127.0.0.1", port)) as connection:
        for _ in range(writes):
            connection.sendall(BLOCK)
        connection.shutdown(socket.SHUT_WR)
        connection.recv(1)


def carry_out(command):
    what = command["do"]
    port = command.get("port", 0)
    count = command.get("count", 0)
    if what == "serve":
        return {"port": serve(swallow if command.get("kind") == "sink" else echo)}
    if what == "connect":
        connections.append(socket.create_connection(("127.0.0.1", port)))
    elif what == "trips":
        round_trips(connections[0], count)
    elif what == "bulk":
        send_bulk(port, count)
    elif what == "dial":
        for _ in range(count):
            socket.create_connection(("127.0.0.1", port)).close()
    return {}


def cpu_time():
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return (usage.ru_utime + usage.ru_stime) * 1e6


for line in sys.stdin:
    began, before = time.perf_counter(), cpu_time()
    answer = carry_out(json.loads(line))
    wall = (time.perf_counter() - began) * 1e6
    after = cpu_time()
    print(json.dumps({**answer, "wall": wall, "cpu": after - before, "total": after}), flush=True)
