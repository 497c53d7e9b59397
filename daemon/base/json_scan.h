/* base/json_scan.h — the strict half of reading JSON, before cJSON sees a byte. For json.c only. */
#ifndef DAEMON_BASE_JSON_SCAN_H
#define DAEMON_BASE_JSON_SCAN_H

#include <stddef.h>
#include "daemon/base/err.h"
#include "daemon/base/json.h"

/* Check that bytes[n] are one RFC 8259 document within limits: UTF-8, no raw control character, no
 * \u0000, no lone surrogate, numbers of at most 60 characters. Duplicate members are not seen here.
 *
 *   ret_values  how many values the document has; untouched on failure
 *
 * Pure: no allocation. Errors: E_INVALID with line, column and reason, E_TOO_LARGE past a limit. */
enum errc json_scan(const char *bytes, size_t n, struct json_limits limits, size_t *ret_values,
                    struct err *e) MUST_CHECK;

/* Where value number `index` (in the order of the text, the whole document is 0) of a document that
 * passed json_scan begins: line and column from 1, the column in bytes. */
void json_scan_place(const char *bytes, size_t n, size_t index, size_t *ret_line,
                     size_t *ret_column);

#endif
