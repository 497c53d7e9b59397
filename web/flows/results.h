/* web/flows/results.h — from stored answers to stored results.
 *
 * results_score runs inside the hand-in's transaction; where everybody stands is a job, because it looks
 * at the whole pool. Both are pure functions of what is stored, so `otbor check` runs the same
 * computations again and compares.
 */
#ifndef WEB_FLOWS_RESULTS_H
#define WEB_FLOWS_RESULTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "assessments/competency.h"
#include "assessments/rank.h"
#include "assessments/score.h"
#include "web/flows/flow.h"

struct app;
struct arena;
struct db;
struct job_context;
struct pack;
struct q_score_list_rows;

/* Scores ------------------------------------------------------------------------------------ */

/* Everything that one attempt's answers say. */
struct attempt_scores {
    int64_t attempt_id, application_id, person_id, vacancy_id;
    const struct pack *pack;
    struct score scores[PACK_INSTRUMENTS_MAX]; /* the instruments of the attempt, in its order */
    bool ran_out[PACK_INSTRUMENTS_MAX]; /* the clock ended its section */
    size_t scores_n;
    const struct competency_estimate *competencies; /* [pack->competencies_n] */
};

/* Read an attempt's forms and answers and score them; writes nothing. Memory: the flow's arena.
 * Errors: E_NOT_FOUND (no such attempt), E_INTERNAL (an item that the pack no longer holds). */
enum errc results_compute(const struct flow *f, int64_t attempt_id, struct attempt_scores *ret,
                          struct err *e) MUST_CHECK;

/* Store them in the place of what is stored: score, competency_score and competency_covariance rows, with the
 * content and the rules that made them; asks for the vacancy's standings. */
enum errc results_store(const struct flow *f, const struct attempt_scores *s, struct err *e) MUST_CHECK;

/* Compute and store. */
enum errc results_score(const struct flow *f, int64_t attempt_id, struct err *e) MUST_CHECK;

/* Were these stored scores made with the content of the pack as it is loaded, by today's rules? If not, they
 * stand until the job `rescore` comes to them, and nothing can be said of single answers. */
bool results_current(const struct app *app, const struct pack *pack, const struct q_score_list_rows *stored);

/* Standings --------------------------------------------------------------------------------- */

/* The pool of a vacancy under one version, as the ranking wants it: row i is applications[i], component c
 * is requirements[c]. Rows come in an order that means nothing (the application's random draw). */
struct pool {
    const struct pack *pack;
    int64_t instruction_id, vacancy_id;
    const int64_t *applications, *persons, *attempts;
    const char *const *codes;
    size_t persons_n;
    const int64_t *requirements;   /* ids of the weighted requirements, [components_n] */
    const size_t *competencies;    /* of each component: index into the pack */
    const int *minima;             /* level 0–5 */
    const double *weights;         /* points of 100 */
    size_t components_n;
    struct rank_in in;             /* points into this memory; weights may be replaced for a what-if */
};

/* Read the pool of a version. who is apart (an unmet must-have that a person confirmed) is in in.apart.
 * Memory: a. Errors: E_NOT_FOUND. */
enum errc pool_read(struct db *db, const struct app *app, int64_t instruction_id, struct arena *a,
                    struct pool *ret, struct err *e) MUST_CHECK;

/* Component c of a person as it may be told (estimate_told), and the share of its items that was shown to them
 * (ret_shown may be NULL). */
struct estimate pool_told(const struct pool *pool, size_t c, size_t person, double *ret_shown);

/* What the questionnaire of a person of the pool says of the must-have that this field decides (NULL = none):
 * "passed", "failed" or "unverified". Memory: static. Errors: those of reading and opening the answer. */
enum errc gate_proposed(const struct flow *f, const struct pool *pool, size_t person, const char *field_code,
                        const char **ret_proposed, struct err *e) MUST_CHECK;

/* The job `standings`: object_id is a vacancy. Under its newest published version, store what the
 * questionnaires say of each must-have, and composite, band, places and order of everybody. */
enum errc results_standings_job(struct job_context *ctx, int64_t vacancy_id, struct err *e)
    MUST_CHECK;

#define JOB_STANDINGS "standings"

#endif
