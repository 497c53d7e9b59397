/* web/candidate/data.h — a person's copy of their data: what the page and its JSON share.
 *
 * Their own words and figures; never a key, another person or a place in a list.
 */
#ifndef WEB_CANDIDATE_DATA_H
#define WEB_CANDIDATE_DATA_H

#include "web/candidate/room.h"
#include "web/kit/layout.h"

/* What is kept of the person; NULL = nothing was given, or it was erased. */
struct own_contact {
    const char *name, *email, *wish;
};

/* Memory: the request's. Errors: E_INTERNAL (a value that does not open). */
enum errc data_contact(struct request *req, const struct room *room, struct own_contact *ret_contact, struct err *e)
    MUST_CHECK;

/* May the copy hold figures? While the selection runs they would tell which answers score: they come when it is over
 * for this person, with the vacancy or by a decision. */
enum errc data_results_are_due(struct request *req, const struct room *room, bool *ret_due, struct err *e) MUST_CHECK;

/* The page. */

struct data_fact {
    const char *name, *value;
};

struct data_facts {
    const struct data_fact *v;
    size_t n;
};

struct data_consent {
    const char *purpose, *action, *version, *at, *network;
};

struct data_consents {
    const struct data_consent *v;
    size_t n;
};

struct data_lines {
    const char *const *v;
    size_t n;
};

struct data_answer {
    const char *question, *at; /* at: when it was saved; NULL = never */
    struct data_lines lines; /* the answer in words; a line for each choice or rated action */
};

struct data_answers {
    const struct data_answer *v;
    size_t n;
};

struct data_section {
    const char *title, *times;
    struct data_answers answers;
};

struct data_sections {
    const struct data_section *v;
    size_t n;
};

struct data_result {
    const char *quality, *estimate, *range;
};

struct data_results {
    const struct data_result *v;
    size_t n;
};

struct data_view {
    struct page page;
    const char *back, *download;
    struct data_facts person, application;
    struct data_consents consents;
    struct data_sections sections; /* those that began */
    struct data_results results;   /* empty while they are not due */
    const char *later;             /* why there are no figures yet; NULL = they are there */
};

#endif
