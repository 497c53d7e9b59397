#include "daemon/http/origin.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

static void add(struct origin *o, const char *host, size_t n, unsigned port) {
    char *to = o->hosts[o->n++];
    if (port == 0)
        (void)snprintf(to, ORIGIN_HOST_MAX, "%.*s", (int)n, host);
    else
        (void)snprintf(to, ORIGIN_HOST_MAX, "%.*s:%u", (int)n, host, port);
}

/* A host as given, and without or with the scheme's own port. */
static void add_both(struct origin *o, const char *host, size_t n, unsigned port, unsigned usual) {
    add(o, host, n, port != 0 ? port : usual);
    if (port == 0 || port == usual)
        add(o, host, n, 0);
}

static enum errc from_url(const char *url, struct origin *o, struct err *e) {
    o->https = strncasecmp(url, "https://", 8) == 0;
    if (!o->https && strncasecmp(url, "http://", 7) != 0)
        return ERR(e, E_INVALID, "public_url must begin with https:// or http://.");
    const char *host = url + (o->https ? 8 : 7);
    size_t n = strcspn(host, "/");
    if (host[n] == '/' && host[n + 1] != '\0')
        return ERR(e, E_INVALID, "public_url is the address of the server, without a path.");
    size_t name = host[0] == '[' ? strcspn(host, "]") + 1 : strcspn(host, ":/");
    if (n == 0 || name == 0 || name > n || n >= ORIGIN_HOST_MAX - 8 || strcspn(host, "@?# \t") < n)
        return ERR(e, E_INVALID, "public_url holds no host name.");
    unsigned port = 0;
    if (name < n && (host[name] != ':' || sscanf(host + name + 1, "%5u", &port) != 1 || port == 0 ||
                     port > 65535))
        return ERR(e, E_INVALID, "public_url holds a port that is none.");
    add_both(o, host, name, port, o->https ? 443 : 80);
    return OK;
}

enum errc origin_make(const char *public_url, const char *address, uint16_t port,
                      struct origin *ret_origin, struct err *e) {
    struct origin o = { 0 };
    if (public_url != NULL) {
        TRY(from_url(public_url, &o, e));
    } else {
        add_both(&o, "localhost", 9, port, port != 0 ? 80 : 0);
        if (port != 0)
            add_both(&o, address, strlen(address), port, 80);
    }
    *ret_origin = o;
    return OK;
}

bool origin_has(const struct origin *o, const char *host) {
    for (size_t i = 0; i < o->n; i++)
        if (strcasecmp(o->hosts[i], host) == 0)
            return true;
    return false;
}
