/* Whatever a target is: what is accepted means one thing, and means the same when it is written out and read
 * again. */
#include <stdint.h>
#include <string.h>

#include "daemon/base/arena.h"
#include "daemon/base/buf.h"
#include "daemon/base/check.h"
#include "daemon/base/text.h"
#include "daemon/http/limits.h"
#include "daemon/http/path.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void check_segment(const char *s) {
    CHECK(s[0] != '\0' && strcmp(s, ".") != 0 && strcmp(s, "..") != 0);
    CHECK(strpbrk(s, "/\\") == NULL && text_is_utf8(s, strlen(s)));
    for (const unsigned char *c = (const unsigned char *)s; *c != '\0'; c++)
        CHECK(*c >= ' ' && *c != 0x7f);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n) {
    struct arena *a = arena_new(4 << 20);
    struct path path = { 0 }, again = { 0 };
    if (n <= HEAD_LINE_MAX && path_split(arena_strndup(a, (const char *)data, n), a, &path, NULL) == OK) {
        struct buf target;
        buf_init(&target, 1 << 20);
        CHECK(path.segments_n <= PATH_SEGMENTS_MAX && path.text[0] == '/');
        for (size_t i = 0; i < path.segments_n; i++) {
            check_segment(path.segments[i]);
            buf_putc(&target, '/');
            for (const char *c = path.segments[i]; *c != '\0'; c++)
                buf_printf(&target, "%%%02X", (unsigned char)*c);
        }
        if (path.segments_n == 0)
            buf_putc(&target, '/');
        CHECK(path_split(buf_str(&target), a, &again, NULL) == OK);
        CHECK(again.segments_n == path.segments_n && strcmp(again.text, path.text) == 0);
        for (size_t i = 0; i < path.segments_n; i++)
            CHECK(strcmp(again.segments[i], path.segments[i]) == 0);
        buf_fini(&target);
    }
    arena_free(&a);
    return 0;
}
