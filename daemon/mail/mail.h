/* mail/mail.h — one letter to one mail server. The only home of libcurl.
 *
 * Plain text, UTF-8, quoted where headers need it. TLS is demanded of every server but one on this
 * machine. Addresses were checked at the border (base/text.h: no controls, no blanks, no <>), and are
 * checked again here, because libcurl would send a line break in an address as another command.
 */
#ifndef DAEMON_MAIL_MAIL_H
#define DAEMON_MAIL_MAIL_H

#include <stdatomic.h>
#include <stdint.h>
#include "daemon/base/err.h"

struct arena;

struct mail {
    int64_t id;          /* becomes the Message-ID, so that a letter sent twice is one letter */
    const char *from;    /* address; also the host of the Message-ID */
    const char *to;      /* address */
    const char *subject; /* one line */
    const char *body;    /* paragraphs, LF */
    const char *lang;    /* "ru", "en": Content-Language */
    int64_t at;          /* Unix ms: Date */
};

/* Ready libcurl; once, before threads. mail_fini() at the end. */
void mail_init(void);
void mail_fini(void);

/* The letter as it goes over the line: headers and body, CRLF. For tests and `otbor outbox`.
 * Errors: E_INVALID (an address or subject with a control character). Memory: in a. */
enum errc mail_text(const struct mail *m, struct arena *a, const char **ret_text, struct err *e) MUST_CHECK;

/* Send by smtp://[USER:PASSWORD@]HOST[:PORT] or smtps://… Blocks, 30 s at most, and at most a second
 * after *stop became true (NULL = it never does). Thread: the waiting jobs'.
 * Errors: E_INVALID (url or letter), E_BUSY (the server is away or refuses for now, or we stop: try again),
 * E_DENIED (the server refuses this letter for good). */
enum errc mail_send(const char *smtp_url, const struct mail *m, const atomic_bool *stop, struct arena *a,
                    struct err *e) MUST_CHECK;

#endif
