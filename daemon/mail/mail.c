#include "daemon/mail/mail.h"

#include <curl/curl.h>
#include <stdbool.h>
#include <string.h>
#include <time.h>

#include "daemon/base/arena.h"
#include "daemon/base/buf.h"
#include "daemon/base/check.h"

enum { TIMEOUT_S = 30, MAIL_BYTES = 1 << 20, ENCODED_WORD_BYTES = 39, LINE_BYTES = 57 };

void mail_init(void) {
    CHECK(curl_global_init(CURL_GLOBAL_DEFAULT) == 0);
}

void mail_fini(void) {
    curl_global_cleanup();
}

/* Composing ---------------------------------------------------------------------------------------- */

static bool is_clean(const char *s, bool address) {
    for (const unsigned char *p = (const unsigned char *)s; *p != '\0'; p++)
        if (*p < 0x20 || *p == 0x7f || (address && strchr(" <>,;\"\\", *p) != NULL))
            return false;
    return s[0] != '\0';
}

static void put_base64(struct buf *out, const char *bytes, size_t n) {
    static const char DIGITS[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (size_t i = 0; i < n; i += 3) {
        unsigned v = (unsigned)(unsigned char)bytes[i] << 16;
        if (i + 1 < n)
            v |= (unsigned)(unsigned char)bytes[i + 1] << 8;
        if (i + 2 < n)
            v |= (unsigned char)bytes[i + 2];
        buf_putc(out, DIGITS[v >> 18 & 63]);
        buf_putc(out, DIGITS[v >> 12 & 63]);
        buf_putc(out, i + 1 < n ? DIGITS[v >> 6 & 63] : '=');
        buf_putc(out, i + 2 < n ? DIGITS[v & 63] : '=');
    }
}

/* RFC 2047: encoded words in lines of at most 76 characters, "Subject: " and all; none of them cuts a
 * character of UTF-8. */
static void put_subject(struct buf *out, const char *subject) {
    size_t n = strlen(subject);
    for (size_t at = 0; at < n;) {
        size_t len = n - at < ENCODED_WORD_BYTES ? n - at : ENCODED_WORD_BYTES;
        while (at + len < n && ((unsigned char)subject[at + len] & 0xC0) == 0x80)
            len--;
        buf_puts(out, at == 0 ? "=?UTF-8?B?" : "\r\n =?UTF-8?B?");
        put_base64(out, subject + at, len);
        buf_puts(out, "?=");
        at += len;
    }
}

static void put_date(struct buf *out, int64_t at_ms) {
    static const char *const DAYS[] = { "Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat" };
    static const char *const MONTHS[] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                          "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
    time_t seconds = (time_t)(at_ms / 1000);
    struct tm tm = { 0 };
    CHECK(gmtime_r(&seconds, &tm) != NULL);
    buf_printf(out, "Date: %s, %02d %s %d %02d:%02d:%02d +0000\r\n", DAYS[tm.tm_wday], tm.tm_mday,
               MONTHS[tm.tm_mon], tm.tm_year + 1900, tm.tm_hour, tm.tm_min, tm.tm_sec);
}

enum errc mail_text(const struct mail *m, struct arena *a, const char **ret_text, struct err *e) {
    if (!is_clean(m->to, true) || !is_clean(m->from, true))
        return ERR(e, E_INVALID, "letter %lld: an address holds a character that none may hold",
                   (long long)m->id);
    if (!is_clean(m->subject, false))
        return ERR(e, E_INVALID, "letter %lld: the subject is empty or holds a control character",
                   (long long)m->id);
    const char *host = strrchr(m->from, '@');
    struct buf out;
    buf_init(&out, MAIL_BYTES);
    buf_printf(&out, "From: <%s>\r\nTo: <%s>\r\n", m->from, m->to);
    put_date(&out, m->at);
    buf_printf(&out, "Message-ID: <%lld@%s>\r\n", (long long)m->id, host != NULL ? host + 1 : "otbor");
    buf_puts(&out, "Subject: ");
    put_subject(&out, m->subject);
    buf_printf(&out,
               "\r\nAuto-Submitted: auto-generated\r\nMIME-Version: 1.0\r\nContent-Language: %s\r\n"
               "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n",
               m->lang);
    size_t n = strlen(m->body);
    for (size_t at = 0; at < n; at += LINE_BYTES) {
        put_base64(&out, m->body + at, n - at < LINE_BYTES ? n - at : LINE_BYTES);
        buf_puts(&out, "\r\n");
    }
    bool full = buf_full(&out);
    *ret_text = arena_strdup(a, buf_str(&out));
    buf_fini(&out);
    return full ? ERR(e, E_INVALID, "letter %lld is too long", (long long)m->id) : OK;
}

/* Sending ------------------------------------------------------------------------------------------ */

struct upload {
    const char *text;
    size_t left;
};

static size_t on_read(char *into, size_t size, size_t n, void *arg) {
    struct upload *u = arg;
    size_t take = size * n < u->left ? size * n : u->left;
    memcpy(into, u->text, take);
    u->text += take;
    u->left -= take;
    return take;
}

/* libcurl asks about once a second whether to go on; not 0 = no. */
static int on_progress(void *arg, curl_off_t down, curl_off_t down_now, curl_off_t up, curl_off_t up_now) {
    (void)down, (void)down_now, (void)up, (void)up_now;
    const atomic_bool *stop = arg;
    return atomic_load(stop);
}

static void set_stop(CURL *curl, const atomic_bool *stop) {
    if (stop == NULL)
        return;
    curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
    curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, on_progress);
    curl_easy_setopt(curl, CURLOPT_XFERINFODATA, stop);
}

/* Mail to a server on this machine may go in the clear; to any other only under TLS. */
static bool is_loopback(const char *url) {
    const char *host = strstr(url, "://");
    const char *at = host != NULL ? strrchr(host, '@') : NULL;
    host = at != NULL ? at + 1 : host != NULL ? host + 3 : url;
    return strncmp(host, "127.0.0.1", 9) == 0 || strncmp(host, "localhost", 9) == 0 ||
           strncmp(host, "[::1]", 5) == 0;
}

static void set_options(CURL *curl, const char *url, const struct mail *m, struct curl_slist *to,
                        struct upload *upload) {
    bool local = is_loopback(url);
    curl_easy_setopt(curl, CURLOPT_URL, url);
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    curl_easy_setopt(curl, CURLOPT_PROXY, "");
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT, (long)TIMEOUT_S);
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, 10L);
    curl_easy_setopt(curl, CURLOPT_QUICK_EXIT, 1L); /* nobody waits for a name server that is silent */
    curl_easy_setopt(curl, CURLOPT_USE_SSL, (long)(local ? CURLUSESSL_TRY : CURLUSESSL_ALL));
    curl_easy_setopt(curl, CURLOPT_SSL_VERIFYPEER, local ? 0L : 1L);
    curl_easy_setopt(curl, CURLOPT_SSL_VERIFYHOST, local ? 0L : 2L);
    curl_easy_setopt(curl, CURLOPT_MAIL_FROM, m->from);
    curl_easy_setopt(curl, CURLOPT_MAIL_RCPT, to);
    curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L);
    curl_easy_setopt(curl, CURLOPT_READFUNCTION, on_read);
    curl_easy_setopt(curl, CURLOPT_READDATA, upload);
}

/* 5yz is for good, but not when it is us that the server will not have, whatever the letter. */
static bool is_for_good(CURLcode code, long status) {
    return status >= 500 && code != CURLE_LOGIN_DENIED && code != CURLE_USE_SSL_FAILED;
}

enum errc mail_send(const char *smtp_url, const struct mail *m, const atomic_bool *stop, struct arena *a,
                    struct err *e) {
    if (strncmp(smtp_url, "smtp://", 7) != 0 && strncmp(smtp_url, "smtps://", 8) != 0)
        return ERR(e, E_INVALID, "smtp_url must begin with smtp:// or smtps://");
    const char *text = NULL;
    TRY(mail_text(m, a, &text, e));
    CURL *curl = curl_easy_init();
    CHECK(curl != NULL);
    struct curl_slist *to = curl_slist_append(NULL, m->to);
    struct upload upload = { text, strlen(text) };
    set_options(curl, smtp_url, m, to, &upload);
    set_stop(curl, stop);
    CURLcode code = curl_easy_perform(curl);
    long status = 0;
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
    curl_slist_free_all(to);
    curl_easy_cleanup(curl);
    if (code == CURLE_OK)
        return OK;
    if (code == CURLE_ABORTED_BY_CALLBACK)
        return ERR(e, E_BUSY, "letter %lld was not sent: the server stopped", (long long)m->id);
    /* The server's own words may hold the address, so they are not passed on. */
    if (is_for_good(code, status))
        return ERR(e, E_DENIED, "the mail server refused letter %lld for good (status %ld)",
                   (long long)m->id, status);
    return ERR(e, E_BUSY, "letter %lld could not be sent (%s, status %ld)", (long long)m->id,
               curl_easy_strerror(code), status);
}
