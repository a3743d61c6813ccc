"""A server that pours bytes on whoever connects and reads none:

    python3 pour.py HOST

It names its port on standard output.
"""

import socket
import sys
import threading


def pour(connection: socket.socket) -> None:
    try:
        while True:
            connection.sendall(b"x" * 65536)
    except OSError:
        connection.close()  # that client is gone


listening = socket.create_server((sys.argv[1], 0))
print(f"port {listening.getsockname()[1]}", flush=True)
while True:
    connection, _ = listening.accept()
    threading.Thread(target=pour, args=[connection], daemon=True).start()
