"""Says its port, then answers each line of each client in upper case; tells the chunks it got."""
import socket

with socket.create_server(("127.0.0.1", 0)) as server:
    print(server.getsockname()[1], flush=True)
    while True:
        connection, _ = server.accept()
        with connection:
            rest = b""
            chunks = []
            while chunk := connection.recv(4096):
                chunks.append(len(chunk))
                *lines, rest = (rest + chunk).split(b"\n")
                for line in lines:
                    connection.sendall(line.upper() + b"\n")
            print("chunks", *chunks, flush=True)
