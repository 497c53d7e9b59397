/* http/html.h — what compiled templates write with.
 *
 * Escaping is chosen by type and is the default: text is escaped, whole numbers are printed, struct
 * html_safe goes out raw, an address goes only where an address belongs. A double does not compile
 * until somebody chose a format (web/format.h).
 */
#ifndef DAEMON_HTTP_HTML_H
#define DAEMON_HTTP_HTML_H

#include <stdbool.h>
#include <stdint.h>
#include "daemon/base/buf.h"
#include "daemon/base/text.h"

struct arena;

/* A page being written: into out, scratch in arena, texts in lang. */
struct html {
    struct buf *out;
    struct arena *arena;
    enum lang lang;
};

/* Markup that this program made itself. Never made from anything a person typed. */
struct html_safe {
    const char *markup;
};

/* An address for href, action and src: a path of ours ("/…", not "//…"), "#…", "https://…" or
 * "mailto:…"; html_put_url writes "#" for anything else. */
struct html_url {
    const char *url;
};

void html_put_text(struct html *h, const char *s); /* NULL is nothing */
void html_put_int(struct html *h, int64_t v);
void html_put_safe(struct html *h, struct html_safe s);
void html_put_url(struct html *h, struct html_url u);

#define html_put(h, v)                                                                            \
    _Generic((v), char *: html_put_text, const char *: html_put_text, int: html_put_int,          \
        unsigned: html_put_int, long: html_put_int, unsigned long: html_put_int,                  \
        struct html_safe: html_put_safe)((h), (v))

/* Raw bytes of a template; only generated code calls it. */
void html_raw(struct html *h, const char *bytes, size_t n);

#endif
