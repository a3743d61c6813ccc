"""Sends messages from the keyboard and shows them reversed, until "end" comes back as "dne"."""
import socket
import sys
import time

connection = socket.create_connection(("127.0.0.1", int(sys.argv[1])))
while True:
    message = input("Client enter message: ")
    connection.sendall(message.encode())
    answer = connection.recv(4096).decode()
    print("Client received:", answer)
    if message == "end" or not answer:
        break
connection.close()
