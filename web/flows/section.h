/* web/flows/section.h — the state of a section, and its beginning and end.
 *
 * A section's state is a pure function of its stored times; nobody stores it:
 *
 *     waiting ──begin──▶ open ──deadline──▶ grace ──deadline + 120 s──▶ closed
 *                          └──────────── handed in by the candidate ──────▲
 *
 * Pages treat grace as closed (the clock stands at 0:00); only answers that were on their way still land.
 */
#ifndef WEB_FLOWS_SECTION_H
#define WEB_FLOWS_SECTION_H

#include <stdbool.h>
#include <stdint.h>
#include "web/flows/flow.h"

#define SECTION_GRACE_SILENT_MS INT64_C(15000) /* the network's time: counted without a question */
#define SECTION_GRACE_MS INT64_C(120000)       /* with the page's word that it was made before the deadline */

#define SECTION_QUESTIONNAIRE "Q" /* instrument of the first section */

#define JOB_SECTION_SWEEP "section_sweep"

struct job_context;

enum section_state { SECTION_WAITING, SECTION_OPEN, SECTION_GRACE, SECTION_CLOSED };

/* The stored times of a section; 0 = not yet, or no limit. */
struct section_times {
    int64_t started_at, deadline_at, closed_at;
};

/* The state at now_ms. Pure. */
enum section_state section_state(struct section_times t, int64_t now_ms);

/* May a person still write answers on a page of it? Only in the open state. */
bool section_is_open(struct section_times t, int64_t now_ms);

/* When it ended for the candidate: handed in, or the deadline; 0 while it has not. Pure. */
int64_t section_ended_at(struct section_times t, int64_t now_ms);

/* How did a section end: by the person's hand (true), or by the clock? A section that the clock closes is
 * stored as closed at its deadline or later, so the times tell. False while it has not ended. Pure. */
bool section_closed_by_hand(struct section_times t);

/* Does this section wait for the questionnaire? Everything but the first section does, until the first one
 * is closed. */
bool section_is_blocked(int64_t position, enum section_state questionnaire);

/* What a section costs of clock: limit, or less when the vacancy closes before. 0 = no limit. Pure. */
int64_t section_deadline(int64_t now_ms, int64_t limit_ms, int64_t vacancy_closes_at);

/* Begin: the clock starts and the caller takes the lease. A section that is open already only gives the lease
 * (continue). f is the candidate's. Memory: the lease in the flow's arena.
 * Errors: E_NOT_FOUND (not theirs), E_GONE (the section, the attempt or the vacancy is closed),
 * E_CONFLICT (no consent yet, or the questionnaire comes first). */
enum errc section_begin(const struct flow *f, int64_t attempt_id, int64_t position,
                        const char **ret_lease, struct err *e) MUST_CHECK;

/* A lease that nobody can guess. Memory: in a. */
const char *lease_new(struct arena *a);

/* Take the lease: the page that held it before is told at its next save.
 * Errors: E_NOT_FOUND, E_GONE (handed in or withdrawn). */
enum errc lease_take(const struct flow *f, int64_t attempt_id, const char **ret_lease,
                     struct err *e) MUST_CHECK;

/* Hand one section in from the page that holds this lease; ret_held is false, and nothing changes, when another
 * page has it. Closing a closed one changes nothing. Unanswered questions do not stop it, required
 * fields of the questionnaire do.
 * Errors: E_NOT_FOUND, E_GONE (handed in as a whole), E_CONFLICT (never begun), E_INVALID (a required field
 * of the questionnaire has no answer). */
enum errc section_close(const struct flow *f, int64_t attempt_id, int64_t position,
                        const char *lease, bool *ret_held, struct err *e) MUST_CHECK;

/* The job `section_sweep`: closes what is past its deadline and grace, whoever is there. */
enum errc section_sweep(struct job_context *ctx, int64_t object_id, struct err *e) MUST_CHECK;

#endif
