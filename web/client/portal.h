/* web/client/portal.h — the view of a shared shortlist: a verdict, a card for each candidate, one chart.
 *
 * Everything about results comes from the frozen share; what is of today is the client's own choice and,
 * after an invitation and the candidate's consent, a name and an address.
 */
#ifndef WEB_CLIENT_PORTAL_H
#define WEB_CLIENT_PORTAL_H

#include <stdbool.h>
#include <stdint.h>
#include "web/client/frozen.h"
#include "web/client/status.h"
#include "web/flows/choice_make.h"
#include "web/kit/choice_words.h"
#include "web/kit/plot.h"
#include "web/kit/states.h"
#include "web/kit/text_list.h"

struct arena;
struct request;
struct q_share_newest_row;
struct q_share_people_row;
struct q_choice_last_row;
struct q_choice_questions_row;

enum { PORTAL_CARDS = 6 };

/* One line of the requirement table of a card. */
struct portal_requirement {
    const char *text, *state, *level; /* in words; level: or a dash and why there is none */
    const char *mark;                 /* class of the mark */
};

struct portal_requirements {
    const struct portal_requirement *v;
    size_t n;
};

/* A must-have and what is known of it, in words. */
struct portal_must {
    const char *text, *state, *mark;
};

struct portal_musts {
    const struct portal_must *v;
    size_t n;
};

/* A requirement's weight, and what it waits for. */
struct portal_weight {
    const char *name, *value, *by;
    bool measured;
};

struct portal_weights {
    const struct portal_weight *v;
    size_t n;
};

/* Something a reader of the card must not overlook: a label and what it is about. */
struct portal_note {
    const char *label, *list, *mark;
};

struct portal_notes {
    const struct portal_note *v;
    size_t n;
};

/* A question of the client, and the recruiter's answer. */
struct portal_talk {
    const char *asked, *question;   /* when, in words; NULL question = it opens no more */
    const char *answered, *answer;  /* NULL = not yet */
};

struct portal_talks {
    const struct portal_talk *v;
    size_t n;
};

struct portal_card {
    const char *content_tag;
    const char *code, *raw_code; /* "K‑114" to read, "K-114" for forms and ids */
    const char *score, *range;
    const char *group;                /* "группа 2"; NULL for the leaders */
    const char *x1, *x2, *cx;
    bool lead;
    const char *band_x, *band_w;
    bool has_band;
    const char *strong, *weak;        /* sentences; NULL = nothing stands out */
    const char *gates, *gates_mark, *gates_by; /* by: who says so; NULL = nothing is met */
    struct portal_musts musts;
    struct portal_notes notes;
    struct text_list ask;          /* what is not known, to ask */
    struct portal_requirements requirements;
    /* the client's word */
    bool decided, invited, refused;
    const char *word, *comment;       /* "Вы пригласили K‑114 24 ноября, 14:05" */
    struct portal_talks talks;        /* what the client asked, the oldest first */
    const char *name, *email;         /* NULL = not to be seen yet */
    const char *contact_note;         /* why not */
    bool withdrawn;
    /* the form */
    const char *action, *csrf;
    struct choice_views reasons;
    const char *reason_error, *comment_typed, *comment_error;
    bool open_question, open_no;
};

struct portal_cards {
    const struct portal_card *v;
    size_t n;
};

struct portal_view {
    struct page page;
    struct form_errors errors;
    struct client_stages_view stages;
    const char *title, *client, *date;
    const char *content_tag;          /* the language the instruction is written in */
    const char *verdict, *verdict_more;
    bool provisional;                 /* measured before there are data */
    const char *saved;                /* what was just done, NULL = nothing */
    struct portal_cards cards, rest;  /* six in sight, more behind a fold */
    const char *rest_label;
    struct plot plot;
    const char *plot_title, *below;
    struct portal_weights weights;
    bool drawn;                       /* scores were drawn towards the mean */
    const char *until;                /* how long the list is open, and by when to decide; NULL = not said */
    const char *plan, *legend;        /* what the tests measure; the levels in words */
    struct text_list pairs, ask;   /* ask: what was measured of nobody */
    const char *status;               /* the page of the request, NULL = this session may not */
};

/* What a faulty choice looked like. code NULL = none. */
struct portal_typed {
    const char *code, *reason, *comment, *error_reason, *error_comment;
    enum choice_verdict verdict;
};

/* What the page is made from. */
struct portal_facts {
    const struct q_share_newest_row *share;
    struct frozen frozen;
    const struct q_share_people_row *people;
    size_t people_n;
    const struct q_choice_last_row *choices; /* verdicts */
    size_t choices_n;
    const struct q_choice_questions_row *questions;
    size_t questions_n;
};

/* Read it. Errors: E_NOT_FOUND when this session may not see it. */
enum errc portal_read(struct request *req, struct portal_facts *ret, struct err *e) MUST_CHECK;

/* Show the page. */
enum errc portal_show(struct request *req, const struct portal_facts *f, int status,
                      const struct portal_typed *typed, struct err *e) MUST_CHECK;

/* The person with this code in the share, NULL when there is none. */
const struct q_share_people_row *portal_person(const struct portal_facts *f, const char *code);

/* The client's latest verdict on an application, NULL when there is none (or it was taken back). */
const struct q_choice_last_row *portal_choice(const struct portal_facts *f, int64_t application_id);

/* Was this requirement measured of nobody in the list? */
bool portal_unmeasured(const struct frozen *f, const char *text);

/* "Name: question for an interview". Memory: in a. */
const char *portal_question(const struct frozen_requirement *r, struct arena *a);

/* One card (card.c). Errors: from opening names. */
enum errc portal_card(struct request *req, const struct portal_facts *f,
                      const struct frozen_person *person, const struct plot *plot,
                      const struct portal_typed *typed, struct portal_card *ret, struct err *e)
    MUST_CHECK;

/* The verdict of a frozen shortlist in one sentence, and what follows from it. Memory: in a. */
void portal_verdict(const struct frozen *f, enum lang lang, struct arena *a, const char **ret_verdict,
                    const char **ret_more);

#endif
