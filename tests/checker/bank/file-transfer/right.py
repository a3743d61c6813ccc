"""Sends the files of one folder, in blocks of 1024 bytes."""
import os
import socket
import sys
import threading

root = os.path.realpath(".")
kept = []


def read_name(connection):
    name = b""
    while not name.endswith(b"\n"):
        chunk = connection.recv(1024)
        if not chunk or len(name) > 4096:
            raise ValueError("the client sent no name")
        name += chunk
    return name[:-1].decode()


def path_of(name):
    path = os.path.realpath(os.path.join(root, name))
    if not path.startswith(root + os.sep):
        return None
    return path if os.path.isfile(path) else None


def serve(connection):
    path = path_of(read_name(connection))
    if path is None:
        connection.sendall(b"ERROR no such file\n")
        return
    with open(path, "rb") as file:
        size = os.path.getsize(path)
        connection.sendall(f"OK {size}\n".encode())
        block = file.read(1024)
        while block:
            connection.sendall(block)
            block = file.read(1024)


def attend(connection):
    try:
        serve(connection)
    except (OSError, ValueError) as error:
        print("lost a client:", error)
    connection.close()


listener = socket.create_server(("127.0.0.1", int(sys.argv[1])))
while True:
    connection, address = listener.accept()
    client = threading.Thread(target=attend, args=(connection,), daemon=True)
    client.start()
