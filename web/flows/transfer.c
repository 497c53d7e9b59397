#include "web/flows/transfer.h"

#include <string.h>

#include "daemon/base/arena.h"
#include "daemon/base/rand.h"
#include "gen/msg.h"
#include "gen/sql/attempt.h"
#include "gen/sql/candidate.h"
#include "gen/sql/client.h"
#include "web/flows/client_letter.h"
#include "web/kit/format.h"
#include "web/kit/states.h"

static const char PURPOSE[] = "transfer";

static const enum consent_action ACTIONS[] = { [TRANSFER_GIVEN] = CONSENT_GIVEN,
                                               [TRANSFER_REFUSED] = CONSENT_REFUSED,
                                               [TRANSFER_WITHDRAWN] = CONSENT_WITHDRAWN };

static const char *const AUDIT[] = { [TRANSFER_GIVEN] = "transfer.given",
                                     [TRANSFER_REFUSED] = "transfer.refused",
                                     [TRANSFER_WITHDRAWN] = "transfer.withdrawn" };

static enum transfer_state state_of(enum consent_action action) {
    enum transfer_state state = TRANSFER_GIVEN;
    while (state < TRANSFER_WITHDRAWN && ACTIONS[state] != action)
        state++;
    return state;
}

enum errc transfer_read(struct db *db, int64_t person_id, int64_t application_id, struct arena *a,
                        struct transfer *ret, struct err *e) {
    const struct q_consent_last_row *consent = NULL;
    const struct q_candidate_choice_row *choice = NULL;
    TRY(q_consent_last(db, person_id, PURPOSE, application_id, a, &consent, e));
    TRY(q_candidate_choice(db, application_id, a, &choice, e));
    *ret = (struct transfer){ .invited = choice != NULL && choice_verdict_of_word(choice->verdict) == CHOICE_INVITE };
    if (consent != NULL) {
        ret->state = state_of(consent_action_of_word(consent->action));
        ret->at = consent->at;
    }
    return OK;
}

/* What the answer amounts to now; TRANSFER_NONE = nothing new. */
static enum transfer_state news(const struct transfer *now, enum transfer_state answer) {
    if (now->state == TRANSFER_GIVEN)
        return answer == TRANSFER_GIVEN ? TRANSFER_NONE : TRANSFER_WITHDRAWN;
    if (answer == TRANSFER_WITHDRAWN || answer == now->state)
        return TRANSFER_NONE;
    return answer;
}

/* The client hears that the name is open. The letter names the code only. */
static enum errc write_client(const struct flow *f, int64_t vacancy_id, const char *code, struct err *e) {
    struct client_contact to = { .email = NULL };
    TRY(client_contact(f, vacancy_id, &to, e));
    if (to.link == NULL)
        return OK;
    const char *shown = format_code(f->arena, code);
    return client_letter(f, &to, "transfer.given", msg_letter_agreed_subject(to.lang, f->arena, shown),
                         msg_letter_agreed_body(to.lang, f->arena, shown, to.title, to.link), e);
}

enum errc transfer_answer(const struct flow *f, int64_t attempt_id, enum transfer_state answer,
                          const char *text_version, const char *text_hash, struct err *e) {
    const struct q_attempt_get_row *attempt = NULL;
    TRY(q_attempt_get(f->db, attempt_id, f->actor_id, f->arena, &attempt, e));
    if (attempt == NULL)
        return ERR(e, E_NOT_FOUND, "no attempt %lld of this person", (long long)attempt_id);
    if (attempt->has_withdrawn_at)
        return ERR(e, E_GONE, "attempt %lld was withdrawn", (long long)attempt_id);
    struct transfer now = { .invited = false };
    TRY(transfer_read(f->db, attempt->person_id, attempt->application_id, f->arena, &now, e));
    enum transfer_state said = news(&now, answer);
    if (said == TRANSFER_NONE)
        return OK;
    if (!now.invited && said != TRANSFER_WITHDRAWN)
        return ERR(e, E_GONE, "the client does not invite application %lld", (long long)attempt->application_id);
    TRY(q_candidate_consent_add(f->db,
                                &(struct q_candidate_consent_add_in){
                                    .id = rand_id(),
                                    .person_id = attempt->person_id,
                                    .purpose = PURPOSE,
                                    .action = consent_action_word(ACTIONS[said]),
                                    .object_id = attempt->application_id,
                                    .text_version = text_version,
                                    .text_hash = text_hash,
                                    .lang = lang_tag(f->lang),
                                    .at = f->now_ms,
                                    .network = f->network,
                                    .agent = f->agent,
                                },
                                e));
    TRY(flow_audit(f, AUDIT[said], "application", attempt->application_id, NULL, e));
    return said == TRANSFER_GIVEN ? write_client(f, attempt->vacancy_id, attempt->code, e) : OK;
}
