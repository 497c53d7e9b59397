/* Why one person stands above another: signed parts of the difference, its error, what would change it. */
#include <math.h>
#include <string.h>

#include "assessments/explain.h"
#include "daemon/base/arena.h"
#include "gen/msg.h"
#include "web/desk/shortlist/shortlist.h"
#include "web/kit/format.h"

static double tenths(double v) {
    return round(v * 10) / 10;
}

/* Lines of the pair and the rest, rounded so that what is shown adds up to the shown difference. */
static struct contribution_rows lines_of(const struct shortlist *s, const struct explain_pair *pair, enum lang lang,
                                         struct arena *a) {
    const char *names[EXPLAIN_LINES + 1];
    double points[EXPLAIN_LINES + 1], rest = tenths(pair->difference);
    size_t n = 0;
    for (; n < pair->lines_n; n++) {
        names[n] = s->names[pair->lines[n].component];
        points[n] = tenths(pair->lines[n].points);
        rest -= points[n];
    }
    if (fabs(rest) >= .05) {
        names[n] = msg_why_other(lang, a);
        points[n++] = tenths(rest);
    }
    struct contribution_rows rows = chart_contributions(lang, a, names, points, n, 1);
    struct contribution_row *v = ARENA_ARRAY(a, n, struct contribution_row);
    for (size_t i = 0; i < n; i++) {
        v[i] = rows.v[i];
        if (i < pair->lines_n && pair->lines[i].one_sided)
            v[i].note = msg_why_one_sided(lang, a);
    }
    return (struct contribution_rows){ v, n };
}

static bool same_band(const struct rank_result *r, const struct explain_pair *pair) {
    const struct rank_person *x = &r->persons[pair->upper], *y = &r->persons[pair->lower];
    return x->state == RANK_PLACED && y->state == RANK_PLACED && x->band == y->band;
}

/* Inside a band it always ends in «считайте равными»; between bands only a proven difference is one. */
static const char *verdict_of(const struct rank_result *r, const struct explain_pair *pair, enum lang lang,
                              struct arena *a) {
    const char *difference = format_decimal(lang, a, pair->difference, 1);
    const char *error = format_decimal(lang, a, pair->error, 1);
    if (same_band(r, pair))
        return pair->equal ? msg_why_equal(lang, a, difference, error)
                           : msg_why_equal_band(lang, a, difference, error);
    return pair->equal ? msg_why_unproven(lang, a, difference, error) : msg_why_real(lang, a, difference, error);
}

const char *shortlist_chance(const char *upper, const char *lower, double p, enum lang lang, struct arena *a) {
    int64_t of_100 = llround(p * 100);
    if (of_100 > 99)
        return msg_why_chance_sure(lang, a, upper, lower);
    return msg_why_chance(lang, a, upper, lower, of_100 < 50 ? 50 : of_100);
}

static const char *change_text(const struct shortlist *s, const struct explain_change *c, const char *lower, bool swap,
                               enum lang lang, struct arena *a) {
    const char *name = s->names[c->component];
    return swap ? msg_why_swap(lang, a, name, c->to, c->from, lower) : msg_why_join(lang, a, name, c->to, c->from);
}

static struct text_list changes_of(const struct shortlist *s, const struct rank_result *r,
                                   const struct explain_pair *pair, const char *lower, enum lang lang,
                                   struct arena *a) {
    const char **v = ARENA_ARRAY(a, 2, const char *);
    size_t n = 0;
    if (!same_band(r, pair) && pair->same_band.component != EXPLAIN_NONE)
        v[n++] = change_text(s, &pair->same_band, lower, false, lang, a);
    v[n++] = pair->swap.component != EXPLAIN_NONE ? change_text(s, &pair->swap, lower, true, lang, a)
                                                  : msg_why_no_swap(lang, a, lower);
    return (struct text_list){ v, n };
}

struct why_view shortlist_why(const struct shortlist *s, const struct rank_in *in, const struct rank_result *r,
                              size_t x, size_t y, bool changes, enum lang lang, struct arena *a) {
    struct explain_pair pair = explain_pair(in, r, x, y, changes, a);
    const char *upper = format_code(a, s->pool.codes[pair.upper]);
    const char *lower = format_code(a, s->pool.codes[pair.lower]);
    struct why_view view = {
        .title = msg_why_title(lang, a, upper, lower),
        .verdict = verdict_of(r, &pair, lang, a),
        .chance = shortlist_chance(upper, lower, pair.p_above, lang, a),
        .compare_href = arena_printf(a, "/desk/vacancies/%lld/compare?c=%s&c=%s", (long long)s->pool.vacancy_id,
                                     s->pool.codes[pair.upper], s->pool.codes[pair.lower]),
    };
    view.parts = (struct contribution_view){ .caption = view.title,
                                             .total_label = msg_why_difference(lang, a),
                                             .total = format_signed(lang, a, tenths(pair.difference), 1),
                                             .rows = lines_of(s, &pair, lang, a) };
    if (changes)
        view.changes = changes_of(s, r, &pair, lower, lang, a);
    return view;
}

const char *shortlist_why_short(const struct rank_in *in, const struct rank_result *r, const struct shortlist *s,
                                size_t x, size_t y, enum lang lang, struct arena *a) {
    struct explain_pair pair = explain_pair(in, r, x, y, false, a);
    const char *chance = shortlist_chance(format_code(a, s->pool.codes[pair.upper]),
                                          format_code(a, s->pool.codes[pair.lower]), pair.p_above, lang, a);
    return arena_printf(a, "%s %s", verdict_of(r, &pair, lang, a), chance);
}

/* Two bytes of UTF-8 that are a capital Russian letter. */
static bool is_capital(const char *s) {
    unsigned char x = (unsigned char)s[0], y = (unsigned char)s[1];
    return (x >= 'A' && x <= 'Z') || (x == 0xD0 && ((y >= 0x90 && y <= 0xAF) || y == 0x81));
}

const char *shortlist_small(const char *name, struct arena *a) {
    if (!is_capital(name))
        return name;
    size_t first = (unsigned char)name[0] < 0x80 ? 1 : 2;
    if (name[first] != '\0' && is_capital(name + first))
        return name; /* CRM */
    char *copy = arena_strdup(a, name);
    unsigned char *u = (unsigned char *)copy;
    if (first == 1)
        u[0] = (unsigned char)(u[0] + 32);
    else if (u[1] == 0x81) { /* Ё */
        u[0] = 0xD1;
        u[1] = 0x91;
    } else if (u[1] < 0xA0) { /* А–П */
        u[1] = (unsigned char)(u[1] + 0x20);
    } else { /* Р–Я */
        u[0] = 0xD1;
        u[1] = (unsigned char)(u[1] - 0x20);
    }
    return copy;
}
