/* Golden values: tests/golden/NAME.json, read with the program's own reader. */
#ifndef TESTS_UNIT_ASSESSMENTS_GOLDEN_H
#define TESTS_UNIT_ASSESSMENTS_GOLDEN_H

#include "daemon/base/json.h"
#include "tests/unit/assessments/unit.h"

static inline const struct json *golden_or_fail(const char *name, struct arena *a) {
    FILE *f = fopen(arena_printf(a, SOURCE_DIR "/tests/golden/%s.json", name), "rb");
    assert_non_null(f);
    char *bytes = arena_alloc(a, 1 << 20, 1);
    size_t n = fread(bytes, 1, (1 << 20) - 1, f);
    fclose(f);
    const struct json *value = NULL;
    struct err e = { .code = OK };
    if (json_parse(bytes, n, JSON_FILE, a, &value, &e) != OK)
        fail_msg("%s: %s", name, e.msg);
    return value;
}

/* A number that must be there. */
static inline double golden_number(const struct json *object, const char *name) {
    const struct json *v = json_member(object, name);
    if (v == NULL || v->type != JSON_NUMBER)
        fail_msg("no number %s", name);
    return v->number;
}

/* A list of numbers into out; returns how many. */
static inline size_t golden_list(const struct json *list, double *out, size_t room) {
    assert_non_null(list);
    assert_true(list->children_n <= room);
    for (size_t i = 0; i < list->children_n; i++)
        out[i] = list->children[i].number;
    return list->children_n;
}

/* A list of option numbers as bits. */
static inline uint32_t golden_bits(const struct json *list) {
    uint32_t bits = 0;
    for (size_t i = 0; i < list->children_n; i++)
        bits |= UINT32_C(1) << (int)list->children[i].number;
    return bits;
}

#endif
