#include "daemon/http/listen.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "daemon/base/text.h"

enum { BACKLOG = 1024 };

union any_address {
    struct sockaddr sa;
    struct sockaddr_in in;
    struct sockaddr_in6 in6;
};

static socklen_t length_of(const union any_address *a) {
    return a->sa.sa_family == AF_INET ? sizeof a->in : sizeof a->in6;
}

static void close_all(const int *fds, int n) {
    for (int i = 0; i < n; i++)
        (void)close(fds[i]);
}

/* "HOST:PORT" into a socket address. */
static enum errc parse(const char *spec, union any_address *ret_address, struct listening *where,
                       struct err *e) {
    const char *colon = strrchr(spec, ':');
    int64_t port = 0;
    if (colon == NULL || colon == spec || text_i64(colon + 1, 0, 65535, &port) != OK)
        return ERR(e, E_INVALID, "The listening address must be HOST:PORT or unix:/path.");
    size_t n = (size_t)(colon - spec);
    if (n >= sizeof where->host)
        return ERR(e, E_INVALID, "The listening host is too long.");
    (void)snprintf(where->host, sizeof where->host, "%.*s", (int)n, spec);
    if (strcmp(where->host, "localhost") == 0)
        (void)snprintf(where->host, sizeof where->host, "127.0.0.1");
    union any_address a = { 0 };
    char bare[LISTEN_ADDRESS_MAX] = "";
    n = strlen(where->host);
    if (where->host[0] == '[' && where->host[n - 1] == ']')
        (void)snprintf(bare, sizeof bare, "%.*s", (int)(n - 2), where->host + 1);
    if (bare[0] != '\0' && inet_pton(AF_INET6, bare, &a.in6.sin6_addr) == 1) {
        a.in6.sin6_family = AF_INET6;
        a.in6.sin6_port = htons((uint16_t)port);
    } else if (inet_pton(AF_INET, where->host, &a.in.sin_addr) == 1) {
        a.in.sin_family = AF_INET;
        a.in.sin_port = htons((uint16_t)port);
    } else {
        return ERR(e, E_INVALID,
                   "The listening host must be an address such as 127.0.0.1 or [::1].");
    }
    *ret_address = a;
    return OK;
}

static enum errc check_unix(const char *path, struct err *e) {
    if (path[0] != '/' || strlen(path) >= sizeof((struct sockaddr_un *)0)->sun_path)
        return ERR(e, E_INVALID, "A unix socket needs an absolute path of at most 100 bytes.");
    return OK;
}

static enum errc cannot_bind(const char *spec, int sys, struct err *e) {
    if (sys == EADDRINUSE)
        return ERR(e, E_CONFLICT, "%.80s is in use by another program; stop that, or --listen on another port",
                       spec);
    return ERR_SYS(e, E_INTERNAL, sys, "%.80s cannot be listened on: %s; --listen 127.0.0.1:8080", spec, strerror(sys));
}

static enum errc open_one(const char *spec, const union any_address *a, int *ret_fd, struct err *e) {
    int fd = socket(a->sa.sa_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (fd < 0)
        return ERR_SYS(e, E_INTERNAL, errno, "no socket could be made");
    int on = 1;
    /* Accepted sockets inherit TCP_NODELAY: a reply leaves at once. */
    if (setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) != 0 ||
        setsockopt(fd, SOL_SOCKET, SO_REUSEPORT, &on, sizeof on) != 0 ||
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on) != 0 ||
        (a->sa.sa_family == AF_INET6 &&
         setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof on) != 0) ||
        bind(fd, &a->sa, length_of(a)) != 0 || listen(fd, BACKLOG) != 0) {
        int sys = errno;
        (void)close(fd);
        return cannot_bind(spec, sys, e);
    }
    *ret_fd = fd;
    return OK;
}

/* SO_REUSEPORT would let a second server of the same user join in silently; a socket without it
 * finds out. */
static enum errc check_free(const char *spec, const union any_address *a, struct err *e) {
    int fd = socket(a->sa.sa_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    int on = 1;
    if (fd < 0 || setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) != 0)
        return ERR_SYS(e, E_INTERNAL, errno, "no socket could be made");
    int failed = bind(fd, &a->sa, length_of(a)) != 0 ? errno : 0;
    (void)close(fd);
    return failed == EADDRINUSE ? cannot_bind(spec, failed, e) : OK;
}

static enum errc open_inet(const char *spec, int n, int *ret_fds, struct listening *where,
                           struct err *e) {
    union any_address a = { 0 };
    TRY(parse(spec, &a, where, e));
    TRY(check_free(spec, &a, e));
    for (int i = 0; i < n; i++) {
        enum errc code = open_one(spec, &a, &ret_fds[i], e);
        socklen_t len = sizeof a;
        if (code == OK && i == 0 && getsockname(ret_fds[0], &a.sa, &len) != 0)
            code = ERR_SYS(e, E_INTERNAL, errno, "the listening port cannot be read");
        if (code != OK) {
            close_all(ret_fds, i);
            return code;
        }
    }
    where->port = ntohs(a.sa.sa_family == AF_INET ? a.in.sin_port : a.in6.sin6_port);
    (void)snprintf(where->address, sizeof where->address, "http://%s:%u", where->host,
                   (unsigned)where->port);
    return OK;
}

static enum errc open_unix(const char *path, int n, int *ret_fds, struct listening *where,
                           struct err *e) {
    struct sockaddr_un a = { .sun_family = AF_UNIX };
    TRY(check_unix(path, e));
    (void)snprintf(a.sun_path, sizeof a.sun_path, "%s", path);
    struct stat st = { 0 };
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (fd < 0)
        return ERR_SYS(e, E_INTERNAL, errno, "no socket could be made");
    if (lstat(path, &st) == 0 && S_ISSOCK(st.st_mode)) {
        if (connect(fd, (struct sockaddr *)&a, sizeof a) == 0 || errno == EAGAIN) {
            (void)close(fd);
            return ERR(e, E_CONFLICT, "Another server listens on the unix socket.");
        }
        (void)unlink(path);
    }
    if (bind(fd, (struct sockaddr *)&a, sizeof a) != 0 || chmod(path, 0660) != 0 ||
        listen(fd, BACKLOG) != 0) {
        int sys = errno;
        (void)close(fd);
        return ERR_SYS(e, E_INTERNAL, sys, "the unix socket cannot be bound");
    }
    ret_fds[0] = fd;
    for (int i = 1; i < n; i++) {
        ret_fds[i] = fcntl(fd, F_DUPFD_CLOEXEC, 0);
        if (ret_fds[i] < 0) {
            close_all(ret_fds, i);
            return ERR_SYS(e, E_INTERNAL, errno, "the unix socket cannot be shared");
        }
    }
    (void)snprintf(where->path, sizeof where->path, "%s", path);
    (void)snprintf(where->address, sizeof where->address, "unix:%s", path);
    return OK;
}

enum errc listen_check(const char *spec, struct err *e) {
    union any_address a = { 0 };
    struct listening where = { 0 };
    return strncmp(spec, "unix:", 5) == 0 ? check_unix(spec + 5, e) : parse(spec, &a, &where, e);
}

bool listen_is_local(const char *spec) {
    union any_address a = { 0 };
    struct listening where = { 0 };
    if (strncmp(spec, "unix:", 5) == 0)
        return true;
    if (parse(spec, &a, &where, NULL) != OK)
        return false;
    return a.sa.sa_family == AF_INET ? ntohl(a.in.sin_addr.s_addr) >> 24 == 127
                                     : IN6_IS_ADDR_LOOPBACK(&a.in6.sin6_addr);
}

enum errc listen_open(const char *spec, int n, int *ret_fds, struct listening *ret_where,
                      struct err *e) {
    *ret_where = (struct listening) { 0 };
    if (strncmp(spec, "unix:", 5) == 0)
        return open_unix(spec + 5, n, ret_fds, ret_where, e);
    return open_inet(spec, n, ret_fds, ret_where, e);
}
