/* Sends each message of one client back reversed, code point by code point, until one is "end". */
#include "../server.h"

static void reverse(char *bytes, size_t count) {
  for (size_t first = 0, last = count; first + 1 < last; first++) {
    char byte = bytes[first];
    bytes[first] = bytes[--last];
    bytes[last] = byte;
  }
}

static void reverse_text(char *text, size_t length) {
  /* First each character of several bytes, then all: so the bytes of a character keep their order. */
  for (size_t at = 0, size; at < length; at += size) {
    for (size = 1; at + size < length && (text[at + size] & 0xC0) == 0x80;) size++;
    reverse(text + at, size);
  }
  reverse(text, length);
}

int main(int argc, char **argv) {
  if (argc < 2) return 1;
  int listener = bound_socket(SOCK_STREAM, argv[1]);
  int connection = accept(listener, NULL, NULL), is_end = 0;
  char message[4096];
  while (!is_end) {
    ssize_t length = recv(connection, message, sizeof message, 0);
    if (length <= 0) break;
    is_end = length == 3 && memcmp(message, "end", 3) == 0;
    reverse_text(message, length);
    send_all(connection, message, length);
  }
  close(connection);
  close(listener);
}
