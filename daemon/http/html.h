/* http/html.h — what compiled templates write with.
 *
 * Escaping is chosen by type and is the default: text is escaped, whole numbers are printed, struct
 * html_safe goes out raw, an address goes only where an address belongs. A double does not compile
 * until somebody chose a format (web/kit/format.h).
 */
#ifndef DAEMON_HTTP_HTML_H
#define DAEMON_HTTP_HTML_H

#include <stdbool.h>
#include <stddef.h>
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

/* An address for href, action and src: a path of ours ("/…", not "//…"), "?…", "#…", "https://…" or
 * "mailto:…", without blanks, controls and backslashes; html_put_url writes "#" for anything else.
 */
struct html_url {
    const char *url;
};

void html_put_text(struct html *h, const char *s); /* NULL is nothing */
void html_put_int(struct html *h, int64_t v);
void html_put_size(struct html *h, size_t v);
void html_put_safe(struct html *h, struct html_safe s);
void html_put_url(struct html *h, struct html_url u);

#define html_put(h, v)                                                                             \
    _Generic((v), char *: html_put_text, const char *: html_put_text, int: html_put_int,          \
        unsigned: html_put_int, long: html_put_int, unsigned long: html_put_size,                 \
        struct html_safe: html_put_safe)((h), (v))

/* The rest is called by generated code only. */

/* An address as a whole: a string or a struct html_url, through html_put_url. */
void html_put_url_text(struct html *h, const char *url);
#define html_put_address(h, v)                                                                     \
    _Generic((v), char *: html_put_url_text, const char *: html_put_url_text,                     \
        struct html_url: html_put_url)((h), (v))

/* One component of an address behind something literal, as in "/desk/{{ v->id }}?q={{ v->q }}":
 * everything but letters, digits and -._~ is percent-encoded. NULL is nothing. */
void html_put_url_part(struct html *h, const char *s);
#define html_put_part(h, v)                                                                        \
    _Generic((v), char *: html_put_url_part, const char *: html_put_url_part, int: html_put_int,  \
        unsigned: html_put_int, long: html_put_int, unsigned long: html_put_size)((h), (v))

/* The same for an e-mail address behind "mailto:": its @ stays. */
void html_put_url_mail(struct html *h, const char *s);

/* JSON for a <script type="application/json">: < goes out as \u003c, so nothing in it can end the
 * element. NULL is null. */
void html_put_json(struct html *h, const char *json);

/* Raw bytes of a template. */
void html_raw(struct html *h, const char *bytes, size_t n);

#endif
