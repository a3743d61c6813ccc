"""Fetches one file and keeps it once it is complete."""
import socket
import sys

host, port, name = sys.argv[1].split(":")
target = sys.argv[2]

connection = socket.create_connection((host, int(port)))
connection.sendall((name + "\n").encode())
answer = b""
while True:
    chunk = connection.recv(1024)
    if not chunk:
        break
    answer += chunk
connection.close()

status, _, content = answer.partition(b"\n")
if not status.startswith(b"OK "):
    sys.exit(status.decode())
if len(content) != int(status[3:]):
    sys.exit("the file is incomplete")
with open(target, "wb") as file:
    file.write(content)
