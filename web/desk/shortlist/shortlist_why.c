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

/* Lines of the pair and the rest, rounded so that what is shown adds up to the shown difference. sign: 1 from
 * the upper one's side, −1 from the lower one's. */
static struct contribution_rows lines_of(const struct shortlist *s, const struct explain_pair *pair, double sign,
                                         enum lang lang, struct arena *a) {
    const char *names[EXPLAIN_LINES + 1];
    double points[EXPLAIN_LINES + 1], rest = sign * tenths(pair->difference);
    size_t n = 0;
    for (; n < pair->lines_n; n++) {
        names[n] = s->names[pair->lines[n].component];
        points[n] = sign * tenths(pair->lines[n].points);
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

/* Do both have a place? Somebody without one stands neither above nor below. */
static bool both_placed(const struct rank_result *r, const struct explain_pair *pair) {
    return r->persons[pair->upper].state == RANK_PLACED && r->persons[pair->lower].state == RANK_PLACED;
}

/* Inside a band it always ends in «считайте равными»; between bands only a proven difference is one. */
static const char *verdict_of(const struct rank_result *r, const struct explain_pair *pair, enum lang lang,
                              struct arena *a) {
    const char *difference = format_decimal(lang, a, pair->difference, 1);
    const char *error = format_decimal(lang, a, pair->error, 1);
    if (same_band(r, pair))
        return pair->equal ? msg_why_equal(lang, a, difference, error)
                           : msg_why_equal_band(lang, a, difference, error);
    if (!both_placed(r, pair) && pair->equal)
        return msg_why_not_proven(lang, a, difference, error);
    return pair->equal ? msg_why_unproven(lang, a, difference, error) : msg_why_real(lang, a, difference, error);
}

/* Cases of 100, 50 to 99. */
static int64_t chance_of(double p) {
    int64_t of_100 = llround(p * 100);
    return of_100 < 50 ? 50 : of_100 > 99 ? 99 : of_100;
}

const char *shortlist_chance(const char *upper, const char *lower, double p, enum lang lang, struct arena *a) {
    if (llround(p * 100) > 99)
        return msg_why_chance_sure(lang, a, upper, lower);
    return msg_why_chance(lang, a, upper, lower, chance_of(p));
}

static const char *change_text(const struct shortlist *s, const struct explain_change *c, const char *lower, bool swap,
                               enum lang lang, struct arena *a) {
    const char *name = s->names[c->component];
    return swap ? msg_why_swap(lang, a, name, c->to, c->from, lower) : msg_why_join(lang, a, name, c->to, c->from);
}

static struct text_list changes_of(const struct shortlist *s, const struct explain_pair *pair, const char *lower,
                                   enum lang lang, struct arena *a) {
    const char **v = ARENA_ARRAY(a, 2, const char *);
    size_t n = 0;
    if (pair->same_band.component != EXPLAIN_NONE)
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
    bool equals = same_band(r, &pair) || !both_placed(r, &pair);
    bool turned = equals && strcmp(upper, lower) > 0; /* equals stand in the order of codes */
    const char *first = turned ? lower : upper, *second = turned ? upper : lower;
    double sign = turned ? -1 : 1;
    struct why_view view = {
        .title = equals ? msg_why_title_equal(lang, a, first, second) : msg_why_title(lang, a, upper, lower),
        .verdict = verdict_of(r, &pair, lang, a),
        .chance = equals ? msg_why_chance_equal(lang, a, chance_of(pair.p_above))
                         : shortlist_chance(upper, lower, pair.p_above, lang, a),
        .signs = equals ? msg_why_signs(lang, a, first, second) : NULL,
        .compare_href = arena_printf(a, "/desk/vacancies/%lld/compare?c=%s&c=%s", (long long)s->pool.vacancy_id,
                                     s->pool.codes[pair.upper], s->pool.codes[pair.lower]),
    };
    view.parts = (struct contribution_view){ .caption = view.title,
                                             .total_label = msg_why_difference(lang, a),
                                             .total = format_signed(lang, a, sign * tenths(pair.difference), 1),
                                             .rows = lines_of(s, &pair, sign, lang, a) };
    if (changes && !equals)
        view.changes = changes_of(s, &pair, lower, lang, a);
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
