/* Sends the files of the folder it starts in, in blocks of 1024 bytes. */
#include "../server.h"

#include <fcntl.h>
#include <sys/stat.h>

static const char refusal[] = "ERROR no such file\n";

static int read_name(int connection, char *name, size_t size) {
  size_t length = 0;
  for (;; length++) {
    if (length >= size || recv(connection, name + length, 1, 0) <= 0) return 0;
    if (name[length] == '\n') break;
  }
  name[length] = 0;
  return 1;
}

static int open_file(const char *name, struct stat *found) {
  if (strchr(name, '/') != NULL) return -1;
  int file = open(name, O_RDONLY | O_NOFOLLOW);
  if (file >= 0 && fstat(file, found) == 0 && S_ISREG(found->st_mode)) return file;
  if (file >= 0) close(file);
  return -1;
}

static void serve(int connection) {
  char name[1024], block[1024];
  struct stat found;
  if (!read_name(connection, name, sizeof name)) return;
  int file = open_file(name, &found);
  if (file < 0) {
    send_all(connection, refusal, sizeof refusal - 1);
    return;
  }
  int length = snprintf(block, sizeof block, "OK %lld\n", (long long)found.st_size);
  send_all(connection, block, length);
  for (ssize_t count; (count = read(file, block, sizeof block)) > 0;) {
    send_all(connection, block, count);
  }
  close(file);
}

int main(int argc, char **argv) {
  if (argc < 2) return 1;
  serve_each(bound_socket(SOCK_STREAM, argv[1]), serve, SIG_IGN);
}
