#include "web/public/typed.h"

#include <string.h>

#include "daemon/base/arena.h"
#include "daemon/base/check.h"
#include "gen/msg.h"

struct typed typed_read(const struct request *req, const char *const *names, size_t n) {
    CHECK(n <= TYPED_MAX);
    struct typed t = { .n = n };
    for (size_t i = 0; i < n; i++) {
        t.names[i] = names[i];
        t.values[i] = form_get(&req->form, names[i]);
    }
    return t;
}

static size_t place(const struct typed *t, const char *name) {
    size_t i = 0;
    while (i < t->n && strcmp(t->names[i], name) != 0)
        i++;
    return i;
}

const char *typed_get(const struct typed *t, const char *name) {
    size_t i = place(t, name);
    return i < t->n ? t->values[i] : "";
}

void typed_set(struct typed *t, const char *name, const char *value) {
    size_t i = place(t, name);
    CHECK(i < t->n);
    t->values[i] = value;
}

/* How long the route's entry lets a field be. */
static int64_t limit_of(const struct request *req, const char *name) {
    for (size_t i = 0; i < req->route->fields_n; i++)
        if (strcmp(req->route->fields[i].name, name) == 0)
            return (int64_t)req->route->fields[i].max_chars;
    return 0;
}

void typed_faults(const struct request *req, const struct typed *t, struct form_errors *errors) {
    for (size_t i = 0; i < t->n; i++) {
        enum form_fault fault = form_fault_of(&req->form, t->names[i]);
        if (fault == FORM_TOO_LONG)
            form_error(errors, t->names[i],
                       msg_form_too_long(req->lang, req->arena, limit_of(req, t->names[i])));
        else if (fault == FORM_BAD_TEXT)
            form_error(errors, t->names[i], msg_form_bad_text(req->lang, req->arena));
    }
}

void typed_sort(const struct typed *t, struct form_errors *errors) {
    struct form_errors sorted = { .n = 0 };
    for (size_t i = 0; i < t->n; i++) {
        const char *message = form_error_of(errors, t->names[i]);
        if (message != NULL)
            form_error(&sorted, t->names[i], message);
    }
    *errors = sorted;
}

struct hidden_fields typed_hidden(const struct typed *t, struct arena *a) {
    struct hidden_field *v = ARENA_ARRAY(a, t->n, struct hidden_field);
    for (size_t i = 0; i < t->n; i++)
        v[i] = (struct hidden_field){ t->names[i], t->values[i] };
    return (struct hidden_fields){ v, t->n };
}
