/* web/client/frozen.h — a shared shortlist as it was frozen: JSON in, plain structs out.
 *
 * The client's pages show this and nothing newer. A frozen text was written by this program, so a fault
 * in it is a bug or a damaged database: E_INTERNAL, with the member's name for the operator.
 */
#ifndef WEB_CLIENT_FROZEN_H
#define WEB_CLIENT_FROZEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "assessments/competency.h"
#include "assessments/requirement.h"
#include "daemon/base/err.h"
#include "web/kit/chart.h"
#include "web/kit/text_list.h"

struct arena;

enum { FROZEN_PEOPLE_MAX = 40 };

/* What a person gained or lost against the pool, in points. */
struct frozen_part {
    const char *name;
    double points;
};

struct frozen_parts {
    const struct frozen_part *v;
    size_t n;
};

/* One requirement of the instruction for one person. */
struct frozen_requirement {
    const char *text, *name; /* of the instruction; of the competency */
    const char *question;    /* for an interview; NULL = lists that were frozen without */
    enum requirement_state state;
    struct level_span level; /* all 0 = none may be told */
    double shown;            /* 0–1: of its items, those that were presented */
    int64_t minimum;         /* level; below 2 = none */
};

struct frozen_requirements {
    const struct frozen_requirement *v;
    size_t n;
};

/* What is known of a must-have. */
enum frozen_must_state { FROZEN_MUST_UNVERIFIED, FROZEN_MUST_SAID, FROZEN_MUST_UNFIT, FROZEN_MUST_CONFIRMED, FROZEN_MUST_REFUTED };

struct frozen_must {
    const char *text;
    enum frozen_must_state state;
};

struct frozen_musts {
    const struct frozen_must *v;
    size_t n;
};

struct frozen_person {
    const char *code;
    double composite, se, lo, hi; /* lo–hi: 80 % */
    int64_t band, place_lo, place_hi;
    int64_t gates_met, gates_of, gates_confirmed; /* confirmed: of those met, by a person */
    struct text_list open, unfit; /* must-haves: nobody verified; the answer does not fit */
    struct frozen_musts musts;    /* each of them; none in lists that were frozen without */
    struct frozen_parts strong, weak;
    struct frozen_requirements requirements;
};

struct frozen_people {
    const struct frozen_person *v;
    size_t n;
};

struct frozen_weight {
    const char *name;
    int64_t weight;
    bool measured; /* by the tests, of anybody */
};

struct frozen_weights {
    const struct frozen_weight *v;
    size_t n;
};

/* P(the true score of a is above that of b). */
struct frozen_pair {
    const char *a, *b;
    double p;
};

struct frozen_pairs {
    const struct frozen_pair *v;
    size_t n;
};

struct frozen {
    const char *title;
    int64_t version, at;
    struct text_list leaders; /* codes */
    bool equal;                  /* the leaders cannot be told apart */
    int64_t leaders_of;          /* how many the tests could not tell apart, the leaders among them; 0 = not said */
    bool drawn;                  /* scores were drawn towards the mean of the list */
    bool provisional;            /* no panel had set keys and cuts; lists that do not say were so */
    struct chart_axis axis;
    double border;               /* below the leaders, of the approved list at that time; negative = there is none */
    double plan_share;           /* 0–1: of all weight, what the tests measure */
    struct frozen_weights weights;
    struct frozen_people people; /* ordered by code */
    struct frozen_pairs pairs;
    int64_t below;               /* people of the pool who are not in the list */
};

/* Read it. Memory: in a. Errors: E_INTERNAL. */
enum errc frozen_read(const char *json, struct arena *a, struct frozen *ret_frozen, struct err *e)
    MUST_CHECK;

/* The person with this code, NULL when not in the list. */
const struct frozen_person *frozen_find(const struct frozen *f, const char *code);

/* Is the person one of the leaders? */
bool frozen_leads(const struct frozen *f, const char *code);

#endif
