# The client of document 000, from its description and its terminal. Added: a port as argument.
import socket
import sys

host = "localhost"
port = int(sys.argv[1]) if len(sys.argv) > 1 else 7200

clientSocket = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
clientSocket.connect((host, port))
print("Client connection made with server at", host, ":", port)

while True:
    message = input("Client enter message: ")
    clientSocket.send(message.encode())
    answer = clientSocket.recv(1024).decode()
    print("Client received:", answer)
    if message == "end" and answer == "dne":
        break

print('Client termination called by message "end" and response "dne"')
clientSocket.close()
