#include "web/flows/share_make.h"

#include <string.h>

#include "daemon/base/arena.h"
#include "daemon/base/clock.h"
#include "daemon/base/digest.h"
#include "daemon/base/rand.h"
#include "gen/msg.h"
#include "gen/sql/shortlist.h"
#include "web/flows/client_letter.h"
#include "web/flows/link.h"
#include "web/flows/share_freeze.h"
#include "web/flows/shortlist_read.h"
#include "web/flows/standings_due.h"
#include "web/kit/format.h"
#include "web/kit/states.h"

static enum errc vacancy_of(const struct flow *f, int64_t vacancy_id,
                            const struct q_short_vacancy_row **ret, struct err *e) {
    TRY(q_short_vacancy(f->db, vacancy_id, f->arena, ret, e));
    return *ret != NULL ? OK : ERR(e, E_NOT_FOUND, "no vacancy %lld", (long long)vacancy_id);
}

/* The rows of the pool that the codes name, each once and each with a place. */
static enum errc people_of(const struct shortlist *s, const char *const *codes, size_t n, size_t *people,
                           struct err *e) {
    for (size_t k = 0; k < n; k++) {
        people[k] = shortlist_find(s, codes[k]);
        if (people[k] == SHORTLIST_NONE || s->approved.persons[people[k]].state != RANK_PLACED)
            return ERR(e, E_INVALID, "%s has no place in the list", codes[k]);
        for (size_t i = 0; i < k; i++)
            if (people[i] == people[k])
                return ERR(e, E_INVALID, "%s came twice", codes[k]);
    }
    return OK;
}

static enum errc store(const struct flow *f, const struct shortlist *s, const size_t *people, size_t n,
                       int64_t share_id, struct err *e) {
    const struct q_share_last_number_row *last = NULL;
    TRY(q_share_last_number(f->db, s->pool.vacancy_id, f->arena, &last, e));
    const char *frozen = share_freeze(s, people, n, f->now_ms, f->arena);
    struct q_share_add_in row = { .id = share_id,
                                  .vacancy_id = s->pool.vacancy_id,
                                  .instruction_id = s->version->id,
                                  .number = last->number + 1,
                                  .frozen = frozen,
                                  .hash = digest_text(frozen, strlen(frozen), f->arena),
                                  .created_at = f->now_ms,
                                  .created_by = f->actor_id };
    TRY(q_share_add(f->db, &row, e));
    for (size_t k = 0; k < n; k++)
        TRY(q_share_row_add(f->db, share_id, s->pool.applications[people[k]], e));
    return OK;
}

/* Word to the contact, when the address is one that letters reach. */
static enum errc announce(const struct flow *f, int64_t vacancy_id, const char *path, struct err *e) {
    struct client_contact to = { .email = NULL };
    TRY(client_contact(f, vacancy_id, &to, e));
    const char *until = format_date(to.lang, f->arena, f->now_ms + SHARE_LINK_DAYS * DAY_MS);
    return client_letter(f, &to, "share.made", msg_share_letter_subject(to.lang, f->arena, to.title),
                         msg_share_letter_body(to.lang, f->arena, to.title, link_url(f, path), until), e);
}

static enum errc make_link(const struct flow *f, const struct q_short_vacancy_row *vacancy, const char **ret_path,
                           struct err *e) {
    return link_make(f, LINK_PORTAL, vacancy->id, vacancy->client_id, f->now_ms + SHARE_LINK_DAYS * DAY_MS, ret_path,
                     e);
}

enum errc share_make(const struct flow *f, int64_t vacancy_id, const char *const *codes, size_t n,
                     int64_t *ret_share_id, const char **ret_path, struct err *e) {
    if (n == 0 || n > SHARE_PEOPLE_MAX)
        return ERR(e, E_INVALID, "a list has 1 to %d people", SHARE_PEOPLE_MAX);
    const struct q_short_vacancy_row *vacancy = NULL;
    TRY(vacancy_of(f, vacancy_id, &vacancy, e));
    struct shortlist s = { .vacancy = NULL };
    TRY(shortlist_read(f->db, f->app, vacancy_id, lang_of_tag(vacancy->lang), f->arena, &s, e));
    if (s.version == NULL)
        return ERR(e, E_CONFLICT, "no instruction of vacancy %lld is published", (long long)vacancy_id);
    struct standings_due due = { .due = false };
    TRY(standings_due(f->db, vacancy_id, f->arena, &due, e));
    if (due.due)
        return ERR(e, E_CONFLICT, "the list of vacancy %lld is being computed again", (long long)vacancy_id);
    size_t people[SHARE_PEOPLE_MAX] = { 0 };
    TRY(people_of(&s, codes, n, people, e));
    int64_t share_id = rand_id();
    TRY(store(f, &s, people, n, share_id, e));
    TRY(make_link(f, vacancy, ret_path, e));
    TRY(announce(f, vacancy_id, *ret_path, e));
    const char *payload = arena_printf(f->arena, "{\"vacancy\":%lld,\"people\":%zu}", (long long)vacancy_id, n);
    TRY(flow_audit(f, "share.made", "share", share_id, payload, e));
    *ret_share_id = share_id;
    return OK;
}

enum errc share_link(const struct flow *f, int64_t vacancy_id, const char **ret_path, struct err *e) {
    const struct q_short_vacancy_row *vacancy = NULL;
    TRY(vacancy_of(f, vacancy_id, &vacancy, e));
    return make_link(f, vacancy, ret_path, e);
}

enum errc share_revoke(const struct flow *f, int64_t vacancy_id, struct err *e) {
    const struct q_short_vacancy_row *vacancy = NULL;
    TRY(vacancy_of(f, vacancy_id, &vacancy, e));
    TRY(link_revoke(f, LINK_PORTAL, vacancy_id, e));
    return flow_audit(f, "share.revoked", "vacancy", vacancy_id, NULL, e);
}
