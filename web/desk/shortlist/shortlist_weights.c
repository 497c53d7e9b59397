/* The what-if panel: weights of the query, kept at a sum of 100, and the address that carries them. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/base/arena.h"
#include "daemon/base/buf.h"
#include "daemon/base/check.h"
#include "daemon/http/request.h"
#include "gen/msg.h"
#include "web/desk/shortlist/shortlist.h"
#include "web/kit/format.h"

enum { HREF_BYTES = 8 << 10, RANGE_MAX = 40, MOVES_NAMED = 8 };

static const char *field_name(const struct shortlist_page *p, size_t c, struct arena *a) {
    return arena_printf(a, "w.%lld", (long long)p->list.pool.requirements[c]);
}

/* The weights as they came; what is missing or no number keeps the approved weight. */
static void read_weights(struct shortlist_page *p, double *w) {
    for (size_t c = 0; c < p->list.pool.components_n; c++) {
        int64_t typed = 0;
        w[c] = p->list.pool.weights[c];
        if (text_i64(form_get(&p->req->form, field_name(p, c, p->req->arena)), 0, WEIGHT_SUM, &typed) == OK)
            w[c] = (double)typed;
    }
}

/* Points of 100. When one weight was moved it stays as typed and the others make room; else all are scaled. */
static void keep_sum(struct shortlist_page *p, double *w, int *points) {
    const struct pool *pool = &p->list.pool;
    double sum = 0;
    size_t moved_n = 0;
    for (size_t c = 0; c < pool->components_n; c++) {
        sum += w[c];
        if (fabs(w[c] - pool->weights[c]) > .5) {
            p->moved = c;
            moved_n++;
        }
    }
    if (sum <= 0)
        memcpy(w, pool->weights, pool->components_n * sizeof *w);
    else if (fabs(sum - WEIGHT_SUM) > .5 && moved_n == 1) {
        double value = w[p->moved];
        memcpy(w, pool->weights, pool->components_n * sizeof *w);
        weight_set(w, pool->components_n, p->moved, value);
    }
    if (moved_n != 1)
        p->moved = SHORTLIST_NONE;
    weight_round(w, pool->components_n, WEIGHT_SUM, points);
}

/* Several differ after one was dragged and the rest made room: the one that moved most is the one that was. */
static size_t most_moved(const struct shortlist_page *p) {
    size_t most = SHORTLIST_NONE;
    double by = 0;
    for (size_t c = 0; c < p->list.pool.components_n; c++) {
        double d = fabs(p->points[c] - p->list.pool.weights[c]);
        if (d > by) {
            by = d;
            most = c;
        }
    }
    return most;
}

void shortlist_weigh(struct shortlist_page *p) {
    const struct pool *pool = &p->list.pool;
    struct arena *a = p->req->arena;
    CHECK(pool->components_n <= WEIGHTS_MAX);
    p->moved = SHORTLIST_NONE;
    p->in = pool->in;
    p->ranked = p->list.approved;
    double *w = ARENA_ARRAY(a, pool->components_n, double);
    if (pool->components_n > 0) {
        read_weights(p, w);
        keep_sum(p, w, p->points);
    }
    for (size_t c = 0; c < pool->components_n; c++) {
        w[c] = p->points[c];
        p->trial = p->trial || fabs(w[c] - pool->weights[c]) > .5;
    }
    if (p->trial) {
        p->moved = most_moved(p);
        p->ranked = shortlist_trial(&p->list, w, a, &p->in);
    }
    p->order = shortlist_order(&p->ranked, pool->persons_n, a);
}

/* Addresses -------------------------------------------------------------------------------------------- */

static void put_weights(const struct shortlist_page *p, struct buf *out) {
    for (size_t c = 0; p->trial && c < p->list.pool.components_n; c++)
        buf_printf(out, "&w.%lld=%d", (long long)p->list.pool.requirements[c], p->points[c]);
}

const char *shortlist_href(const struct shortlist_page *p, const char *why_a, const char *why_b, size_t band,
                           size_t from) {
    struct buf out;
    buf_init(&out, HREF_BYTES);
    put_weights(p, &out);
    if (band > 0)
        buf_printf(&out, "&band=%zu&from=%zu", band, from);
    if (*p->filter != '\0')
        buf_printf(&out, "&d=%s", p->filter);
    if (why_a != NULL)
        buf_printf(&out, "&why=%s,%s", why_a, why_b);
    const char *query = buf_str(&out);
    const char *href = arena_printf(p->req->arena, "/desk/vacancies/%lld/shortlist%s%s%s",
                                    (long long)p->list.pool.vacancy_id, *query != '\0' ? "?" : "",
                                    *query != '\0' ? query + 1 : "", why_a != NULL ? "#why" : "");
    buf_fini(&out);
    return href;
}

/* What the editor knows a weighted requirement by, in every version. */
static int64_t root_of(const struct shortlist *list, size_t c) {
    for (size_t r = 0; r < list->requirements.n; r++)
        if (list->requirements.v[r].id == list->pool.requirements[c])
            return list->requirements.v[r].root_id;
    return 0;
}

/* The editor, with the weights of the trial to take over. */
static const char *save_href(const struct shortlist_page *p) {
    struct buf out;
    buf_init(&out, HREF_BYTES);
    for (size_t c = 0; p->trial && c < p->list.pool.components_n; c++)
        buf_printf(&out, "&w.%lld=%d", (long long)root_of(&p->list, c), p->points[c]);
    const char *href = arena_printf(p->req->arena, "/desk/vacancies/%lld/instruction?tab=requirements%s",
                                    (long long)p->list.pool.vacancy_id, buf_str(&out));
    buf_fini(&out);
    return href;
}

/* The panel -------------------------------------------------------------------------------------------- */

/* What a trial does to one person. */
enum move { MOVE_NONE, MOVE_IN, MOVE_OUT, MOVE_LOST };

static enum move move_of(const struct shortlist_page *p, size_t i) {
    const struct rank_person *was = &p->list.approved.persons[i], *is = &p->ranked.persons[i];
    bool placed = was->state == RANK_PLACED, stays = is->state == RANK_PLACED;
    bool led = placed && was->band == 1, leads = stays && is->band == 1;
    return placed && !stays ? MOVE_LOST : leads && !led ? MOVE_IN : led && !leads ? MOVE_OUT : MOVE_NONE;
}

/* The codes of everybody with this move, at most MOVES_NAMED by name; NULL when there is nobody. */
static const char *movers(const struct shortlist_page *p, enum move move) {
    struct arena *a = p->req->arena;
    const char *all = NULL;
    size_t n = 0;
    for (size_t i = 0; i < p->list.pool.persons_n; i++) {
        if (move_of(p, i) != move || n++ >= MOVES_NAMED)
            continue;
        const char *code = format_code(a, p->list.pool.codes[i]);
        all = all == NULL ? code : arena_printf(a, "%s, %s", all, code);
    }
    return n > MOVES_NAMED ? msg_weights_more(p->req->lang, a, all, (int64_t)(n - MOVES_NAMED)) : all;
}

/* Who came in, left or lost a place, a sentence each; that nothing changed when nobody did. */
static struct text_list moves_of(const struct shortlist_page *p) {
    struct arena *a = p->req->arena;
    enum lang lang = p->req->lang;
    const char *in = movers(p, MOVE_IN), *out = movers(p, MOVE_OUT), *lost = movers(p, MOVE_LOST);
    const char **v = ARENA_ARRAY(a, 3, const char *);
    size_t n = 0;
    if (in != NULL)
        v[n++] = msg_weights_in(lang, a, in);
    if (out != NULL)
        v[n++] = msg_weights_out(lang, a, out);
    if (lost != NULL)
        v[n++] = msg_weights_lost(lang, a, lost);
    if (n == 0)
        v[n++] = p->ranked.bands_n > 1 ? msg_weights_same(lang, a) : msg_weights_one(lang, a);
    return (struct text_list){ v, n };
}

static struct weight_view weight_of(const struct shortlist_page *p, size_t c) {
    struct arena *a = p->req->arena;
    int64_t approved = llround(p->list.pool.weights[c]), value = p->points[c];
    return (struct weight_view){
        .name = field_name(p, c, a),
        .label = p->list.names[c],
        .was = value != approved ? msg_weights_was(p->req->lang, a, approved) : NULL,
        .value = value,
        .approved = approved,
        .range_max = value > RANGE_MAX || approved > RANGE_MAX ? WEIGHT_SUM : RANGE_MAX,
        .moved = p->trial && c == p->moved,
    };
}

struct weights_view shortlist_weights(const struct shortlist_page *p) {
    struct arena *a = p->req->arena;
    enum lang lang = p->req->lang;
    size_t n = p->list.pool.components_n;
    struct weight_view *rows = ARENA_ARRAY(a, n, struct weight_view);
    for (size_t c = 0; c < n; c++)
        rows[c] = weight_of(p, c);
    struct weights_view view = { .rows = { rows, n },
                                 .title = msg_weights_title(lang, a),
                                 .action = arena_printf(a, "/desk/vacancies/%lld/shortlist",
                                                        (long long)p->list.pool.vacancy_id),
                                 .save_href = save_href(p) };
    view.reset_href = view.action;
    if (p->trial && p->moved != SHORTLIST_NONE)
        view.title = msg_weights_title_trial(lang, a, p->list.names[p->moved], p->points[p->moved],
                                             llround(p->list.pool.weights[p->moved]));
    if (p->trial)
        view.moves = moves_of(p);
    return view;
}
