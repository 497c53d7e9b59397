/* Whatever a body holds: only declared fields arrive, one of each unless it may come often, in text that the
 * border accepts; and what arrived, sent again as a browser would, arrives the same. */
#include <stdint.h>
#include <string.h>

#include "daemon/base/arena.h"
#include "daemon/base/buf.h"
#include "daemon/base/check.h"
#include "daemon/base/text.h"
#include "daemon/http/form.h"
#include "daemon/http/limits.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static const struct field FIELDS[] = {
    { .name = "line", .kind = TEXT_LINE, .max_chars = 20 },
    { .name = "long", .kind = TEXT_LONG, .max_chars = 200 },
    { .name = "many", .kind = TEXT_LINE, .max_chars = 20, .many = true },
    { .name = "part.*", .kind = TEXT_LINE, .max_chars = 8 },
    { .name = "word", .kind = TEXT_LINE, .max_chars = 64, .verbatim = true },
};

static const struct field *declared(const char *name) {
    for (size_t i = 0; i < COUNT(FIELDS); i++) {
        size_t len = strlen(FIELDS[i].name);
        if (strcmp(FIELDS[i].name, name) == 0 ||
            (FIELDS[i].name[len - 1] == '*' && strncmp(FIELDS[i].name, name, len - 1) == 0))
            return &FIELDS[i];
    }
    return NULL;
}

static void encode(struct buf *out, const char *s) {
    for (; *s != '\0'; s++)
        buf_printf(out, "%%%02X", (unsigned char)*s);
}

static void check_value(const struct form *f, size_t i) {
    const struct form_value *v = &f->values[i];
    const struct field *field = declared(v->name);
    CHECK(field != NULL || strcmp(v->name, FORM_CSRF) == 0);
    CHECK(text_is_utf8(v->name, strlen(v->name)) && text_is_utf8(v->value, strlen(v->value)));
    if (field == NULL)
        return;
    CHECK(f->faults[i] != FORM_FINE || text_chars(v->value) <= field->max_chars);
    for (size_t k = 0; k < i && !field->many; k++)
        CHECK(strcmp(f->values[k].name, v->name) != 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n) {
    struct arena *a = arena_new(64 << 20);
    struct form form = { .n = 0 }, again = { .n = 0 };
    if (form_decode((const char *)data, n, FIELDS, COUNT(FIELDS), true, a, &form, NULL) == OK) {
        struct buf body;
        buf_init(&body, 16 << 20);
        for (size_t i = 0; i < form.n; i++) {
            check_value(&form, i);
            encode(&body, form.values[i].name);
            buf_putc(&body, '=');
            encode(&body, form.values[i].value);
            buf_putc(&body, '&');
        }
        CHECK(form_decode(buf_str(&body), body.len, FIELDS, COUNT(FIELDS), true, a, &again, NULL) == OK);
        CHECK(again.n == form.n);
        for (size_t i = 0; i < form.n; i++) {
            CHECK(strcmp(again.values[i].name, form.values[i].name) == 0);
            if (form.faults[i] == FORM_FINE) {
                CHECK(again.faults[i] == FORM_FINE);
                CHECK(strcmp(again.values[i].value, form.values[i].value) == 0);
            }
        }
        buf_fini(&body);
    }
    arena_free(&a);
    return 0;
}
