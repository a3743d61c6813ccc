/* What the C servers of the bank share: a listening socket, and a process of its own for each client. */
#include <arpa/inet.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

static void die(const char *call) {
  perror(call);
  exit(1);
}

static int bound_socket(int type, const char *port) {
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(atoi(port))};
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  int fd = socket(AF_INET, type, 0), yes = 1;
  if (fd < 0) die("socket");
  if (type == SOCK_STREAM) setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  if (bind(fd, (struct sockaddr *)&address, sizeof address) < 0) die("bind");
  if (type == SOCK_STREAM && listen(fd, 64) < 0) die("listen");
  return fd;
}

static void send_all(int connection, const char *bytes, size_t count) {
  while (count > 0) {
    ssize_t sent = send(connection, bytes, count, MSG_NOSIGNAL);
    if (sent < 0) return; /* the client has left */
    bytes += sent;
    count -= sent;
  }
}

static void serve_each(int listener, void (*serve)(int connection), void (*reap)(int signal)) {
  signal(SIGCHLD, reap);
  for (;;) {
    int connection = accept(listener, NULL, NULL);
    if (connection < 0) continue;
    if (fork() == 0) {
      close(listener);
      serve(connection);
      close(connection);
      exit(0);
    }
    close(connection);
  }
}
