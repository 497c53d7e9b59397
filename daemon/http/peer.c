#include "daemon/http/peer.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "daemon/base/arena.h"
#include "daemon/base/hash.h"
#include "daemon/base/rand.h"
#include "daemon/base/text.h"
#include "daemon/http/limits.h"

static unsigned char bucket_key[HASH_KEY];

void peer_start(void) {
    rand_bytes(bucket_key, sizeof bucket_key);
}

static struct address from_v6(const uint8_t bytes[16]) {
    static const uint8_t MAPPED[12] = { [10] = 0xff, [11] = 0xff };
    struct address a = { 0 };
    if (memcmp(bytes, MAPPED, sizeof MAPPED) == 0) {
        a.family = 4;
        memcpy(a.bytes, bytes + 12, 4);
    } else {
        a.family = 6;
        memcpy(a.bytes, bytes, 16);
    }
    return a;
}

bool address_parse(const char *s, size_t n, struct address *ret_address) {
    char text[INET6_ADDRSTRLEN] = "";
    if (n >= 2 && s[0] == '[' && s[n - 1] == ']') {
        s++;
        n -= 2;
    }
    if (n == 0 || n >= sizeof text)
        return false;
    memcpy(text, s, n);
    uint8_t bytes[16] = { 0 };
    if (inet_pton(AF_INET, text, bytes) == 1) {
        *ret_address = (struct address) { .family = 4 };
        memcpy(ret_address->bytes, bytes, 4);
        return true;
    }
    if (inet_pton(AF_INET6, text, bytes) != 1)
        return false;
    *ret_address = from_v6(bytes);
    return true;
}

struct address address_of(const struct sockaddr *sa) {
    struct address a = { 0 };
    if (sa->sa_family == AF_INET) {
        a.family = 4;
        memcpy(a.bytes, &((const struct sockaddr_in *)(const void *)sa)->sin_addr, 4);
    } else if (sa->sa_family == AF_INET6) {
        a = from_v6(((const struct sockaddr_in6 *)(const void *)sa)->sin6_addr.s6_addr);
    }
    return a;
}

uint64_t address_bucket(const struct address *a) {
    uint8_t in[9] = { a->family };
    memcpy(in + 1, a->bytes, a->family == 6 ? 8 : 4);
    return hash64(in, sizeof in, bucket_key);
}

/* One "address" or "address/bits". */
static bool net_parse(const char *s, size_t n, struct proxies *p) {
    const char *slash = memchr(s, '/', n);
    struct address a = { 0 };
    if (!address_parse(s, slash != NULL ? (size_t)(slash - s) : n, &a))
        return false;
    unsigned most = a.family == 4 ? 32 : 128;
    int64_t bits = most;
    if (slash != NULL) {
        char digits[4] = "";
        size_t len = n - (size_t)(slash + 1 - s);
        if (len == 0 || len >= sizeof digits)
            return false;
        memcpy(digits, slash + 1, len);
        if (text_i64(digits, 0, most, &bits) != OK)
            return false;
    }
    p->nets[p->n].address = a;
    p->nets[p->n++].prefix = (unsigned)bits;
    return true;
}

enum errc proxies_parse(const char *list, struct proxies *ret_proxies, struct err *e) {
    struct proxies p = { 0 };
    for (const char *at = list != NULL ? list : ""; *at != '\0';) {
        at += strspn(at, ", \t");
        size_t n = strcspn(at, ", \t");
        if (n == 0)
            break;
        if (p.n == PROXIES_MAX)
            return ERR(e, E_TOO_LARGE, "More than %d trusted proxies are given.", PROXIES_MAX);
        if (!net_parse(at, n, &p))
            return ERR(e, E_INVALID, "trusted_proxies holds %.*s, which is no address.",
                       (int)(n < 60 ? n : 60), at);
        at += n;
    }
    *ret_proxies = p;
    return OK;
}

static bool in_net(const struct address *a, const struct address *net, unsigned prefix) {
    if (a->family != net->family)
        return false;
    size_t whole = prefix / 8;
    if (memcmp(a->bytes, net->bytes, whole) != 0)
        return false;
    unsigned rest = prefix % 8;
    return rest == 0 || (a->bytes[whole] ^ net->bytes[whole]) >> (8 - rest) == 0;
}

bool proxies_trust(const struct proxies *p, const struct address *a) {
    if (a->family == 0)
        return true;
    for (size_t i = 0; i < p->n; i++)
        if (in_net(a, &p->nets[i].address, p->nets[i].prefix))
            return true;
    return false;
}

/* Walk one X-Forwarded-For from the right while what stands there is trusted. Returns false when
 * the walk is over: an address that is not trusted, or no address at all. */
static bool walk(const char *list, const struct proxies *p, struct address *at) {
    size_t end = strlen(list);
    while (end > 0) {
        size_t start = end;
        while (start > 0 && list[start - 1] != ',')
            start--;
        size_t from = start, to = end;
        while (from < to && (list[from] == ' ' || list[from] == '\t'))
            from++;
        while (to > from && (list[to - 1] == ' ' || list[to - 1] == '\t'))
            to--;
        if (!address_parse(list + from, to - from, at))
            return false;
        if (!proxies_trust(p, at))
            return false;
        end = start > 0 ? start - 1 : 0;
    }
    return true;
}

static struct address who(const struct address *from, const struct proxies *p,
                          const struct header *headers, size_t n) {
    struct address at = *from;
    if (!proxies_trust(p, from))
        return at;
    for (size_t i = n; i > 0; i--)
        if (strcasecmp(headers[i - 1].name, "X-Forwarded-For") == 0 &&
            !walk(headers[i - 1].value, p, &at))
            break;
    return at;
}

static const char *text_of(const struct address *a, size_t keep, const char *suffix,
                           char out[ADDRESS_TEXT_MAX]) {
    uint8_t bytes[16] = { 0 };
    char text[INET6_ADDRSTRLEN] = "unix";
    memcpy(bytes, a->bytes, keep);
    if (a->family != 0)
        (void)inet_ntop(a->family == 4 ? AF_INET : AF_INET6, bytes, text, sizeof text);
    (void)snprintf(out, ADDRESS_TEXT_MAX, "%s%s", text, a->family != 0 ? suffix : "");
    return out;
}

const char *address_text(const struct address *a, char out[ADDRESS_TEXT_MAX]) {
    return text_of(a, sizeof a->bytes, "", out);
}

const char *address_network(const struct address *a, char out[ADDRESS_TEXT_MAX]) {
    return a->family == 4 ? text_of(a, 3, "/24", out) : text_of(a, 6, "/48", out);
}

/* The User-Agent as it may stand in a log or a list of sessions. */
static const char *user_agent(const struct header *headers, size_t n, struct arena *a) {
    for (size_t i = 0; i < n; i++) {
        if (strcasecmp(headers[i].name, "User-Agent") != 0)
            continue;
        char *text = arena_strndup(a, headers[i].value, strnlen(headers[i].value, USER_AGENT_MAX));
        for (char *c = text; *c != '\0'; c++)
            if (*c < ' ' || *c > '~')
                *c = '?';
        return text;
    }
    return "";
}

struct peer peer_of(const struct address *from, const struct proxies *p,
                    const struct header *headers, size_t headers_n, struct arena *a) {
    struct address at = who(from, p, headers, headers_n);
    char address[ADDRESS_TEXT_MAX], network[ADDRESS_TEXT_MAX];
    return (struct peer) {
        .address = arena_strdup(a, address_text(&at, address)),
        .network = arena_strdup(a, address_network(&at, network)),
        .bucket = address_bucket(&at),
        .user_agent = user_agent(headers, headers_n, a),
    };
}
