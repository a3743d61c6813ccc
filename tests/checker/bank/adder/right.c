/* Trades names and numbers with each client, each in a process; a number out of range ends it. */
#include "../server.h"

static const char *name = "Server of the bank";
static int number = 17;

/* Reads until the second line end; 0 when the client sends no whole message in time. */
static int read_message(int connection, char *message, size_t size) {
  size_t length = 0;
  for (int lines = 0; lines < 2; length++) {
    if (length + 1 >= size || recv(connection, message + length, 1, 0) <= 0) return 0;
    lines += message[length] == '\n';
  }
  message[length] = 0;
  return 1;
}

enum { out_of_range = 3 };

static void serve(int connection) {
  char message[2048], answer[256], *rest;
  if (!read_message(connection, message, sizeof message)) return;
  const char *line = strchr(message, '\n') + 1;
  long client_number = strtol(line, &rest, 10);
  if (rest == line || *rest != '\n') return; /* that was no integer */
  if (client_number < 1 || client_number > 100) exit(out_of_range);
  int length = snprintf(answer, sizeof answer, "%s\n%d\n", name, number);
  send_all(connection, answer, length);
}

/* A client's process that found a number out of range ends the server. */
static void reap(int signal) {
  (void)signal;
  for (int status; waitpid(-1, &status, WNOHANG) > 0;) {
    if (WIFEXITED(status) && WEXITSTATUS(status) == out_of_range) _exit(0);
  }
}

int main(int argc, char **argv) {
  if (argc < 2) return 1;
  int listener = bound_socket(SOCK_STREAM, argv[1]);
  serve_each(listener, serve, reap);
}
