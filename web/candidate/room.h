/* web/candidate/room.h — what every page of the test room begins with: the attempt, if it is theirs.
 */
#ifndef WEB_CANDIDATE_ROOM_H
#define WEB_CANDIDATE_ROOM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "assessments/pack.h"
#include "daemon/base/err.h"
#include "web/flows/section.h"
#include "web/kit/text_list.h"

struct item;
struct q_attempt_get_row;
struct q_section_items_row;
struct request;

/* A section as its pages see it. */
struct room_section {
    int64_t position, limit_ms;         /* 0 = no limit */
    const char *code;                   /* "Q", "KT" */
    const char *title;                  /* in the reader's language */
    const struct instrument *instrument; /* NULL = the questionnaire */
    struct section_times times;
    enum section_state state;
    int64_t items_n;
    int64_t answered_n;                 /* after room_open_counted, else 0 */
    int64_t planned_min;                /* what it usually takes */
    bool blocked;                       /* the questionnaire comes first */
};

/* An attempt of the visitor, with its sections. Memory: the request's. */
struct room {
    int64_t id;
    const char *base; /* "/t/123" */
    const struct q_attempt_get_row *attempt;
    const struct pack *pack;
    const struct room_section *sections;
    size_t sections_n;
    bool consented, closed; /* closed: the vacancy takes no beginnings any more */
};

/* Read {attempt} of the path. Errors: E_NOT_FOUND when it is no number, not there or not theirs. */
enum errc room_open(struct request *req, struct room *ret_room, struct err *e) MUST_CHECK;

/* The same, with how many items of each section are answered: for pages that say so. */
enum errc room_open_counted(struct request *req, struct room *ret_room, struct err *e) MUST_CHECK;

/* The section {n} of the path (its second parameter). Errors: E_NOT_FOUND. */
enum errc room_section(struct request *req, const struct room *room,
                       const struct room_section **ret_section, struct err *e) MUST_CHECK;

/* May the visitor be on a page of the test? When not, the reply (a 303 to where they belong: result,
 * withdrawal, consent) is written and false comes back. */
bool room_admits(struct request *req, const struct room *room);

/* Is the section done for the person: closed, or its clock at 0:00? */
bool room_section_done(const struct room_section *section);
size_t room_done_n(const struct room *room);

/* A path below the attempt, printf-like. Memory: the request's. */
const char *room_path(struct request *req, const struct room *room, const char *fmt, ...)
    PRINTF_LIKE(3, 4);

/* The lease that pages of this session may show; "" when another session (another device) writes. */
const char *room_lease(struct request *req, const struct room *room);

/* After a POST took the lease: pages of this session may show it from now on. */
enum errc room_hold(struct request *req, const struct room *room, const char *lease,
                    struct err *e) MUST_CHECK;

/* The paragraphs of a text of a pack. */
struct text_list room_lines(struct request *req, const char *text);

/* A text of a pack in the reader's language. */
const char *room_says(const struct request *req, const struct text2 *text);

/* A number of a URL, from 1. Errors: E_NOT_FOUND. */
enum errc room_number(const char *param, int64_t *ret_n, struct err *e) MUST_CHECK;

#endif
