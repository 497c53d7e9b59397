#include "web/desk/instruction/coverage.h"

#include "assessments/pack.h"
#include "daemon/base/arena.h"
#include "gen/msg.h"

/* Half a minute and a little for each question of the questionnaire. */
enum { FIELD_SECONDS = 35 };

struct text_list coverage_sources(const struct instruction_version *v, enum lang vacancy_lang, enum lang lang,
                              struct arena *a) {
    (void)vacancy_lang;
    const char **names = ARENA_ARRAY(a, v->pack->instruments_n + 1, const char *);
    names[0] = msg_desk_source_questionnaire(lang, a);
    for (size_t i = 0; i < v->pack->instruments_n; i++)
        names[i + 1] = v->pack->instruments[i].title.in[lang];
    return (struct text_list){ names, v->pack->instruments_n + 1 };
}

/* Items of an instrument for a competency. */
static size_t items_for(const struct instrument *in, size_t competency) {
    size_t n = 0;
    for (size_t i = 0; i < in->items_n; i++)
        for (size_t k = 0; k < in->items[i].competencies_n; k++)
            n += in->items[i].competencies[k] == competency;
    return n;
}

static uint32_t planned_for(const struct instruction_version *v, size_t i) {
    return instruction_measures(v->pack, v->domain.requirements[i].competency) & v->plan_bits;
}

struct cover_cells coverage_cells(const struct instruction_version *v, size_t i, enum lang lang, struct arena *a) {
    struct text_list sources = coverage_sources(v, lang, lang, a);
    struct cover_cell *cells = ARENA_ARRAY(a, sources.n, struct cover_cell);
    for (size_t s = 0; s < sources.n; s++)
        cells[s].label = sources.v[s];
    if (i >= v->weighted_n) {
        cells[0].main = v->requirements.v[i].field != NULL;
        return (struct cover_cells){ cells, sources.n };
    }
    uint32_t bits = planned_for(v, i);
    size_t best = 0, best_n = 0;
    for (size_t s = 0; s < v->pack->instruments_n; s++) {
        size_t n = items_for(&v->pack->instruments[s], v->domain.requirements[i].competency);
        if ((bits >> s & 1) != 0 && n > best_n) {
            best = s;
            best_n = n;
        }
    }
    for (size_t s = 0; s < v->pack->instruments_n; s++)
        if ((bits >> s & 1) != 0) {
            cells[s + 1].main = s == best;
            cells[s + 1].aid = s != best;
        }
    return (struct cover_cells){ cells, sources.n };
}

const char *coverage_gap(const struct instruction_version *v, size_t i, enum lang lang, struct arena *a) {
    if (planned_for(v, i) != 0)
        return NULL;
    uint32_t could = instruction_measures(v->pack, v->domain.requirements[i].competency);
    for (size_t s = 0; s < v->pack->instruments_n; s++)
        if ((could >> s & 1) != 0)
            return msg_desk_gap_plan(lang, a, v->pack->instruments[s].title.in[lang]);
    return msg_desk_gap_none(lang, a);
}

int coverage_measured(const struct instruction_version *v, struct arena *a) {
    (void)a;
    int points = 0;
    for (size_t i = 0; i < v->weighted_n; i++)
        points += planned_for(v, i) != 0 ? (int)v->requirements.v[i].weight : 0;
    return points;
}

int64_t coverage_questionnaire_minutes(const struct pack *p) {
    return ((int64_t)p->fields_n * FIELD_SECONDS + 30) / 60;
}

int64_t coverage_minutes(const struct instruction_version *v) {
    int64_t minutes = coverage_questionnaire_minutes(v->pack);
    for (size_t s = 0; s < v->pack->instruments_n; s++)
        if ((v->plan_bits >> s & 1) != 0)
            minutes += v->pack->instruments[s].planned_min;
    return minutes;
}
