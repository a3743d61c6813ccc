# The server of document 000, from its description and its terminal. Added: a port as argument.
import socket
import sys

port = int(sys.argv[1]) if len(sys.argv) > 1 else 7200
ip = "0.0.0.0"

serverSocket = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
serverSocket.bind((ip, port))
serverSocket.listen(1)
print("Server can now receive from port", serverSocket.getsockname()[1])

clientSocket, address = serverSocket.accept()
print("Server connection made with client", address)

while True:
    message = clientSocket.recv(1024).decode()
    print("Server received:", message)
    answer = message[::-1]
    clientSocket.send(answer.encode())
    print("Server sent:", answer)
    if message == "end":
        break

print('Server termination called by "end"')
clientSocket.close()
serverSocket.close()
