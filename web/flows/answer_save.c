#include "web/flows/answer_save.h"

#include <string.h>

#include "assessments/pack.h"
#include "daemon/base/arena.h"
#include "gen/sql/attempt.h"
#include "web/flows/attempt.h"
#include "web/flows/person.h"
#include "web/flows/section.h"
#include "web/kit/app.h"
#include "web/kit/states.h"

/* What one save works with. */
struct save {
    const struct flow *f;
    const struct answer_save_in *in;
    const struct q_attempt_for_save_row *row;
    const struct item *item;        /* of an instrument, or */
    const struct pack_field *field; /* of the questionnaire */
    struct section_times times;
    struct answer_saved out;
    const char *text; /* the new answer, canonical */
    bool given;
};

/* Reading -------------------------------------------------------------------------------------- */

static enum errc item_of(struct save *s, struct err *e) {
    const struct pack *pack = app_pack(s->f->app, s->row->pack);
    if (pack == NULL)
        return ERR(e, E_INTERNAL, "no pack %s is loaded", s->row->pack);
    if (strcmp(s->row->instrument, SECTION_QUESTIONNAIRE) == 0) {
        size_t at = pack_find_field(pack, s->in->item);
        s->field = at != PACK_NONE ? &pack->fields[at] : NULL;
    } else {
        size_t at = pack_find_instrument(pack, s->row->instrument);
        s->item = at != PACK_NONE ? item_find(&pack->instruments[at], s->in->item) : NULL;
    }
    if (s->field == NULL && s->item == NULL)
        return ERR(e, E_INTERNAL, "pack %s has no item %s any more", pack->code, s->in->item);
    s->out.field = s->field;
    return OK;
}

/* The stored answer, opened when it is sealed. */
static enum errc stored_of(struct save *s, struct err *e) {
    s->out.rev = s->row->has_rev ? s->row->rev : 0;
    s->out.stored_at = s->row->has_at ? s->row->at : 0;
    s->out.stored = s->row->value;
    if (s->field == NULL || s->row->value == NULL)
        return OK;
    return person_open(s->f, s->row->person_id, SEAL_ANSWER, s->in->attempt_id, s->row->value,
                       &s->out.stored, e);
}

static enum errc read_field(struct save *s) {
    struct field_answer answer = { 0 };
    const struct answer_save_in *in = s->in;
    struct arena *a = s->f->arena;
    enum errc code =
        in->answer != NULL
            ? field_answer_from_json(s->field, in->answer, s->f->lang, a, &answer, &s->out.fault,
                                     NULL)
            : field_answer_from_fields(s->field, in->fields, in->fields_n, s->f->lang, a, &answer,
                                       &s->out.fault, NULL);
    if (code == OK) {
        s->text = answer.text;
        s->given = answer.given;
    }
    s->out.max = (int64_t)field_max_chars(s->field);
    return s->out.fault == FIELD_TOO_LONG ? E_TOO_LARGE : code;
}

static enum errc read_item(struct save *s) {
    struct answer answer = { 0 };
    const struct answer_save_in *in = s->in;
    struct arena *a = s->f->arena;
    enum errc code = in->answer != NULL
                         ? answer_from_json(s->item, in->answer, s->f->lang, a, &answer, NULL)
                         : answer_from_fields(s->item, in->fields, in->fields_n, s->f->lang, a,
                                              &answer, NULL);
    s->out.max = ANSWER_NUMBER_CHARS;
    if (code != OK)
        return code;
    s->text = answer.text;
    s->given = answer.given;
    if (s->item->type == ITEM_NUMBER) {
        const char *read = answer_understood(&answer, a);
        s->out.understood = read != NULL ? read : "";
    }
    return OK;
}

/* Deciding ------------------------------------------------------------------------------------- */

/* Nobody writes any more, whatever the clock says: not begun, handed in, withdrawn. */
static bool is_shut(const struct save *s) {
    const struct section_times *t = &s->times;
    return s->row->has_submitted_at || s->row->has_withdrawn_at || t->started_at == 0 ||
           section_closed_by_hand(*t);
}

/* How an answer that comes now stands: counted, in the network's time, or late. */
static enum answer_standing standing_of(const struct save *s) {
    int64_t now = s->f->now_ms, deadline = s->times.deadline_at, made = s->in->client_ms;
    if (deadline == 0 || now < deadline)
        return STANDING_COUNTED;
    if (now < deadline + SECTION_GRACE_SILENT_MS)
        return STANDING_GRACE;
    bool in_time = made >= s->times.started_at && made <= deadline;
    return now < deadline + SECTION_GRACE_MS && in_time ? STANDING_GRACE : STANDING_LATE;
}

static bool is_same(const struct save *s) {
    const char *stored = s->out.stored != NULL ? s->out.stored : "null";
    return strcmp(stored, s->text) == 0;
}

/* What revisions alone decide; ANSWER_STORED when the answer is new. */
static enum answer_outcome compare(const struct save *s) {
    if (s->in->answer == NULL) {
        if (is_same(s))
            return ANSWER_SAME;
        return s->in->rev == s->out.rev ? ANSWER_STORED : ANSWER_DIFFERENT;
    }
    if (s->in->rev > s->out.rev)
        return ANSWER_STORED;
    if (s->in->rev < s->out.rev)
        return ANSWER_STALE;
    return is_same(s) ? ANSWER_SAME : ANSWER_DIFFERENT;
}

/* Writing -------------------------------------------------------------------------------------- */

static enum errc append(struct save *s, int64_t rev, enum answer_standing standing, struct err *e) {
    const char *value = s->text;
    if (s->field != NULL)
        TRY(person_seal(s->f, s->row->person_id, SEAL_ANSWER, s->in->attempt_id, s->text, &value,
                        e));
    TRY(q_answer_append(s->f->db,
                        &(struct q_answer_append_in){
                            .attempt_id = s->in->attempt_id,
                            .item = s->in->item,
                            .rev = rev,
                            .value = value,
                            .standing = answer_standing_word(standing),
                            .at = s->f->now_ms,
                            .client_at = s->in->client_ms != 0 ? &s->in->client_ms : NULL,
                        },
                        e));
    if (standing == STANDING_LATE)
        return OK;
    int64_t n = 0;
    TRY(q_answer_put(s->f->db, s->in->attempt_id, s->in->item, rev, value, s->given, s->f->now_ms,
                     &n, e));
    s->out.rev = rev;
    s->out.stored = s->text;
    s->out.stored_at = s->f->now_ms;
    return OK;
}

/* A late answer is kept once, however often it comes, and not without end. */
static enum errc is_kept(const struct save *s, int64_t rev, bool *ret, struct err *e) {
    const struct q_answer_late_row *row = NULL;
    TRY(q_answer_late(s->f->db, rev, s->in->attempt_id, s->in->item, s->f->arena, &row, e));
    *ret = row->same_n > 0 || row->n >= ANSWER_LATE_MAX;
    return OK;
}

static enum errc last_saved(struct save *s, struct err *e) {
    const struct q_last_saved_at_row *row = NULL;
    TRY(q_last_saved_at(s->f->db, s->in->attempt_id, s->row->section, s->f->arena, &row, e));
    s->out.last_saved_at = row->has_at ? row->at : 0;
    return OK;
}

static enum errc over(struct save *s, enum answer_outcome outcome, struct err *e) {
    s->out.outcome = outcome;
    return last_saved(s, e);
}

/* In the order of the contract: is anybody writing here at all, may this page, is it an answer, is it
 * news, is it in time. */
static enum errc decide(struct save *s, struct err *e) {
    if (is_shut(s))
        return over(s, ANSWER_CLOSED, e);
    if (s->in->lease == NULL || strcmp(s->in->lease, s->row->lease) != 0) {
        s->out.outcome = ANSWER_LEASE_LOST;
        return OK;
    }
    enum errc code = s->field != NULL ? read_field(s) : read_item(s);
    if (code != OK) {
        s->out.outcome = code == E_TOO_LARGE ? ANSWER_TOO_LONG : ANSWER_REFUSED;
        return OK;
    }
    s->out.outcome = compare(s);
    if (s->out.outcome != ANSWER_STORED)
        return OK;
    enum answer_standing standing = standing_of(s);
    int64_t rev = s->in->answer != NULL ? s->in->rev : s->out.rev + 1;
    bool late = standing == STANDING_LATE, there = false;
    if (!late && s->row->has_changes && s->row->changes >= ANSWER_CHANGES_MAX) {
        s->out.outcome = ANSWER_TOO_OFTEN;
        return OK;
    }
    if (late)
        TRY(is_kept(s, rev, &there, e));
    if (!there)
        TRY(append(s, rev, standing, e));
    return late ? over(s, ANSWER_LATE, e) : OK;
}

static enum errc row_of(const struct flow *f, int64_t attempt_id, const char *item,
                        const struct q_attempt_for_save_row **ret_row, struct err *e) {
    TRY(q_attempt_for_save(f->db, attempt_id, item, f->actor_id, f->arena, ret_row, e));
    if (*ret_row == NULL)
        return ERR(e, E_NOT_FOUND, "no item %s in attempt %lld of this person", item,
                   (long long)attempt_id);
    return OK;
}

enum errc answer_save(const struct flow *f, const struct answer_save_in *in,
                      struct answer_saved *ret, struct err *e) {
    struct save s = { .f = f, .in = in };
    TRY(row_of(f, in->attempt_id, in->item, &s.row, e));
    s.times = (struct section_times){ s.row->started_at, s.row->deadline_at, s.row->closed_at };
    s.out.deadline_ms = s.times.deadline_at;
    TRY(item_of(&s, e));
    TRY(stored_of(&s, e));
    TRY(decide(&s, e));
    *ret = s.out;
    return OK;
}

enum errc answer_flag(const struct flow *f, int64_t attempt_id, const char *item, const char *lease,
                      bool flagged, struct err *e) {
    const struct q_attempt_for_save_row *row = NULL;
    TRY(row_of(f, attempt_id, item, &row, e));
    struct section_times times = { row->started_at, row->deadline_at, row->closed_at };
    if (row->has_submitted_at || row->has_withdrawn_at || !section_is_open(times, f->now_ms) ||
        strcmp(lease, row->lease) != 0)
        return OK;
    return flagged ? q_flag_add(f->db, attempt_id, item, e)
                   : q_flag_remove(f->db, attempt_id, item, e);
}
