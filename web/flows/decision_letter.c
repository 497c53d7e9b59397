#include "web/flows/decision_letter.h"

#include <string.h>

#include "daemon/base/arena.h"
#include "gen/msg.h"
#include "gen/sql/mail.h"
#include "gen/sql/shortlist.h"
#include "web/flows/letter.h"
#include "web/flows/link.h"
#include "web/flows/person.h"
#include "web/kit/states.h"

struct decision_letter decision_letter_text(const struct flow *f, const struct q_decision_subject_row *subject) {
    enum lang lang = lang_of_tag(subject->lang);
    const char *privacy = link_url(f, lang == LANG_EN ? "/en/privacy" : "/privacy");
    return (struct decision_letter){
        .subject = msg_decision_letter_subject(lang, f->arena, subject->title),
        .body = msg_decision_letter_body(lang, f->arena, subject->title, subject->client_name, privacy),
        .lang = lang,
    };
}

enum errc decision_letter_queue(const struct flow *f, int64_t decision_id, const struct q_decision_subject_row *subject,
                                struct err *e) {
    const char *address = NULL;
    TRY(person_open(f, subject->person_id, SEAL_CANDIDATE_EMAIL, subject->person_id, subject->email_sealed, &address, e));
    if (address == NULL)
        return OK;
    struct decision_letter text = decision_letter_text(f, subject);
    struct letter letter = {
        .id = decision_id,
        .kind = "decision.declined",
        .person_id = subject->person_id,
        .to = address,
        .subject = text.subject,
        .body = text.body,
        .lang = text.lang,
        .not_before = f->now_ms + DECISION_LETTER_MS,
    };
    return letter_queue(f, &letter, e);
}

enum errc decision_letter_read(struct db *db, int64_t decision_id, struct arena *a, enum decision_letter_state *ret_state,
                               int64_t *ret_at, struct err *e) {
    const struct q_outbox_get_row *row = NULL;
    TRY(q_outbox_get(db, decision_id, a, &row, e));
    *ret_state = DECISION_LETTER_NONE;
    *ret_at = 0;
    if (row == NULL || letter_state_of_word(row->state) == LETTER_FAILED)
        return OK;
    bool waits = letter_state_of_word(row->state) == LETTER_QUEUED;
    *ret_state = waits ? DECISION_LETTER_WAITS : DECISION_LETTER_GONE;
    *ret_at = row->has_sent_at ? row->sent_at : row->next_at;
    return OK;
}

enum errc decision_letter_withdraw(const struct flow *f, int64_t decision_id, bool *ret_gone, struct err *e) {
    int64_t removed = 0, at = 0;
    enum decision_letter_state state = DECISION_LETTER_NONE;
    TRY(q_outbox_withdraw(f->db, decision_id, &removed, e));
    TRY(decision_letter_read(f->db, decision_id, f->arena, &state, &at, e));
    *ret_gone = state == DECISION_LETTER_GONE;
    return OK;
}
