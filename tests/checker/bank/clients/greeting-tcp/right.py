"""Greets the server over TCP and shows what it says."""
import socket
import sys
import time

connection = socket.create_connection(("127.0.0.1", int(sys.argv[1])))
connection.sendall(b"Hello, UDPServer!")
connection.shutdown(socket.SHUT_WR)
answer = b""
while True:
    chunk = connection.recv(4096)
    if not chunk:
        break
    answer += chunk
print("[UDPServer said]:", answer.decode())
connection.close()
