"""Answers each greeting of each client, over TCP, until the client has finished."""
import socket
import sys
import threading

kept = []
answer = b"UDPServer has received your message"


def serve(connection):
    while True:
        message = connection.recv(4096)
        if not message:
            break
        print(message.decode("utf-8", "replace"))
        connection.sendall(answer)


def attend(connection):
    try:
        serve(connection)
    except OSError as error:
        print("lost a client:", error)
    connection.close()


listener = socket.create_server(("127.0.0.1", int(sys.argv[1])))
while True:
    connection, address = listener.accept()
    client = threading.Thread(target=attend, args=(connection,), daemon=True)
    client.start()
