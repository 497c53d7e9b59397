#include "web/demo/candidate.h"

#include <string.h>

#include "assessments/pack.h"
#include "assessments/simulate.h"
#include "daemon/base/arena.h"
#include "daemon/base/buf.h"
#include "daemon/base/clock.h"
#include "daemon/base/json.h"
#include "gen/sql/attempt.h"
#include "web/flows/answer_save.h"
#include "web/flows/attempt.h"
#include "web/flows/candidate_consent.h"
#include "web/flows/hand_in.h"
#include "web/flows/section.h"
#include "web/flows/withdraw.h"
#include "web/kit/app.h"
#include "web/kit/states.h"
#include "web/kit/texts.h"

/* Seconds that a person spends on one item of an instrument: least, and how much it varies. */
static int64_t pause_ms(const struct instrument *in, struct prng *r) {
    int64_t least = in == NULL ? 12 : in->kind == INSTRUMENT_KNOWLEDGE ? 20 : 55;
    return (least + (int64_t)prng_below(r, 45)) * SECOND_MS;
}

/* Questionnaire answers ------------------------------------------------------------------------ */

/* A whole number between the field's bounds, rounded as people round. */
static int64_t plausible_number(const struct pack_field *field, struct prng *r) {
    double lo = field->has_min ? field->min : 0, hi = field->has_max ? field->max : 200000;
    if (hi > 200000)
        hi = 200000;
    if (lo < 60000 && hi > 100000)
        lo = 60000;
    int64_t step = hi - lo > 1000 ? 5000 : 1;
    int64_t steps = (int64_t)((hi - lo) / (double)step);
    return (int64_t)lo + step * (int64_t)prng_below(r, (uint64_t)(steps > 0 ? steps : 1));
}

/* Options later in a list say more experience in this questionnaire: two draws, the better one. */
static size_t plausible_option(const struct pack_field *field, struct prng *r) {
    size_t a = prng_below(r, field->options_n), b = prng_below(r, field->options_n);
    return a > b ? a : b;
}

static void put_field_answer(struct json_writer *w, const struct pack_field *field,
                             const char *story, struct flow *f, struct prng *r) {
    switch (field->type) {
    case FIELD_LONG:
        json_put_string(w, story);
        return;
    case FIELD_TEXT:
        json_put_string(w, "CRM");
        return;
    case FIELD_NUMBER:
        json_put_string(w, arena_printf(f->arena, "%lld", (long long)plausible_number(field, r)));
        return;
    case FIELD_YES_NO:
        json_put_string(w, prng_below(r, 10) < 8 ? "yes" : "no");
        return;
    case FIELD_DATE:
        json_put_string(w, "2026-12-07");
        return;
    case FIELD_SINGLE:
        json_put_string(w, field->options[plausible_option(field, r)].code);
        return;
    case FIELD_MULTIPLE:
        json_open_array(w);
        for (size_t i = 0, chosen = 0; i < field->options_n && chosen < 3; i++)
            if (prng_below(r, 2) == 0 || (chosen == 0 && i + 1 == field->options_n)) {
                json_put_string(w, field->options[i].code);
                chosen++;
            }
        json_close_array(w);
        return;
    }
}

/* Saving ---------------------------------------------------------------------------------------- */

/* Save one answer, given as JSON text, as the runner does: revision 1, made a second ago. */
static enum errc save(struct flow *f, int64_t attempt_id, const char *item, const char *lease,
                      const char *text, struct err *e) {
    const struct json *answer = NULL;
    TRY(json_parse(text, strlen(text), JSON_REQUEST, f->arena, &answer, e));
    struct answer_save_in in = { .attempt_id = attempt_id,
                                 .item = item,
                                 .lease = lease,
                                 .rev = 1,
                                 .answer = answer,
                                 .client_ms = f->now_ms - SECOND_MS };
    struct answer_saved saved = { 0 };
    TRY(answer_save(f, &in, &saved, e));
    if (saved.outcome != ANSWER_STORED)
        return ERR(e, E_INTERNAL, "the demo's answer to %s was not stored (outcome %d)", item,
                   saved.outcome);
    return OK;
}

static enum errc answer_item(struct flow *f, const struct demo_candidate *c, int64_t attempt_id,
                             const struct instrument *in, const struct simulated *person,
                             const char *item, const char *lease, struct prng *r, struct err *e) {
    const struct pack *pack = app_pack(f->app, c->pack);
    if (in == NULL) {
        struct buf text;
        buf_init(&text, 1 << 14);
        struct json_writer w = json_writer_init(&text);
        put_field_answer(&w, &pack->fields[pack_find_field(pack, item)], c->story, f, r);
        enum errc code = save(f, attempt_id, item, lease, buf_str(&text), e);
        buf_fini(&text);
        return code;
    }
    struct answer answer = simulate_answer(pack, in, person, item_find(in, item), f->lang, r, f->arena);
    return answer.given ? save(f, attempt_id, item, lease, answer.text, e) : OK;
}

/* Walking ---------------------------------------------------------------------------------------- */

/* One section, from its beginning to item `until` (SIZE_MAX = to its end, and handed in). */
static enum errc walk_section(struct flow *f, const struct demo_candidate *c, int64_t attempt_id,
                              const struct q_section_list_row *section,
                              const struct simulated *person, size_t until, struct prng *r,
                              struct err *e) {
    const struct pack *pack = app_pack(f->app, c->pack);
    size_t at = pack_find_instrument(pack, section->instrument);
    const struct instrument *in = at == PACK_NONE ? NULL : &pack->instruments[at];
    const char *lease = NULL;
    TRY(section_begin(f, attempt_id, section->position, &lease, e));
    struct q_section_items_rows items = { 0 };
    TRY(q_section_items(f->db, attempt_id, section->position, f->arena, &items, e));
    for (size_t i = 0; i < items.n && i < until; i++) {
        f->now_ms += pause_ms(in, r);
        int64_t changed = 0;
        TRY(q_form_item_show(f->db, f->now_ms, attempt_id, section->position, items.v[i].position, &changed, e));
        TRY(answer_item(f, c, attempt_id, in, person, items.v[i].item, lease, r, e));
    }
    f->now_ms += 20 * SECOND_MS;
    bool held = true;
    return until == SIZE_MAX ? section_close(f, attempt_id, section->position, lease, &held, e) : OK;
}

static enum errc consent(struct flow *f, const struct demo_candidate *c, int64_t attempt_id,
                         struct document *ret_text, struct err *e) {
    struct text_slots slots = { .vacancy = c->vacancy, .client = c->client };
    TRY(texts_document(f->app->texts, "consent_selection", f->lang, slots, f->arena, ret_text, e));
    return candidate_consent(f, attempt_id, CONSENT_GIVEN, ret_text->version, ret_text->hash, e);
}

enum errc demo_candidate_walk(struct flow *f, const struct demo_candidate *c, struct prng *r,
                              struct err *e) {
    f->actor = ACTOR_CANDIDATE;
    f->actor_id = c->person_id;
    struct simulated person = simulate_person(app_pack(f->app, c->pack), c->mean, r);
    int64_t attempt_id = 0;
    TRY(attempt_open(f, c->application_id, f->lang, &attempt_id, e));
    f->now_ms += MINUTE_MS;
    struct document text = { 0 };
    TRY(consent(f, c, attempt_id, &text, e));
    f->now_ms += 2 * MINUTE_MS;
    struct q_section_list_rows sections = { 0 };
    TRY(q_section_list(f->db, attempt_id, f->arena, &sections, e));
    for (size_t i = 0; i < sections.n; i++) {
        bool stop = c->walk == DEMO_STOPS && i == 2;
        TRY(walk_section(f, c, attempt_id, &sections.v[i], &person, stop ? 3 : SIZE_MAX, r, e));
        f->now_ms += (int64_t)prng_below(r, 5) * MINUTE_MS;
        if (stop)
            return OK;
        if (c->walk == DEMO_WITHDRAWS)
            return withdraw(f, attempt_id, text.version, text.hash, e);
    }
    return hand_in(f, attempt_id, e);
}
