#include "web/flows/share_changes.h"

#include <string.h>

#include "daemon/base/arena.h"
#include "gen/sql/shortlist.h"
#include "web/kit/states.h"

enum errc share_changes(struct db *db, int64_t vacancy_id, struct arena *a, struct share_changes *ret,
                        struct err *e) {
    struct q_share_changed_rows rows = { 0 };
    TRY(q_share_changed(db, vacancy_id, a, &rows, e));
    struct share_change *v = ARENA_ARRAY(a, rows.n, struct share_change);
    size_t n = 0;
    for (size_t i = 0; i < rows.n; i++) {
        const struct q_share_changed_row *r = &rows.v[i];
        bool declined = decision_outcome_of_word(r->outcome) == DECISION_DECLINE;
        if (!r->has_withdrawn_at && r->unmet == NULL && !declined)
            continue;
        v[n++] = (struct share_change){ .application_id = r->id,
                                        .code = r->code,
                                        .kind = r->has_withdrawn_at ? SHARE_WITHDREW
                                                : r->unmet != NULL  ? SHARE_UNMET
                                                                    : SHARE_DECLINED,
                                        .must = r->has_withdrawn_at ? NULL : r->unmet };
    }
    *ret = (struct share_changes){ v, n };
    return OK;
}
