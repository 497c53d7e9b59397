/* web/flows/shortlist_read.h — the list of a vacancy as it stands: the pool under the newest published
 * version, the stored standings over it, and what is known of each must-have.
 *
 * Reads in a fixed number of statements, whatever the number of people; no name is read. People whose
 * standing is not stored yet (the job has not run) are in the pool with the state RANK_NOTHING and counted
 * in waiting_n.
 */
#ifndef WEB_FLOWS_SHORTLIST_READ_H
#define WEB_FLOWS_SHORTLIST_READ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "assessments/rank.h"
#include "assessments/requirement.h"
#include "daemon/base/text.h"
#include "gen/sql/results.h"
#include "gen/sql/shortlist.h"
#include "web/flows/results.h"

#define SHORTLIST_NONE SIZE_MAX

struct shortlist {
    const struct q_short_vacancy_row *vacancy;
    const struct q_instruction_newest_row *version; /* NULL = nothing published: everything below is empty */
    struct q_short_requirements_rows requirements;
    struct pool pool;
    struct rank_result approved; /* computed, with the stored places, bands and order */
    size_t waiting_n;
    const size_t *row_of;        /* [components_n] which requirement a component is */
    const char *const *names;    /* [components_n] of the competency, in the language asked for */
    const size_t *gates;         /* [gates_n] which requirements are must-haves */
    size_t gates_n;
    const uint8_t *proposed;     /* [gates_n * persons_n] enum gate_state, by must-have */
    const uint8_t *words;        /* the same, enum gate_word */
};

/* Read it. Memory: in a. Errors: E_NOT_FOUND (no such vacancy), E_INTERNAL (its pack is not loaded). */
enum errc shortlist_read(struct db *db, const struct app *app, int64_t vacancy_id, enum lang lang,
                         struct arena *a, struct shortlist *ret, struct err *e) MUST_CHECK;

/* Person with this code, SHORTLIST_NONE when not in the pool. */
size_t shortlist_find(const struct shortlist *s, const char *code);

/* The pool under other weights (points, [components_n]): composites and bands only. Inside a band people
 * stay in the approved order. ret_in is what was ranked. Memory: in a. */
struct rank_result shortlist_trial(const struct shortlist *s, const double *weights, struct arena *a,
                                   struct rank_in *ret_in);

/* Placed persons in the order of the list: by band, inside a band by lot. Memory: in a. */
const size_t *shortlist_order(const struct rank_result *r, size_t persons_n, struct arena *a);

/* The person of a band (from 1) with the highest composite; SHORTLIST_NONE when it is empty. */
size_t shortlist_leader(const struct rank_result *r, size_t persons_n, size_t band);

/* Has a person a composite that may be told? Not when less than RANK_COVERAGE_MIN of the plan was measured. */
bool shortlist_has_score(const struct rank_person *r);

/* Cuts between neighbouring bands, from the best down: halfway between the two people at the border.
 * [bands_n − 1]. Memory: in a. */
double *shortlist_cuts(const struct rank_result *r, size_t persons_n, struct arena *a);

/* Must-haves of one person */

/* The state of must-have g that counts (web/flows/shortlist_must.h tells more). */
enum gate_state shortlist_gate(const struct shortlist *s, size_t g, size_t person);

struct shortlist_gates {
    size_t met, failed, open;
    size_t first_failed; /* index of a must-have, SHORTLIST_NONE = none */
};
struct shortlist_gates shortlist_gates(const struct shortlist *s, size_t person);

/* The words of must-have g. */
const char *shortlist_gate_text(const struct shortlist *s, size_t g);

#endif
