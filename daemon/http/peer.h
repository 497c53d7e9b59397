/* http/peer.h — whose request it is, as far as addresses tell. */
#ifndef DAEMON_HTTP_PEER_H
#define DAEMON_HTTP_PEER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "daemon/base/err.h"
#include "daemon/http/request.h"

struct arena;
struct sockaddr;

/* An address without its port. An IPv4 address mapped into IPv6 is the IPv4 one. */
struct address {
    uint8_t family; /* 4, 6, or 0 for a unix socket */
    uint8_t bytes[16];
};

enum { PROXIES_MAX = 16 };

/* The addresses (or networks, "10.0.0.0/8") whose X-Forwarded-For is believed. */
struct proxies {
    struct {
        struct address address;
        unsigned prefix; /* bits that count */
    } nets[PROXIES_MAX];
    size_t n;
};

/* Draw the key of address_bucket; once, before threads. */
void peer_start(void);

/* Read n bytes of "192.0.2.1", "2001:db8::1" or "[2001:db8::1]". */
bool address_parse(const char *s, size_t n, struct address *ret_address);

/* The address of an accepted socket. */
struct address address_of(const struct sockaddr *sa);

/* A keyed hash of what counts as one peer: an IPv4 address, an IPv6 /64. */
uint64_t address_bucket(const struct address *a);

enum { ADDRESS_TEXT_MAX = 64 };

/* The address, or its network ("192.0.2.0/24", "2001:db8::/48"), as text in out, which is returned.
 * A unix socket is "unix". */
const char *address_text(const struct address *a, char out[ADDRESS_TEXT_MAX]);
const char *address_network(const struct address *a, char out[ADDRESS_TEXT_MAX]);

/* Read a comma-separated list; NULL is an empty one.
 * Errors: E_INVALID (not an address), E_TOO_LARGE past PROXIES_MAX. */
enum errc proxies_parse(const char *list, struct proxies *ret_proxies, struct err *e) MUST_CHECK;

/* Is it one of ours? A unix socket always is: who can reach it runs on this machine. */
bool proxies_trust(const struct proxies *p, const struct address *a);

/* The peer of a request that came over a connection from `from`: the rightmost address of
 * X-Forwarded-For that is not a trusted proxy, when `from` is one; else `from`. Memory: in a. */
struct peer peer_of(const struct address *from, const struct proxies *p,
                    const struct header *headers, size_t headers_n, struct arena *a);

#endif
