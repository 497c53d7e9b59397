/* web/candidate/data_read.c — what both forms of a person's copy need to know. */
#include "daemon/http/request.h"
#include "gen/sql/attempt.h"
#include "gen/sql/candidate.h"
#include "web/candidate/data.h"
#include "web/flows/person.h"
#include "web/kit/states.h"

enum errc data_contact(struct request *req, const struct room *room, struct own_contact *ret_contact, struct err *e) {
    const struct q_candidate_contact_row *who = NULL;
    const struct q_wish_get_row *wish = NULL;
    struct own_contact own = { 0 };
    int64_t person = room->attempt->person_id, application = room->attempt->application_id;
    struct flow f = flow_of(req);
    TRY(q_candidate_contact(req->db, person, req->arena, &who, e));
    if (who != NULL) {
        TRY(person_open(&f, person, SEAL_CANDIDATE_NAME, person, who->name_sealed, &own.name, e));
        TRY(person_open(&f, person, SEAL_CANDIDATE_EMAIL, person, who->email_sealed, &own.email, e));
    }
    TRY(q_wish_get(req->db, application, req->arena, &wish, e));
    if (wish != NULL)
        TRY(person_open(&f, person, SEAL_WISH, application, wish->text_sealed, &own.wish, e));
    *ret_contact = own;
    return OK;
}

enum errc data_results_are_due(struct request *req, const struct room *room, bool *ret_due, struct err *e) {
    const struct q_attempt_get_row *t = room->attempt;
    const struct q_candidate_decided_row *decided = NULL;
    TRY(q_candidate_decided(req->db, t->application_id, req->arena, &decided, e));
    *ret_due = decided->n > 0 || vacancy_state_of_word(t->vacancy_state) == VACANCY_CLOSED || t->closes_at <= req->now_ms;
    return OK;
}
