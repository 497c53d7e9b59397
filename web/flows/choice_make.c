#include "web/flows/choice_make.h"

#include <string.h>

#include "daemon/base/arena.h"
#include "daemon/base/check.h"
#include "daemon/base/rand.h"
#include "gen/msg.h"
#include "gen/sql/client.h"
#include "web/flows/letter.h"
#include "web/flows/link.h"
#include "web/flows/person.h"
#include "web/flows/transfer.h"
#include "web/kit/states.h"

const char *const CHOICE_REASONS[] = { "must_have", "skills", "start", "pay", "another", "paused" };
const size_t CHOICE_REASONS_N = sizeof CHOICE_REASONS / sizeof CHOICE_REASONS[0];

/* The latest word on this application, NULL when there is none. */
static enum errc last_word(const struct flow *f, const struct choice_make_in *in,
                           const struct q_choice_last_row **ret, struct err *e) {
    struct q_choice_last_rows rows = { 0 };
    TRY(q_choice_last(f->db, in->vacancy_id, f->arena, &rows, e));
    *ret = NULL;
    for (size_t i = 0; i < rows.n; i++)
        if (rows.v[i].application_id == in->application_id)
            *ret = &rows.v[i];
    return OK;
}

/* Is there nothing new in it? A comment always is. */
static bool same(const struct q_choice_last_row *last, const struct choice_make_in *in) {
    if (in->comment != NULL && *in->comment != '\0')
        return false;
    if (last == NULL)
        return in->verdict == CHOICE_NONE;
    const char *reason = last->reason != NULL ? last->reason : "";
    return choice_verdict_of_word(last->verdict) == in->verdict &&
           strcmp(reason, in->reason != NULL ? in->reason : "") == 0;
}

/* The candidate hears of an invitation at once, and decides whether to be named; the link lives as long as the
 * name may be shown. */
static enum errc write_candidate(const struct flow *f, const struct choice_make_in *in,
                                 struct err *e) {
    if (in->candidate_email == NULL)
        return OK;
    const char *path = NULL;
    int64_t from = in->closes_at > f->now_ms ? in->closes_at : f->now_ms;
    TRY(link_make(f, LINK_INVITE, in->application_id, in->person_id, from + TRANSFER_MS, &path, e));
    enum lang lang = in->candidate_lang;
    struct letter letter = {
        .kind = "choice.invited",
        .person_id = in->person_id,
        .to = in->candidate_email,
        .subject = msg_letter_invited_subject(lang, f->arena, in->client),
        .body = msg_letter_invited_body(lang, f->arena, in->title, in->client, link_url(f, path)),
        .lang = lang,
    };
    return letter_queue(f, &letter, e);
}

enum errc choice_make(const struct flow *f, const struct choice_make_in *in, struct err *e) {
    CHECK((in->verdict == CHOICE_NO) == (in->reason != NULL));
    const struct q_choice_last_row *last = NULL;
    TRY(last_word(f, in, &last, e));
    if (same(last, in))
        return OK;
    int64_t id = rand_id();
    const char *sealed = NULL;
    if (in->comment != NULL && *in->comment != '\0')
        TRY(person_seal(f, in->person_id, SEAL_CHOICE_COMMENT, id, in->comment, &sealed, e));
    struct q_choice_add_in row = {
        .id = id,
        .share_id = in->share_id,
        .application_id = in->application_id,
        .verdict = choice_verdict_word(in->verdict),
        .reason = in->reason,
        .comment_sealed = sealed,
        .at = f->now_ms,
    };
    TRY(q_choice_add(f->db, &row, e));
    const char *payload = arena_printf(f->arena, "{\"verdict\":\"%s\"}", choice_verdict_word(in->verdict));
    TRY(flow_audit(f, "choice.made", "application", in->application_id, payload, e));
    bool invited = last != NULL && choice_verdict_of_word(last->verdict) == CHOICE_INVITE;
    return in->verdict == CHOICE_INVITE && !invited ? write_candidate(f, in, e) : OK;
}
