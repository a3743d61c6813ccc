/* Answers one message of each client in upper case. */
#include "../server.h"

#include <locale.h>
#include <wchar.h>
#include <wctype.h>

static void serve(int connection) {
  char message[4096], answer[4 * sizeof message];
  wchar_t text[sizeof message];
  ssize_t length = recv(connection, message, sizeof message - 1, 0);
  if (length <= 0) return;
  message[length] = 0;
  size_t characters = mbstowcs(text, message, sizeof message);
  if (characters == (size_t)-1) return; /* that was no text */
  for (size_t at = 0; at < characters; at++) text[at] = towupper(text[at]);
  send_all(connection, answer, wcstombs(answer, text, sizeof answer));
}

int main(int argc, char **argv) {
  if (argc < 2 || setlocale(LC_CTYPE, "C.UTF-8") == NULL) return 1;
  serve_each(bound_socket(SOCK_STREAM, argv[1]), serve, SIG_IGN);
}
