"""Answers each greeting, datagram by datagram."""
import socket
import sys

answer = b"UDPServer has received your message"

sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sock.bind(("127.0.0.1", int(sys.argv[1])))
while True:
    datagram, client = sock.recvfrom(4096)
    print(client, datagram.decode("utf-8", "replace"))
    try:
        sock.sendto(answer, client)
    except OSError as error:
        print("lost a client:", error)
