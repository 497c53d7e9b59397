#include "web/flows/results.h"

#include <string.h>

#include "assessments/form.h"
#include "assessments/pack.h"
#include "daemon/base/arena.h"
#include "daemon/base/check.h"
#include "daemon/jobs/jobs.h"
#include "gen/sql/attempt.h"
#include "gen/sql/results.h"
#include "web/flows/section.h"
#include "web/kit/app.h"

/* Reading an attempt ------------------------------------------------------------------------- */

static bool ran_out(const struct q_section_list_row *s) {
    return s->has_deadline_at &&
           !section_closed_by_hand((struct section_times){ s->started_at, s->deadline_at, s->closed_at });
}

/* Was this item presented? Whoever hands a section in has seen the list of what is empty and lets it stand: all of it
 * counts. When the clock ended it, what was opened does, and the first item, to which the beginning leads: a seen
 * and empty item is wrong in knowledge and numeric tests, an unseen one is missing (METHOD.md §1). Until
 * version 2 it was missing behind the last *answer*, so that silence after three right ones paid. */
static bool presented(const struct q_section_list_row *section, const struct q_section_items_rows *rows, size_t i) {
    return !ran_out(section) || i == 0 || rows->v[i].has_shown_at;
}

/* The form and responses of one section, as they were presented and answered. */
static enum errc section_read(const struct flow *f, const struct instrument *in, int64_t attempt_id,
                              const struct q_section_list_row *section, struct test_form *ret_form,
                              struct score_response **ret_responses, struct err *e) {
    struct q_section_items_rows rows = { 0 };
    TRY(q_section_items(f->db, attempt_id, section->position, f->arena, &rows, e));
    const struct item **items = ARENA_ARRAY(f->arena, rows.n, const struct item *);
    struct score_response *responses = ARENA_ARRAY(f->arena, rows.n, struct score_response);
    for (size_t i = 0; i < rows.n; i++) {
        items[i] = item_find(in, rows.v[i].item);
        if (items[i] == NULL)
            return ERR(e, E_INTERNAL, "pack has no item %s any more", rows.v[i].item);
        responses[i].shown = presented(section, &rows, i);
        if (rows.v[i].value == NULL)
            continue;
        struct answer *answer = ARENA_NEW(f->arena, struct answer);
        TRY(answer_read(items[i], rows.v[i].value, f->arena, answer, e));
        responses[i].answer = answer;
    }
    *ret_form = (struct test_form){ in, items, rows.n };
    *ret_responses = responses;
    return OK;
}

enum errc results_compute(const struct flow *f, int64_t attempt_id, struct attempt_scores *ret,
                          struct err *e) {
    const struct q_attempt_to_score_row *attempt = NULL;
    TRY(q_attempt_to_score(f->db, attempt_id, f->arena, &attempt, e));
    if (attempt == NULL)
        return ERR(e, E_NOT_FOUND, "no attempt %lld", (long long)attempt_id);
    struct attempt_scores s = { .attempt_id = attempt_id,
                                .application_id = attempt->application_id,
                                .person_id = attempt->person_id,
                                .vacancy_id = attempt->vacancy_id,
                                .pack = app_pack(f->app, attempt->pack) };
    if (s.pack == NULL)
        return ERR(e, E_INTERNAL, "no pack %s is loaded", attempt->pack);
    struct q_section_list_rows sections = { 0 };
    TRY(q_section_list(f->db, attempt_id, f->arena, &sections, e));
    for (size_t i = 0; i < sections.n; i++) {
        size_t at = pack_find_instrument(s.pack, sections.v[i].instrument);
        if (at == PACK_NONE || !sections.v[i].has_started_at)
            continue; /* the questionnaire, or a section never begun */
        struct test_form form = { 0 };
        struct score_response *responses = NULL;
        TRY(section_read(f, &s.pack->instruments[at], attempt_id, &sections.v[i], &form, &responses, e));
        CHECK(s.scores_n < PACK_INSTRUMENTS_MAX);
        s.ran_out[s.scores_n] = ran_out(&sections.v[i]);
        s.scores[s.scores_n++] = score_form(s.pack, &form, responses, f->arena);
    }
    s.competencies = competency_estimates(s.pack, s.scores, s.scores_n, f->arena);
    *ret = s;
    return OK;
}

/* Each pair of competencies whose errors are not independent, once, in the order of codes. */
static enum errc put_covariances(const struct flow *f, const struct attempt_scores *s, struct err *e) {
    for (size_t c = 0; c < s->pack->competencies_n; c++)
        for (size_t d = 0; d < s->pack->competencies_n; d++) {
            const char *code = s->pack->competencies[c].code, *other = s->pack->competencies[d].code;
            double covariance = s->competencies[c].covariance[d];
            if (covariance != 0 && strcmp(code, other) < 0)
                TRY(q_covariance_put(f->db, s->attempt_id, code, other, covariance, e));
        }
    return OK;
}

enum errc results_store(const struct flow *f, const struct attempt_scores *s, struct err *e) {
    TRY(q_score_drop(f->db, s->attempt_id, e));
    TRY(q_competency_score_drop(f->db, s->attempt_id, e));
    TRY(q_covariance_drop(f->db, s->attempt_id, e));
    for (size_t i = 0; i < s->scores_n; i++) {
        const struct score *score = &s->scores[i];
        TRY(q_score_put(f->db,
                        &(struct q_score_put_in){
                            .attempt_id = s->attempt_id,
                            .instrument = score->instrument->code,
                            .points = score->points,
                            .points_max = score->of,
                            .answered = (int64_t)score->answered_n,
                            .shown = (int64_t)score->shown_n,
                            .straight_lined = score->judgement.straight_lined,
                            .scoring_version = SCORE_VERSION,
                            .content = app_content(f->app, s->pack),
                        },
                        e));
    }
    for (size_t c = 0; c < s->pack->competencies_n; c++) {
        const struct estimate *estimate = &s->competencies[c].estimate;
        if (estimate->known)
            TRY(q_competency_score_put(f->db, s->attempt_id, s->pack->competencies[c].code,
                                       estimate->value, estimate->se, s->competencies[c].shown_share, e));
    }
    TRY(put_covariances(f, s, e));
    return jobs_ask(f->db, JOB_STANDINGS, s->vacancy_id, f->now_ms, e);
}

enum errc results_score(const struct flow *f, int64_t attempt_id, struct err *e) {
    struct attempt_scores s = { 0 };
    TRY(results_compute(f, attempt_id, &s, e));
    return results_store(f, &s, e);
}

bool results_current(const struct app *app, const struct pack *pack, const struct q_score_list_rows *stored) {
    for (size_t i = 0; i < stored->n; i++)
        if (strcmp(stored->v[i].content, app_content(app, pack)) != 0 ||
            strcmp(stored->v[i].scoring_version, SCORE_VERSION) != 0)
            return false;
    return true;
}
