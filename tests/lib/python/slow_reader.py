"""Connects, reads nothing until a line comes in, then reads to the end and says what it was."""
import hashlib
import socket
import sys

client = socket.create_connection(("127.0.0.1", int(sys.argv[1])))
sys.stdin.readline()
digest = hashlib.sha256()
count = 0
while chunk := client.recv(65536):
    digest.update(chunk)
    count += len(chunk)
print(count, digest.hexdigest())
