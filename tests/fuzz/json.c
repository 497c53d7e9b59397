/* Whatever the bytes are: the parser accepts or refuses, and what it accepted, written and read
 * again, is the same document. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/base/arena.h"
#include "daemon/base/buf.h"
#include "daemon/base/check.h"
#include "daemon/base/json.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static const char *written(const struct json *v, struct buf *b) {
    buf_init(b, 16 << 20);
    struct json_writer w = json_writer_init(b);
    json_put(&w, v);
    return buf_str(b);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n) {
    struct arena *a = arena_new(64 << 20);
    const struct json *v = NULL, *again = NULL;
    if (json_parse((const char *)data, n, JSON_REQUEST, a, &v, NULL) == OK) {
        struct buf first, second;
        const char *text = written(v, &first);
        /* Escapes may have grown it past the request's size. */
        CHECK(json_parse(text, strlen(text), JSON_FILE, a, &again, NULL) == OK);
        CHECK(strcmp(text, written(again, &second)) == 0);
        buf_fini(&first);
        buf_fini(&second);
    }
    arena_free(&a);
    return 0;
}
