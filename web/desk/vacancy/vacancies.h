/* web/desk/vacancy/vacancies.h — what the list of vacancies and the overview of one show.
 */
#ifndef WEB_DESK_VACANCY_VACANCIES_H
#define WEB_DESK_VACANCY_VACANCIES_H

#include "web/desk/parts.h"
#include "web/kit/layout.h"

struct vacancies_row {
    const char *href, *title, *client, *place, *state, *state_kind, *closes;
    const char *version; /* "версия 2", "черновик" */
    int64_t invited_n, begun_n, completed_n;
    const char *next_href, *next_label;
};

struct vacancies_rows {
    const struct vacancies_row *v;
    size_t n;
};

struct vacancies_view {
    struct page page;
    struct vacancies_rows rows;
    struct pager_view pager;
};

/* One stage of the people: how many are there now. */
struct vacancy_stage {
    const char *name;
    int64_t n;
    const char *share; /* width of its bar, "40.0%" */
};

struct vacancy_stages {
    const struct vacancy_stage *v;
    size_t n;
};

struct vacancy_version {
    int64_t version;
    const char *when, *reason; /* reason: NULL = none */
    bool draft;
};

struct vacancy_versions {
    const struct vacancy_version *v;
    size_t n;
};

struct desk_vacancy_view {
    struct page page;
    struct vacancy_head head;
    const char *lead;                        /* the state in one sentence */
    const char *next_href, *next_label;      /* the one thing to do now */
    struct vacancy_stages stages;
    struct vacancy_versions versions;
    const char *page_href, *address;         /* of the public page, as a path and as it is sent; NULL = not open */
    bool draft, open;
    struct field_view closes;
    struct form_errors errors;
    const char *segment, *size, *lang, *place;
};

#endif
