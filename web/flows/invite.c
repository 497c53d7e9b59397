#include "web/flows/invite.h"

#include <string.h>

#include "daemon/auth/session.h"
#include "daemon/base/arena.h"
#include "daemon/base/check.h"
#include "daemon/base/rand.h"
#include "gen/msg.h"
#include "gen/sql/invite.h"
#include "web/flows/letter.h"
#include "web/flows/link.h"
#include "web/flows/person.h"
#include "web/kit/format.h"
#include "web/kit/states.h"

enum { CODE_TRIES = 50 };

/* Codes -------------------------------------------------------------------------------------------- */

/* Half of the codes of a length at most are used, so that a free one is found at once. */
static int64_t code_span(int64_t used_n) {
    int64_t span = 1000;
    while (span / 2 < used_n)
        span *= 10;
    return span;
}

enum errc invite_new_code(const struct flow *f, const char **ret_code, struct err *e) {
    const struct q_invite_application_count_row *count = NULL;
    TRY(q_invite_application_count(f->db, f->arena, &count, e));
    int64_t span = code_span(count->n), low = span / 10;
    for (int i = 0; i < CODE_TRIES; i++) {
        const char *code = arena_printf(f->arena, "K-%lld", (long long)(low + rand_id() % (span - low)));
        const struct q_invite_code_taken_row *taken = NULL;
        TRY(q_invite_code_taken(f->db, code, f->arena, &taken, e));
        if (taken == NULL) {
            *ret_code = code;
            return OK;
        }
    }
    return ERR(e, E_INTERNAL, "no free code of an application was found");
}

/* One person ----------------------------------------------------------------------------------------- */

static enum errc add_candidate(const struct flow *f, const struct invitee *who, const char *index, int64_t *ret_id,
                               struct err *e) {
    const char *name = NULL, *email = NULL;
    TRY(person_add(f, ret_id, e));
    TRY(person_seal(f, *ret_id, SEAL_CANDIDATE_NAME, *ret_id, who->name, &name, e));
    TRY(person_seal(f, *ret_id, SEAL_CANDIDATE_EMAIL, *ret_id, who->email, &email, e));
    return q_invite_candidate_add(f->db, *ret_id, index, name, email, lang_tag(who->lang), f->now_ms, e);
}

static enum errc send_letter(const struct flow *f, const struct q_invite_vacancy_row *v, int64_t person_id,
                             const struct invitee *who, const char *path, struct err *e) {
    struct arena *a = f->arena;
    const struct letter letter = {
        .kind = "invitation",
        .person_id = person_id,
        .to = who->email,
        .lang = who->lang,
        .subject = msg_letter_invitation_subject(who->lang, a, v->title),
        .body = msg_letter_invitation_body(who->lang, a, who->name, v->client_name, v->title,
                                           format_moment(who->lang, a, v->closes_at), link_url(f, path)),
    };
    return letter_queue(f, &letter, e);
}

static enum errc add_application(const struct flow *f, const struct q_invite_vacancy_row *v, int64_t person_id,
                                 struct invite_result *ret, struct err *e) {
    TRY(invite_new_code(f, &ret->code, e));
    ret->application_id = rand_id();
    struct q_invite_application_add_in in = { .id = ret->application_id, .code = ret->code, .vacancy_id = v->id,
                                              .person_id = person_id, .source = application_source_word(SOURCE_INVITED), .draw = rand_id(),
                                              .created_at = f->now_ms };
    TRY(q_invite_application_add(f->db, &in, e));
    return link_make(f, LINK_INVITE, ret->application_id, person_id, v->closes_at, &ret->link, e);
}

/* The person's application to this vacancy, when there is one. */
static enum errc find_application(const struct flow *f, int64_t vacancy_id, const char *index,
                                  const struct q_invite_candidate_row **ret_person,
                                  const struct q_invite_application_of_row **ret_application, struct err *e) {
    TRY(q_invite_candidate(f->db, index, f->arena, ret_person, e));
    if (*ret_person == NULL)
        return OK;
    return q_invite_application_of(f->db, vacancy_id, (*ret_person)->person_id, f->arena, ret_application, e);
}

static enum errc invite_one(const struct flow *f, const struct q_invite_vacancy_row *v, const struct invitee *who,
                            struct invite_result *ret, struct err *e) {
    const char *index = person_email_index(f, who->email);
    const struct q_invite_candidate_row *person = NULL;
    const struct q_invite_application_of_row *application = NULL;
    TRY(find_application(f, v->id, index, &person, &application, e));
    if (application != NULL) {
        *ret = (struct invite_result){ .application_id = application->id, .code = application->code, .already = true };
        return link_show(f, LINK_INVITE, application->id, &ret->link, e);
    }
    int64_t person_id = person != NULL ? person->person_id : 0;
    if (person == NULL)
        TRY(add_candidate(f, who, index, &person_id, e));
    TRY(add_application(f, v, person_id, ret, e));
    TRY(send_letter(f, v, person_id, who, ret->link, e));
    return flow_audit(f, "application.invited", "application", ret->application_id,
                      arena_printf(f->arena, "{\"code\":\"%s\",\"vacancy\":%lld}", ret->code, (long long)v->id), e);
}

static enum errc open_vacancy(const struct flow *f, int64_t vacancy_id, const struct q_invite_vacancy_row **ret_v,
                              struct err *e) {
    TRY(q_invite_vacancy(f->db, vacancy_id, f->arena, ret_v, e));
    if (*ret_v == NULL)
        return ERR(e, E_NOT_FOUND, "no such vacancy");
    if (vacancy_state_of_word((*ret_v)->state) != VACANCY_OPEN || (*ret_v)->closes_at <= f->now_ms)
        return ERR(e, E_CONFLICT, "the vacancy is not open");
    return OK;
}

enum errc invite(const struct flow *f, int64_t vacancy_id, const struct invitee *people, size_t n,
                 struct invite_result *ret, struct err *e) {
    const struct q_invite_vacancy_row *v = NULL;
    TRY(open_vacancy(f, vacancy_id, &v, e));
    for (size_t i = 0; i < n; i++)
        TRY(invite_one(f, v, &people[i], &ret[i], e));
    return OK;
}

enum errc invite_look(const struct flow *f, int64_t vacancy_id, const struct invitee *people, size_t n,
                      bool *ret_there, struct err *e) {
    for (size_t i = 0; i < n; i++) {
        const struct q_invite_candidate_row *person = NULL;
        const struct q_invite_application_of_row *application = NULL;
        TRY(find_application(f, vacancy_id, person_email_index(f, people[i].email), &person, &application, e));
        ret_there[i] = application != NULL;
    }
    return OK;
}

/* Afterwards ------------------------------------------------------------------------------------------ */

enum errc invite_again(const struct flow *f, int64_t vacancy_id, int64_t application_id, const char **ret_path,
                       struct err *e) {
    const struct q_invite_vacancy_row *v = NULL;
    const struct q_invite_application_row *application = NULL;
    TRY(open_vacancy(f, vacancy_id, &v, e));
    TRY(q_invite_application(f->db, application_id, vacancy_id, f->arena, &application, e));
    if (application == NULL)
        return ERR(e, E_NOT_FOUND, "no such application");
    if (application->has_withdrawn_at)
        return ERR(e, E_CONFLICT, "the candidate has withdrawn");
    struct invitee who = { .lang = lang_of_tag(application->lang) };
    int64_t person_id = application->person_id;
    TRY(person_open(f, person_id, SEAL_CANDIDATE_NAME, person_id, application->name_sealed, &who.name, e));
    TRY(person_open(f, person_id, SEAL_CANDIDATE_EMAIL, person_id, application->email_sealed, &who.email, e));
    if (who.name == NULL || who.email == NULL)
        return ERR(e, E_NOT_FOUND, "the person was erased");
    const char *path = NULL;
    TRY(link_show(f, LINK_INVITE, application_id, &path, e));
    if (path == NULL)
        TRY(link_make(f, LINK_INVITE, application_id, person_id, v->closes_at, &path, e));
    TRY(send_letter(f, v, person_id, &who, path, e));
    *ret_path = path;
    return flow_audit(f, "application.invited_again", "application", application_id, NULL, e);
}

enum errc invite_revoke(const struct flow *f, int64_t vacancy_id, int64_t application_id, struct err *e) {
    const struct q_invite_application_row *application = NULL;
    TRY(q_invite_application(f->db, application_id, vacancy_id, f->arena, &application, e));
    if (application == NULL)
        return ERR(e, E_NOT_FOUND, "no such application");
    TRY(link_revoke(f, LINK_INVITE, application_id, e));
    TRY(session_end_all(f->db, SESSION_CANDIDATE, application->person_id, NULL, e));
    return flow_audit(f, "application.link_revoked", "application", application_id, NULL, e);
}
