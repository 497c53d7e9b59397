/* web/candidate/end.h — handing in, the result, withdrawing: what templates see.
 */
#ifndef WEB_CANDIDATE_END_H
#define WEB_CANDIDATE_END_H

#include <stdbool.h>
#include <stddef.h>
#include "web/candidate/home.h"
#include "web/candidate/room.h"
#include "web/candidate/transfer.h"
#include "web/kit/layout.h"

struct submit_view {
    struct page page;
    struct home_rows rows; /* title and meta: how much of each section is answered */
    const char *action, *home;
};

/* One group of qualities, with its honest width. Positions are "62.5%" of the line. */
struct profile_row {
    const char *name, *parts; /* «Клиент», «Контакт, потребности» */
    const char *lo, *hi, *dot;
    const char *level;        /* in words, and the levels that the line reaches */
    const char *words;
};

struct profile_rows {
    const struct profile_row *v;
    size_t n;
};

/* A strong side, in the words of the pack. */
struct strength {
    const char *name, *text;
};

struct strengths {
    const struct strength *v;
    size_t n;
};

struct result_view {
    struct page page;
    const char *meta, *title, *lead;
    struct profile_rows profile;
    struct strengths strengths;
    const char *legend;     /* the levels in words */
    const char *unmeasured; /* what this test did not look at; NULL = nothing */
    const char *seen;       /* who sees what */
    struct transfer_view transfer; /* may the client see who this is? */
    const char *data, *withdraw;
    const char *contact;    /* who takes questions and objections, and where */
};

struct candidate_withdraw_view {
    struct page page;
    const char *title, *text, *action, *home, *data;
    bool done;
};

#endif
