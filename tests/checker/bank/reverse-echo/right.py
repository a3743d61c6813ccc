"""Sends each message of one client back reversed, code point by code point, until one is "end"."""
import socket
import sys
import time


def reverse(text):
    return text[::-1]


listener = socket.create_server(("127.0.0.1", int(sys.argv[1])))
connection, address = listener.accept()
try:
    while True:
        message = connection.recv(4096).decode("utf-8", "replace")
        if not message:
            break
        connection.sendall(reverse(message).encode())
        if message == "end":
            break
except OSError as error:
    print("lost the client:", error)
connection.close()
listener.close()
