#include "web/desk/instruction/findings.h"

#include <string.h>

#include "assessments/weight.h"
#include "daemon/base/arena.h"
#include "gen/msg.h"
#include "web/desk/parts.h"

/* What a message needs to name the row of a finding. */
struct named {
    enum lang lang;
    struct arena *a;
    const struct instruction_version *v;
    const char *path; /* "/desk/vacancies/8/instruction" */
};

int64_t desk_requirement_number(const struct instruction_version *v, size_t i) {
    (void)v;
    return (int64_t)i + 1;
}

int64_t desk_weight_sum(const struct instruction_version *v, bool of_kpis) {
    int64_t sum = 0;
    for (size_t i = 0; of_kpis && i < v->kpis.n; i++)
        sum += v->kpis.v[i].weight;
    for (size_t i = 0; !of_kpis && i < v->weighted_n; i++)
        sum += v->requirements.v[i].weight;
    return sum;
}

const char *desk_sum_mend(int64_t sum, enum lang lang, struct arena *a) {
    if (sum == WEIGHT_SUM)
        return NULL;
    return sum < WEIGHT_SUM ? msg_desk_sum_add(lang, a, WEIGHT_SUM - sum) : msg_desk_sum_take(lang, a, sum - WEIGHT_SUM);
}

static const char *requirement_name(const struct named *c, size_t i) {
    return msg_desk_find_requirement(c->lang, c->a, desk_requirement_number(c->v, i),
                                     desk_name(c->v->requirements.v[i].text, c->a));
}

static const char *requirement_href(const struct named *c, size_t i) {
    return arena_printf(c->a, "%s?tab=requirements&row=%lld#open", c->path, (long long)c->v->requirements.v[i].id);
}

static const char *tab_href(const struct named *c, const char *tab) {
    return arena_printf(c->a, "%s?tab=%s", c->path, tab);
}

/* Findings about one weighted requirement. */
static struct desk_finding about_requirement(const struct named *c, const struct instruction_finding *f) {
    enum lang lang = c->lang;
    struct arena *a = c->a;
    struct desk_finding out = { .href = requirement_href(c, f->row), .refuses = f->refuses };
    const char *name = requirement_name(c, f->row);
    switch (f->kind) {
    case FINDING_WEIGHT_RANGE:
        out.what = msg_desk_find_weight_range(lang, a, name);
        out.mend = msg_desk_find_weight_range_mend(lang, a);
        break;
    case FINDING_NO_DUTY:
        out.what = msg_desk_find_no_duty(lang, a, name);
        out.mend = msg_desk_find_no_duty_mend(lang, a);
        break;
    case FINDING_DUPLICATE:
        out.what = msg_desk_find_duplicate(lang, a, name);
        out.mend = msg_desk_find_duplicate_mend(lang, a);
        break;
    case FINDING_MINIMUM_OVER:
        out.what = msg_desk_find_minimum(lang, a, name, f->number);
        out.mend = msg_desk_find_minimum_mend(lang, a);
        break;
    case FINDING_GAP:
        out.what = msg_desk_find_gap(lang, a, name, f->number);
        out.mend = instruction_measures(c->v->pack, c->v->domain.requirements[f->row].competency) != 0
                       ? msg_desk_find_gap_plan(lang, a)
                       : msg_desk_find_gap_mend(lang, a);
        break;
    case FINDING_TRAINABLE_MINIMUM:
        out.what = msg_desk_find_trainable(lang, a, name);
        out.mend = msg_desk_find_trainable_mend(lang, a);
        break;
    default:
        out.what = msg_desk_find_small(lang, a, name, f->number);
        out.mend = msg_desk_find_small_mend(lang, a);
    }
    return out;
}

/* Must-haves that are bound to the questionnaire keep their order in the library's list. */
static size_t bound_gate(const struct instruction_version *v, size_t row) {
    for (size_t i = v->weighted_n; i < v->requirements.n; i++)
        if (v->requirements.v[i].field != NULL && row-- == 0)
            return i;
    return v->weighted_n;
}

/* Findings about the whole, a duty, a KPI or a must-have. */
static struct desk_finding about_rest(const struct named *c, const struct instruction_finding *f) {
    enum lang lang = c->lang;
    struct arena *a = c->a;
    struct desk_finding out = { .refuses = f->refuses, .href = tab_href(c, "requirements") };
    switch (f->kind) {
    case FINDING_NO_REQUIREMENTS:
        out.what = msg_desk_find_no_requirements(lang, a);
        out.mend = msg_desk_find_no_requirements_mend(lang, a);
        break;
    case FINDING_WEIGHTS_SUM:
        out.what = msg_desk_find_sum(lang, a, f->number);
        out.mend = desk_sum_mend(f->number, lang, a);
        break;
    case FINDING_KPI_SUM:
        out.what = msg_desk_find_kpi_sum(lang, a, f->number);
        out.mend = desk_sum_mend(f->number, lang, a);
        out.href = tab_href(c, "kpis");
        break;
    case FINDING_KPI_DUTY:
        out.what = msg_desk_find_kpi_duty(lang, a, c->v->kpis.v[f->row].name);
        out.mend = msg_desk_find_kpi_duty_mend(lang, a);
        out.href = tab_href(c, "kpis");
        break;
    case FINDING_NO_DUTIES:
        out.what = msg_desk_find_no_duties(lang, a);
        out.mend = msg_desk_find_no_duties_mend(lang, a);
        out.href = tab_href(c, "duties");
        break;
    case FINDING_MUST_HAVES:
        out.what = msg_desk_find_must_haves(lang, a, f->number);
        out.mend = msg_desk_find_must_haves_mend(lang, a, INSTRUCTION_MUST_HAVES_MAX);
        break;
    case FINDING_GATE_UNKNOWN:
        out.what = msg_desk_find_gate(lang, a, requirement_name(c, bound_gate(c->v, f->row)));
        out.mend = msg_desk_find_gate_mend(lang, a);
        out.href = requirement_href(c, bound_gate(c->v, f->row));
        break;
    default:
        out.what = msg_desk_find_unasked(lang, a, (int64_t)f->row + 1, desk_name(c->v->duties.v[f->row].text, a));
        out.mend = msg_desk_find_unasked_mend(lang, a);
        out.href = arena_printf(a, "%s?tab=duties#row-%lld", c->path, (long long)c->v->duties.v[f->row].id);
    }
    return out;
}

static struct desk_finding in_words(const struct named *c, const struct instruction_finding *f) {
    switch (f->kind) {
    case FINDING_WEIGHT_RANGE:
    case FINDING_NO_DUTY:
    case FINDING_DUPLICATE:
    case FINDING_MINIMUM_OVER:
    case FINDING_GAP:
    case FINDING_TRAINABLE_MINIMUM:
    case FINDING_WEIGHT_BELOW_ERROR:
        return about_requirement(c, f);
    default:
        return about_rest(c, f);
    }
}

/* Several requirements that nothing measures are one remark: the table names each of them. */
static struct desk_finding gaps_in_words(const struct named *c, const struct instruction_findings *found) {
    const char *numbers = "";
    int64_t weight = 0;
    for (size_t i = 0; i < found->n; i++) {
        const struct instruction_finding *f = &found->list[i];
        if (f->kind != FINDING_GAP)
            continue;
        numbers = arena_printf(c->a, "%s%s%lld", numbers, numbers[0] != '\0' ? ", " : "",
                               (long long)desk_requirement_number(c->v, f->row));
        weight += f->number;
    }
    return (struct desk_finding){ .what = msg_desk_find_gaps(c->lang, c->a, numbers, weight),
                                  .mend = msg_desk_find_gap_mend(c->lang, c->a),
                                  .href = tab_href(c, "requirements") };
}

/* Figures of the library that nobody confirmed: a remark for each part, with the rows they stand in. */
static void add_figures(const struct named *c, struct desk_finding *list, size_t *n) {
    static const char *const TABS[FIGURES__MAX] = { [FIGURES_KPIS] = "kpis", [FIGURES_RIGHTS] = "rights" };
    const size_t rows[FIGURES__MAX] = { [FIGURES_KPIS] = c->v->kpis.n, [FIGURES_RIGHTS] = c->v->rights.n };
    for (int set = 0; set < FIGURES__MAX; set++) {
        if (!figures_open(c->v, (enum figure_set)set, c->a))
            continue;
        const char *numbers = "";
        for (size_t i = 0; i < rows[set]; i++)
            if (figures_supposed(c->v, (enum figure_set)set, i))
                numbers = arena_printf(c->a, "%s%s%zu", numbers, numbers[0] != '\0' ? ", " : "", i + 1);
        list[(*n)++] = (struct desk_finding){
            .what = set == FIGURES_KPIS ? msg_desk_find_figures_kpis(c->lang, c->a, numbers)
                                        : msg_desk_find_figures_rights(c->lang, c->a, numbers),
            .mend = msg_desk_find_figures_mend(c->lang, c->a), .href = tab_href(c, TABS[set])
        };
    }
}

struct desk_findings desk_findings(const struct instruction_version *v, enum lang lang, struct arena *a) {
    struct instruction_findings found = instruction_version_check(v, a);
    struct named c = { lang, a, v, arena_printf(a, "/desk/vacancies/%lld/instruction", (long long)v->vacancy_id) };
    struct desk_finding *list = ARENA_ARRAY(a, found.n + FIGURES__MAX, struct desk_finding);
    size_t n = 0, gaps_n = 0;
    for (size_t i = 0; i < found.n; i++)
        gaps_n += found.list[i].kind == FINDING_GAP;
    bool together = gaps_n > 1;
    for (int refuses = 1; refuses >= 0; refuses--) {
        if (refuses == 0 && together)
            list[n++] = gaps_in_words(&c, &found);
        for (size_t i = 0; i < found.n; i++)
            if (found.list[i].refuses == (refuses == 1) && !(together && found.list[i].kind == FINDING_GAP))
                list[n++] = in_words(&c, &found.list[i]);
    }
    add_figures(&c, list, &n);
    return (struct desk_findings){
        .list = { list, n },
        .refusals_n = found.refusals_n,
        .title = found.refusals_n > 0 ? msg_desk_find_title_refused(lang, a, (int64_t)found.refusals_n)
                 : n > 0              ? msg_desk_find_title_warned(lang, a, (int64_t)n)
                                      : msg_desk_find_title_clean(lang, a),
    };
}
