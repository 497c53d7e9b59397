/* Instruments of one candidate: every item, what was answered, the points, and for staff the key. */
#include <math.h>
#include <string.h>

#include "assessments/answer.h"
#include "assessments/key.h"
#include "daemon/base/arena.h"
#include "daemon/http/request.h"
#include "gen/msg.h"
#include "web/desk/application/application.h"
#include "web/kit/format.h"

enum { TITLE_CHARS = 70 };

const char *application_answer(const struct application_page *p, const char *item) {
    for (size_t i = 0; i < p->answers.n; i++)
        if (strcmp(p->answers.v[i].item, item) == 0)
            return p->answers.v[i].value;
    return NULL;
}

/* The beginning of a question, cut at a word. */
static const char *beginning(const char *text, struct arena *a) {
    size_t chars = 0, at = 0, word = 0;
    for (; text[at] != '\0' && text[at] != '\n' && chars < TITLE_CHARS; at++) {
        if (((unsigned char)text[at] & 0xC0) != 0x80)
            chars++;
        if (text[at] == ' ')
            word = at;
    }
    if (text[at] == '\0')
        return text;
    if (text[at] == '\n')
        return arena_strndup(a, text, at); /* its first sentence */
    return arena_printf(a, "%.*s…", (int)(word > 0 ? word : at), text);
}

/* Answers in words ----------------------------------------------------------------------------------------- */

/* Options of a question: which were chosen, which are right, why. */
static void set_options(const struct application_page *p, const struct item *item, const struct item_key *key,
                        const struct answer *answer, struct item_entry *row) {
    struct arena *a = p->req->arena;
    enum lang lang = p->req->lang;
    struct item_line *v = ARENA_ARRAY(a, item->options_n, struct item_line);
    for (size_t i = 0; i < item->options_n; i++) {
        bool chosen = answer->given && (answer->chosen >> i & 1) != 0, right = (key->correct >> i & 1) != 0;
        const char *text = item->options[i].text.in[lang];
        v[i] = (struct item_line){ .text = text,
                                   .answer = chosen ? msg_application_chosen(lang, a) : NULL,
                                   .key = right ? msg_application_right(lang, a) : NULL,
                                   .why = key->whys != NULL ? key->whys[i].in[lang] : NULL };
        if (chosen)
            row->answer = row->answer == NULL ? text : arena_printf(a, "%s; %s", row->answer, text);
    }
    row->lines = (struct item_lines){ v, item->options_n };
}

/* Actions of a scenario: the rating given and the key's. */
static void set_actions(const struct application_page *p, const struct item *item, const struct item_key *key,
                        const struct answer *answer, struct item_entry *row) {
    struct arena *a = p->req->arena;
    enum lang lang = p->req->lang;
    struct item_line *v = ARENA_ARRAY(a, item->options_n, struct item_line);
    for (size_t i = 0; i < item->options_n; i++) {
        int rating = answer->given ? answer->ratings[i] : 0;
        const char *given = rating > 0 ? format_int(lang, a, rating) : "–";
        v[i] = (struct item_line){ .text = item->options[i].text.in[lang],
                                   .answer = msg_application_rated(lang, a, given),
                                   .key = msg_application_rated_key(lang, a,
                                                                    format_decimal(lang, a, key->ratings[i], 1)),
                                   .why = key->whys != NULL ? key->whys[i].in[lang] : NULL };
        row->answer = row->answer == NULL ? given : arena_printf(a, "%s, %s", row->answer, given);
    }
    if (answer->given)
        row->answer = msg_application_ratings(lang, a, row->answer);
    else
        row->answer = NULL;
    row->lines = (struct item_lines){ v, item->options_n };
}

static const char *with_unit(const struct item *item, const char *number, enum lang lang, struct arena *a) {
    return text2_has(&item->unit) ? arena_printf(a, "%s\u00a0%s", number, item->unit.in[lang]) : number;
}

/* A typed number: as typed, the key, and which slip gives what was typed. */
static void set_number(const struct application_page *p, const struct item *item, const struct item_key *key,
                       const struct answer *answer, struct item_entry *row) {
    struct arena *a = p->req->arena;
    enum lang lang = p->req->lang;
    int decimals = fabs(key->number - round(key->number)) < 1e-9 ? 0 : 2;
    row->key = msg_application_key_number(lang, a,
                                          with_unit(item, format_decimal(lang, a, key->number, decimals), lang, a));
    if (!answer->given)
        return;
    row->answer = with_unit(item, answer->raw, lang, a);
    struct item_line *v = ARENA_ARRAY(a, key->mistakes_n, struct item_line);
    size_t n = 0;
    for (size_t i = 0; answer->understood && i < key->mistakes_n; i++)
        if (fabs(answer->value - key->mistakes[i].value) <= fabs(key->mistakes[i].value) * .005 + 1e-9)
            v[n++] = (struct item_line){ .text = row->answer, .why = key->mistakes[i].why.in[lang] };
    row->lines = (struct item_lines){ v, n };
}

static void set_mark(const struct application_page *p, const struct score_item *item, struct item_entry *row) {
    struct arena *a = p->req->arena;
    enum lang lang = p->req->lang;
    double points = item->points; /* of a scenario: agreement, −1 … 1 */
    bool counts = item->mark != SCORE_NOT_SHOWN && !(item->mark == SCORE_EMPTY && item->item->type == ITEM_RATE);
    bool whole = fabs(points - round(points)) < 1e-9;
    const char *number = format_decimal(lang, a, points, whole ? 0 : 2);
    row->points = !counts                        ? msg_application_points_none(lang, a)
                  : item->mark == SCORE_RATED ? msg_application_agreement(lang, a, number)
                                              : msg_application_points(lang, a, number);
    row->raw_points = counts ? arena_printf(a, "%.6f", points) : "";
    row->mark = item->mark == SCORE_RIGHT ? "ok tick" : item->mark == SCORE_WRONG ? "err" : "mk ring dim";
    row->mark_words = item->mark == SCORE_RIGHT    ? msg_application_mark_right(lang, a)
                      : item->mark == SCORE_WRONG  ? msg_application_mark_wrong(lang, a)
                      : item->mark == SCORE_PARTLY ? msg_application_mark_partly(lang, a)
                      : item->mark == SCORE_RATED  ? msg_application_mark_rated(lang, a)
                                                   : msg_application_mark_empty(lang, a);
}

static const char *competencies_of(const struct application_page *p, const struct item *item) {
    const char *all = "";
    for (size_t i = 0; i < item->competencies_n; i++)
        all = arena_printf(p->req->arena, "%s%s%s", all, i > 0 ? ", " : "",
                           p->scores.pack->competencies[item->competencies[i]].name.in[p->req->lang]);
    return all;
}

enum errc application_item(const struct application_page *p, const struct score *score, size_t k,
                           struct item_entry *ret, struct err *e) {
    const struct score_item *scored = &score->items[k];
    const struct item *item = scored->item;
    const struct instrument *in = score->instrument;
    const struct item_key *key = key_of(in, &p->scores.pack->keys[in->index], item);
    struct arena *a = p->req->arena;
    enum lang lang = p->req->lang;
    const char *stored = application_answer(p, item->code);
    struct answer answer = { .given = false };
    if (stored != NULL)
        TRY(answer_read(item, stored, a, &answer, e));
    struct item_entry row = { .code = item->code,
                            .anchor = arena_printf(a, "i-%s", item->code),
                            .title = text2_has(&item->title) ? item->title.in[lang] : beginning(item->stem.in[lang], a),
                            .stem = item->stem.in[lang],
                            .competencies = competencies_of(p, item),
                            .rationale = key->rationale.in[lang] };
    if (item->type == ITEM_RATE)
        set_actions(p, item, key, &answer, &row);
    else if (item->type == ITEM_NUMBER)
        set_number(p, item, key, &answer, &row);
    else
        set_options(p, item, key, &answer, &row);
    if (row.answer == NULL)
        row.answer = msg_application_no_answer(lang, a);
    set_mark(p, scored, &row);
    *ret = row;
    return OK;
}

/* Instruments and competencies ----------------------------------------------------------------------------- */

static const char *counts_of(const struct score *score, enum lang lang, struct arena *a) {
    const char *answered = format_int(lang, a, (int64_t)score->answered_n);
    const char *shown = format_int(lang, a, (int64_t)score->shown_n);
    if (score->instrument->kind == INSTRUMENT_JUDGEMENT && score->of > 0)
        return msg_application_instrument_agreement(lang, a, answered, shown,
                                                    format_decimal(lang, a, score->points / score->of, 2));
    return msg_application_instrument(lang, a, answered, shown, format_decimal(lang, a, score->points, 2),
                                      format_decimal(lang, a, score->of, 0));
}

/* Was too little of it shown, or answered, to say anything? */
static bool is_thin(const struct score *score) {
    return score->missing || (double)score->shown_n < COMPETENCY_SHOWN_MIN * (double)score->items_n;
}

/* A dash instead of points, and why. */
static const char *thin_words(const struct score *score, enum lang lang, struct arena *a) {
    const char *shown = format_int(lang, a, (int64_t)score->shown_n);
    return msg_application_instrument_thin(lang, a, format_int(lang, a, (int64_t)score->answered_n), shown,
                                           format_int(lang, a, (int64_t)score->items_n));
}

/* The same, and how far the person came when the clock ended it. */
static const char *summary_of(const struct score *score, bool ran_out, enum lang lang, struct arena *a) {
    const char *counts = is_thin(score) ? thin_words(score, lang, a) : counts_of(score, lang, a);
    if (!ran_out)
        return counts;
    return arena_printf(a, "%s %s", counts,
                        msg_application_ran_out(lang, a, format_int(lang, a, (int64_t)score->shown_n),
                                                format_int(lang, a, (int64_t)score->items_n)));
}

static enum errc instrument_of(const struct application_page *p, const struct score *score,
                               struct instrument_view *ret, struct err *e) {
    struct arena *a = p->req->arena;
    enum lang lang = p->req->lang;
    struct item_entry *rows = ARENA_ARRAY(a, score->items_n, struct item_entry);
    for (size_t k = 0; k < score->items_n; k++)
        TRY(application_item(p, score, k, &rows[k], e));
    *ret = (struct instrument_view){
        .code = score->instrument->code,
        .title = score->instrument->title.in[lang],
        .summary = summary_of(score, p->scores.ran_out[score - p->scores.scores], lang, a),
        .items = { rows, score->items_n },
    };
    if (score->missing)
        ret->note = msg_application_instrument_missing(lang, a);
    else if (score->instrument->kind == INSTRUMENT_JUDGEMENT && score->judgement.straight_lined)
        ret->note = msg_application_instrument_constant(lang, a);
    return OK;
}

/* The items of one competency, with their points, as links. */
static struct item_links links_of(const struct instrument_views *instruments, const struct attempt_scores *scores,
                                  size_t competency, struct arena *a) {
    size_t n = 0, all = 0;
    for (size_t s = 0; s < scores->scores_n; s++)
        all += scores->scores[s].items_n;
    struct item_link *v = ARENA_ARRAY(a, all, struct item_link);
    for (size_t s = 0; s < scores->scores_n; s++)
        for (size_t k = 0; k < scores->scores[s].items_n; k++) {
            const struct item *item = scores->scores[s].items[k].item;
            const struct item_entry *row = &instruments->v[s].items.v[k];
            for (size_t c = 0; c < item->competencies_n; c++)
                if (item->competencies[c] == competency)
                    v[n++] = (struct item_link){ row->code, arena_printf(a, "#%s", row->anchor), row->points };
        }
    return (struct item_links){ v, n };
}

static struct competency_view competency_of(const struct application_page *p, size_t c,
                                            const struct instrument_views *instruments) {
    struct arena *a = p->req->arena;
    enum lang lang = p->req->lang;
    const struct competency_estimate *ce = &p->scores.competencies[c];
    double shown = 0;
    struct estimate estimate = application_told(p, c, &shown);
    const struct pack_competency *competency = &p->scores.pack->competencies[c];
    struct source_row *v = ARENA_ARRAY(a, ce->sources_n, struct source_row);
    size_t n = 0;
    for (size_t s = 0; s < ce->sources_n; s++) {
        const struct competency_source *source = &ce->sources[s];
        if (source->estimate.known && estimate.known)
            v[n++] = (struct source_row){
                .instrument = source->instrument->title.in[lang],
                .estimate = msg_application_plus_minus(lang, a, format_decimal(lang, a, source->estimate.value, 2),
                                                       format_decimal(lang, a, source->estimate.se, 2)),
                .items = msg_application_source_items(lang, a, (int64_t)source->evidence_n),
                .kind = source->instrument->kind == INSTRUMENT_JUDGEMENT ? msg_application_error_kind_between(lang, a)
                                                                         : msg_application_error_kind_binomial(lang, a),
            };
    }
    return (struct competency_view){
        .anchor = arena_printf(a, "c-%s", competency->code),
        .name = competency->name.in[lang],
        .definition = competency->definition.in[lang],
        .summary = estimate.known
                       ? msg_application_plus_minus(lang, a, format_decimal(lang, a, estimate.value, 2),
                                                    format_decimal(lang, a, estimate.se, 2))
                       : "–",
        .level = estimate.known ? level_text(lang, a, level_span_of(estimate.value, estimate.se))
                                : level_why(lang, a, shown),
        .sources = { v, n },
        .items = links_of(instruments, &p->scores, c, a),
    };
}

enum errc application_items(const struct application_page *p, struct application_view *view, struct err *e) {
    view->rescoring = p->scored && !p->detailed;
    if (!p->detailed)
        return OK;
    struct arena *a = p->req->arena;
    struct instrument_view *v = ARENA_ARRAY(a, p->scores.scores_n, struct instrument_view);
    for (size_t s = 0; s < p->scores.scores_n; s++)
        TRY(instrument_of(p, &p->scores.scores[s], &v[s], e));
    view->instruments = (struct instrument_views){ v, p->scores.scores_n };
    struct competency_view *list = ARENA_ARRAY(a, p->list.requirements.n, struct competency_view);
    size_t n = 0;
    for (size_t r = 0; r < p->list.requirements.n; r++) {
        size_t c = pack_find_competency(p->scores.pack, p->list.requirements.v[r].competency);
        if (c != PACK_NONE)
            list[n++] = competency_of(p, c, &view->instruments);
    }
    view->competencies = (struct competency_views){ list, n };
    return OK;
}
