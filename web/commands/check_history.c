#include "web/commands/check_history.h"

#include "daemon/base/arena.h"
#include "gen/sql/check.h"

static enum errc decisions(struct db *db, void (*report)(void *arg, const char *sentence), void *arg,
                           struct arena *a, struct err *e) {
    struct q_check_decisions_rows odd = { 0 };
    TRY(q_check_decisions(db, a, &odd, e));
    for (size_t i = 0; i < odd.n; i++)
        report(arg, arena_printf(a, "decision %lld about application %lld is not as the audit log tells",
                                 (long long)odd.v[i].id, (long long)odd.v[i].application_id));
    struct q_check_decisions_gone_rows gone = { 0 };
    TRY(q_check_decisions_gone(db, a, &gone, e));
    for (size_t i = 0; i < gone.n; i++)
        report(arg, arena_printf(a, "the decision of event %lld about application %lld is not stored",
                                 (long long)gone.v[i].seq, (long long)gone.v[i].object));
    return OK;
}

static enum errc consents(struct db *db, void (*report)(void *arg, const char *sentence), void *arg,
                          struct arena *a, struct err *e) {
    struct q_check_consents_rows odd = { 0 };
    TRY(q_check_consents(db, a, &odd, e));
    for (size_t i = 0; i < odd.n; i++)
        report(arg, arena_printf(a, "consent %lld about %lld is not as the audit log tells",
                                 (long long)odd.v[i].id, (long long)odd.v[i].object_id));
    struct q_check_consents_gone_rows gone = { 0 };
    TRY(q_check_consents_gone(db, a, &gone, e));
    for (size_t i = 0; i < gone.n; i++)
        report(arg, arena_printf(a, "the consent of event %lld about %lld is not stored",
                                 (long long)gone.v[i].seq, (long long)gone.v[i].object));
    return OK;
}

enum errc check_history(struct db *db, void (*report)(void *arg, const char *sentence), void *arg,
                        struct arena *a, struct err *e) {
    TRY(decisions(db, report, arg, a, e));
    return consents(db, report, arg, a, e);
}
