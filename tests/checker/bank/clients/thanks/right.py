"""Says hello and shows the thanks."""
import socket
import sys
import time

connection = socket.create_connection(("127.0.0.1", int(sys.argv[1])))
connection.sendall(b"Hai from client")
answer = b""
while True:
    chunk = connection.recv(1024)
    if not chunk:
        break
    answer += chunk
print(answer.decode())
connection.close()
