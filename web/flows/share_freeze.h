/* web/flows/share_freeze.h — a list as the client will see it, frozen into JSON.
 *
 *     {"title","version","at", "verdict":{"leaders":[code],"equal"}, "axis":{"lo","hi"}, "plan_share",
 *      "weights":[{"name","weight"}],
 *      "people":[{"code","composite","se","lo","hi","band","place_lo","place_hi",
 *                 "gates":{"met","of","open":[text]}, "strong":[{"name","points","error"}], "weak":[…],
 *                 "requirements":[{"text","state","level","lo","hi"}]}],
 *      "pairs":[{"a","b","p"}], "below"}
 *
 * People are ordered by code: inside a group nobody comes first. Only codes and figures: no name, no answer.
 * The client's reader is web/client/frozen.h.
 */
#ifndef WEB_FLOWS_SHARE_FREEZE_H
#define WEB_FLOWS_SHARE_FREEZE_H

#include <stddef.h>
#include <stdint.h>
#include "web/flows/shortlist_read.h"

struct arena;

/* Freeze people[n] (rows of the pool, each placed) at now_ms. Memory: in a. */
const char *share_freeze(const struct shortlist *s, const size_t *people, size_t n, int64_t now_ms,
                         struct arena *a);

#endif
