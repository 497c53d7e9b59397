#include "web/flows/letter.h"

#include "daemon/base/rand.h"
#include "gen/sql/mail.h"
#include "web/flows/person.h"

enum errc letter_queue(const struct flow *f, const struct letter *l, struct err *e) {
    int64_t id = l->id != 0 ? l->id : rand_id();
    const char *to = NULL, *subject = NULL, *body = NULL;
    TRY(person_seal(f, l->person_id, SEAL_LETTER_TO, id, l->to, &to, e));
    TRY(person_seal(f, l->person_id, SEAL_LETTER_SUBJECT, id, l->subject, &subject, e));
    TRY(person_seal(f, l->person_id, SEAL_LETTER_BODY, id, l->body, &body, e));
    return q_outbox_add(f->db,
                        &(struct q_outbox_add_in){
                            .id = id,
                            .kind = l->kind,
                            .person_id = l->person_id,
                            .lang = lang_tag(l->lang),
                            .to_sealed = to,
                            .subject_sealed = subject,
                            .body_sealed = body,
                            .created_at = f->now_ms,
                            .next_at = l->not_before != 0 ? l->not_before : f->now_ms,
                        },
                        e);
}
