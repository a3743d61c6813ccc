"""Answers one message of each client in upper case."""
import socket
import sys
import threading
import time

kept = []


def serve(connection):
    message = connection.recv(4096)
    answer = message.decode("utf-8", "replace").upper()
    connection.sendall(answer.encode())


def attend(connection):
    try:
        serve(connection)
    except OSError as error:
        print("lost a client:", error)
    connection.close()


listener = socket.create_server(("127.0.0.1", int(sys.argv[1])))
while True:
    connection, address = listener.accept()
    client = threading.Thread(target=attend, args=(connection,), daemon=True)
    client.start()
