#include "daemon/http/head.h"

#include <string.h>

#include "daemon/http/limits.h"

/* The headers that matter for framing, and for how long a body may be. */
enum known { KNOWN_NONE, KNOWN_HOST, KNOWN_LENGTH, KNOWN_TRANSFER, KNOWN_EXPECT, KNOWN_COOKIE };

static bool is_token(unsigned char c) {
    if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'))
        return true;
    return c == '-' || (c != '\0' && strchr("!#$%&'*+.^_`|~", c) != NULL);
}

static char lower(char c) {
    return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
}

static void fault(struct head *h, int status, const char *why) {
    h->at = HEAD_AT_FAULT;
    h->status = status;
    h->why = why;
}

/* Forget the last head, keep the count. */
static void restart(struct head *h) {
    uint64_t heads = h->heads;
    *h = (struct head) { .at = HEAD_AT_START, .heads = heads };
}

void head_init(struct head *h) {
    *h = (struct head) { .at = HEAD_AT_START };
}

/* The method's last byte was read. */
static void end_method(struct head *h) {
    if (h->word_len == 3 && memcmp(h->word, "GET", 3) == 0)
        h->method = HEAD_M_GET;
    else if (h->word_len == 4 && memcmp(h->word, "HEAD", 4) == 0)
        h->method = HEAD_M_HEAD;
    else if (h->word_len == 4 && memcmp(h->word, "POST", 4) == 0)
        h->method = HEAD_M_POST;
    else
        h->method = HEAD_M_OTHER;
    /* evhttp leaves a tunnel open after the answer to CONNECT. */
    if (h->word_len == 7 && memcmp(h->word, "CONNECT", 7) == 0)
        fault(h, 400, "connect");
    else
        h->at = HEAD_AT_TARGET;
    h->word_len = 0;
}

static void in_method(struct head *h, char c) {
    if (c == ' ' && h->word_len > 0)
        end_method(h);
    else if (!is_token((unsigned char)c))
        fault(h, 400, "method");
    else if (h->word_len == HEAD_NAME_MAX)
        fault(h, 400, "method too long");
    else
        h->word[h->word_len++] = c;
}

/* Only origin form: "/…" but not "//…", visible ASCII, no fragment. */
static void in_target(struct head *h, char c) {
    if (c == ' ' && h->path_len > 0) {
        h->path_whole = h->path_len < HEAD_PATH_MAX;
        h->path[h->path_whole ? h->path_len : 0] = '\0';
        h->at = HEAD_AT_VERSION;
        return;
    }
    if (c <= ' ' || c > '~' || c == '#') {
        fault(h, 400, "byte in target");
        return;
    }
    if (c == '?' && h->path_len > 0)
        h->in_query = true;
    if (h->in_query)
        return;
    if ((h->path_len == 0 && c != '/') || (h->path_len == 1 && c == '/')) {
        fault(h, 400, "target is not a path");
        return;
    }
    if (h->path_len < HEAD_PATH_MAX)
        h->path[h->path_len++] = c;
}

static void in_version(struct head *h, char c) {
    if (c != '\r') {
        if (h->word_len == 8)
            fault(h, 400, "version");
        else
            h->word[h->word_len++] = c;
        return;
    }
    bool fine = h->word_len == 8 &&
                (memcmp(h->word, "HTTP/1.1", 8) == 0 || memcmp(h->word, "HTTP/1.0", 8) == 0);
    if (fine)
        h->at = HEAD_AT_LINE_LF;
    else
        fault(h, 400, "version");
}

/* Which header is it? Its name is cut at HEAD_NAME_MAX, which none of the known ones reaches. */
static enum known known_of(const struct head *h) {
    static const struct {
        const char *name;
        enum known known;
    } NAMES[] = {
        { "host", KNOWN_HOST },
        { "content-length", KNOWN_LENGTH },
        { "transfer-encoding", KNOWN_TRANSFER },
        { "expect", KNOWN_EXPECT },
        { "cookie", KNOWN_COOKIE },
    };
    for (size_t i = 0; i < sizeof NAMES / sizeof NAMES[0]; i++) {
        if (h->name_len == strlen(NAMES[i].name) &&
            memcmp(h->name, NAMES[i].name, h->name_len) == 0)
            return NAMES[i].known;
    }
    return KNOWN_NONE;
}

static void end_name(struct head *h) {
    h->known = (uint8_t)known_of(h);
    h->value_len = 0;
    h->value_inside = false;
    h->value_blank = false;
    h->at = HEAD_AT_VALUE_START;
    if (h->known == KNOWN_TRANSFER)
        fault(h, 501, "transfer-encoding");
    else if (h->known == KNOWN_HOST && h->has_host)
        fault(h, 400, "two hosts");
    else if (h->known == KNOWN_LENGTH && h->has_length)
        fault(h, 400, "two lengths");
    h->has_host |= h->known == KNOWN_HOST;
    h->has_length |= h->known == KNOWN_LENGTH;
    h->has_cookie |= h->known == KNOWN_COOKIE;
}

static void in_name_start(struct head *h, char c) {
    if (c == '\r') {
        h->at = HEAD_AT_END_LF;
        return;
    }
    h->name_len = 0;
    if (!is_token((unsigned char)c)) {
        fault(h, 400, c == ' ' || c == '\t' ? "folded header" : "header name");
        return;
    }
    if (++h->headers > HEAD_HEADERS_MAX) {
        fault(h, 431, "too many headers");
        return;
    }
    h->name[h->name_len++] = lower(c);
    h->at = HEAD_AT_NAME;
}

static void in_name(struct head *h, char c) {
    if (c == ':')
        end_name(h);
    else if (!is_token((unsigned char)c))
        fault(h, 400, "header name");
    else if (h->name_len < HEAD_NAME_MAX)
        h->name[h->name_len++] = lower(c);
}

/* Digits only: no sign, no list, no blank inside; few enough that nothing overflows. */
static void end_length(struct head *h) {
    if (h->value_len == 0 || h->value_len > 12) {
        fault(h, 400, "length");
        return;
    }
    h->length = 0;
    for (size_t i = 0; i < h->value_len; i++) {
        if (h->value[i] < '0' || h->value[i] > '9') {
            fault(h, 400, "length");
            return;
        }
        h->length = h->length * 10 + (uint64_t)(h->value[i] - '0');
    }
}

static void end_value(struct head *h) {
    h->at = HEAD_AT_VALUE_LF;
    if (h->known == KNOWN_LENGTH)
        end_length(h);
    else if (h->known == KNOWN_EXPECT &&
             (h->value_len != 12 || memcmp(h->value, "100-continue", 12) != 0))
        fault(h, 417, "expect");
    else if (h->known == KNOWN_HOST && !h->value_inside)
        fault(h, 400, "empty host");
}

/* Text of a value: visible bytes, and blanks around and between. Where the value counts it is
 * kept, lower case, cut at HEAD_VALUE_MAX; a blank inside counts as a byte of its own. */
static void in_value(struct head *h, char c) {
    if (c == '\r') {
        end_value(h);
        return;
    }
    unsigned char u = (unsigned char)c;
    if ((u < ' ' && c != '\t') || u == 0x7f) {
        fault(h, 400, "control byte in header");
        return;
    }
    bool blank = c == ' ' || c == '\t';
    /* evhttp strips blanks before a value but not a tab. */
    if (c == '\t' && !h->value_inside && h->known != KNOWN_NONE) {
        fault(h, 400, "tab before value");
        return;
    }
    h->at = HEAD_AT_VALUE;
    if (blank) {
        h->value_blank = h->value_inside;
        return;
    }
    h->value_inside = true;
    if (h->known != KNOWN_LENGTH && h->known != KNOWN_EXPECT)
        return;
    if (h->value_blank)
        h->value_len = HEAD_VALUE_MAX;
    if (h->value_len < HEAD_VALUE_MAX)
        h->value[h->value_len++] = lower(c);
}

/* The head's last LF came: what only the whole head can tell. */
static void end_head(struct head *h) {
    if (!h->has_host)
        fault(h, 400, "no host");
    else if (h->length > 0 && (h->method == HEAD_M_HEAD || h->method == HEAD_M_OTHER))
        fault(h, 400, "body without a use");
    if (h->at == HEAD_AT_FAULT)
        return;
    h->heads++;
    h->body_left = h->length;
    h->at = HEAD_AT_BODY;
}

/* One byte of a head. */
static void step(struct head *h, char c) {
    switch (h->at) {
    case HEAD_AT_START:
        h->at = HEAD_AT_METHOD;
        in_method(h, c);
        break;
    case HEAD_AT_METHOD:
        in_method(h, c);
        break;
    case HEAD_AT_TARGET:
        in_target(h, c);
        break;
    case HEAD_AT_VERSION:
        in_version(h, c);
        break;
    case HEAD_AT_LINE_LF:
    case HEAD_AT_VALUE_LF:
        h->at = HEAD_AT_NAME_START;
        if (c != '\n')
            fault(h, 400, "bare CR");
        break;
    case HEAD_AT_NAME_START:
        in_name_start(h, c);
        break;
    case HEAD_AT_NAME:
        in_name(h, c);
        break;
    case HEAD_AT_VALUE_START:
    case HEAD_AT_VALUE:
        in_value(h, c);
        break;
    case HEAD_AT_END_LF:
        if (c == '\n')
            end_head(h);
        else
            fault(h, 400, "bare CR");
        break;
    case HEAD_AT_BODY:
    case HEAD_AT_FAULT:
        break;
    }
}

/* Sizes are checked before the byte is looked at, so that nothing grows past them. */
static void step_bounded(struct head *h, char c) {
    h->bytes++;
    bool in_line = h->at <= HEAD_AT_VERSION;
    if (in_line && ++h->line_bytes > HEAD_LINE_MAX)
        fault(h, 414, "long request line");
    else if (h->bytes > HEAD_BYTES_MAX)
        fault(h, 431, "long head");
    else
        step(h, c);
}

size_t head_feed(struct head *h, const char *bytes, size_t n, enum head_event *ret_event) {
    size_t used = 0;
    *ret_event = HEAD_MORE;
    while (used < n && h->at != HEAD_AT_FAULT) {
        if (h->at == HEAD_AT_BODY) {
            size_t skip = h->body_left < n - used ? (size_t)h->body_left : n - used;
            h->body_left -= skip;
            used += skip;
            if (h->body_left == 0 && used < n)
                restart(h);
            continue;
        }
        step_bounded(h, bytes[used++]);
        if (h->at == HEAD_AT_BODY) {
            *ret_event = HEAD_DONE;
            return used;
        }
    }
    if (h->at == HEAD_AT_FAULT) {
        *ret_event = HEAD_FAULT;
        return n;
    }
    return used;
}
