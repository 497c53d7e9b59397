#include "web/client/frozen.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/base/arena.h"
#include "daemon/base/json.h"
#include "web/kit/states.h"

/* Reading goes on after a fault with harmless values; the first fault is told at the end. */
struct reader {
    struct arena *arena;
    const char *fault; /* name of the first faulty member, NULL = none */
};

static void fault(struct reader *r, const char *name) {
    if (r->fault == NULL)
        r->fault = name;
}

static const char *text(struct reader *r, const struct json *object, const char *name) {
    const char *s = json_string(json_member(object, name));
    if (s == NULL)
        fault(r, name);
    return s != NULL ? s : "";
}

static double number(struct reader *r, const struct json *object, const char *name, double absent) {
    const struct json *v = json_member(object, name);
    if (v == NULL || v->type == JSON_NULL)
        return absent;
    if (v->type != JSON_NUMBER || !isfinite(v->number)) {
        fault(r, name);
        return absent;
    }
    return v->number;
}

static int64_t whole(struct reader *r, const struct json *object, const char *name, int64_t absent) {
    const struct json *v = json_member(object, name);
    int64_t n = absent;
    if (v != NULL && v->type != JSON_NULL && json_i64(v, 0, INT64_C(1) << 53, &n) != OK)
        fault(r, name);
    return n;
}

/* The members of an array, none when it is absent. */
static const struct json *list(struct reader *r, const struct json *object, const char *name,
                               size_t max, size_t *ret_n) {
    const struct json *v = json_member(object, name);
    *ret_n = 0;
    if (v == NULL || v->type == JSON_NULL)
        return NULL;
    if (v->type != JSON_ARRAY || v->children_n > max) {
        fault(r, name);
        return NULL;
    }
    *ret_n = v->children_n;
    return v->children;
}

static struct text_list names(struct reader *r, const struct json *object, const char *name) {
    size_t n = 0;
    const struct json *items = list(r, object, name, 64, &n);
    const char **v = ARENA_ARRAY(r->arena, n, const char *);
    for (size_t i = 0; i < n; i++) {
        v[i] = json_string(&items[i]);
        if (v[i] == NULL) {
            fault(r, name);
            v[i] = "";
        }
    }
    return (struct text_list){ v, n };
}

static struct frozen_parts parts(struct reader *r, const struct json *object, const char *name) {
    const struct json *one = json_member(object, name);
    size_t n = 1;
    const struct json *items = one;
    if (one == NULL || one->type != JSON_OBJECT)
        items = list(r, object, name, 16, &n);
    struct frozen_part *v = ARENA_ARRAY(r->arena, n, struct frozen_part);
    for (size_t i = 0; i < n; i++)
        v[i] = (struct frozen_part){ text(r, &items[i], "name"), number(r, &items[i], "points", 0) };
    return (struct frozen_parts){ v, n };
}

static enum requirement_state state_of(struct reader *r, const struct json *row) {
    const char *word = text(r, row, "state");
    enum requirement_state state = requirement_state_of_word(word);
    if (strcmp(requirement_state_word(state), word) != 0)
        fault(r, "state");
    return state;
}

/* The levels of a requirement; lists that were frozen with decimals say the level they lie in. */
static struct level_span span_of(struct reader *r, const struct json *row) {
    return (struct level_span){ (int)number(r, row, "level", 0), (int)number(r, row, "lo", 0),
                                (int)number(r, row, "hi", 0) };
}

static struct frozen_requirements requirements(struct reader *r, const struct json *person) {
    size_t n = 0;
    const struct json *items = list(r, person, "requirements", 64, &n);
    struct frozen_requirement *v = ARENA_ARRAY(r->arena, n, struct frozen_requirement);
    for (size_t i = 0; i < n; i++)
        v[i] = (struct frozen_requirement){
            .text = text(r, &items[i], "text"),
            .name = json_string(json_member(&items[i], "name")),
            .question = json_string(json_member(&items[i], "question")),
            .state = state_of(r, &items[i]),
            .level = span_of(r, &items[i]),
            .shown = number(r, &items[i], "shown", 0),
            .minimum = whole(r, &items[i], "minimum", 0),
        };
    for (size_t i = 0; i < n; i++)
        if (v[i].name == NULL)
            v[i].name = v[i].text; /* lists that were frozen without names */
    return (struct frozen_requirements){ v, n };
}

static struct frozen_musts musts(struct reader *r, const struct json *gates) {
    static const char *const WORDS[] = { "unverified", "said", "answer_fails", "confirmed", "refuted" };
    size_t n = 0;
    const struct json *items = list(r, gates, "all", 64, &n);
    struct frozen_must *v = ARENA_ARRAY(r->arena, n, struct frozen_must);
    for (size_t i = 0; i < n; i++) {
        const char *word = text(r, &items[i], "state");
        size_t at = 0;
        while (at < sizeof WORDS / sizeof WORDS[0] && strcmp(WORDS[at], word) != 0)
            at++;
        if (at == sizeof WORDS / sizeof WORDS[0])
            fault(r, "state");
        else
            v[i].state = (enum frozen_must_state)at;
        v[i].text = text(r, &items[i], "text");
    }
    return (struct frozen_musts){ v, n };
}

static struct frozen_person person(struct reader *r, const struct json *row) {
    const struct json *gates = json_member(row, "gates");
    struct frozen_person p = {
        .code = text(r, row, "code"),
        .composite = number(r, row, "composite", 0),
        .se = number(r, row, "se", 0),
        .band = whole(r, row, "band", 0),
        .place_lo = whole(r, row, "place_lo", 0),
        .place_hi = whole(r, row, "place_hi", 0),
        .gates_met = whole(r, gates, "met", 0),
        .gates_of = whole(r, gates, "of", 0),
        .gates_confirmed = whole(r, gates, "confirmed", 0),
        .open = names(r, gates, "open"),
        .unfit = names(r, gates, "unfit"),
        .musts = musts(r, gates),
        .strong = parts(r, row, "strong"),
        .weak = parts(r, row, "weak"),
        .requirements = requirements(r, row),
    };
    p.lo = number(r, row, "lo", p.composite);
    p.hi = number(r, row, "hi", p.composite);
    return p;
}

static int by_code(const void *a, const void *b) {
    return strcmp(((const struct frozen_person *)a)->code, ((const struct frozen_person *)b)->code);
}

static struct frozen_people people(struct reader *r, const struct json *root) {
    size_t n = 0;
    const struct json *items = list(r, root, "people", FROZEN_PEOPLE_MAX, &n);
    struct frozen_person *v = ARENA_ARRAY(r->arena, n, struct frozen_person);
    for (size_t i = 0; i < n; i++)
        v[i] = person(r, &items[i]);
    if (n > 1)
        qsort(v, n, sizeof *v, by_code);
    if (n == 0)
        fault(r, "people");
    return (struct frozen_people){ v, n };
}

static bool flag(const struct json *object, const char *name, bool absent) {
    const struct json *v = json_member(object, name);
    return v == NULL || v->type != JSON_BOOL ? absent : v->boolean;
}

static struct frozen_weights weights(struct reader *r, const struct json *root) {
    size_t n = 0;
    const struct json *items = list(r, root, "weights", 64, &n);
    struct frozen_weight *v = ARENA_ARRAY(r->arena, n, struct frozen_weight);
    for (size_t i = 0; i < n; i++)
        v[i] = (struct frozen_weight){ text(r, &items[i], "name"), whole(r, &items[i], "weight", 0),
                                       flag(&items[i], "measured", true) };
    return (struct frozen_weights){ v, n };
}

static struct frozen_pairs pairs(struct reader *r, const struct json *root) {
    size_t n = 0;
    const struct json *items = list(r, root, "pairs", 800, &n);
    struct frozen_pair *v = ARENA_ARRAY(r->arena, n, struct frozen_pair);
    for (size_t i = 0; i < n; i++)
        v[i] = (struct frozen_pair){ text(r, &items[i], "a"), text(r, &items[i], "b"),
                                     number(r, &items[i], "p", .5) };
    return (struct frozen_pairs){ v, n };
}

/* An axis that shows every interval, when the frozen one does not make sense. */
static void mend_axis(struct frozen *f) {
    for (size_t i = 0; i < f->people.n; i++) {
        f->axis.lo = fmin(f->axis.lo, f->people.v[i].lo);
        f->axis.hi = fmax(f->axis.hi, f->people.v[i].hi);
    }
    f->axis.lo = fmax(0, floor(f->axis.lo / 10) * 10);
    f->axis.hi = fmin(100, ceil(f->axis.hi / 10) * 10);
    if (f->axis.hi - f->axis.lo < 10)
        f->axis.hi = f->axis.lo + 10;
}

enum errc frozen_read(const char *json, struct arena *a, struct frozen *ret_frozen, struct err *e) {
    const struct json *root = NULL;
    if (json_parse(json, strlen(json), JSON_FILE, a, &root, e) != OK || root->type != JSON_OBJECT) {
        err_clear(e);
        return ERR(e, E_INTERNAL, "a frozen shortlist is no JSON object");
    }
    struct reader r = { .arena = a };
    const struct json *verdict = json_member(root, "verdict"), *axis = json_member(root, "axis");
    struct frozen f = {
        .title = text(&r, root, "title"),
        .version = whole(&r, root, "version", 0),
        .at = whole(&r, root, "at", 0),
        .leaders = names(&r, verdict, "leaders"),
        .equal = flag(verdict, "equal", false),
        .leaders_of = whole(&r, verdict, "of", 0),
        .drawn = flag(root, "drawn", false),
        .provisional = flag(root, "provisional", true),
        .axis = { number(&r, axis, "lo", 40), number(&r, axis, "hi", 90) },
        .border = number(&r, axis, "border", -1),
        .plan_share = number(&r, root, "plan_share", 1),
        .weights = weights(&r, root),
        .people = people(&r, root),
        .pairs = pairs(&r, root),
        .below = whole(&r, root, "below", 0),
    };
    if (r.fault != NULL)
        return ERR(e, E_INTERNAL, "a frozen shortlist has a faulty member %s", r.fault);
    mend_axis(&f);
    *ret_frozen = f;
    return OK;
}

const struct frozen_person *frozen_find(const struct frozen *f, const char *code) {
    for (size_t i = 0; i < f->people.n; i++)
        if (strcmp(f->people.v[i].code, code) == 0)
            return &f->people.v[i];
    return NULL;
}

bool frozen_leads(const struct frozen *f, const char *code) {
    for (size_t i = 0; i < f->leaders.n; i++)
        if (strcmp(f->leaders.v[i], code) == 0)
            return true;
    return false;
}
