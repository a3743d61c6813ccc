/* Answers each greeting of each client, over TCP, until the client has finished. */
#include "../server.h"

static const char answer[] = "UDPServer has received your message";

static void serve(int connection) {
  char message[4096];
  while (recv(connection, message, sizeof message, 0) > 0) {
    send_all(connection, answer, sizeof answer - 1);
  }
}

int main(int argc, char **argv) {
  if (argc < 2) return 1;
  serve_each(bound_socket(SOCK_STREAM, argv[1]), serve, SIG_IGN);
}
