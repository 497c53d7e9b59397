#include "web/flows/vacancy_draft.h"

#include <string.h>

#include "assessments/instruction.h"
#include "daemon/base/arena.h"
#include "daemon/base/check.h"
#include "daemon/base/rand.h"
#include "gen/sql/desk.h"
#include "gen/sql/instruction.h"
#include "web/flows/day.h"
#include "web/flows/instruction_library.h"
#include "web/kit/app.h"
#include "web/kit/states.h"

enum { SLUG_CHARS = 10 };

/* A draft being written. */
struct drafting {
    const struct flow *f;
    const struct pack *pack;
    enum lang lang;
    int64_t id; /* of the instruction */
    struct instruction in;
    const int64_t *duty_ids;
    int64_t requirements_n;
    const char *title;          /* of the post, as the client calls it */
    const char *pay, *authority; /* of the brief; NULL or "" = not said */
};

/* Letters and digits that nobody mistakes for one another. */
static const char *random_slug(struct arena *a) {
    static const char SIGNS[] = "abcdefghjkmnpqrstuvwxyz23456789";
    unsigned char bytes[SLUG_CHARS];
    char slug[SLUG_CHARS + 1] = "";
    rand_bytes(bytes, sizeof bytes);
    for (size_t i = 0; i < SLUG_CHARS; i++)
        slug[i] = SIGNS[bytes[i] % (sizeof SIGNS - 1)];
    return arena_strdup(a, slug);
}

/* What the client ticked --------------------------------------------------------------------------- */

static bool asks_for(const struct pack_duty *d, size_t competency) {
    for (size_t i = 0; i < d->links_n; i++)
        if (d->links[i].competency == competency)
            return true;
    return false;
}

/* The duties of the brief, and for every requirement that none of them asks for, those of the segment
 * that do: nothing may weigh without a duty behind it. */
static void take_brief_duties(struct drafting *d, const struct q_desk_brief_duties_rows *brief, size_t segment) {
    const struct pack *p = d->pack;
    bool *taken = ARENA_ARRAY(d->f->arena, p->duties_n, bool);
    for (size_t i = 0; i < brief->n; i++) {
        size_t duty = pack_find_duty(p, brief->v[i].duty);
        if (duty != PACK_NONE)
            taken[duty] = true;
    }
    for (size_t r = 0; r < d->in.requirements_n; r++) {
        bool asked = false;
        size_t competency = d->in.requirements[r].competency;
        for (size_t i = 0; i < p->duties_n; i++)
            asked = asked || (taken[i] && asks_for(&p->duties[i], competency));
        for (size_t i = 0; !asked && i < p->duties_n; i++)
            if ((p->duties[i].segments >> segment & 1) != 0 && asks_for(&p->duties[i], competency))
                asked = taken[i] = true;
    }
    struct instruction_duty *duties = ARENA_ARRAY(d->f->arena, p->duties_n, struct instruction_duty);
    size_t n = 0;
    for (size_t i = 0; i < p->duties_n; i++)
        if (taken[i])
            duties[n++] = (struct instruction_duty){ .code = p->duties[i].code, .text = p->duties[i].text,
                                                     .links = p->duties[i].links, .links_n = p->duties[i].links_n,
                                                     .trainable = p->duties[i].trainable };
    d->in.duties = duties;
    d->in.duties_n = n;
    d->in.requirements =
        instruction_link(duties, n, d->in.requirements, d->in.requirements_n, d->f->arena);
}

/* Writing the rows ----------------------------------------------------------------------------------- */

/* A sentence of the library that begins with the pack's name of the role begins with the post's title instead. */
static const char *named(const struct drafting *d, const char *text) {
    const char *role = d->pack->title.in[d->lang];
    size_t n = strlen(role);
    return strncmp(text, role, n) == 0 && text[n] == ' ' ? arena_printf(d->f->arena, "%s%s", d->title, text + n) : text;
}

static bool is_said(const char *words) {
    return words != NULL && *words != '\0';
}

/* The limit of a right: what the client said of pay and of authority stands before the library's figures. Authority
 * goes to the first authority that has a limit in figures. */
static const char *limit_of(struct drafting *d, const struct instruction_right *right) {
    const char *limit = right->limit.in[d->lang];
    if (strcmp(right->code, "PAY") == 0 && is_said(d->pay))
        return d->pay;
    if (right->kind != RIGHT_AUTHORITY || !is_said(d->authority) || limit == NULL || strpbrk(limit, "0123456789") == NULL)
        return limit;
    limit = d->authority;
    d->authority = NULL; /* said once */
    return limit;
}

static enum errc write_texts(struct drafting *d, struct err *e) {
    struct db *db = d->f->db;
    for (size_t i = 0; i < d->in.provisions_n; i++)
        TRY(q_ji_provision_add(db, rand_id(), d->id, (int64_t)i + 1,
                               library_provision_word(d->in.provisions[i].kind),
                               named(d, d->in.provisions[i].text.in[d->lang]), e));
    for (size_t i = 0; i < d->in.rights_n; i++)
        TRY(q_ji_right_add(db, rand_id(), d->id, (int64_t)i + 1, library_right_word(d->in.rights[i].kind),
                           d->in.rights[i].text.in[d->lang], limit_of(d, &d->in.rights[i]), e));
    for (size_t i = 0; i < d->in.kpis_n; i++) {
        const struct instruction_kpi *k = &d->in.kpis[i];
        struct q_ji_kpi_add_in in = { .id = rand_id(), .instruction_id = d->id, .position = (int64_t)i + 1,
                                      .name = k->name.in[d->lang], .formula = k->formula.in[d->lang],
                                      .target = k->target.in[d->lang], .period = k->period.in[d->lang],
                                      .weight = k->weight, .consequence = k->consequence.in[d->lang] };
        TRY(q_ji_kpi_add(db, &in, e));
    }
    return OK;
}

static enum errc write_duties(struct drafting *d, struct err *e) {
    int64_t *ids = ARENA_ARRAY(d->f->arena, d->in.duties_n, int64_t);
    for (size_t i = 0; i < d->in.duties_n; i++) {
        const struct instruction_duty *duty = &d->in.duties[i];
        ids[i] = rand_id();
        TRY(q_ji_duty_add(d->f->db, ids[i], d->id, (int64_t)i + 1, duty->code, duty->text.in[d->lang],
                          trainable_word(duty->trainable), e));
        for (size_t k = 0; k < duty->links_n; k++)
            TRY(q_ji_duty_link_add(d->f->db, ids[i], d->pack->competencies[duty->links[k].competency].code,
                                   duty->links[k].relevance, e));
    }
    d->duty_ids = ids;
    return OK;
}

static enum errc write_requirements(struct drafting *d, struct err *e) {
    for (size_t i = 0; i < d->in.requirements_n; i++) {
        const struct instruction_requirement *r = &d->in.requirements[i];
        int64_t id = rand_id();
        struct q_ji_requirement_add_in in = { .id = id, .root_id = id, .instruction_id = d->id,
                                              .position = ++d->requirements_n, .kind = requirement_kind_word(REQUIREMENT_COMPETENCY),
                                              .competency = d->pack->competencies[r->competency].code,
                                              .text = r->text.in[d->lang], .evidence = r->evidence.in[d->lang],
                                              .weight = r->weight, .minimum = r->minimum };
        TRY(q_ji_requirement_add(d->f->db, &in, e));
        for (size_t k = 0; k < r->duties_n; k++)
            TRY(q_ji_reason_add(d->f->db, id, d->duty_ids[r->duties[k]], e));
    }
    for (size_t i = 0; i < d->pack->instruments_n; i++)
        TRY(q_ji_plan_add(d->f->db, d->id, (int64_t)i + 1, d->pack->instruments[i].code, e));
    return OK;
}

/* A must-have of the brief: bound to the questionnaire where it can be, else confirmed by hand. */
static enum errc write_gates(struct drafting *d, const struct q_desk_brief_gates_rows *gates, struct err *e) {
    for (size_t i = 0; i < gates->n && i < INSTRUCTION_MUST_HAVES_MAX; i++) {
        size_t field = pack_find_field(d->pack, gates->v[i].field);
        bool bound = field != PACK_NONE && d->pack->fields[field].has_gate;
        int64_t id = rand_id();
        struct q_ji_requirement_add_in in = {
            .id = id, .root_id = id, .instruction_id = d->id, .position = ++d->requirements_n, .kind = requirement_kind_word(REQUIREMENT_GATE),
            .text = gates->v[i].text, .evidence = "",
            .field = bound ? d->pack->fields[field].code : NULL,
            .pass = bound ? library_pass(&d->pack->fields[field], d->f->arena) : NULL,
        };
        TRY(q_ji_requirement_add(d->f->db, &in, e));
    }
    return OK;
}

static enum errc write_draft(struct drafting *d, int64_t request_id, size_t segment, struct err *e) {
    struct q_desk_brief_duties_rows duties = { 0 };
    struct q_desk_brief_gates_rows gates = { 0 };
    TRY(q_desk_brief_duties(d->f->db, request_id, d->f->arena, &duties, e));
    TRY(q_desk_brief_gates(d->f->db, request_id, d->f->arena, &gates, e));
    if (duties.n > 0)
        take_brief_duties(d, &duties, segment);
    const struct q_desk_brief_row *brief = NULL;
    TRY(q_desk_brief(d->f->db, request_id, d->f->arena, &brief, e));
    if (brief != NULL) {
        d->pay = brief->pay;
        d->authority = brief->authority;
    }
    TRY(write_texts(d, e));
    TRY(write_duties(d, e));
    TRY(write_requirements(d, e));
    return write_gates(d, &gates, e);
}

/* The vacancy ---------------------------------------------------------------------------------------- */

static enum errc add_vacancy(const struct flow *f, const struct vacancy_draft_in *in, const struct pack *pack,
                             const struct q_desk_request_row *request, int64_t *ret_id, struct err *e) {
    int64_t id = rand_id();
    struct q_desk_vacancy_add_in row = {
        .id = id, .request_id = request->id, .client_id = request->client_id, .pack = pack->code,
        .title = in->title != NULL ? in->title : request->title,
        .place = in->place != NULL ? in->place : request->place, .lang = request->lang, .segment = in->segment,
        .size = in->size, .slug = random_slug(f->arena),
        .closes_at = in->closes_at != 0 ? in->closes_at : day_end(f->now_ms, VACANCY_DAYS),
        .created_at = f->now_ms, .created_by = f->actor_id,
    };
    TRY(q_desk_vacancy_add(f->db, &row, e));
    *ret_id = id;
    return flow_audit(f, "vacancy.drafted", "vacancy", id,
                      arena_printf(f->arena, "{\"request\":%lld}", (long long)request->id), e);
}

enum errc vacancy_draft(const struct flow *f, const struct vacancy_draft_in *in, int64_t *ret_vacancy_id,
                        struct err *e) {
    const struct q_desk_request_row *request = NULL;
    const struct q_desk_vacancy_of_request_row *vacancy = NULL;
    TRY(q_desk_request(f->db, in->request_id, f->arena, &request, e));
    if (request == NULL)
        return ERR(e, E_NOT_FOUND, "no such request");
    TRY(q_desk_vacancy_of_request(f->db, in->request_id, f->arena, &vacancy, e));
    if (vacancy != NULL) {
        *ret_vacancy_id = vacancy->id;
        return OK;
    }
    const struct pack *pack = app_pack(f->app, request->pack);
    size_t segment = pack != NULL ? pack_find_segment(pack, in->segment) : PACK_NONE;
    size_t size = pack != NULL ? pack_find_size(pack, in->size) : PACK_NONE;
    if (segment == PACK_NONE || size == PACK_NONE)
        return ERR(e, E_INVALID, "the pack has no such segment or size");
    int64_t vacancy_id = 0;
    TRY(add_vacancy(f, in, pack, request, &vacancy_id, e));
    struct drafting d = { .f = f, .pack = pack, .lang = lang_of_tag(request->lang),
                          .title = in->title != NULL ? in->title : request->title,
                          .id = rand_id(), .in = instruction_draft(pack, segment, size, f->arena) };
    TRY(q_ji_add(f->db, d.id, vacancy_id, 1, f->now_ms, e));
    TRY(write_draft(&d, request->id, segment, e));
    *ret_vacancy_id = vacancy_id;
    return OK;
}
