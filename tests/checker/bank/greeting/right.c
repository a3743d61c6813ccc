/* Answers each greeting, datagram by datagram. */
#include "../server.h"

static const char answer[] = "UDPServer has received your message";

int main(int argc, char **argv) {
  if (argc < 2) return 1;
  int fd = bound_socket(SOCK_DGRAM, argv[1]);
  for (;;) {
    char datagram[4096];
    struct sockaddr_in client;
    socklen_t length = sizeof client;
    ssize_t count = recvfrom(fd, datagram, sizeof datagram, 0, (struct sockaddr *)&client, &length);
    if (count < 0) continue;
    sendto(fd, answer, sizeof answer - 1, 0, (struct sockaddr *)&client, length);
  }
}
