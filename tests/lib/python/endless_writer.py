"""Connects and writes without end. Says how many bytes went out when the peer takes no more."""
import socket
import sys

client = socket.create_connection(("127.0.0.1", int(sys.argv[1])))
client.settimeout(1)
block = b"x" * 65536
sent = 0
try:
    while True:
        sent += client.send(block)
except TimeoutError:
    print(sent)
client.shutdown(socket.SHUT_WR)
sys.stdin.read()
