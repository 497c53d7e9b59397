#include "daemon/conf/url.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "daemon/base/arena.h"

enum { NAME_MAX_BYTES = 253, PORT_MAX = 65535 };

#define LETTERS_AND_DIGITS "abcdefghijklmnopqrstuvwxyz0123456789"

static char *lower(struct arena *a, const char *text, size_t n) {
    char *low = arena_strndup(a, text, n);
    for (char *p = low; *p != '\0'; p++)
        if (*p >= 'A' && *p <= 'Z')
            *p = (char)(*p - 'A' + 'a');
    return low;
}

/* A name or an IPv4 address, or an IPv6 address in brackets; lower case. */
static bool is_host(const char *host) {
    size_t n = strlen(host);
    if (n == 0 || n > NAME_MAX_BYTES)
        return false;
    if (host[0] == '[')
        return n > 2 && strspn(host + 1, "abcdef0123456789:.") == n - 2 && host[n - 1] == ']';
    return strspn(host, LETTERS_AND_DIGITS "-.") == n && host[0] != '.' && host[0] != '-' && strstr(host, "..") == NULL;
}

/* ":8443" → 8443, "" → usual, anything else → 0. */
static long port_of(const char *text, size_t n, long usual) {
    if (n == 0)
        return usual;
    if (n < 2 || n > 6 || strspn(text + 1, "0123456789") < n - 1)
        return 0;
    long port = strtol(text + 1, NULL, 10);
    return port <= PORT_MAX ? port : 0;
}

enum errc url_origin(const char *url, struct arena *a, const char **ret_origin, struct err *e) {
    bool https = strncasecmp(url, "https://", 8) == 0;
    if (!https && strncasecmp(url, "http://", 7) != 0)
        return ERR(e, E_INVALID, "\"%.60s\" must begin with https:// or http://, as in https://otbor.example.com", url);
    const char *from = url + (https ? 8 : 7);
    size_t n = strcspn(from, "/?#");
    size_t host_n = from[0] == '[' ? strcspn(from, "]") + 1 : strcspn(from, ":/?#");
    const char *host = host_n <= n ? lower(a, from, host_n) : "";
    if (strcspn(from, "@") < n)
        return ERR(e, E_INVALID, "no name or password belongs in \"%.60s\"; leave out all up to the @", url);
    if (!is_host(host))
        return ERR(e, E_INVALID, "\"%.60s\" names no host; write one as in https://otbor.example.com, "
                   "letters past a-z as xn--...", url);
    long usual = https ? 443 : 80, port = port_of(from + host_n, n - host_n, usual);
    if (port == 0)
        return ERR(e, E_INVALID, "the port of \"%.60s\" is no number from 1 to %d; leave it out or mend it", url, PORT_MAX);
    if (from[n] != '\0' && strcmp(from + n, "/") != 0)
        return ERR(e, E_INVALID, "\"%.60s\" has a path; a host of its own is needed, as in https://otbor.example.com", url);
    const char *scheme = https ? "https" : "http";
    *ret_origin = port == usual ? arena_printf(a, "%s://%s", scheme, host) : arena_printf(a, "%s://%s:%ld", scheme, host, port);
    return OK;
}
