#include "web/flows/section.h"

#include <string.h>

#include "assessments/pack.h"
#include "daemon/base/arena.h"
#include "daemon/base/rand.h"
#include "daemon/jobs/jobs.h"
#include "gen/sql/attempt.h"
#include "web/kit/app.h"
#include "web/kit/states.h"

/* State ---------------------------------------------------------------------------------------- */

enum section_state section_state(struct section_times t, int64_t now_ms) {
    if (t.started_at == 0)
        return SECTION_WAITING;
    if (t.closed_at != 0)
        return SECTION_CLOSED;
    if (t.deadline_at == 0 || now_ms < t.deadline_at)
        return SECTION_OPEN;
    return now_ms < t.deadline_at + SECTION_GRACE_MS ? SECTION_GRACE : SECTION_CLOSED;
}

bool section_is_open(struct section_times t, int64_t now_ms) {
    return section_state(t, now_ms) == SECTION_OPEN;
}

bool section_closed_by_hand(struct section_times t) {
    return t.closed_at != 0 && (t.deadline_at == 0 || t.closed_at < t.deadline_at);
}

int64_t section_ended_at(struct section_times t, int64_t now_ms) {
    if (section_closed_by_hand(t))
        return t.closed_at;
    return t.deadline_at != 0 && now_ms >= t.deadline_at ? t.deadline_at : 0;
}

bool section_is_blocked(int64_t position, enum section_state questionnaire) {
    return position > 1 && questionnaire != SECTION_CLOSED;
}

int64_t section_deadline(int64_t now_ms, int64_t limit_ms, int64_t vacancy_closes_at) {
    if (limit_ms == 0)
        return 0;
    return now_ms + limit_ms < vacancy_closes_at ? now_ms + limit_ms : vacancy_closes_at;
}

/* The lease ------------------------------------------------------------------------------------ */

const char *lease_new(struct arena *a) {
    return arena_printf(a, "%014llx%014llx", (unsigned long long)rand_id(),
                        (unsigned long long)rand_id());
}

/* The attempt of the flow's candidate, still under way. */
static enum errc attempt_under_way(const struct flow *f, int64_t attempt_id,
                                   const struct q_attempt_get_row **ret_row, struct err *e) {
    TRY(q_attempt_get(f->db, attempt_id, f->actor_id, f->arena, ret_row, e));
    if (*ret_row == NULL)
        return ERR(e, E_NOT_FOUND, "no attempt %lld of this person", (long long)attempt_id);
    if ((*ret_row)->has_submitted_at || (*ret_row)->has_withdrawn_at)
        return ERR(e, E_GONE, "attempt %lld is over", (long long)attempt_id);
    return OK;
}

static enum errc lease_put(const struct flow *f, int64_t attempt_id, const char **ret_lease,
                           struct err *e) {
    const char *lease = lease_new(f->arena);
    int64_t n = 0;
    TRY(q_lease_set(f->db, lease, attempt_id, &n, e));
    *ret_lease = lease;
    return OK;
}

enum errc lease_take(const struct flow *f, int64_t attempt_id, const char **ret_lease,
                     struct err *e) {
    const struct q_attempt_get_row *attempt = NULL;
    TRY(attempt_under_way(f, attempt_id, &attempt, e));
    return lease_put(f, attempt_id, ret_lease, e);
}

/* Beginning ------------------------------------------------------------------------------------ */

static struct section_times times_of(const struct q_section_get_row *s) {
    return (struct section_times){ s->started_at, s->deadline_at, s->closed_at };
}

static enum errc section_of(const struct flow *f, int64_t attempt_id, int64_t position,
                            const struct q_section_get_row **ret_row, struct err *e) {
    TRY(q_section_get(f->db, attempt_id, position, f->arena, ret_row, e));
    if (*ret_row == NULL)
        return ERR(e, E_NOT_FOUND, "attempt %lld has no section %lld", (long long)attempt_id,
                   (long long)position);
    return OK;
}

/* May it begin now? Consent, the vacancy's end, the questionnaire first. */
static enum errc may_begin(const struct flow *f, const struct q_attempt_get_row *attempt,
                           int64_t position, struct err *e) {
    enum application_state state = application_state_of_word(attempt->state);
    if (state == APPLICATION_INVITED || state == APPLICATION_OPENED)
        return ERR(e, E_CONFLICT, "attempt %lld has no consent yet", (long long)attempt->id);
    if (vacancy_state_of_word(attempt->vacancy_state) != VACANCY_OPEN || f->now_ms >= attempt->closes_at)
        return ERR(e, E_GONE, "vacancy %lld is closed", (long long)attempt->vacancy_id);
    if (position == 1)
        return OK;
    const struct q_section_get_row *first = NULL;
    TRY(section_of(f, attempt->id, 1, &first, e));
    if (section_is_blocked(position, section_state(times_of(first), f->now_ms)))
        return ERR(e, E_CONFLICT, "the questionnaire of attempt %lld comes first",
                   (long long)attempt->id);
    return OK;
}

enum errc section_begin(const struct flow *f, int64_t attempt_id, int64_t position,
                        const char **ret_lease, struct err *e) {
    const struct q_attempt_get_row *attempt = NULL;
    TRY(attempt_under_way(f, attempt_id, &attempt, e));
    const struct q_section_get_row *section = NULL;
    TRY(section_of(f, attempt_id, position, &section, e));
    enum section_state state = section_state(times_of(section), f->now_ms);
    if (state == SECTION_GRACE || state == SECTION_CLOSED)
        return ERR(e, E_GONE, "section %lld of attempt %lld is over", (long long)position,
                   (long long)attempt_id);
    if (state == SECTION_WAITING) {
        TRY(may_begin(f, attempt, position, e));
        int64_t deadline = section_deadline(f->now_ms, section->limit_ms, attempt->closes_at);
        int64_t n = 0;
        TRY(q_section_begin(f->db, f->now_ms, deadline != 0 ? &deadline : NULL, attempt_id,
                            position, &n, e));
        TRY(q_application_testing(f->db, attempt->application_id, e));
    }
    return lease_put(f, attempt_id, ret_lease, e);
}

/* Ending --------------------------------------------------------------------------------------- */

/* Has every required field of the questionnaire an answer? */
static enum errc required_answered(const struct flow *f, const struct q_attempt_get_row *attempt,
                                   struct err *e) {
    const struct pack *pack = app_pack(f->app, attempt->pack);
    if (pack == NULL)
        return ERR(e, E_INTERNAL, "no pack %s is loaded", attempt->pack);
    struct q_section_items_rows items = { 0 };
    TRY(q_section_items(f->db, attempt->id, 1, f->arena, &items, e));
    for (size_t i = 0; i < items.n; i++) {
        size_t at = pack_find_field(pack, items.v[i].item);
        bool required = at != PACK_NONE && pack->fields[at].required;
        if (required && !items.v[i].given)
            return ERR(e, E_INVALID, "field %s of attempt %lld has no answer", items.v[i].item,
                       (long long)attempt->id);
    }
    return OK;
}

enum errc section_close(const struct flow *f, int64_t attempt_id, int64_t position,
                        const char *lease, bool *ret_held, struct err *e) {
    const struct q_attempt_get_row *attempt = NULL;
    TRY(attempt_under_way(f, attempt_id, &attempt, e));
    *ret_held = strcmp(lease, attempt->lease) == 0;
    if (!*ret_held)
        return OK;
    const struct q_section_get_row *section = NULL;
    TRY(section_of(f, attempt_id, position, &section, e));
    enum section_state state = section_state(times_of(section), f->now_ms);
    if (state == SECTION_CLOSED)
        return OK;
    if (state == SECTION_WAITING)
        return ERR(e, E_CONFLICT, "section %lld of attempt %lld never began", (long long)position,
                   (long long)attempt_id);
    if (strcmp(section->instrument, SECTION_QUESTIONNAIRE) == 0)
        TRY(required_answered(f, attempt, e));
    int64_t n = 0;
    return q_section_close(f->db, f->now_ms, attempt_id, position, &n, e);
}

/* The clock closes ----------------------------------------------------------------------------- */

struct sweep {
    const struct q_section_overdue_rows *rows;
};

/* A section ends when its grace ends, whenever the job comes to it. */
static enum errc sweep_write(struct db *db, void *arg, struct err *e) {
    const struct sweep *s = arg;
    for (size_t i = 0; i < s->rows->n; i++) {
        int64_t n = 0;
        TRY(q_section_close(db, s->rows->v[i].deadline_at + SECTION_GRACE_MS,
                            s->rows->v[i].attempt_id, s->rows->v[i].position, &n, e));
    }
    return OK;
}

enum errc section_sweep(struct job_context *ctx, int64_t object_id, struct err *e) {
    (void)object_id;
    struct q_section_overdue_rows rows = { 0 };
    TRY(q_section_overdue(ctx->db, ctx->now_ms - SECTION_GRACE_MS, ctx->arena, &rows, e));
    if (rows.n == 0)
        return OK;
    struct sweep s = { &rows };
    return job_write(ctx, sweep_write, &s, e);
}
