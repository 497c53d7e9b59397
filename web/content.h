/* web/content.h — at the start: does what is stored still fit the content that is loaded?
 *
 * Rows name things of a pack by code: a request and a vacancy their pack, an instruction its competencies,
 * instruments and fields, an attempt its items, an answer the options of an item. A pack may be replaced
 * while nothing serves. Its wording and its keys may change: what was scored with the content before is
 * scored again. What rows name may not go, and stored answers must still be answers.
 */
#ifndef WEB_CONTENT_H
#define WEB_CONTENT_H

#include <stdint.h>
#include "daemon/base/err.h"

struct app;
struct db;

/* Settle the database with the loaded packs, before it is served. db: a write connection outside of a
 * transaction. Costs two small statements while no content changed since the last start; else every vacancy
 * of the changed pack is looked through, and the job `rescore` is asked for.
 * Answers to the questionnaire are sealed and not tried: a field whose options changed is asked again.
 * Errors: E_CONFLICT when something is gone: e names the first vacancy and what it needs, the log all of
 * them; nothing was changed. */
enum errc content_settle(struct db *db, const struct app *app, int64_t now_ms, struct err *e) MUST_CHECK;

#endif
