#include "web/flows/share_freeze.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "assessments/explain.h"
#include "assessments/requirement.h"
#include "assessments/stat.h"
#include "daemon/base/arena.h"
#include "daemon/base/buf.h"
#include "daemon/base/json.h"
#include "web/flows/shortlist_must.h"
#include "web/kit/chart.h"
#include "web/kit/states.h"

enum { FROZEN_BYTES = 1 << 20 };

struct freezer {
    const struct shortlist *s;
    const size_t *people; /* by code */
    size_t n;
    struct json_writer w;
    struct arena *a;
    enum lang lang; /* of the vacancy */
};

static const struct rank_person *rank_of(const struct freezer *f, size_t k) {
    return &f->s->approved.persons[f->people[k]];
}

static void put_text(struct freezer *f, const char *key, const char *text) {
    json_key(&f->w, key);
    json_put_string(&f->w, text);
}

static void put_whole(struct freezer *f, const char *key, int64_t v) {
    json_key(&f->w, key);
    json_put_i64(&f->w, v);
}

static void put_number(struct freezer *f, const char *key, double v) {
    json_key(&f->w, key);
    json_put_f64(&f->w, v);
}

/* The whole list ------------------------------------------------------------------------------------ */

/* The best band that is shown. */
static size_t leading_band(const struct freezer *f) {
    size_t band = SIZE_MAX;
    for (size_t k = 0; k < f->n; k++)
        band = rank_of(f, k)->band < band ? rank_of(f, k)->band : band;
    return band;
}

/* How many people of the approved list are in a band, shown or not. */
static size_t band_size(const struct freezer *f, size_t band) {
    size_t n = 0;
    for (size_t i = 0; i < f->s->pool.persons_n; i++) {
        const struct rank_person *r = &f->s->approved.persons[i];
        n += r->state == RANK_PLACED && r->band == band;
    }
    return n;
}

/* The leaders: everybody shown of that band; and of how many they were chosen. */
static void put_verdict(struct freezer *f) {
    size_t band = leading_band(f), n = 0;
    json_key(&f->w, "verdict");
    json_open_object(&f->w);
    json_key(&f->w, "leaders");
    json_open_array(&f->w);
    for (size_t k = 0; k < f->n; k++)
        if (rank_of(f, k)->band == band) {
            json_put_string(&f->w, f->s->pool.codes[f->people[k]]);
            n++;
        }
    json_close_array(&f->w);
    json_key(&f->w, "equal");
    json_put_bool(&f->w, n > 1);
    put_whole(f, "of", (int64_t)band_size(f, band));
    json_close_object(&f->w);
}

/* The axis, and the border below the leaders: that of the approved list, whoever of it is shown. */
static void put_axis(struct freezer *f) {
    double lo = 100, hi = 0;
    for (size_t k = 0; k < f->n; k++) {
        struct interval range = interval_of(rank_of(f, k)->composite, rank_of(f, k)->se, STAT_Z80);
        lo = fmin(lo, range.lo);
        hi = fmax(hi, range.hi);
    }
    struct chart_axis axis = chart_axis_of(lo, hi);
    json_key(&f->w, "axis");
    json_open_object(&f->w);
    put_number(f, "lo", axis.lo);
    put_number(f, "hi", axis.hi);
    const double *cuts = shortlist_cuts(&f->s->approved, f->s->pool.persons_n, f->a);
    size_t band = leading_band(f);
    if (band >= 1 && band < f->s->approved.bands_n)
        put_number(f, "border", cuts[band - 1]);
    json_close_object(&f->w);
}

/* Was a component measured of anybody? */
static bool is_measured(const struct pool *pool, size_t c) {
    for (size_t i = 0; i < pool->persons_n; i++)
        if (pool->in.has[c * pool->persons_n + i] != 0)
            return true;
    return false;
}

static void put_weights(struct freezer *f) {
    json_key(&f->w, "weights");
    json_open_array(&f->w);
    for (size_t c = 0; c < f->s->pool.components_n; c++) {
        json_open_object(&f->w);
        put_text(f, "name", f->s->names[c]);
        put_whole(f, "weight", llround(f->s->pool.weights[c]));
        json_key(&f->w, "measured");
        json_put_bool(&f->w, is_measured(&f->s->pool, c));
        json_close_object(&f->w);
    }
    json_close_array(&f->w);
}

/* Every two, the higher first. */
static void put_pairs(struct freezer *f) {
    json_key(&f->w, "pairs");
    json_open_array(&f->w);
    for (size_t i = 0; i < f->n; i++)
        for (size_t k = i + 1; k < f->n; k++) {
            bool first = rank_of(f, i)->composite >= rank_of(f, k)->composite;
            size_t x = first ? i : k, y = first ? k : i;
            json_open_object(&f->w);
            put_text(f, "a", f->s->pool.codes[f->people[x]]);
            put_text(f, "b", f->s->pool.codes[f->people[y]]);
            put_number(f, "p", rank_p_above(rank_of(f, x)->composite, rank_of(f, x)->se, rank_of(f, y)->composite,
                                            rank_of(f, y)->se, 0));
            json_close_object(&f->w);
        }
    json_close_array(&f->w);
}

/* One person ---------------------------------------------------------------------------------------- */

static void put_musts(struct freezer *f, const char *key, size_t person, enum must_state state) {
    json_key(&f->w, key);
    json_open_array(&f->w);
    for (size_t g = 0; g < f->s->gates_n; g++)
        if (shortlist_must(f->s, g, person) == state)
            json_put_string(&f->w, shortlist_gate_text(f->s, g));
    json_close_array(&f->w);
}

/* Each must-have by its words, and what is known of it. */
static void put_every_must(struct freezer *f, size_t person) {
    static const char *const WORDS[] = { [MUST_UNVERIFIED] = "unverified", [MUST_SAID] = "said",
                                         [MUST_ANSWER_FAILS] = "answer_fails", [MUST_CONFIRMED] = "confirmed",
                                         [MUST_REFUTED] = "refuted" };
    json_key(&f->w, "all");
    json_open_array(&f->w);
    for (size_t g = 0; g < f->s->gates_n; g++) {
        json_open_object(&f->w);
        put_text(f, "text", shortlist_gate_text(f->s, g));
        put_text(f, "state", WORDS[shortlist_must(f->s, g, person)]);
        json_close_object(&f->w);
    }
    json_close_array(&f->w);
}

static void put_gates(struct freezer *f, size_t person) {
    struct shortlist_gates gates = shortlist_gates(f->s, person);
    json_key(&f->w, "gates");
    json_open_object(&f->w);
    put_whole(f, "met", (int64_t)gates.met);
    put_whole(f, "confirmed", (int64_t)shortlist_must_count(f->s, person, MUST_CONFIRMED));
    put_whole(f, "of", (int64_t)f->s->gates_n);
    put_musts(f, "open", person, MUST_UNVERIFIED);
    put_musts(f, "unfit", person, MUST_ANSWER_FAILS);
    put_every_must(f, person);
    json_close_object(&f->w);
}

static void put_part(struct freezer *f, const struct explain_line *line) {
    json_open_object(&f->w);
    put_text(f, "name", f->s->names[line->component]);
    put_number(f, "points", line->points);
    put_number(f, "error", line->error);
    json_close_object(&f->w);
}

static void put_parts(struct freezer *f, size_t person) {
    struct explain_person e = explain_person(&f->s->pool.in, &f->s->approved, person);
    json_key(&f->w, "strong");
    json_open_array(&f->w);
    for (size_t k = 0; k < e.strongest_n; k++)
        put_part(f, &e.strongest[k]);
    json_close_array(&f->w);
    json_key(&f->w, "weak");
    json_open_array(&f->w);
    if (e.has_weakest)
        put_part(f, &e.weakest);
    json_close_array(&f->w);
}

static void put_requirements(struct freezer *f, size_t person) {
    const struct pool *pool = &f->s->pool;
    json_key(&f->w, "requirements");
    json_open_array(&f->w);
    for (size_t c = 0; c < pool->components_n; c++) {
        double shown = 0;
        struct estimate estimate = pool_told(pool, c, person, &shown);
        struct requirement_result r = requirement_check(estimate, pool->minima[c]);
        struct level_span span = level_span_of(estimate.value, estimate.se);
        json_open_object(&f->w);
        put_text(f, "text", f->s->requirements.v[f->s->row_of[c]].text);
        put_text(f, "name", f->s->names[c]);
        put_text(f, "question", pool->pack->competencies[pool->competencies[c]].question.in[f->lang]);
        put_text(f, "state", requirement_state_word(r.state));
        put_number(f, "shown", shown);
        put_whole(f, "minimum", pool->minima[c]);
        if (estimate.known) {
            put_whole(f, "level", span.level);
            put_whole(f, "lo", span.lo);
            put_whole(f, "hi", span.hi);
        }
        json_close_object(&f->w);
    }
    json_close_array(&f->w);
}

static void put_person(struct freezer *f, size_t k) {
    const struct rank_person *r = rank_of(f, k);
    struct interval range = interval_of(r->composite, r->se, STAT_Z80);
    json_open_object(&f->w);
    put_text(f, "code", f->s->pool.codes[f->people[k]]);
    put_number(f, "composite", r->composite);
    put_number(f, "se", r->se);
    put_number(f, "lo", range.lo);
    put_number(f, "hi", range.hi);
    put_whole(f, "band", (int64_t)r->band);
    put_whole(f, "place_lo", (int64_t)r->place_lo);
    put_whole(f, "place_hi", (int64_t)r->place_hi);
    put_gates(f, f->people[k]);
    put_parts(f, f->people[k]);
    put_requirements(f, f->people[k]);
    json_close_object(&f->w);
}

static int compare_codes(const void *x, const void *y, void *codes) {
    const char *const *all = codes;
    return strcmp(all[*(const size_t *)x], all[*(const size_t *)y]);
}

const char *share_freeze(const struct shortlist *s, const size_t *people, size_t n, int64_t now_ms,
                         struct arena *a) {
    size_t *by_code = ARENA_ARRAY(a, n, size_t);
    memcpy(by_code, people, n * sizeof *by_code);
    qsort_r(by_code, n, sizeof *by_code, compare_codes, (void *)(uintptr_t)s->pool.codes);
    struct buf out;
    buf_init(&out, FROZEN_BYTES);
    struct freezer f = { s, by_code, n, json_writer_init(&out), a, lang_of_tag(s->vacancy->lang) };
    json_open_object(&f.w);
    put_text(&f, "title", s->vacancy->title);
    put_whole(&f, "version", s->version->version);
    put_whole(&f, "at", now_ms);
    put_verdict(&f);
    put_axis(&f);
    put_number(&f, "plan_share", s->approved.plan_share);
    json_key(&f.w, "drawn");
    json_put_bool(&f.w, s->approved.kelley);
    json_key(&f.w, "provisional");
    json_put_bool(&f.w, pack_is_provisional(s->pool.pack));
    put_weights(&f);
    json_key(&f.w, "people");
    json_open_array(&f.w);
    for (size_t k = 0; k < n; k++)
        put_person(&f, k);
    json_close_array(&f.w);
    put_pairs(&f);
    put_whole(&f, "below", (int64_t)(s->pool.persons_n - n));
    json_close_object(&f.w);
    const char *json = arena_strdup(a, buf_str(&out));
    buf_fini(&out);
    return json;
}
