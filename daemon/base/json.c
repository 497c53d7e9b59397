#include "daemon/base/json.h"

#include <cjson/cJSON.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/base/arena.h"
#include "daemon/base/check.h"
#include "daemon/base/json_scan.h"

#define EXACT_MAX 9007199254740992.0 /* 2^53: whole numbers up to it are exact in a double */

const struct json_limits JSON_REQUEST = { .bytes = 64 << 10, .values = 5000, .depth = 16 };
const struct json_limits JSON_FILE = { .bytes = 8 << 20, .values = 500000, .depth = 32 };

/* Reading: cJSON's tree becomes ours */

struct copy {
    struct arena *a;
    size_t values; /* copied so far, in the order of the text */
    size_t fault;  /* which value is at fault */
    const char *fault_why;
};

static int by_name(const void *left, const void *right) {
    const struct json *const *l = left, *const *r = right;
    return strcmp((*l)->name, (*r)->name);
}

/* The name that two members share, or NULL. Sorted, so that a large object costs no square. */
static const char *duplicate(const struct json *members, size_t n, struct arena *a) {
    if (n < 2)
        return NULL;
    struct arena_mark mark = arena_mark(a);
    const struct json **sorted = ARENA_ARRAY(a, n, const struct json *);
    for (size_t i = 0; i < n; i++)
        sorted[i] = &members[i];
    qsort(sorted, n, sizeof *sorted, by_name);
    const char *twice = NULL;
    for (size_t i = 1; i < n && twice == NULL; i++)
        if (strcmp(sorted[i - 1]->name, sorted[i]->name) == 0)
            twice = sorted[i]->name;
    arena_release(a, mark);
    return twice;
}

static bool copy_value(struct copy *c, const cJSON *from, struct json *to);

static bool copy_children(struct copy *c, const cJSON *from, struct json *to) {
    size_t n = 0, i = 0, self = c->values - 1;
    for (const cJSON *child = from->child; child != NULL; child = child->next)
        n++;
    if (n == 0)
        return true;
    struct json *children = ARENA_ARRAY(c->a, n, struct json);
    for (const cJSON *child = from->child; child != NULL; child = child->next, i++) {
        if (child->string != NULL)
            children[i].name = arena_strdup(c->a, child->string);
        if (!copy_value(c, child, &children[i]))
            return false;
    }
    if (to->type == JSON_OBJECT && duplicate(children, n, c->a) != NULL) {
        c->fault = self;
        c->fault_why = "two members of this object have the same name";
        return false;
    }
    to->children = children;
    to->children_n = n;
    return true;
}

/* Depth is bounded by the scan, so recursion is, too. */
static bool copy_value(struct copy *c, const cJSON *from, struct json *to) {
    c->values++;
    switch (from->type & 0xff) {
    case cJSON_NULL:
        to->type = JSON_NULL;
        return true;
    case cJSON_True:
    case cJSON_False:
        to->type = JSON_BOOL;
        to->boolean = (from->type & 0xff) == cJSON_True;
        return true;
    case cJSON_Number:
        to->type = JSON_NUMBER;
        to->number = from->valuedouble;
        if (isfinite(to->number))
            return true;
        c->fault = c->values - 1;
        c->fault_why = "the number is out of range";
        return false;
    case cJSON_String:
        to->type = JSON_STRING;
        to->string = arena_strdup(c->a, from->valuestring);
        return true;
    case cJSON_Array:
    case cJSON_Object:
        to->type = (from->type & 0xff) == cJSON_Array ? JSON_ARRAY : JSON_OBJECT;
        return copy_children(c, from, to);
    default:
        check_failed("a type that cJSON has", __FILE__, __LINE__);
    }
}

enum errc json_parse(const char *bytes, size_t n, struct json_limits limits, struct arena *a,
                     const struct json **ret_value, struct err *e) {
    size_t values = 0;
    TRY(json_scan(bytes, n, limits, &values, e));
    cJSON *tree = cJSON_ParseWithLength(bytes, n);
    if (tree == NULL)
        return ERR(e, E_INTERNAL, "the JSON library refuses a document that passed the scan");
    struct json *root = ARENA_NEW(a, struct json);
    struct copy c = { .a = a };
    bool good = copy_value(&c, tree, root);
    cJSON_Delete(tree);
    if (!good) {
        size_t line = 0, column = 0;
        json_scan_place(bytes, n, c.fault, &line, &column);
        return ERR(e, E_INVALID, "line %zu, column %zu: %s", line, column, c.fault_why);
    }
    *ret_value = root;
    return OK;
}

const struct json *json_member(const struct json *object, const char *name) {
    if (object == NULL || object->type != JSON_OBJECT)
        return NULL;
    for (size_t i = 0; i < object->children_n; i++)
        if (strcmp(object->children[i].name, name) == 0)
            return &object->children[i];
    return NULL;
}

const char *json_string(const struct json *v) {
    return v != NULL && v->type == JSON_STRING ? v->string : NULL;
}

enum errc json_i64(const struct json *v, int64_t min, int64_t max, int64_t *ret_v) {
    if (v == NULL || v->type != JSON_NUMBER || trunc(v->number) != v->number ||
        fabs(v->number) > EXACT_MAX)
        return E_INVALID;
    int64_t whole = (int64_t)v->number;
    if (whole < min || whole > max)
        return E_INVALID;
    *ret_v = whole;
    return OK;
}
