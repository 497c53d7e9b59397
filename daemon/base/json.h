/* base/json.h — JSON at the border: strict in, plain out.
 *
 * Reading: the bytes are scanned first (UTF-8, depth, number of values, no raw controls, no \u0000,
 * no duplicate members, RFC 8259 numbers), because cJSON, which then parses them, is lenient about
 * each of these. The tree is copied into the caller's arena; cJSON never leaves json.c.
 * Writing: straight into a buf, keys as given, doubles with as many digits as read back exactly.
 */
#ifndef DAEMON_BASE_JSON_H
#define DAEMON_BASE_JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "daemon/base/err.h"

struct arena;
struct buf;

enum json_type { JSON_NULL, JSON_BOOL, JSON_NUMBER, JSON_STRING, JSON_ARRAY, JSON_OBJECT };

/* One value. Exactly the members of its type are meaningful; the rest are zero. Members of an
 * object and elements of an array are children[0..children_n), members have a name. */
struct json {
    enum json_type type;
    const char *name;   /* of a member; NULL elsewhere */
    bool boolean;       /* JSON_BOOL */
    double number;      /* JSON_NUMBER */
    const char *string; /* JSON_STRING */
    const struct json *children;
    size_t children_n;
};

/* Limits of one document. */
struct json_limits {
    size_t bytes, values, depth;
};
extern const struct json_limits JSON_REQUEST; /* 64 KiB, 5,000 values, depth 16 */
extern const struct json_limits JSON_FILE;    /* 8 MiB, 500,000 values, depth 32 */

/* Parse n bytes. Memory: in a, at most 128 bytes per value beside the texts.
 * Numbers are doubles: longer than 60 characters or past the range of a double is E_INVALID.
 * Errors: E_INVALID (msg says line, column in bytes and reason), E_TOO_LARGE past a limit. */
enum errc json_parse(const char *bytes, size_t n, struct json_limits limits, struct arena *a,
                     const struct json **ret_value, struct err *e) MUST_CHECK;

/* Reading: each accepts NULL, so lookups can be chained */

/* The member called name (exactly), or NULL. */
const struct json *json_member(const struct json *object, const char *name);

/* The string, or NULL when v is NULL or no string. */
const char *json_string(const struct json *v);

/* A whole number within [min, max]. Errors: E_INVALID when v is absent, no number, not whole,
 * outside or past 2^53 (where doubles are not exact); ret_v is untouched then. */
enum errc json_i64(const struct json *v, int64_t min, int64_t max, int64_t *ret_v) MUST_CHECK;

/* Writing */

/* A JSON document being built into out; commas and quotes are its business. */
struct json_writer {
    struct buf *out;
    bool comma; /* the next value needs one before it */
};

/* Begin a document behind what out holds. out must live as long as the writer; look at buf_full(out)
 * at the end. */
struct json_writer json_writer_init(struct buf *out);

/* Brackets. Whoever opens closes; nothing checks that. */
void json_open_object(struct json_writer *w);
/* The end of the object. */
void json_close_object(struct json_writer *w);
/* Its elements are the values put until it is closed. */
void json_open_array(struct json_writer *w);
/* The end of the array. */
void json_close_array(struct json_writer *w);

/* The name of the member whose value comes next; a checked text. */
void json_key(struct json_writer *w, const char *name);

/* A checked text, with the escapes that RFC 8259 demands and no others. Never NULL. */
void json_put_string(struct json_writer *w, const char *s);
/* A whole number, exact; readers with doubles lose digits past 2^53. */
void json_put_i64(struct json_writer *w, int64_t v);
/* NaN and infinities become null; whole numbers up to 2^53 are written without a point. */
void json_put_f64(struct json_writer *w, double v);
/* true or false. */
void json_put_bool(struct json_writer *w, bool v);
/* null. */
void json_put_null(struct json_writer *w);
/* A whole number, or null in the place of 0: a time or limit that there may be none of. */
void json_put_i64_or_null(struct json_writer *w, int64_t v);
/* A whole tree as read. */
void json_put(struct json_writer *w, const struct json *v);

#endif
