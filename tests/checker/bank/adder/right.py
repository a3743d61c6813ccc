"""Trades names and numbers with each client; a number out of range ends it."""
import os
import random
import socket
import sys
import threading

server_name = "Server of the bank"
server_number = random.randint(1, 100)
kept = []


def read_message(connection):
    message = b""
    while message.count(b"\n") < 2:
        chunk = connection.recv(2048)
        if not chunk or len(message) > 4096:
            raise ValueError("the client sent no message")
        message += chunk
    name, number = message.decode().split("\n")[:2]
    return name, int(number)


def end(connection):
    listener.close()
    connection.close()
    os._exit(0)


def serve(connection):
    name, number = read_message(connection)
    if not 1 <= number <= 100:
        end(connection)
    print(name, server_name, number, server_number, number + server_number)
    connection.sendall(f"{server_name}\n{server_number}\n".encode())


def attend(connection):
    try:
        serve(connection)
    except (OSError, ValueError) as error:
        print("lost a client:", error)
    connection.close()


listener = socket.create_server(("127.0.0.1", int(sys.argv[1])))
while True:
    try:
        connection, address = listener.accept()
    except OSError:
        break  # a client's number has closed it
    client = threading.Thread(target=attend, args=(connection,), daemon=True)
    client.start()
