/* web/candidate/result.c — GET /t/{attempt}/result: sent, what happens next, and strong sides in words. */
#include <math.h>
#include <string.h>

#include "daemon/base/arena.h"
#include "daemon/base/buf.h"
#include "daemon/base/clock.h"
#include "daemon/http/request.h"
#include "gen/msg.h"
#include "gen/sql/attempt.h"
#include "gen/sql/results.h"
#include "gen/tpl/candidate_result.h"
#include "web/candidate/end.h"
#include "web/candidate/pages.h"
#include "web/candidate/profile.h"
#include "web/kit/app.h"
#include "web/kit/format.h"
#include "web/kit/level.h"
#include "web/kit/texts.h"

enum { NAMES_MAX = 4096, ANSWER_WORKING_DAYS = 5 };

/* Estimates -------------------------------------------------------------------------------------- */

/* The errors that belong together, into the estimates. */
static enum errc covariances_of(struct request *req, const struct room *room, struct competency_estimate *v,
                                struct err *e) {
    struct q_covariance_list_rows rows = { 0 };
    TRY(q_covariance_list(req->db, room->id, req->arena, &rows, e));
    size_t n = room->pack->competencies_n;
    double *covariance = ARENA_ARRAY(req->arena, n * n, double);
    for (size_t c = 0; c < n; c++)
        v[c].covariance = covariance + c * n;
    for (size_t i = 0; i < rows.n; i++) {
        size_t c = pack_find_competency(room->pack, rows.v[i].competency);
        size_t d = pack_find_competency(room->pack, rows.v[i].other);
        if (c != PACK_NONE && d != PACK_NONE)
            covariance[c * n + d] = covariance[d * n + c] = rows.v[i].covariance;
    }
    return OK;
}

/* [competencies_n], in the order of the pack. */
static enum errc estimates_of(struct request *req, const struct room *room,
                              struct competency_estimate **ret, struct err *e) {
    struct q_competency_score_list_rows rows = { 0 };
    TRY(q_competency_score_list(req->db, room->id, req->arena, &rows, e));
    struct competency_estimate *v =
        ARENA_ARRAY(req->arena, room->pack->competencies_n, struct competency_estimate);
    for (size_t i = 0; i < rows.n; i++) {
        size_t c = pack_find_competency(room->pack, rows.v[i].competency);
        if (c != PACK_NONE)
            v[c].estimate = estimate_told((struct estimate){ true, rows.v[i].estimate, rows.v[i].se },
                                          rows.v[i].shown_share);
    }
    TRY(covariances_of(req, room, v, e));
    *ret = v;
    return OK;
}

/* What the job instruction of this attempt asks for, as weights; all alike when it has none. */
static enum errc weights_of(struct request *req, const struct room *room, double **ret,
                            struct err *e) {
    struct q_requirement_weights_rows rows = { 0 };
    TRY(q_requirement_weights(req->db, room->attempt->instruction_id, req->arena, &rows, e));
    double *w = ARENA_ARRAY(req->arena, room->pack->competencies_n, double);
    for (size_t i = 0; i < rows.n; i++) {
        size_t c = pack_find_competency(room->pack, rows.v[i].competency);
        if (c != PACK_NONE)
            w[c] = (double)rows.v[i].weight;
    }
    *ret = w;
    return OK;
}

/* A name inside a sentence: its capital goes, unless it begins an abbreviation ("CRM"). */
static const char *inside(struct arena *a, const char *name) {
    char *s = arena_strdup(a, name);
    unsigned char *u = (unsigned char *)s;
    if (u[0] >= 'A' && u[0] <= 'Z' && u[1] >= 'a' && u[1] <= 'z')
        u[0] = (unsigned char)(u[0] + 'a' - 'A');
    bool small_next = u[0] == 0xd0 && u[1] != 0 && (u[2] == ' ' || u[2] == 0xd1 || (u[2] == 0xd0 && u[3] >= 0xb0));
    if (small_next && u[1] >= 0x90 && u[1] <= 0x9f) /* А–П */
        u[1] = (unsigned char)(u[1] + 0x20);
    else if (small_next && u[1] >= 0xa0 && u[1] <= 0xaf) { /* Р–Я */
        u[0] = 0xd1;
        u[1] = (unsigned char)(u[1] - 0x20);
    }
    return s;
}

/* Names of the competencies that pass, separated by commas; NULL when none does. */
static const char *names(struct request *req, const struct pack *pack, const double *weights,
                         const struct competency_estimate *estimates, size_t cluster, bool known) {
    struct buf out;
    buf_init(&out, NAMES_MAX);
    for (size_t c = 0; c < pack->competencies_n; c++) {
        bool here = cluster == PACK_NONE || pack->competencies[c].cluster == cluster;
        if (!here || weights[c] <= 0 || estimates[c].estimate.known != known)
            continue;
        const char *name = pack->competencies[c].name.in[req->lang];
        bool first = out.len == 0 && cluster != PACK_NONE;
        buf_puts(&out, out.len > 0 ? ", " : "");
        buf_puts(&out, first ? name : inside(req->arena, name));
    }
    const char *text = out.len > 0 ? arena_strdup(req->arena, buf_str(&out)) : NULL;
    buf_fini(&out);
    return text;
}

/* Rows ------------------------------------------------------------------------------------------- */

static const char *word_of(struct request *req, struct estimate estimate) {
    enum lang lang = req->lang;
    struct arena *a = req->arena;
    switch (profile_word(estimate)) {
    case PROFILE_ABOVE:
        return msg_candidate_result_above(lang, a);
    case PROFILE_WORKING:
        return msg_candidate_result_working(lang, a);
    case PROFILE_BELOW:
        return msg_candidate_result_below(lang, a);
    case PROFILE_UNCERTAIN:
        break;
    }
    return msg_candidate_result_uncertain(lang, a);
}

static struct profile_rows profile_of(struct request *req, const struct pack *pack,
                                      const double *weights,
                                      const struct competency_estimate *estimates) {
    struct arena *a = req->arena;
    struct profile_row *v = ARENA_ARRAY(a, pack->clusters_n, struct profile_row);
    size_t n = 0;
    for (size_t k = 0; k < pack->clusters_n; k++) {
        struct estimate estimate = cluster_estimate(pack, k, weights, estimates).estimate;
        if (!estimate.known)
            continue;
        struct profile_range range = profile_range(estimate);
        v[n++] = (struct profile_row){
            .name = pack->clusters[k].name.in[req->lang],
            .parts = names(req, pack, weights, estimates, k, true),
            .lo = format_percent_attr(a, round(range.lo)), /* the picture tells no more than the words */
            .hi = format_percent_attr(a, round(range.hi)),
            .dot = format_percent_attr(a, round(estimate.value)),
            .level = level_text(req->lang, a, level_span_of(estimate.value, estimate.se)),
            .words = word_of(req, estimate),
        };
    }
    return (struct profile_rows){ v, n };
}

static struct strengths strengths_of(struct request *req, const struct pack *pack,
                                     const struct competency_estimate *estimates) {
    struct estimate *plain = ARENA_ARRAY(req->arena, pack->competencies_n, struct estimate);
    for (size_t c = 0; c < pack->competencies_n; c++)
        plain[c] = estimates[c].estimate;
    size_t best[PROFILE_STRENGTHS] = { 0 };
    size_t n = profile_strengths(plain, pack->competencies_n, best);
    struct strength *v = ARENA_ARRAY(req->arena, PROFILE_STRENGTHS, struct strength);
    for (size_t i = 0; i < n; i++)
        v[i] = (struct strength){ pack->competencies[best[i]].name.in[req->lang],
                                  pack->competencies[best[i]].strength.in[req->lang] };
    return (struct strengths){ v, n };
}

/* The page --------------------------------------------------------------------------------------- */

/* Five working days after `from`; Moscow's calendar, 1 January 1970 was a Thursday. */
static int64_t answer_by(int64_t from) {
    int64_t at = from;
    for (int days = 0; days < ANSWER_WORKING_DAYS;) {
        at += DAY_MS;
        int64_t weekday = ((at + 3 * HOUR_MS) / DAY_MS + 4) % 7; /* 0 = Sunday */
        days += weekday != 0 && weekday != 6;
    }
    return at;
}

static const char *lead_of(struct request *req, const struct room *room) {
    int64_t closes = room->attempt->closes_at, sent = room->attempt->submitted_at;
    int64_t from = closes > sent ? closes : sent;
    return msg_candidate_result_lead(req->lang, req->arena,
                                     format_date(req->lang, req->arena, answer_by(from)));
}

enum errc candidate_result(struct request *req, struct err *e) {
    struct room room = { 0 };
    struct competency_estimate *estimates = NULL;
    double *weights = NULL;
    enum lang lang = req->lang;
    struct arena *a = req->arena;
    TRY(room_open(req, &room, e));
    if (room.attempt->has_withdrawn_at || !room.attempt->has_submitted_at) {
        reply_redirect(req, room.attempt->has_withdrawn_at ? room_path(req, &room, "/withdraw")
                                                           : room.base);
        return OK;
    }
    TRY(estimates_of(req, &room, &estimates, e));
    TRY(weights_of(req, &room, &weights, e));
    const char *title = msg_candidate_result_title(
        lang, a, format_moment(lang, a, room.attempt->submitted_at));
    struct result_view v = {
        .page = page_of(req, CHROME_CANDIDATE, title, NULL),
        .meta = msg_candidate_result_meta(lang, a, room.attempt->title, room.attempt->client_name,
                                          room.attempt->receipt),
        .title = title,
        .lead = lead_of(req, &room),
        .profile = profile_of(req, room.pack, weights, estimates),
        .strengths = strengths_of(req, room.pack, estimates),
        .legend = level_legend(lang, a),
        .unmeasured = names(req, room.pack, weights, estimates, PACK_NONE, false),
        .seen = msg_candidate_result_seen(lang, a, format_code(a, room.attempt->code),
                                          room.attempt->client_name),
        .data = room_path(req, &room, "/data"),
        .withdraw = room_path(req, &room, "/withdraw"),
        .contact = texts_operator(((const struct app *)req->app)->texts, lang, a),
    };
    TRY(transfer_part(req, &room, &v.transfer, e));
    tpl_candidate_result(reply_html(req, 200), &v);
    return OK;
}
