/* web/desk/application/application.h — what one candidate's page shows: the whole chain from duties to answers.
 *
 *     application.c           the handlers: reading, head, neighbours
 *     application_results.c   requirements, contributions, how the composite comes about
 *     application_name.c      the name, who opened it and why
 *     application_items.c     instruments, items, answers and keys
 *     application_musts.c     must-haves and the questionnaire
 *     application_decide.c    the decision form, its history, the three POSTs
 *
 * The composite can be recomputed from this page alone: weights, estimates, coverage, and with Kelley's step
 * the raw value, the mean and the kept share. Times of answers are not here;
 * a wish for other conditions stands apart, folded when the test is done.
 */
#ifndef WEB_DESK_APPLICATION_APPLICATION_H
#define WEB_DESK_APPLICATION_APPLICATION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "web/desk/shortlist/shortlist.h"
#include "web/flows/results.h"
#include "web/flows/shortlist_read.h"
#include "web/kit/chart.h"
#include "web/kit/layout.h"
#include "web/kit/level.h"

struct request;
struct q_short_application_row;

/* Requirements */

struct requirement_row {
    const char *id, *number, *name, *text, *anchor, *href; /* href: the chain of this one */
    int64_t weight;
    bool told;                          /* measured, and enough of it was shown to say how well */
    struct level_cell level;
    const char *level_text;             /* the same in a sentence */
    struct interval_view plot;
    const char *estimate, *se;          /* two decimals; NULL = not told */
    const char *state, *state_class, *minimum;
    const char *contribution, *against; /* points; against the mean of the list */
    struct bar_view bar;
    struct text_list duties;
    const char *raw_weight, *raw_estimate, *raw_se, *raw_contribution, *raw_duties; /* for data-…; "" = none */
    bool on;
};

struct requirement_rows {
    const struct requirement_row *v;
    size_t n;
};

/* How the composite comes about, step by step, and the same figures for a machine. */
struct sum_view {
    bool known, kelley;
    const char *weights, *contributions;          /* the total row */
    struct text_list steps;
    const char *composite, *coverage, *raw, *mean, *keep, *se; /* for data-… */
    const char *covariances; /* data-…: "requirement requirement covariance; …" of errors that belong together */
};

/* Items */

struct item_line {
    const char *text, *answer, *key, *why; /* an option or an action; NULL = nothing to say */
};

struct item_lines {
    const struct item_line *v;
    size_t n;
};

struct item_entry {
    const char *code, *anchor, *title, *stem, *competencies;
    const char *answer, *points, *raw_points, *mark, *mark_words;
    const char *key, *rationale;
    struct item_lines lines;
};

struct item_entries {
    const struct item_entry *v;
    size_t n;
};

struct instrument_view {
    const char *code, *title, *summary, *note;
    struct item_entries items;
};

struct instrument_views {
    const struct instrument_view *v;
    size_t n;
};

/* A competency: what each instrument says of it, and the items behind. */
struct source_row {
    const char *instrument, *estimate, *items, *kind; /* kind: where the error comes from */
};

struct source_rows {
    const struct source_row *v;
    size_t n;
};

struct item_link {
    const char *code, *anchor, *points;
};

struct item_links {
    const struct item_link *v;
    size_t n;
};

struct competency_view {
    const char *anchor, *name, *definition, *summary, *level;
    struct source_rows sources;
    struct item_links items;
};

struct competency_views {
    const struct competency_view *v;
    size_t n;
};

/* The chain of one requirement: answer, item, competency, requirement, duty. */
struct chain_view {
    bool shown;
    const char *title;
    const char *answer, *answer_note, *item, *item_note, *item_href;
    const char *competency, *competency_note, *competency_href;
    const char *requirement, *requirement_note, *duty, *duty_note;
};

/* Must-haves */

struct must_row {
    const char *id, *text, *state, *state_class, *answer, *by, *note;
    bool open;
    const char *note_typed;
};

struct must_rows {
    const struct must_row *v;
    size_t n;
};

struct answer_row {
    const char *label, *answer;
};

struct answer_rows {
    const struct answer_row *v;
    size_t n;
};

/* Decisions */

struct decision_row {
    const char *outcome, *reason, *note, *by, *undone;
    const char *letter; /* of a refusal: when it goes or went; NULL = none */
    bool stands;
};

struct decision_rows {
    const struct decision_row *v;
    size_t n;
};

struct reason_group {
    const char *label;
    struct choice_views choices;
};

struct reason_groups {
    const struct reason_group *v;
    size_t n;
};

struct decision_view {
    const char *latest; /* id of the decision that stands; "0" = none */
    const char *now;    /* what stands, in words; NULL = nothing */
    bool may_undo, conflict, closed, advanced; /* advanced: what stands is "go on" */
    const char *conflict_text;
    struct choices_view outcome;
    struct reason_groups reasons;
    const char *reason_error, *note, *note_error;
    const char *letter_lang, *letter_subject; /* what a refusal writes to the candidate */
    struct text_list letter;                  /* its paragraphs */
    struct decision_rows history;
};

/* The name */

struct name_row {
    const char *reason, *note, *by;
};

struct name_rows {
    const struct name_row *v;
    size_t n;
};

struct name_view {
    const char *shown, *until; /* NULL = hidden from who looks */
    struct choice_views reasons;
    const char *note, *reason_error, *note_error;
    struct name_rows history;
};

/* The page */

struct application_view {
    struct page page;
    struct form_errors errors;
    const char *code, *label, *action, *saved;
    const struct vacancy_head *head;
    struct name_view name;
    const char *vacancy_title, *client, *list_href, *vacancy_href;
    const char *position;             /* "1 из 34" */
    const char *before, *before_label, *after, *after_label;
    const char *score, *range, *band, *must, *must_class, *state_words, *verdict;
    struct text_list dates;
    const char *wish, *wish_at;       /* a wish for other conditions, apart from all results; NULL = none */
    bool wish_open;                   /* nothing was handed in yet: it waits for an answer */
    const char *transfer;             /* the client invites: is the name passed on? NULL = no matter */
    const char *refuted;              /* must-haves that a person found unmet; NULL = none */
    struct text_list changed;         /* when the client sees this person otherwise than they are now */
    const char *share_href;
    bool measured;
    bool rescoring; /* measured, and to be scored again: no answers beside keys until then */
    struct chart_frame levels;
    const char *legend; /* the levels in words */
    struct requirement_rows requirements;
    struct sum_view sum;
    struct chain_view chain;
    struct must_rows musts;
    struct answer_rows answers;
    struct competency_views competencies;
    struct instrument_views instruments;
    struct text_list ask;
    struct decision_view decision;
};

/* What the parts work with. */
struct application_page {
    struct request *req;
    struct flow *flow;
    const struct q_short_application_row *who;
    struct shortlist list;
    size_t person;                   /* row of the pool; SHORTLIST_NONE = not finished */
    bool scored;                     /* handed in: estimates is filled */
    const struct estimate *estimates; /* as stored, of each competency of the pack */
    const double *shown;             /* of each, the share of its items that was presented */
    bool detailed;                   /* scores is filled: the content that made the estimates is loaded */
    struct attempt_scores scores;
    struct q_short_answers_rows answers;
    struct q_short_duties_rows duties;
    int64_t grace_n;                 /* answers that came in the network's time after a section's end */
};

/* What was typed into a form that is shown again. */
struct application_typed {
    bool conflict;
    const char *outcome, *reason, *note;
    const char *gate_id, *gate_note;
    const char *name_reason, *name_note;
    struct form_errors errors;
};

/* Read and show the page of an application; typed NULL = fresh.
 * Errors: E_NOT_FOUND. */
enum errc application_show(struct request *req, int status, const struct application_typed *typed, struct err *e)
    MUST_CHECK;

/* Parts; each fills its members of the view. */
void application_results(const struct application_page *p, struct application_view *view);
void application_chain(const struct application_page *p, struct requirement_row *rows, struct application_view *view);
enum errc application_items(const struct application_page *p, struct application_view *view, struct err *e) MUST_CHECK;
enum errc application_musts(const struct application_page *p, const struct application_typed *typed,
                            struct application_view *view, struct err *e) MUST_CHECK;
enum errc application_name(const struct application_page *p, const struct application_typed *typed,
                           struct application_view *view, struct err *e) MUST_CHECK;
enum errc application_decision(const struct application_page *p, const struct application_typed *typed,
                               struct application_view *view, struct err *e) MUST_CHECK;

/* Who of the staff and when: "О. Мартынова, 24 ноября 2026 г., 14:05 (МСК)". */
enum errc application_by(const struct application_page *p, int64_t staff_id, int64_t at, const char **ret,
                         struct err *e) MUST_CHECK;

/* The stored answer to an item or field, NULL when there is none. */
const char *application_answer(const struct application_page *p, const char *item);

/* One row of an item as the person answered it. Errors: E_INVALID (an answer that is none). */
enum errc application_item(const struct application_page *p, const struct score *score, size_t k,
                           struct item_entry *ret, struct err *e) MUST_CHECK;

/* The estimate of a competency of the pack; known = false when nothing measured it. It is in the composite. */
struct estimate application_estimate(const struct application_page *p, size_t competency);

/* The same as it may be told (estimate_told); ret_shown: of its items, the share that was presented. */
struct estimate application_told(const struct application_page *p, size_t competency, double *ret_shown);

#endif
