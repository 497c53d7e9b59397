/* web/flows/answer_save.h — one answer is saved: the save contract (CONTRACTS.md §1).
 *
 * rev runs per item. A save call (answer) names the new rev: the stored one plus 1. A form post (fields) names
 * the rev that its page showed, because a page without scripts cannot count: an answer equal to the stored one
 * is the same whatever the rev, another one is stored only over the rev that the person saw.
 * Every accepted answer is appended to answer_log and becomes the present one in answer_current. What the
 * contract calls a refusal is an outcome here, not an error: even a late answer writes (into the journal).
 */
#ifndef WEB_FLOWS_ANSWER_SAVE_H
#define WEB_FLOWS_ANSWER_SAVE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "assessments/answer.h"
#include "assessments/field_answer.h"
#include "web/flows/flow.h"

struct json;

enum answer_outcome {
    ANSWER_STORED,     /* 200 stored: true */
    ANSWER_SAME,       /* 200 stored: true; the same rev with the same answer again */
    ANSWER_STALE,      /* 200 stored: false; an older rev; the stored one is told */
    ANSWER_DIFFERENT,  /* 409; the same rev with another answer; the stored one is told */
    ANSWER_LEASE_LOST, /* 409; another page has the lease; nothing is written */
    ANSWER_CLOSED,     /* 410; not begun, handed in, withdrawn; nothing is written */
    ANSWER_LATE,       /* 410; after the time; kept in the journal, not counted */
    ANSWER_REFUSED,    /* 422; no answer to this item; nothing is written */
    ANSWER_TOO_LONG,   /* 413; longer than max; nothing is written */
    ANSWER_TOO_OFTEN,  /* 422; past ANSWER_CHANGES_MAX; nothing is written */
};

/* Nobody changes one answer so often, or sends so many late ones; without an end one person could fill the
 * disk. */
enum { ANSWER_CHANGES_MAX = 2000, ANSWER_LATE_MAX = 20 };

struct answer_save_in {
    int64_t attempt_id;
    const char *item; /* code in the form */
    const char *lease;
    int64_t rev;                       /* answer: from 1; fields: from 0, nothing was stored */
    const struct json *answer;         /* of the save call; NULL when fields are given */
    const struct answer_field *fields; /* of a form post */
    size_t fields_n;
    int64_t client_ms; /* when the page made it, on the server's clock; 0 = it did not say */
};

struct answer_saved {
    enum answer_outcome outcome;
    int64_t rev;            /* the stored one; 0 when none is stored */
    const char *stored;     /* the stored answer's canonical text; NULL when none is stored */
    int64_t stored_at;      /* and when; 0 */
    int64_t deadline_ms;    /* 0 = no limit */
    int64_t last_saved_at;  /* CLOSED, LATE: of the section; 0 = nothing */
    int64_t max;            /* TOO_LONG: characters */
    enum field_fault fault; /* REFUSED: why, for a field of the questionnaire */
    const struct pack_field *field; /* the field; NULL = a question of a test */
    const char *understood; /* a number: how it was read, "" = it cannot be; NULL = no number */
};

/* Save an answer of the flow's candidate. Memory: the flow's arena.
 * Errors: E_NOT_FOUND (not theirs, or no such item in the form), E_INTERNAL. */
enum errc answer_save(const struct flow *f, const struct answer_save_in *in,
                      struct answer_saved *ret, struct err *e) MUST_CHECK;

/* Set or clear «вернуться позже». Needs the lease and an open section; otherwise nothing changes.
 * Errors: E_NOT_FOUND. */
enum errc answer_flag(const struct flow *f, int64_t attempt_id, const char *item, const char *lease,
                      bool flagged, struct err *e) MUST_CHECK;

#endif
