/* web/public/vacancy.h — the views of a public vacancy, and what applying shares with showing.
 */
#ifndef WEB_PUBLIC_VACANCY_H
#define WEB_PUBLIC_VACANCY_H

#include <stdbool.h>
#include <stdint.h>
#include "web/kit/text_list.h"
#include "web/public/request.h"
#include "web/public/typed.h"

struct pack;
struct q_vacancy_by_slug_row;

/* A part of the test, and where it begins on the line of the whole length. */
struct test_part {
    const char *title, *minutes, *x;
    bool first;
};

struct test_parts {
    const struct test_part *v;
    size_t n;
};

/* What the test of a plan is made of: the questionnaire first, then the instruments. */
struct test_outline {
    struct test_parts parts;
    int64_t minutes; /* in all */
};

struct public_vacancy_view {
    struct page page;
    struct form_errors errors;
    struct trap_view trap;
    const char *again;
    const char *title, *client, *place, *until;
    const char *content_tag; /* the language the vacancy is written in */
    struct text_list duties, requirements, must_haves;
    struct test_outline test;
    struct field_views fields;
    const char *action, *privacy;
};

/* An open vacancy by the slug in the address. row NULL = the closed page was replied.
 * Errors: E_NOT_FOUND (none, or never published). */
enum errc vacancy_open(struct request *req, const struct q_vacancy_by_slug_row **ret_row,
                       struct err *e) MUST_CHECK;

/* Show the page with what was typed. */
enum errc vacancy_show(struct request *req, const struct q_vacancy_by_slug_row *row, int status,
                       const struct typed *typed, const struct form_errors *errors,
                       struct trap_view trap, const char *again, struct err *e) MUST_CHECK;

/* The test of a plan. codes[n] are instruments in order. Memory: in a. */
struct test_outline test_outline(const struct pack *pack, const char *const *codes, size_t n,
                                 enum lang lang, struct arena *a);

#endif
