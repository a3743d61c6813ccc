"""Greets the server in one datagram and shows what it says."""
import socket
import sys
import time

sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sock.connect(("127.0.0.1", int(sys.argv[1])))
sock.send(b"Hello, UDPServer!")
answer = sock.recv(4096)
print("[UDPServer said]:", answer.decode())
sock.close()
