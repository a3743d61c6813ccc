/* Greets the server in one datagram and shows what it says. */
#include "../client.h"

static const char greeting[] = "Hello, UDPServer!";

int main(int argc, char **argv) {
  if (argc < 2) return 1;
  int fd = connected_socket(SOCK_DGRAM, argv[1]);
  char answer[4096];
  send(fd, greeting, sizeof greeting - 1, 0);
  ssize_t count = recv(fd, answer, sizeof answer, 0);
  if (count < 0) return 1;
  printf("[UDPServer said]: %.*s\n", (int)count, answer);
  close(fd);
}
