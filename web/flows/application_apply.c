#include "web/flows/application_apply.h"

#include <string.h>

#include "daemon/base/rand.h"
#include "gen/msg.h"
#include "gen/sql/public.h"
#include "web/flows/attempt.h"
#include "web/flows/candidate_consent.h"
#include "web/flows/invite.h"
#include "web/flows/letter.h"
#include "web/flows/link.h"
#include "web/flows/person.h"
#include "web/kit/states.h"

/* The link --------------------------------------------------------------------------------------- */

/* A letter with the link to the test, in the language the person chose before. */
static enum errc write_link(const struct flow *f, const struct application_apply_in *in,
                            int64_t application_id, int64_t person_id, enum lang lang,
                            const char **ret_path, struct err *e) {
    const char *path = NULL;
    TRY(link_show(f, LINK_INVITE, application_id, &path, e));
    if (path == NULL)
        TRY(link_make(f, LINK_INVITE, application_id, person_id, in->closes_at, &path, e));
    *ret_path = path;
    struct letter letter = {
        .kind = "application.link",
        .person_id = person_id,
        .to = in->email,
        .subject = msg_letter_link_subject(lang, f->arena, in->title),
        .body = msg_letter_link_body(lang, f->arena, in->title, in->client, link_url(f, path)),
        .lang = lang,
    };
    return letter_queue(f, &letter, e);
}

static enum errc add_application(const struct flow *f, const struct application_apply_in *in,
                                 int64_t person_id, int64_t id, struct err *e) {
    const char *code = NULL;
    TRY(invite_new_code(f, &code, e));
    TRY(q_application_add_public(f->db, id, code, in->vacancy_id, person_id, rand_id(), f->now_ms, e));
    return flow_audit(f, "application.added", "application", id, "{\"source\":\"public\"}", e);
}

/* A known address: nothing but a letter happens, and only to the address. A person who withdrew gets
 * none. */
static enum errc answer_known(const struct flow *f, const struct application_apply_in *in,
                              const struct q_candidate_by_email_row *known, int64_t new_id,
                              const char **ret_path, struct err *e) {
    enum lang lang = lang_of_tag(known->lang);
    const struct q_application_of_person_row *mine = NULL;
    TRY(q_application_of_person(f->db, in->vacancy_id, known->person_id, f->arena, &mine, e));
    if (mine != NULL && mine->has_withdrawn_at)
        return OK;
    int64_t id = mine != NULL ? mine->id : new_id;
    if (mine == NULL)
        TRY(add_application(f, in, known->person_id, id, e));
    return write_link(f, in, id, known->person_id, lang, ret_path, e);
}

/* A new address ------------------------------------------------------------------------------- */

static enum errc add_person(const struct flow *f, const struct application_apply_in *in,
                            const char *index, int64_t *ret_person_id, struct err *e) {
    int64_t id = 0;
    const char *name = NULL, *email = NULL;
    TRY(person_add(f, &id, e));
    TRY(person_seal(f, id, SEAL_CANDIDATE_NAME, id, in->name, &name, e));
    TRY(person_seal(f, id, SEAL_CANDIDATE_EMAIL, id, in->email, &email, e));
    TRY(q_candidate_add(f->db, id, index, name, email, lang_tag(f->lang), f->now_ms, e));
    *ret_person_id = id;
    return OK;
}

/* The consent that was ticked. It belongs to the person, so the candidate's own flows run as the person. */
static enum errc keep_consent(const struct flow *f, const struct application_apply_in *in,
                              int64_t application_id, int64_t person_id, struct err *e) {
    struct flow as_person = *f;
    int64_t attempt_id = 0;
    as_person.actor = ACTOR_CANDIDATE;
    as_person.actor_id = person_id;
    TRY(attempt_open(&as_person, application_id, f->lang, &attempt_id, e));
    return candidate_consent(&as_person, attempt_id, CONSENT_GIVEN, in->text_version, in->text_hash, e);
}

static enum errc answer_new(const struct flow *f, const struct application_apply_in *in,
                            const char *index, int64_t new_id, const char **ret_path,
                            struct err *e) {
    int64_t person_id = 0;
    TRY(add_person(f, in, index, &person_id, e));
    TRY(add_application(f, in, person_id, new_id, e));
    TRY(write_link(f, in, new_id, person_id, f->lang, ret_path, e));
    return keep_consent(f, in, new_id, person_id, e);
}

enum errc application_apply(const struct flow *f, const struct application_apply_in *in,
                            const char **ret_link_path, struct err *e) {
    const struct q_application_twin_row *twin = NULL;
    const struct q_candidate_by_email_row *known = NULL;
    const char *index = person_email_index(f, in->email);
    *ret_link_path = NULL;
    TRY(q_candidate_by_email(f->db, index, f->arena, &known, e));
    TRY(q_application_twin(f->db, in->application_id, f->arena, &twin, e));
    if (twin != NULL && known != NULL && twin->person_id == known->person_id &&
        twin->vacancy_id == in->vacancy_id)
        return link_show(f, LINK_INVITE, twin->id, ret_link_path, e);
    /* The same form with another address is another application: to refuse it would tell that the
     * first address was new. */
    int64_t new_id = twin == NULL ? in->application_id : rand_id();
    return known != NULL ? answer_known(f, in, known, new_id, ret_link_path, e)
                         : answer_new(f, in, index, new_id, ret_link_path, e);
}
