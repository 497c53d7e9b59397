/* Fuzz the byte machine: where bytes are cut must not matter, and a head that may go on must look
 * like one to a second, plain reader. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "daemon/http/head.h"
#include "daemon/http/limits.h"

#define HOLDS(x) ((x) ? (void)0 : abort())

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What came of some bytes: the ends of all heads, and the fault. */
struct outcome {
    size_t ends[64];
    uint64_t heads, length;
    int status;
    enum head_at at;
};

static struct outcome run(const char *bytes, size_t n, size_t piece) {
    struct outcome o = { 0 };
    struct head h;
    head_init(&h);
    for (size_t i = 0; i < n;) {
        size_t now = n - i < piece ? n - i : piece;
        enum head_event event = HEAD_MORE;
        size_t used = head_feed(&h, bytes + i, now, &event);
        HOLDS(used > 0 && used <= now);
        HOLDS(event != HEAD_FAULT || h.status >= 400);
        i += used;
        if (event == HEAD_DONE && h.heads <= 64)
            o.ends[h.heads - 1] = i;
    }
    o.heads = h.heads;
    o.length = h.length;
    o.status = h.status;
    o.at = h.at;
    return o;
}

/* One header line, without its CR LF. Counts the headers that frame. */
static void read_header(const char *line, size_t n, int *hosts, int *lengths) {
    const char *colon = memchr(line, ':', n);
    HOLDS(colon != NULL && colon > line);
    size_t name = (size_t)(colon - line);
    for (size_t i = 0; i < name; i++)
        HOLDS(line[i] > ' ' && line[i] < 0x7f);
    *hosts += name == 4 && strncasecmp(line, "host", 4) == 0;
    *lengths += name == 14 && strncasecmp(line, "content-length", 14) == 0;
    HOLDS(!(name == 17 && strncasecmp(line, "transfer-encoding", 17) == 0));
}

/* A head that was passed, read again by splitting at CR LF. */
static void read_head(const char *bytes, size_t n) {
    int hosts = 0, lengths = 0, lines = 0;
    HOLDS(n <= HEAD_BYTES_MAX && n >= 4);
    HOLDS(memcmp(bytes + n - 4, "\r\n\r\n", 4) == 0);
    for (size_t i = 0; i + 2 < n; lines++) {
        const char *end = memmem(bytes + i, n - i, "\r\n", 2);
        HOLDS(end != NULL);
        size_t len = (size_t)(end - bytes) - i;
        for (size_t k = 0; k < len; k++)
            HOLDS(bytes[i + k] != '\n' && bytes[i + k] != '\r' && bytes[i + k] != '\0');
        if (lines > 0)
            read_header(bytes + i, len, &hosts, &lengths);
        else
            HOLDS(len >= 12 &&
                  (memcmp(end - 9, " HTTP/1.1", 9) == 0 || memcmp(end - 9, " HTTP/1.0", 9) == 0));
        i += len + 2;
    }
    HOLDS(hosts == 1 && lengths <= 1 && lines <= 1 + HEAD_HEADERS_MAX);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size < 2)
        return 0;
    const char *bytes = (const char *)data + 1;
    size_t n = size - 1;
    struct outcome whole = run(bytes, n, n), cut = run(bytes, n, data[0] % 32 + 1);
    HOLDS(whole.heads == cut.heads && whole.status == cut.status && whole.at == cut.at);
    HOLDS(memcmp(whole.ends, cut.ends, sizeof whole.ends) == 0);
    /* The first head begins at the first byte; where later ones do, their bodies say. */
    if (whole.heads > 0)
        read_head(bytes, whole.ends[0]);
    return 0;
}
