# The client of document 002 in Python 3. Added: a port as argument.
import socket
import sys

s = socket.socket(socket.AF_INET, socket.SOCK_STREAM)

port = int(sys.argv[1]) if len(sys.argv) > 1 else 8080

s.connect(('127.0.0.1', port))
s.send('Hai from client'.encode())
print(s.recv(1024).decode())

s.close()
