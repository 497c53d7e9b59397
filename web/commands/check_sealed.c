#include "web/commands/check_sealed.h"

#include "daemon/base/arena.h"
#include "daemon/store/backup.h"
#include "gen/sql/check.h"
#include "web/flows/person.h"
#include "web/kit/app.h"

struct findings {
    const struct flow *f;
    void (*report)(void *arg, const char *sentence);
    void *arg;
};

static enum errc without_key(const struct findings *s, const char *erased_log, struct err *e) {
    struct q_check_without_key_rows rows = { 0 };
    TRY(q_check_without_key(s->f->db, s->f->arena, &rows, e));
    for (size_t i = 0; i < rows.n; i++) {
        bool erased = false;
        TRY(backup_is_erased(erased_log, rows.v[i].person_id, &erased, e));
        if (!erased)
            s->report(s->arg, arena_printf(s->f->arena, "person %lld has sealed data but no key, and no erasure is on "
                                           "record: nothing of them opens", (long long)rows.v[i].person_id));
    }
    return OK;
}

static void open_one(const struct findings *s, int64_t place, int64_t id, int64_t person_id, const char *sealed) {
    const char *text = NULL;
    struct err why = { 0 };
    if (person_open(s->f, person_id, (enum seal_place)place, id, sealed, &text, &why) != OK)
        s->report(s->arg, arena_printf(s->f->arena, "what is sealed of person %lld at place %lld, row %lld does not open",
                                       (long long)person_id, (long long)place, (long long)id));
}

/* A page from from_n on; ret_n says how many there were. */
static enum errc contacts(const struct findings *s, int64_t from_n, size_t *ret_n, struct err *e) {
    struct q_check_sealed_contacts_rows rows = { 0 };
    TRY(q_check_sealed_contacts(s->f->db, from_n, s->f->arena, &rows, e));
    for (size_t i = 0; i < rows.n; i++)
        open_one(s, rows.v[i].place, rows.v[i].id, rows.v[i].person_id, rows.v[i].sealed);
    *ret_n = rows.n;
    return OK;
}

static enum errc candidates(const struct findings *s, int64_t from_n, size_t *ret_n, struct err *e) {
    struct q_check_sealed_candidates_rows rows = { 0 };
    TRY(q_check_sealed_candidates(s->f->db, from_n, s->f->arena, &rows, e));
    for (size_t i = 0; i < rows.n; i++)
        open_one(s, rows.v[i].place, rows.v[i].id, rows.v[i].person_id, rows.v[i].sealed);
    *ret_n = rows.n;
    return OK;
}

/* Page by page. Whoever has no key is told by without_key and passed over here. */
static enum errc each(const struct findings *s,
                      enum errc (*page)(const struct findings *s, int64_t from_n, size_t *ret_n, struct err *e),
                      struct err *e) {
    int64_t done = 0;
    size_t n = 1;
    while (n > 0) {
        struct arena_mark mark = arena_mark(s->f->arena);
        TRY(page(s, done, &n, e));
        done += (int64_t)n;
        arena_release(s->f->arena, mark);
    }
    return OK;
}

enum errc check_sealed(const struct flow *f, const char *erased_log, void (*report)(void *arg, const char *sentence),
                       void *arg, struct err *e) {
    struct findings s = { f, report, arg };
    TRY(without_key(&s, erased_log, e));
    TRY(each(&s, contacts, e));
    return each(&s, candidates, e);
}
