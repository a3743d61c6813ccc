"""Thanks each client for its message."""
import socket
import sys
import threading

kept = []
thanks = b"Thanks for connecting"


def serve(connection):
    message = connection.recv(4096)
    print(message)
    connection.sendall(thanks)


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
