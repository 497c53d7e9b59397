#include "web/flows/post.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <string.h>

#include "daemon/base/arena.h"
#include "daemon/base/clock.h"
#include "daemon/base/log.h"
#include "daemon/jobs/jobs.h"
#include "daemon/mail/mail.h"
#include "gen/sql/mail.h"
#include "web/flows/letter.h"
#include "web/flows/person.h"
#include "web/kit/app.h"

/* Letters in one turn of the job; the rest in the next, two seconds later. */
enum { LETTERS_PER_TURN = 20, TRIES_MAX = 12 };

/* A letter that a dying process left half sent is free again after this. */
static const int64_t CLAIM_MS = 5 * MINUTE_MS;

struct claim {
    struct arena *arena;
    int64_t now_ms;
    const struct q_outbox_claim_row *row; /* NULL = nothing is due */
};

static enum errc claim_next(struct db *db, void *arg, struct err *e) {
    struct claim *c = arg;
    return q_outbox_claim(db, c->now_ms + CLAIM_MS, c->now_ms, c->now_ms + DAY_MS, c->arena, &c->row, e);
}

struct outcome {
    int64_t id, now_ms, next_at;
    enum errc code;
    bool give_up;
    const char *reason;
};

static enum errc settle(struct db *db, void *arg, struct err *e) {
    const struct outcome *o = arg;
    if (o->code == OK)
        return q_outbox_sent(db, o->now_ms, o->id, e);
    if (o->give_up)
        return q_outbox_fail(db, o->reason, o->id, e);
    return q_outbox_retry(db, o->next_at, o->reason, o->id, e);
}

/* "otbor@" and the host of public_url, or of this machine. */
static const char *sender(const struct app *app, struct arena *a) {
    const char *host = app->public_url != NULL ? strstr(app->public_url, "://") : NULL;
    if (host == NULL)
        return "otbor@localhost";
    return arena_printf(a, "otbor@%.*s", (int)strcspn(host + 3, ":/"), host + 3);
}

/* Open the letter and send it. A letter whose person was erased meanwhile has nobody to go to. */
static enum errc send_letter(const struct flow *f, const struct q_outbox_claim_row *row,
                             const atomic_bool *stop, struct err *e) {
    struct mail m = { .id = row->id, .from = sender(f->app, f->arena), .lang = row->lang,
                      .at = row->created_at };
    TRY(person_open(f, row->person_id, SEAL_LETTER_TO, row->id, row->to_sealed, &m.to, e));
    TRY(person_open(f, row->person_id, SEAL_LETTER_SUBJECT, row->id, row->subject_sealed, &m.subject, e));
    TRY(person_open(f, row->person_id, SEAL_LETTER_BODY, row->id, row->body_sealed, &m.body, e));
    if (m.to == NULL || m.subject == NULL || m.body == NULL)
        return ERR(e, E_DENIED, "letter %lld: its person was erased", (long long)row->id);
    return mail_send(f->app->smtp_url, &m, stop, f->arena, e);
}

/* 1 min, 2 min, 4 min … 6 h. */
static int64_t pause_ms(int64_t tries) {
    int64_t pause = MINUTE_MS;
    for (int64_t i = 1; i < tries && pause < 6 * HOUR_MS; i++)
        pause *= 2;
    return pause < 6 * HOUR_MS ? pause : 6 * HOUR_MS;
}

/* Not this letter's fault: the server is away, or we are leaving. */
static bool is_over(const struct job_context *ctx, enum errc code) {
    return code == E_BUSY || job_stopping(ctx);
}

/* Claim a letter, send it, note what became of it. ret_go_on = false: nothing is due, or the next letter
 * would fare no better. */
static enum errc post_one(struct job_context *ctx, const struct flow *f, bool *ret_go_on, struct err *e) {
    struct claim claim = { .arena = ctx->arena, .now_ms = clock_now_ms() };
    TRY(job_write(ctx, claim_next, &claim, e));
    *ret_go_on = claim.row != NULL;
    if (claim.row == NULL)
        return OK;
    struct err failed = { 0 };
    enum errc code = send_letter(f, claim.row, ctx->stop, &failed);
    if (code != OK)
        log_err(LOG_WARN, "letter_failed", &failed);
    int64_t now_ms = clock_now_ms();
    struct outcome o = { .id = claim.row->id,
                         .now_ms = now_ms,
                         .next_at = now_ms + pause_ms(claim.row->tries),
                         .code = code,
                         .give_up = code == E_DENIED || code == E_INVALID ||
                                    (claim.row->tries >= TRIES_MAX && !job_stopping(ctx)),
                         .reason = failed.msg };
    TRY(job_write(ctx, settle, &o, e));
    *ret_go_on = !is_over(ctx, code);
    return OK;
}

enum errc post_letters(struct job_context *ctx, int64_t object_id, struct err *e) {
    (void)object_id;
    const struct app *app = ctx->app;
    if (app->smtp_url == NULL)
        return OK; /* they wait; `otbor outbox` shows them */
    struct flow f = { .db = ctx->db, .arena = ctx->arena, .app = app, .now_ms = ctx->now_ms };
    bool go_on = true;
    for (int i = 0; i < LETTERS_PER_TURN && go_on; i++)
        TRY(post_one(ctx, &f, &go_on, e));
    return OK;
}
