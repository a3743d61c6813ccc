"""Sends a sentence from the keyboard and shows the answer."""
import socket
import sys
import time

connection = socket.create_connection(("127.0.0.1", int(sys.argv[1])))
message = input("Input lowercase sentence: ")
connection.sendall(message.encode())
answer = b""
while True:
    chunk = connection.recv(2048)
    if not chunk:
        break
    answer += chunk
print("Message received:", answer.decode())
connection.close()
