/* web/candidate/home.h — the list of sections, and one section before it begins: what templates see.
 */
#ifndef WEB_CANDIDATE_HOME_H
#define WEB_CANDIDATE_HOME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "web/candidate/room.h"
#include "web/kit/layout.h"

struct home_row {
    const char *href, *title, *state, *meta;
    const char *mark; /* class of the state: "ok tick", "tag new", "dim" */
};

struct home_rows {
    const struct home_row *v;
    size_t n;
};

struct candidate_home_view {
    struct page page;
    const char *meta, *title, *lead, *progress;
    struct home_rows rows;
    bool ready;          /* everything is done: it can be handed in */
    const char *why_not; /* else: what is missing */
    const char *submit, *before, *data, *withdraw;
    const char *left, *code, *wish; /* facts; wish NULL = none */
    const char *contact;            /* who answers questions, and where */
};

/* One section before it begins, or between two visits. */
struct intro_view {
    struct page page;
    const char *home, *title, *lead;
    struct text_list text;
    const char *items, *planned, *limit; /* limit NULL = no clock */
    const char *practice;                /* NULL = none */
    const char *action, *button;
    const char *warning;                 /* what starting means; NULL = nothing */
    const char *blocked, *blocked_href, *blocked_label; /* why it cannot begin; NULL = it can */
};

#endif
