"""A UDP peer. `server` prints its port and answers each datagram; `client PORT` greets once."""

import socket
import sys

with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as peer:
    peer.settimeout(30)
    if sys.argv[1] == "server":
        peer.bind(("127.0.0.1", 0))
        print(peer.getsockname()[1])
        while True:
            message, address = peer.recvfrom(4096)
            peer.sendto(b"Python has received " + message, address)
    peer.sendto(b"Hello, UDPServer!", ("127.0.0.1", int(sys.argv[2])))
    print(peer.recvfrom(4096)[0].decode())
