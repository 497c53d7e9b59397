/* http/head.h — the strict front check of what a connection sends, byte by byte.
 *
 * evhttp accepts much that is not HTTP or that two servers read in two ways (SECURITY.md §4). This
 * machine sees every byte before evhttp does and says at the end of each head whether it may go
 * on, and which status refuses it. It follows bodies by their Content-Length, so it also finds the
 * heads of pipelined requests. Pure; where the bytes are cut does not matter.
 *
 *     head_init → (head_feed → HEAD_MORE | HEAD_DONE | HEAD_FAULT)*
 *
 * After HEAD_FAULT the machine stays at the fault and consumes everything.
 */
#ifndef DAEMON_HTTP_HEAD_H
#define DAEMON_HTTP_HEAD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What head_feed came to. */
enum head_event {
    HEAD_MORE,  /* all bytes consumed, nothing complete */
    HEAD_DONE,  /* a head is complete: look at the fields below before feeding on */
    HEAD_FAULT, /* status and why say what is wrong */
};

/* The method, as far as this server tells methods apart. */
enum head_method { HEAD_M_GET, HEAD_M_HEAD, HEAD_M_POST, HEAD_M_OTHER };

enum { HEAD_PATH_MAX = 160, HEAD_NAME_MAX = 20, HEAD_VALUE_MAX = 16 };

/* Where in a head the machine is; private to head.c but for HEAD_AT_START and HEAD_AT_BODY. */
enum head_at {
    HEAD_AT_START, /* nothing of the next head came yet */
    HEAD_AT_METHOD,
    HEAD_AT_TARGET,
    HEAD_AT_VERSION,
    HEAD_AT_LINE_LF,
    HEAD_AT_NAME_START,
    HEAD_AT_NAME,
    HEAD_AT_VALUE_START,
    HEAD_AT_VALUE,
    HEAD_AT_VALUE_LF,
    HEAD_AT_END_LF,
    HEAD_AT_BODY,
    HEAD_AT_FAULT,
};

/* One connection's machine. All of it may be read; only head.c writes. */
struct head {
    enum head_at at;
    int status;      /* at a fault */
    const char *why; /* at a fault: static words for the log */
    uint64_t heads;  /* complete heads so far; a fault is in head number heads + 1 */

    /* Of the head that is being read, or was completed last */
    enum head_method method;
    char path[HEAD_PATH_MAX]; /* the raw target up to '?', NUL-ended, when path_whole */
    bool path_whole;
    bool has_length;
    bool has_cookie; /* a Cookie header; whether it holds a living session is the guard's to say */
    uint64_t length; /* Content-Length, 0 without one */

    uint64_t body_left;
    uint32_t bytes, line_bytes;
    uint16_t headers, path_len;
    uint8_t word_len, name_len, value_len, known;
    bool in_query, has_host, value_inside, value_blank;
    char word[HEAD_NAME_MAX];   /* method or version being read */
    char name[HEAD_NAME_MAX];   /* header name, lower case, cut */
    char value[HEAD_VALUE_MAX]; /* Content-Length or Expect, cut */
};

/* Make ready for a new connection. */
void head_init(struct head *h);

/* Feed n bytes. Returns how many were consumed: all of them, but for HEAD_DONE only those up to
 * the end of the head; feed the rest again. */
size_t head_feed(struct head *h, const char *bytes, size_t n, enum head_event *ret_event);

#endif
