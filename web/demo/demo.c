#include "web/demo/demo.h"

#include <string.h>

#include "assessments/pack.h"
#include "assessments/pack.h"
#include "assessments/prng.h"
#include "daemon/auth/password.h"
#include "daemon/auth/staff.h"
#include "daemon/auth/token.h"
#include "daemon/base/arena.h"
#include "daemon/base/buf.h"
#include "daemon/base/check.h"
#include "daemon/base/clock.h"
#include "daemon/base/json.h"
#include "daemon/base/rand.h"
#include "daemon/jobs/jobs.h"
#include "daemon/store/db.h"
#include "daemon/store/meta.h"
#include "gen/sql/demo.h"
#include "web/commands/tool.h"
#include "web/demo/candidate.h"
#include "web/flows/brief_save.h"
#include "web/flows/decision.h"
#include "web/flows/instruction_publish.h"
#include "web/flows/invite.h"
#include "web/flows/request_submit.h"
#include "web/flows/share_make.h"
#include "web/flows/vacancy_draft.h"
#include "web/jobs.h"
#include "web/kit/embedded.h"
#include "web/kit/texts.h"

enum { WORK_BYTES = 256 << 20, PASSWORD_CHARS = 24, PEOPLE_MAX = 400, SHARED_PEOPLE = 5 };

/* The story, in days before its end. */
enum { REQUEST_DAY = 20, BRIEF_DAY = 19, DRAFT_DAY = 18, PUBLISH_DAY = 17, INVITE_DAY = 16, LAST_TEST_DAY = 1 };

struct demo {
    struct tool *tool;
    const struct json *script; /* web/demo/demo.json */
    struct prng random;
    int64_t end_ms;
    int64_t recruiter_id;
    size_t people; /* names given out */
    struct json_writer *out;
    struct arena *kept; /* what outlives a step */
    /* for the parts of demo.json that are written later */
    const char *invitations[PEOPLE_MAX];
    size_t invitations_n;
};

/* One client of the script and what came of it. */
struct story {
    const struct json *script;
    int64_t request_id, person_hint, vacancy_id;
    const char *status_link, *portal_link, *slug;
};

static const char *word(const struct json *object, const char *name) {
    const char *s = json_string(json_member(object, name));
    CHECK(s != NULL);
    return s;
}

static int64_t number(const struct json *object, const char *name) {
    const struct json *v = json_member(object, name);
    CHECK(v != NULL && v->type == JSON_NUMBER);
    return (int64_t)v->number;
}

/* Steps: each in a transaction of its own ------------------------------------------------------------ */

/* Who acts, and when: days before the end. */
static struct flow *scene(struct demo *d, double days_before, enum actor_kind actor, int64_t actor_id) {
    struct flow *f = &d->tool->flow;
    f->now_ms = d->end_ms - (int64_t)(days_before * (double)DAY_MS);
    f->actor = actor;
    f->actor_id = actor_id;
    f->network = "127.0.0.0/24";
    f->agent = "demo";
    return f;
}

#define STEP(d, call)                                                                             \
    do {                                                                                          \
        TRY(db_begin((d)->tool->db, e));                                                          \
        enum errc step_code_ = (call);                                                            \
        if (step_code_ == OK)                                                                     \
            step_code_ = db_commit((d)->tool->db, e);                                             \
        if (step_code_ != OK) {                                                                   \
            db_rollback((d)->tool->db);                                                           \
            return step_code_;                                                                    \
        }                                                                                         \
    } while (0)

/* Staff ------------------------------------------------------------------------------------------------ */

static enum errc set_password(struct demo *d, int64_t id, const char *password, struct err *e) {
    const char *sealed =
        password_hash(d->tool->app->keys, id, password, d->tool->flow.arena);
    STEP(d, staff_set_password(d->tool->db, id, sealed, NULL, e));
    return OK;
}

static enum errc make_staff(struct demo *d, struct err *e) {
    const struct json *staff = json_member(d->script, "staff");
    json_key(d->out, "users");
    json_open_array(d->out);
    for (size_t i = 0; i < staff->children_n; i++) {
        const struct json *one = &staff->children[i];
        struct flow *f = scene(d, REQUEST_DAY + 1, ACTOR_SYSTEM, 0);
        struct staff_in in = { .email = word(one, "email"), .name = word(one, "name"), .now_ms = f->now_ms };
        TRY(staff_role_parse(word(one, "role"), &in.role));
        int64_t id = 0;
        STEP(d, staff_add(f->db, f->app->keys, &in, f->arena, &id, e));
        char *password = arena_strdup(f->arena, token_new(TOKEN_LINK_CHARS, f->arena));
        password[PASSWORD_CHARS] = '\0';
        TRY(set_password(d, id, password, e));
        if (in.role == STAFF_RECRUITER)
            d->recruiter_id = id;
        json_open_object(d->out);
        json_key(d->out, "role"), json_put_string(d->out, word(one, "role"));
        json_key(d->out, "email"), json_put_string(d->out, in.email);
        json_key(d->out, "password"), json_put_string(d->out, password);
        json_close_object(d->out);
    }
    json_close_array(d->out);
    return OK;
}

/* A client asks ---------------------------------------------------------------------------------------- */

static enum errc ask(struct demo *d, const struct json *who, const struct json *what, double day,
                     struct request_submitted *ret, struct err *e) {
    struct flow *f = scene(d, day, ACTOR_ANYONE, 0);
    struct document text = { 0 };
    TRY(texts_document(f->app->texts, "consent_request", LANG_RU, (struct text_slots){ 0 }, f->arena, &text, e));
    struct request_submit_in in = { .request_id = rand_id(),
                                    .company = word(who, "name"),
                                    .contact = word(who, "contact"),
                                    .address = word(who, "address"),
                                    .title = word(what, "title"),
                                    .place = word(what, "place"),
                                    .comment = word(what, "comment"),
                                    .text_version = text.version,
                                    .text_hash = text.hash };
    STEP(d, request_submit(f, &in, ret, e));
    return OK;
}

static enum errc brief(struct demo *d, const struct story *s, int64_t client_id, struct err *e) {
    struct flow *f = scene(d, BRIEF_DAY, ACTOR_CLIENT, client_id);
    const struct pack *pack = app_pack(f->app, NULL);
    struct brief_whom whom = { .segment = word(s->script, "segment"),
                               .size = word(s->script, "size"),
                               .headcount = number(s->script, "headcount"),
                               .start_when = word(s->script, "start") };
    STEP(d, brief_save_whom(f, s->request_id, pack, &whom, e));
    const struct json *gates = json_member(s->script, "gates");
    struct brief_gate *list = ARENA_ARRAY(f->arena, gates->children_n, struct brief_gate);
    for (size_t i = 0; i < gates->children_n; i++) {
        const char *field = word(&gates->children[i], "field");
        size_t at = pack_find_field(pack, field);
        CHECK(at != PACK_NONE && pack->fields[at].has_gate);
        list[i] = (struct brief_gate){ field, pack->fields[at].gate_text.in[LANG_RU] };
    }
    STEP(d, brief_save_gates(f, s->request_id, list, gates->children_n, e));
    return OK;
}

static enum errc draft(struct demo *d, struct story *s, struct err *e) {
    struct flow *f = scene(d, DRAFT_DAY, ACTOR_STAFF, d->recruiter_id);
    struct vacancy_draft_in in = { .request_id = s->request_id,
                                   .segment = word(s->script, "segment"),
                                   .size = word(s->script, "size") };
    STEP(d, vacancy_draft(f, &in, &s->vacancy_id, e));
    const struct q_vacancy_slug_row *row = NULL;
    TRY(q_vacancy_slug(f->db, s->vacancy_id, f->arena, &row, e));
    s->slug = arena_strdup(d->kept, row->slug);
    return OK;
}

static enum errc publish(struct demo *d, const struct story *s, struct err *e) {
    struct flow *f = scene(d, PUBLISH_DAY, ACTOR_STAFF, d->recruiter_id);
    const struct q_draft_of_vacancy_row *version = NULL;
    TRY(q_draft_of_vacancy(f->db, s->vacancy_id, f->arena, &version, e));
    CHECK(version != NULL);
    STEP(d, instruction_publish(f, s->vacancy_id, version->id, version->revision, "", e));
    return OK;
}

/* People take the test --------------------------------------------------------------------------------- */

static const char *pick(struct demo *d, const char *list, size_t i) {
    const struct json *names = json_member(d->script, list);
    return json_string(&names->children[i % names->children_n]);
}

/* The next invented person: every first name meets every last name before a pair comes again. */
static struct invitee next_person(struct demo *d) {
    size_t i = d->people++;
    size_t round = json_member(d->script, "first")->children_n;
    const char *first = pick(d, "first", i), *last = pick(d, "last", i + i / round * 7);
    return (struct invitee){ .name = arena_printf(d->kept, "%s %s", first, last),
                             .email = arena_printf(d->kept, "%s.%zu@people.example", pick(d, "latin_first", i), i + 1),
                             .lang = LANG_RU };
}

static enum errc walk(struct demo *d, const struct story *s, int64_t application_id, enum demo_walk how,
                      double days_before, struct err *e) {
    struct flow *f = scene(d, days_before, ACTOR_CANDIDATE, 0);
    const struct q_person_of_application_row *owner = NULL;
    TRY(q_person_of_application(f->db, application_id, f->arena, &owner, e));
    struct demo_candidate c = { .application_id = application_id,
                                .person_id = owner->person_id,
                                .vacancy = word(s->script, "title"),
                                .client = word(s->script, "name"),
                                .pack = app_pack(f->app, NULL)->code,
                                .story = pick(d, "stories", prng_below(&d->random, 1000)),
                                .mean = json_member(s->script, "mean")->number,
                                .walk = how };
    STEP(d, demo_candidate_walk(f, &c, &d->random, e));
    return OK;
}

/* How the i-th invited person of a story behaves; false = the invitation stays unused. */
static bool behaviour(const struct story *s, size_t i, enum demo_walk *ret) {
    size_t completed = (size_t)number(s->script, "completed"), begun = (size_t)number(s->script, "begun");
    size_t withdrawn = (size_t)number(s->script, "withdrawn");
    *ret = i < completed ? DEMO_FINISHES : i < completed + begun ? DEMO_STOPS : DEMO_WITHDRAWS;
    return i < completed + begun + withdrawn;
}

static enum errc people(struct demo *d, const struct story *s, struct err *e) {
    size_t n = (size_t)(number(s->script, "completed") + number(s->script, "begun") +
                        number(s->script, "withdrawn") + number(s->script, "waiting"));
    CHECK(n <= PEOPLE_MAX);
    struct invitee *who = ARENA_ARRAY(d->kept, n, struct invitee);
    struct invite_result *results = ARENA_ARRAY(d->kept, n, struct invite_result);
    for (size_t i = 0; i < n; i++)
        who[i] = next_person(d);
    struct flow *f = scene(d, INVITE_DAY, ACTOR_STAFF, d->recruiter_id);
    STEP(d, invite(f, s->vacancy_id, who, n, results, e));
    struct arena *work = f->arena;
    for (size_t i = 0; i < n; i++) {
        enum demo_walk how = DEMO_FINISHES;
        if (!behaviour(s, i, &how)) {
            d->invitations[d->invitations_n++] = arena_strdup(d->kept, results[i].link);
            continue;
        }
        /* who is in the middle began an hour ago; the rest over two weeks */
        double days = how == DEMO_STOPS ? 1.0 / 24
                                        : LAST_TEST_DAY + prng_unit(&d->random) * (INVITE_DAY - LAST_TEST_DAY - 1);
        struct arena_mark mark = arena_mark(work);
        TRY(walk(d, s, results[i].application_id, how, days, e));
        arena_release(work, mark);
    }
    return OK;
}

/* The client sees a list -------------------------------------------------------------------------------- */

static enum errc share(struct demo *d, struct story *s, struct err *e) {
    struct flow *f = scene(d, 0.5, ACTOR_STAFF, d->recruiter_id);
    struct q_best_placed_rows best = { 0 };
    TRY(q_best_placed(f->db, s->vacancy_id, SHARED_PEOPLE, f->arena, &best, e));
    const char *codes[SHARED_PEOPLE] = { 0 };
    int64_t share_id = 0, decision_id = 0;
    const char *path = NULL;
    for (size_t i = 0; i < best.n; i++) {
        codes[i] = best.v[i].code;
        STEP(d, decision_make(f, best.v[i].id, DECISION_ADVANCE, "fits_requirements", "", 0, &decision_id, e));
    }
    STEP(d, share_make(f, s->vacancy_id, codes, best.n, &share_id, &path, e));
    s->portal_link = arena_strdup(d->kept, path);
    return OK;
}

static enum errc tell(struct demo *d, struct story *s, struct err *e) {
    struct request_submitted asked = { 0 };
    TRY(ask(d, s->script, s->script, REQUEST_DAY, &asked, e));
    s->request_id = asked.request_id;
    s->status_link = arena_strdup(d->kept, asked.link_path);
    TRY(brief(d, s, asked.client_id, e));
    TRY(draft(d, s, e));
    if (strcmp(word(s->script, "stage"), "draft") == 0)
        return OK;
    TRY(publish(d, s, e));
    TRY(people(d, s, e));
    TRY(jobs_run_due(d->tool->db, WEB_JOBS, WEB_JOBS_N, d->tool->app, d->end_ms, e));
    return strcmp(word(s->script, "stage"), "shared") == 0 ? share(d, s, e) : OK;
}

/* demo.json ---------------------------------------------------------------------------------------------- */

static void put_link(struct json_writer *w, const char *name, const char *path) {
    json_key(w, name);
    if (path != NULL)
        json_put_string(w, path);
    else
        json_put_null(w);
}

static void put_stories(struct demo *d, const struct story *stories, size_t n) {
    json_key(d->out, "clients");
    json_open_array(d->out);
    for (size_t i = 0; i < n; i++) {
        json_open_object(d->out);
        json_key(d->out, "name"), json_put_string(d->out, word(stories[i].script, "name"));
        put_link(d->out, "status", stories[i].status_link);
        put_link(d->out, "portal", stories[i].portal_link);
        json_close_object(d->out);
    }
    json_close_array(d->out);
    json_key(d->out, "vacancies");
    json_open_array(d->out);
    for (size_t i = 0; i < n; i++) {
        json_open_object(d->out);
        json_key(d->out, "id"), json_put_i64(d->out, stories[i].vacancy_id);
        json_key(d->out, "title"), json_put_string(d->out, word(stories[i].script, "title"));
        put_link(d->out, "public", arena_printf(d->kept, "/v/%s", stories[i].slug));
        json_close_object(d->out);
    }
    json_close_array(d->out);
    json_key(d->out, "invitations");
    json_open_array(d->out);
    for (size_t i = 0; i < d->invitations_n; i++)
        json_put_string(d->out, d->invitations[i]);
    json_close_array(d->out);
}

static enum errc tell_all(struct demo *d, struct err *e) {
    const struct json *clients = json_member(d->script, "clients");
    struct story *stories = ARENA_ARRAY(d->kept, clients->children_n, struct story);
    TRY(make_staff(d, e));
    for (size_t i = 0; i < clients->children_n; i++) {
        stories[i].script = &clients->children[i];
        TRY(tell(d, &stories[i], e));
    }
    const struct json *fresh = json_member(d->script, "new_request");
    struct request_submitted asked = { 0 };
    TRY(ask(d, &clients->children[number(fresh, "client")], fresh, 0.1, &asked, e));
    put_stories(d, stories, clients->children_n);
    STEP(d, meta_set(d->tool->db, META_DEMO, "1", e));
    return OK;
}

enum errc demo_make(struct tool *t, uint64_t seed, struct buf *ret_json, struct err *e) {
    struct json_writer out = json_writer_init(ret_json);
    struct demo *d = ARENA_NEW(t->flow.arena, struct demo);
    *d = (struct demo){ .tool = t, .random = prng_seed(seed), .end_ms = t->flow.now_ms, .out = &out,
                        .kept = t->flow.arena };
    const struct embedded_file *script = embedded_find("web/demo/demo.json");
    CHECK(script != NULL);
    TRY(json_parse(script->bytes, script->n, JSON_FILE, d->kept, &d->script, e));
    t->flow.arena = arena_new(WORK_BYTES);
    json_open_object(&out);
    enum errc code = tell_all(d, e);
    json_close_object(&out);
    arena_free(&t->flow.arena);
    t->flow.arena = d->kept;
    return code;
}
