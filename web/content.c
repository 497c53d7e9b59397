#include "web/content.h"

#include <string.h>

#include "assessments/answer.h"
#include "assessments/pack.h"
#include "assessments/score.h"
#include "daemon/base/arena.h"
#include "daemon/base/log.h"
#include "daemon/jobs/jobs.h"
#include "daemon/store/db.h"
#include "daemon/store/meta.h"
#include "gen/sql/content.h"
#include "web/flows/rescore.h"
#include "web/flows/section.h"
#include "web/kit/app.h"

enum { SCRATCH_BYTES = 512 << 20 }; /* the different answers to every item of one vacancy */

struct settling {
    struct db *db;
    const struct app *app;
    struct arena *arena;
    struct q_content_vacancies_rows vacancies;
    size_t lost_n;
    struct err first; /* the sentence about the first loss */
};

/* Something that a vacancy needs is not there any more. */
static void lose(struct settling *s, int64_t vacancy_id, const char *pack, const char *kind, const char *code) {
    log_line(LOG_ERROR, "content", "vacancy=%lld pack=%s lost=%s code=%s", (long long)vacancy_id, pack, kind, code);
    if (s->lost_n++ == 0)
        (void)ERR(&s->first, E_CONFLICT, "vacancy %lld needs the %s %s of pack %s, which is gone or changed its shape: "
                  "put the old pack back under its code", (long long)vacancy_id, kind, code, pack);
}

/* Packs ------------------------------------------------------------------------------------------- */

/* Every pack that a row names must be there. */
static enum errc check_packs(struct settling *s, struct err *e) {
    struct q_content_requests_rows requests = { 0 };
    for (size_t i = 0; i < s->vacancies.n; i++)
        if (app_pack(s->app, s->vacancies.v[i].pack) == NULL)
            return ERR(e, E_CONFLICT, "vacancy %lld needs pack %s, which is not loaded: put it back into packs/",
                       (long long)s->vacancies.v[i].id, s->vacancies.v[i].pack);
    TRY(q_content_requests(s->db, s->arena, &requests, e));
    for (size_t i = 0; i < requests.n; i++)
        if (app_pack(s->app, requests.v[i].pack) == NULL)
            return ERR(e, E_CONFLICT, "request %lld needs pack %s, which is not loaded: put it back into packs/",
                       (long long)requests.v[i].request_id, requests.v[i].pack);
    return OK;
}

/* What the rows of a vacancy name -------------------------------------------------------------------- */

static bool has_name(const struct pack *p, const char *kind, const char *code) {
    if (strcmp(kind, "competency") == 0)
        return pack_find_competency(p, code) != PACK_NONE;
    if (strcmp(kind, "instrument") == 0)
        return pack_find_instrument(p, code) != PACK_NONE;
    size_t field = pack_find_field(p, code);
    return field != PACK_NONE && p->fields[field].has_gate; /* a must-have is bound to it */
}

static enum errc check_names(struct settling *s, int64_t vacancy_id, const struct pack *p, struct err *e) {
    struct q_content_names_rows rows = { 0 };
    TRY(q_content_names(s->db, vacancy_id, s->arena, &rows, e));
    for (size_t i = 0; i < rows.n; i++)
        if (!has_name(p, rows.v[i].kind, rows.v[i].code))
            lose(s, vacancy_id, p->code, rows.v[i].kind, rows.v[i].code);
    return OK;
}

/* Is the item there, and does it still take this answer (NULL = none was given)? */
static bool takes_answer(const struct pack *p, const struct q_content_answers_row *row, struct arena *a) {
    if (strcmp(row->instrument, SECTION_QUESTIONNAIRE) == 0)
        return pack_find_field(p, row->item) != PACK_NONE;
    size_t at = pack_find_instrument(p, row->instrument);
    const struct item *item = at != PACK_NONE ? item_find(&p->instruments[at], row->item) : NULL;
    struct answer answer = { .given = false };
    return item != NULL && (row->value == NULL || answer_read(item, row->value, a, &answer, NULL) == OK);
}

static enum errc check_answers(struct settling *s, int64_t vacancy_id, const struct pack *p, struct err *e) {
    struct q_content_answers_rows rows = { 0 };
    TRY(q_content_answers(s->db, vacancy_id, s->arena, &rows, e));
    const char *last = ""; /* each item is told once; its answers come together */
    for (size_t i = 0; i < rows.n; i++)
        if (strcmp(rows.v[i].item, last) != 0 && !takes_answer(p, &rows.v[i], s->arena)) {
            last = rows.v[i].item;
            lose(s, vacancy_id, p->code, "item", last);
        }
    return OK;
}

/* Settling --------------------------------------------------------------------------------------------- */

/* The database remembers with which content and rules it was served last. */
static enum errc settle_pack(struct settling *s, const struct app_pack *loaded, int64_t now_ms, struct err *e) {
    const char *key = arena_printf(s->arena, "content.%s", loaded->code), *before = NULL;
    const char *now = arena_printf(s->arena, "%s %s", loaded->content, SCORE_VERSION);
    TRY(meta_get(s->db, key, s->arena, &before, e));
    if (before != NULL && strcmp(before, now) == 0)
        return OK;
    for (size_t i = 0; i < s->vacancies.n; i++) {
        if (strcmp(s->vacancies.v[i].pack, loaded->code) != 0)
            continue;
        struct arena_mark mark = arena_mark(s->arena);
        TRY(check_names(s, s->vacancies.v[i].id, loaded->pack, e));
        TRY(check_answers(s, s->vacancies.v[i].id, loaded->pack, e));
        arena_release(s->arena, mark);
    }
    TRY(meta_set(s->db, key, now, e));
    return jobs_ask(s->db, JOB_RESCORE, 0, now_ms, e);
}

static enum errc settle_all(struct settling *s, int64_t now_ms, struct err *e) {
    TRY(q_content_vacancies(s->db, s->arena, &s->vacancies, e));
    TRY(check_packs(s, e));
    for (size_t i = 0; i < s->app->packs_n; i++)
        TRY(settle_pack(s, &s->app->packs[i], now_ms, e));
    if (s->lost_n == 0)
        return OK;
    *e = s->first;
    return E_CONFLICT;
}

enum errc content_settle(struct db *db, const struct app *app, int64_t now_ms, struct err *e) {
    struct settling s = { .db = db, .app = app, .arena = arena_new(SCRATCH_BYTES) };
    enum errc code = db_begin(db, e);
    if (code == OK) {
        code = settle_all(&s, now_ms, e);
        if (code == OK)
            code = db_commit(db, e);
        if (code != OK)
            db_rollback(db);
    }
    arena_free(&s.arena);
    return code;
}
