/* Requirements of one candidate: levels, states, contributions, and how the composite comes about. */
#include <math.h>
#include <string.h>

#include "assessments/requirement.h"
#include "assessments/stat.h"
#include "daemon/base/arena.h"
#include "daemon/http/request.h"
#include "gen/msg.h"
#include "web/desk/application/application.h"
#include "web/kit/format.h"
#include "web/kit/states.h"

/* For data-… attributes: plain digits with a point, whatever the language. */
static const char *plain(struct arena *a, double v) {
    return arena_printf(a, "%.6f", v);
}

struct estimate application_estimate(const struct application_page *p, size_t competency) {
    if (!p->scored || competency == PACK_NONE)
        return (struct estimate){ .known = false };
    return p->estimates[competency];
}

struct estimate application_told(const struct application_page *p, size_t competency, double *ret_shown) {
    struct estimate estimate = application_estimate(p, competency);
    *ret_shown = estimate.known ? p->shown[competency] : 0;
    return estimate_told(estimate, *ret_shown);
}

/* Which component of the pool a requirement is; SHORTLIST_NONE when it has no weight. */
static size_t component_of(const struct application_page *p, int64_t requirement_id) {
    for (size_t c = 0; c < p->list.pool.components_n; c++)
        if (p->list.pool.requirements[c] == requirement_id)
            return c;
    return SHORTLIST_NONE;
}

/* The mean of a component over everybody of the pool who was measured in it. */
static double mean_of(const struct pool *pool, size_t c) {
    double sum = 0, n = 0;
    for (size_t i = 0; i < pool->persons_n; i++) {
        if (pool->in.has[c * pool->persons_n + i] == 0)
            continue;
        sum += pool->in.x[c * pool->persons_n + i];
        n += 1;
    }
    return n > 1 ? sum / n : 50;
}

static bool is_used(const struct application_page *p, size_t c) {
    const struct pool *pool = &p->list.pool;
    return (pool->in.plan == NULL || pool->in.plan[c] != 0) && pool->in.has[c * pool->persons_n + p->person] != 0;
}

static double used_weight(const struct application_page *p) {
    double sum = 0;
    for (size_t c = 0; c < p->list.pool.components_n; c++)
        if (is_used(p, c))
            sum += p->list.pool.weights[c];
    return sum;
}

/* One requirement ------------------------------------------------------------------------------------------ */

static void set_state(const struct application_page *p, struct estimate estimate, int minimum,
                      struct requirement_row *row) {
    enum lang lang = p->req->lang;
    struct arena *a = p->req->arena;
    switch (requirement_check(estimate, minimum).state) {
    case REQUIREMENT_UNKNOWN:
        row->state = row->level.why;
        row->state_class = "mk ring dim";
        break;
    case REQUIREMENT_UNCERTAIN:
        row->state = msg_application_state_uncertain(lang, a);
        row->state_class = "warn";
        break;
    case REQUIREMENT_NOT_MET:
        row->state = msg_application_state_not_met(lang, a);
        row->state_class = "err";
        break;
    case REQUIREMENT_MEASURED:
        row->state = msg_application_state_measured(lang, a);
        row->state_class = "mk";
        break;
    case REQUIREMENT_MET:
        row->state = msg_application_state_met(lang, a);
        row->state_class = "ok tick";
        break;
    }
    if (minimum > 1)
        row->minimum = msg_application_minimum(lang, a, minimum);
}

/* What may be told of it; for a machine that sums up, what is in the composite. */
static void set_level(const struct application_page *p, size_t competency, const struct chart_frame *levels,
                      struct requirement_row *row) {
    static const struct chart_axis WHOLE = { 0, 100 };
    struct arena *a = p->req->arena;
    enum lang lang = p->req->lang;
    struct estimate estimate = application_estimate(p, competency);
    double shown = 0;
    struct estimate told = application_told(p, competency, &shown);
    row->plot.frame = levels;
    row->level = level_cell(lang, a, told, shown);
    row->told = told.known;
    if (estimate.known) {
        row->raw_estimate = plain(a, estimate.value);
        row->raw_se = plain(a, estimate.se);
    }
    if (!told.known)
        return;
    row->level_text = level_text(lang, a, level_span_of(told.value, told.se));
    row->plot = chart_interval(a, WHOLE, levels, told.value, told.se, false);
    row->estimate = format_decimal(lang, a, told.value, 2);
    row->se = format_decimal(lang, a, told.se, 2);
}

/* The duties that ask for it; their numbers go into data-duties. */
static void set_duties(const struct application_page *p, int64_t requirement_id, struct requirement_row *row) {
    struct arena *a = p->req->arena;
    const char **v = ARENA_ARRAY(a, p->duties.n, const char *);
    size_t n = 0;
    for (size_t i = 0; i < p->duties.n; i++) {
        const struct q_short_duties_row *d = &p->duties.v[i];
        if (d->requirement_id != requirement_id)
            continue;
        row->raw_duties = arena_printf(a, "%s%s%lld", row->raw_duties, n > 0 ? " " : "", (long long)d->duty_id);
        v[n++] = msg_application_duty(p->req->lang, a, format_int(p->req->lang, a, d->position), d->text);
    }
    row->duties = (struct text_list){ v, n };
}

static void set_contribution(const struct application_page *p, size_t c, const double *points, const double *against,
                             double lo, double hi, struct requirement_row *row) {
    struct arena *a = p->req->arena;
    row->contribution = format_decimal(p->req->lang, a, points[c], 2);
    row->raw_contribution = plain(a, points[c]);
    row->against = format_signed(p->req->lang, a, against[c], 1);
    row->bar = chart_bar(a, against[c], lo, hi);
}

static struct requirement_row row_of(const struct application_page *p, size_t r, size_t number,
                                     const struct chart_frame *levels) {
    const struct q_short_requirements_row *req = &p->list.requirements.v[r];
    struct arena *a = p->req->arena;
    size_t competency = pack_find_competency(p->list.pool.pack, req->competency);
    struct requirement_row row = {
        .id = arena_printf(a, "%lld", (long long)req->id),
        .number = format_int(p->req->lang, a, (int64_t)number),
        .name = competency != PACK_NONE ? p->list.pool.pack->competencies[competency].name.in[p->req->lang]
                                        : req->competency,
        .text = req->text,
        .anchor = arena_printf(a, "#c-%s", req->competency),
        .weight = req->weight,
        .raw_weight = arena_printf(a, "%lld", (long long)req->weight),
        .raw_estimate = "",
        .raw_se = "",
        .raw_contribution = "0",
        .raw_duties = "",
    };
    row.href = arena_printf(a, "?of=%s#chain", row.id);
    double shown = 0;
    set_level(p, competency, levels, &row);
    set_state(p, application_told(p, competency, &shown), (int)req->minimum, &row);
    set_duties(p, req->id, &row);
    return row;
}

/* The composite -------------------------------------------------------------------------------------------- */

/* Against the mean of the list: what the person's difference in each component is worth. */
static void set_against(const struct application_page *p, double *against, double *ret_lo, double *ret_hi) {
    const struct pool *pool = &p->list.pool;
    double sum_w = used_weight(p), keep = p->list.approved.keep;
    *ret_lo = *ret_hi = 0;
    for (size_t c = 0; c < pool->components_n; c++) {
        against[c] = 0;
        if (!is_used(p, c) || sum_w <= 0)
            continue;
        double x = pool->in.x[c * pool->persons_n + p->person];
        against[c] = pool->weights[c] / sum_w * keep * (x - mean_of(pool, c));
        *ret_lo = fmin(*ret_lo, against[c]);
        *ret_hi = fmax(*ret_hi, against[c]);
    }
}

/* "c d covariance" of the components that share an error, by requirement id: with weights and SEs all that the
 * composite's SE is made of. */
static const char *covariances_of(const struct application_page *p) {
    const struct pool *pool = &p->list.pool;
    struct arena *a = p->req->arena;
    const char *all = "";
    for (size_t k = 0; k < pool->in.pairs_n; k++) {
        const struct rank_pair *pair = &pool->in.pairs[k];
        if (is_used(p, pair->c) && is_used(p, pair->d) && pair->cov[p->person] != 0)
            all = arena_printf(a, "%s%s%lld %lld %s", all, *all != '\0' ? "; " : "",
                               (long long)pool->requirements[pair->c], (long long)pool->requirements[pair->d],
                               plain(a, pair->cov[p->person]));
    }
    return all;
}

/* The sum, as one would do it with a calculator. */
static void set_steps(const struct application_page *p, struct sum_view *sum) {
    struct arena *a = p->req->arena;
    enum lang lang = p->req->lang;
    const struct rank_result *r = &p->list.approved;
    const struct rank_person *me = &r->persons[p->person];
    const struct pool *pool = &p->list.pool;
    double sum_w = used_weight(p), planned = 0;
    for (size_t c = 0; c < pool->components_n; c++)
        planned += pool->in.plan == NULL || pool->in.plan[c] != 0 ? pool->weights[c] : 0;
    const char **v = ARENA_ARRAY(a, 4, const char *);
    size_t n = 0;
    v[n++] = msg_application_step_raw(lang, a, format_decimal(lang, a, me->raw * sum_w, 2),
                                      format_decimal(lang, a, sum_w, 0), format_decimal(lang, a, me->raw, 2));
    if (r->kelley)
        v[n++] = msg_application_step_kelley(lang, a, format_decimal(lang, a, r->mean, 2),
                                             format_decimal(lang, a, r->keep, 4),
                                             format_decimal(lang, a, me->raw, 2),
                                             format_decimal(lang, a, me->composite, 2));
    v[n++] = msg_application_step_error(lang, a, format_decimal(lang, a, me->se, 2));
    v[n++] = msg_application_step_coverage(lang, a, format_decimal(lang, a, me->coverage * planned, 0),
                                           format_decimal(lang, a, planned, 0), llround(me->coverage * 100));
    sum->steps = (struct text_list){ v, n };
    sum->weights = format_decimal(lang, a, sum_w, 0);
}

static struct sum_view sum_of(const struct application_page *p) {
    struct arena *a = p->req->arena;
    const struct rank_result *r = &p->list.approved;
    const struct rank_person *me = &r->persons[p->person];
    struct sum_view sum = { .known = true,
                            .kelley = r->kelley,
                            .contributions = format_decimal(p->req->lang, a, me->composite, 2),
                            .composite = plain(a, me->composite),
                            .coverage = plain(a, me->coverage),
                            .raw = plain(a, me->raw),
                            .mean = r->kelley ? plain(a, r->mean) : "",
                            .keep = plain(a, r->keep),
                            .se = plain(a, me->se),
                            .covariances = covariances_of(p) };
    set_steps(p, &sum);
    return sum;
}

/* What the tests leave open: to be asked in the interview. */
static struct text_list ask_of(const struct application_page *p) {
    struct arena *a = p->req->arena;
    enum lang lang = p->req->lang;
    const char **v = ARENA_ARRAY(a, p->list.requirements.n, const char *);
    size_t n = 0;
    for (size_t r = 0; r < p->list.requirements.n; r++) {
        const struct q_short_requirements_row *req = &p->list.requirements.v[r];
        size_t at = pack_find_competency(p->list.pool.pack, req->competency);
        if (at == PACK_NONE)
            continue;
        const struct pack_competency *competency = &p->list.pool.pack->competencies[at];
        double shown = 0;
        enum requirement_state state = requirement_check(application_told(p, at, &shown), (int)req->minimum).state;
        if (state == REQUIREMENT_UNKNOWN && req->weight > 0)
            v[n++] = msg_application_ask_unknown(lang, a, competency->name.in[lang], competency->question.in[lang]);
        else if (state == REQUIREMENT_UNCERTAIN)
            v[n++] = msg_application_ask_uncertain(lang, a, competency->name.in[lang], competency->question.in[lang]);
    }
    return (struct text_list){ v, n };
}

void application_results(const struct application_page *p, struct application_view *view) {
    struct arena *a = p->req->arena;
    const struct pool *pool = &p->list.pool;
    struct requirement_row *rows = ARENA_ARRAY(a, p->list.requirements.n, struct requirement_row);
    double *points = ARENA_ARRAY(a, pool->components_n, double), *against = ARENA_ARRAY(a, pool->components_n, double);
    double lo = 0, hi = 0;
    size_t n = 0;
    bool ranked = p->person != SHORTLIST_NONE && shortlist_has_score(&p->list.approved.persons[p->person]);
    view->levels = chart_levels(p->req->lang, a);
    view->legend = level_legend(p->req->lang, a);
    if (ranked) {
        rank_contributions(&pool->in, &p->list.approved, p->person, points);
        set_against(p, against, &lo, &hi);
        view->sum = sum_of(p);
    }
    for (size_t r = 0; r < p->list.requirements.n; r++) {
        const struct q_short_requirements_row *req = &p->list.requirements.v[r];
        if (requirement_kind_of_word(req->kind) != REQUIREMENT_COMPETENCY)
            continue;
        rows[n] = row_of(p, r, n + 1, &view->levels);
        size_t c = component_of(p, req->id);
        if (ranked && c != SHORTLIST_NONE && is_used(p, c))
            set_contribution(p, c, points, against, lo, hi, &rows[n]);
        n++;
    }
    view->requirements = (struct requirement_rows){ rows, n };
    view->measured = p->scored;
    if (p->scored)
        view->ask = ask_of(p);
    application_chain(p, rows, view);
}
