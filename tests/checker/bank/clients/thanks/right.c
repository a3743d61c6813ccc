/* Says hello and shows the thanks. */
#include "../client.h"

static const char message[] = "Hai from client";

int main(int argc, char **argv) {
  if (argc < 2) return 1;
  int connection = connected_socket(SOCK_STREAM, argv[1]);
  send(connection, message, sizeof message - 1, 0);
  char answer[1024];
  for (ssize_t count; (count = recv(connection, answer, sizeof answer, 0)) > 0;) {
    fwrite(answer, 1, count, stdout);
  }
  putchar('\n');
  close(connection);
}
