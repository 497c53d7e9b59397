#include "web/flows/choice_make.h"

#include <string.h>

#include "daemon/base/arena.h"
#include "daemon/base/check.h"
#include "daemon/base/rand.h"
#include "gen/msg.h"
#include "gen/sql/client.h"
#include "web/flows/letter.h"
#include "web/flows/link.h"
#include "web/flows/notice.h"
#include "web/flows/person.h"
#include "web/flows/transfer.h"
#include "web/kit/format.h"
#include "web/kit/states.h"

const char *const CHOICE_REASONS[] = { "must_have", "skills", "start", "pay", "another", "paused" };
const size_t CHOICE_REASONS_N = sizeof CHOICE_REASONS / sizeof CHOICE_REASONS[0];

/* The latest verdict on this application, NULL when there is none. */
static enum errc last_verdict(const struct flow *f, const struct choice_make_in *in, const struct q_choice_last_row **ret,
                              struct err *e) {
    struct q_choice_last_rows rows = { 0 };
    TRY(q_choice_last(f->db, in->vacancy_id, f->arena, &rows, e));
    *ret = NULL;
    for (size_t i = 0; i < rows.n; i++)
        if (rows.v[i].application_id == in->application_id)
            *ret = &rows.v[i];
    return OK;
}

/* Is it the latest question about this application once more, in the same words? */
static enum errc same_question(const struct flow *f, const struct choice_make_in *in, bool *ret, struct err *e) {
    struct q_choice_questions_rows rows = { 0 };
    const struct q_choice_questions_row *last = NULL;
    const char *text = NULL;
    TRY(q_choice_questions(f->db, in->vacancy_id, f->arena, &rows, e));
    for (size_t i = 0; i < rows.n; i++)
        if (rows.v[i].application_id == in->application_id)
            last = &rows.v[i];
    if (last != NULL)
        TRY(person_open(f, in->person_id, SEAL_CHOICE_COMMENT, last->id, last->comment_sealed, &text, e));
    *ret = text != NULL && strcmp(text, in->comment) == 0;
    return OK;
}

/* Is there nothing new in the verdict? A comment always is. */
static bool same_verdict(const struct q_choice_last_row *last, const struct choice_make_in *in) {
    if (in->comment != NULL && *in->comment != '\0')
        return false;
    if (last == NULL)
        return in->verdict == CHOICE_NONE;
    const char *reason = last->reason != NULL ? last->reason : "";
    return choice_verdict_of_word(last->verdict) == in->verdict &&
           strcmp(reason, in->reason != NULL ? in->reason : "") == 0;
}

static enum errc is_news(const struct flow *f, const struct choice_make_in *in, bool *ret, struct err *e) {
    bool same = false;
    if (in->verdict == CHOICE_QUESTION) {
        TRY(same_question(f, in, &same, e));
    } else {
        const struct q_choice_last_row *last = NULL;
        TRY(last_verdict(f, in, &last, e));
        same = same_verdict(last, in);
    }
    *ret = !same;
    return OK;
}

/* Does the letter of an earlier invitation still lead to the candidate's page? */
static enum errc letter_stands(const struct flow *f, const struct choice_make_in *in, bool *ret, struct err *e) {
    const struct q_choice_invited_ever_row *ever = NULL;
    const char *path = NULL;
    TRY(q_choice_invited_ever(f->db, in->application_id, f->arena, &ever, e));
    TRY(link_show(f, LINK_INVITE, in->application_id, &path, e));
    *ret = ever->n > 0 && path != NULL;
    return OK;
}

/* Somebody of the staff has to know: the customer was promised an answer within a working day. */
static enum errc tell_staff(const struct flow *f, const struct choice_make_in *in, struct err *e) {
    static const char *(*const WORDS[CHOICE_VERDICT__MAX])(enum lang, struct arena *) = {
        [CHOICE_NONE] = msg_share_choice_none, [CHOICE_INVITE] = msg_share_choice_invite,
        [CHOICE_QUESTION] = msg_share_choice_question, [CHOICE_NO] = msg_share_choice_no,
    };
    struct notice notice = { .kind = "choice.notice" };
    const char *link = link_url(f, arena_printf(f->arena, "/desk/vacancies/%lld/share#choices", (long long)in->vacancy_id));
    const char *code = format_code(f->arena, in->code);
    for (enum lang lang = 0; lang < LANG__MAX; lang++) {
        const char *word = WORDS[in->verdict](lang, f->arena);
        notice.subject[lang] = msg_letter_word_subject(lang, f->arena, code, word);
        notice.body[lang] = msg_letter_word_body(lang, f->arena, code, in->title, word, link);
    }
    return notice_staff(f, &notice, e);
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

static enum errc add(const struct flow *f, const struct choice_make_in *in, struct err *e) {
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
    return q_choice_add(f->db, &row, e);
}

enum errc choice_make(const struct flow *f, const struct choice_make_in *in, struct err *e) {
    CHECK((in->verdict == CHOICE_NO) == (in->reason != NULL));
    bool news = false, stands = false;
    TRY(is_news(f, in, &news, e));
    if (!news)
        return OK;
    TRY(letter_stands(f, in, &stands, e));
    TRY(add(f, in, e));
    const char *payload = arena_printf(f->arena, "{\"verdict\":\"%s\"}", choice_verdict_word(in->verdict));
    TRY(flow_audit(f, "choice.made", "application", in->application_id, payload, e));
    TRY(tell_staff(f, in, e));
    return in->verdict == CHOICE_INVITE && !stands ? write_candidate(f, in, e) : OK;
}
