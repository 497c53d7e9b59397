#include "web/flows/choice_answer.h"

#include "daemon/base/check.h"
#include "gen/msg.h"
#include "gen/sql/client.h"
#include "web/flows/client_letter.h"
#include "web/flows/person.h"
#include "web/kit/format.h"

static enum errc write_client(const struct flow *f, int64_t vacancy_id, const struct q_choice_question_row *q,
                              const char *text, struct err *e) {
    struct client_contact to = { .email = NULL };
    const char *question = NULL;
    TRY(client_contact(f, vacancy_id, &to, e));
    TRY(person_open(f, q->person_id, SEAL_CHOICE_COMMENT, q->id, q->comment_sealed, &question, e));
    if (to.link == NULL || question == NULL)
        return OK;
    const char *code = format_code(f->arena, q->code);
    return client_letter(f, &to, "choice.answered", msg_letter_answer_subject(to.lang, f->arena, code),
                         msg_letter_answer_body(to.lang, f->arena, code, to.title, question, text, to.link), e);
}

enum errc choice_answer(const struct flow *f, int64_t vacancy_id, int64_t choice_id, const char *text, struct err *e) {
    CHECK(*text != '\0');
    const struct q_choice_question_row *q = NULL;
    TRY(q_choice_question(f->db, choice_id, vacancy_id, f->arena, &q, e));
    if (q == NULL)
        return ERR(e, E_NOT_FOUND, "no such question");
    if (q->has_answered_at)
        return ERR(e, E_CONFLICT, "question %lld was answered", (long long)choice_id);
    const char *sealed = NULL;
    TRY(person_seal(f, q->person_id, SEAL_CHOICE_ANSWER, q->id, text, &sealed, e));
    TRY(q_choice_answer_add(f->db, q->id, sealed, f->now_ms, f->actor_id, e));
    TRY(q_choice_seen(f->db, f->now_ms, q->id, e));
    TRY(write_client(f, vacancy_id, q, text, e));
    return flow_audit(f, "choice.answered", "application", q->application_id, NULL, e);
}
