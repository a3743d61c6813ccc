"""Trades a name and a number with the server, and adds."""
import socket
import sys
import time

name = input("Name: ")
number = int(input("Number: "))
connection = socket.create_connection(("127.0.0.1", int(sys.argv[1])))
connection.sendall(f"{name}\n{number}\n".encode())
answer = b""
while True:
    chunk = connection.recv(2048)
    if not chunk:
        break
    answer += chunk
connection.close()
if answer:
    server_name, server_number = answer.decode().split("\n")[:2]
    print("Client:", name, number)
    print("Server:", server_name, server_number)
    print("Sum:", number + int(server_number))
