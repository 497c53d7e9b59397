#include "daemon/http/html.h"

#include <string.h>

/* The same five for text and for quoted values: a place is never chosen wrongly. */
static const char *entity_of(char c) {
    switch (c) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\'':
        return "&#39;";
    default:
        return NULL;
    }
}

void html_put_text(struct html *h, const char *s) {
    if (s == NULL)
        return;
    while (*s != '\0') {
        size_t n = strcspn(s, "&<>\"'");
        buf_put(h->out, s, n);
        s += n;
        if (*s != '\0')
            buf_puts(h->out, entity_of(*s++));
    }
}

void html_put_int(struct html *h, int64_t v) {
    buf_put_i64(h->out, v);
}

void html_put_size(struct html *h, size_t v) {
    buf_printf(h->out, "%zu", v);
}

void html_put_safe(struct html *h, struct html_safe s) {
    if (s.markup != NULL)
        buf_puts(h->out, s.markup);
}

static bool begins(const char *s, const char *prefix) {
    return strncmp(s, prefix, strlen(prefix)) == 0;
}

/* Browsers drop tabs and line ends inside an address and read \ as /, so "/\t/host" and "/\host"
 * would leave our site. */
static bool is_allowed(const char *url) {
    for (const char *p = url; *p != '\0'; p++)
        if ((unsigned char)*p <= ' ' || *p == 0x7f || *p == '\\')
            return false;
    if (begins(url, "/"))
        return url[1] != '/';
    return begins(url, "#") || begins(url, "?") || begins(url, "https://") ||
           begins(url, "mailto:");
}

void html_put_url(struct html *h, struct html_url u) {
    html_put_text(h, u.url != NULL && is_allowed(u.url) ? u.url : "#");
}

void html_put_url_text(struct html *h, const char *url) {
    html_put_url(h, (struct html_url) { url });
}

static bool is_unreserved(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '.' || c == '_' || c == '~';
}

static void put_encoded(struct html *h, const char *s, char kept) {
    for (; s != NULL && *s != '\0'; s++) {
        if (is_unreserved(*s) || *s == kept)
            buf_putc(h->out, *s);
        else
            buf_printf(h->out, "%%%02X", (unsigned)(unsigned char)*s);
    }
}

void html_put_url_part(struct html *h, const char *s) {
    put_encoded(h, s, '~');
}

void html_put_url_mail(struct html *h, const char *s) {
    put_encoded(h, s, '@');
}

void html_put_json(struct html *h, const char *json) {
    if (json == NULL)
        json = "null";
    while (*json != '\0') {
        size_t n = strcspn(json, "<");
        buf_put(h->out, json, n);
        json += n;
        if (*json != '\0') {
            buf_puts(h->out, "\\u003c");
            json++;
        }
    }
}

void html_raw(struct html *h, const char *bytes, size_t n) {
    buf_put(h->out, bytes, n);
}
