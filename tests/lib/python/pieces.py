"""For each line of input: connects, sends the pieces, then receives until the end and shows it."""
import json
import socket
import sys

for line in sys.stdin:
    task = json.loads(line)
    with socket.create_connection(("127.0.0.1", task["port"])) as client:
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for piece in task["pieces"]:
            client.sendall(bytes.fromhex(piece))
        client.shutdown(socket.SHUT_WR)
        received = b""
        turn = 0
        while True:
            counts = task["counts"]
            chunk = client.recv(counts[turn % len(counts)])
            if not chunk:
                break
            received += chunk
            turn += 1
        print(received.hex())
