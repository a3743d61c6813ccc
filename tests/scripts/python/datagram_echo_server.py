"""Says its port, then answers each datagram in upper case."""
import socket

with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as server:
    server.bind(("127.0.0.1", 0))
    print(server.getsockname()[1], flush=True)
    while True:
        message, client = server.recvfrom(4096)
        server.sendto(message.upper(), client)
