/* POST /c/vacancies/{id}/choice: invite or refuse, the latest verdict counts; or ask. */
#include <string.h>

#include "daemon/base/arena.h"
#include "daemon/http/request.h"
#include "gen/msg.h"
#include "gen/sql/client.h"
#include "web/client/pages.h"
#include "web/client/portal.h"
#include "web/flows/choice_make.h"
#include "web/flows/flow.h"
#include "web/flows/person.h"
#include "web/kit/states.h"

static bool is_reason(const char *word) {
    for (size_t i = 0; i < CHOICE_REASONS_N; i++)
        if (strcmp(CHOICE_REASONS[i], word) == 0)
            return true;
    return false;
}

static void check(const struct request *req, struct portal_typed *typed) {
    enum form_fault fault = form_fault_of(&req->form, "comment");
    if (fault == FORM_TOO_LONG)
        typed->error_comment = msg_form_too_long(req->lang, req->arena, 1000);
    else if (fault == FORM_BAD_TEXT)
        typed->error_comment = msg_form_bad_text(req->lang, req->arena);
    else if (typed->verdict == CHOICE_QUESTION && *typed->comment == '\0')
        typed->error_comment = msg_choice_question_error(req->lang, req->arena);
    if (typed->verdict == CHOICE_NO && !is_reason(typed->reason))
        typed->error_reason = msg_choice_reason_error(req->lang, req->arena);
}

enum errc client_choice(struct request *req, struct err *e) {
    struct portal_facts f = { 0 };
    TRY(portal_read(req, &f, e));
    struct portal_typed typed = { .code = form_get(&req->form, "code"),
                                  .reason = form_get(&req->form, "reason"),
                                  .comment = form_get(&req->form, "comment") };
    typed.verdict = choice_verdict_of_word(form_get(&req->form, "verdict"));
    const struct q_share_people_row *who = portal_person(&f, typed.code);
    if (who == NULL || typed.verdict == CHOICE_VERDICT__MAX)
        return ERR(e, E_NOT_FOUND, "no such candidate in the shortlist, or no such word");
    if (who->has_withdrawn_at)
        return ERR(e, E_GONE, "the candidate has withdrawn");
    check(req, &typed);
    if (typed.error_comment != NULL || typed.error_reason != NULL)
        return portal_show(req, &f, 422, &typed, e);
    struct flow flow = flow_of(req);
    struct choice_make_in in = {
        .share_id = f.share->id,
        .application_id = who->application_id,
        .person_id = who->person_id,
        .vacancy_id = f.share->vacancy_id,
        .closes_at = f.share->closes_at,
        .code = who->code,
        .title = f.share->title,
        .client = f.share->client_name,
        .candidate_lang = lang_of_tag(who->lang),
        .verdict = typed.verdict,
        .reason = typed.verdict == CHOICE_NO ? typed.reason : NULL,
        .comment = typed.comment,
    };
    if (typed.verdict == CHOICE_INVITE)
        TRY(person_open(&flow, who->person_id, SEAL_CANDIDATE_EMAIL, who->person_id, who->email_sealed,
                        &in.candidate_email, e));
    TRY(choice_make(&flow, &in, e));
    reply_redirect(req, arena_printf(req->arena, "/c/vacancies/%lld#%s",
                                     (long long)f.share->vacancy_id, who->code));
    return OK;
}
