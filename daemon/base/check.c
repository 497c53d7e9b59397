#include "daemon/base/check.h"

#include <execinfo.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static _Thread_local const char *context_doing;
static _Thread_local const char *context_id;

void check_context(const char *doing, const char *id) {
    context_doing = doing;
    context_id = id;
}

void check_failed(const char *what, const char *file, int line) {
    (void)fprintf(stderr, "otbor: bug: %s does not hold at %s:%d while %s (request %s)\n", what,
                  file, line, context_doing ? context_doing : "not serving",
                  context_id ? context_id : "-");
    void *frames[32];
    backtrace_symbols_fd(frames, backtrace(frames, 32), STDERR_FILENO);
    abort();
}

void *check_alloc(size_t n, size_t size) {
    void *p = calloc(n ? n : 1, size ? size : 1);
    CHECK(p != NULL);
    return p;
}

void *check_realloc(void *p, size_t n, size_t size) {
    CHECK(size != 0 && n <= SIZE_MAX / size);
    void *grown = realloc(p, n ? n * size : 1);
    CHECK(grown != NULL);
    return grown;
}

void check_free(void *p) {
    free(p);
}
