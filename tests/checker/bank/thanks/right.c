/* Thanks each client for its message. */
#include "../server.h"

static const char thanks[] = "Thanks for connecting";

static void serve(int connection) {
  char message[4096];
  if (recv(connection, message, sizeof message, 0) <= 0) return;
  send_all(connection, thanks, sizeof thanks - 1);
}

int main(int argc, char **argv) {
  if (argc < 2) return 1;
  serve_each(bound_socket(SOCK_STREAM, argv[1]), serve, SIG_IGN);
}
