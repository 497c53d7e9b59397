#include "daemon/http/lanes.h"

#include <stddef.h>

#include "daemon/base/check.h"
#include "daemon/base/clock.h"
#include "daemon/base/log.h"
#include "daemon/http/call.h"
#include "daemon/http/crypto.h"
#include "daemon/http/limits.h"
#include "daemon/http/refuse.h"
#include "daemon/http/send.h"
#include "daemon/http/worker.h"
#include "daemon/loop/loop.h"
#include "daemon/store/db.h"

static void count(atomic_llong *counter, int n) {
    atomic_fetch_add_explicit(counter, n, memory_order_relaxed);
}

/* Answers of failure */

void lanes_fail(struct call *call, enum errc code, int status) {
    struct request *req = &call->req;
    struct server *s = call->worker->server;
    if (code == E_BUSY)
        count(&s->metrics.busy, 1);
    if (code == E_INTERNAL || (code == E_BUSY && call->err.code != OK))
        log_err_of(LOG_ERROR, "request_failed", &call->err, "id=%s route=%s", call->id,
                   req->route != NULL ? req->route->path : "-");
    if (code == E_BUSY && req->retry_after_s == 0)
        req->retry_after_s = BUSY_RETRY_S;
    reply_wipe(req);
    req->trace = (struct trace) { 0 };
    req->db = call->worker->db;
    s->app.error(req, code, status);
    if (req->reply.status == 0)
        refuse_body(s, status, false, reply_html(req, status)->out);
    send_reply(call);
}

/* A handler that says OK must have made a whole reply. On the writer this is asked before COMMIT:
 * what will be answered as a failure must not have happened. */
static enum errc check_reply(const struct request *req, enum errc code, struct err *e) {
    if (code != OK)
        return code;
    if (req->reply.status == 0)
        return ERR(e, E_INTERNAL, "The handler of %s made no reply.", req->route->path);
    if (buf_full(&req->reply.body))
        return ERR(e, E_INTERNAL, "The reply of %s is too long.", req->route->path);
    return OK;
}

/* A step ended with code. A refusal may have made its own page; a failure never keeps one. */
static void answer(struct call *call, enum errc code) {
    struct request *req = &call->req;
    code = check_reply(req, code, &call->err);
    if (code == OK && req->route->committed != NULL)
        req->route->committed(req);
    bool own = req->reply.status >= 400 && code != E_BUSY && code != E_INTERNAL && !call->recording;
    if (code == OK || own)
        send_reply(call);
    else
        lanes_fail(call, code, errc_status(code));
}

/* On the writer */

/* The handler, or the view record, in the writer's transaction. May run more than once. */
static enum errc run_in_transaction(struct writer_job *job, struct db *db, struct err *e) {
    struct call *call = (struct call *)((char *)job - offsetof(struct call, job));
    struct request *req = &call->req;
    const struct http_app *app = &call->worker->server->app;
    check_context(req->route->path, call->id);
    (void)db_take_count(db);
    arena_release(req->arena, call->mark);
    req->db = db;
    enum errc code = OK;
    if (call->recording) {
        code = app->record(req, e);
    } else {
        reply_wipe(req);
        code = app->recheck != NULL ? app->recheck(req, e) : OK;
        if (code == OK)
            code = check_reply(req, req->route->handle(req, e), e);
    }
    call->statements += db_take_count(db);
    req->db = NULL;
    check_context(NULL, NULL);
    return code;
}

static void come_back(struct call *call, enum errc code) {
    call->code = code;
    loop_post(call->worker->loop, call->number);
}

static void on_done(struct writer_job *job, enum errc code, const struct err *e) {
    struct call *call = (struct call *)((char *)job - offsetof(struct call, job));
    if (code != OK && e != NULL)
        call->err = *e;
    count(&call->worker->server->metrics.writing, -1);
    come_back(call, code);
}

/* Hand the call to the writer; a rerun begins with the memory as it is now. Thread: any. */
static enum errc submit(struct call *call) {
    call->mark = arena_mark(call->req.arena);
    call->job = (struct writer_job) { .run = run_in_transaction, .done = on_done };
    call->req.db = NULL;
    struct server *s = call->worker->server;
    count(&s->metrics.writing, 1);
    enum errc code = writer_submit(s->writer, &call->job, &call->err);
    if (code != OK)
        count(&s->metrics.writing, -1);
    return code;
}

/* On the crypto thread */

void lanes_prepare(struct call *call) {
    struct request *req = &call->req;
    struct server *s = call->worker->server;
    check_context(req->route->path, call->id);
    enum errc code = req->route->prepare(req, &call->err);
    check_context(NULL, NULL);
    count(&s->metrics.hashing, -1);
    if (code == OK && req->reply.status == 0) {
        code = submit(call);
        if (code == OK)
            return; /* the writer has it now */
    }
    come_back(call, code);
}

/* On the loop */

/* Run a step that only reads, on one state of the database; the loop's connection must be idle after
 * it. */
static enum errc run_reading(struct call *call, enum errc (*step)(struct request *, struct err *)) {
    struct request *req = &call->req;
    (void)db_take_count(req->db);
    int64_t start_us = clock_monotonic_us();
    db_read_begin(req->db);
    enum errc code = step(req, &call->err);
    db_read_end(req->db);
    int64_t took_us = clock_monotonic_us() - start_us;
    call->statements += db_take_count(req->db);
    if (took_us > READ_BUDGET_US) {
        count(&call->worker->server->metrics.overruns, 1);
        log_line(LOG_WARN, "read_overrun", "id=%s route=%s ms=%.1f", call->id, req->route->path,
                 (double)took_us / 1000);
    }
    struct err e = { 0 };
    if (db_check_idle(req->db, &e) != OK)
        log_err(LOG_ERROR, "statement_left_open", &e);
    return code;
}

/* A rendered page that shows personal data waits until its view record is committed. */
static void record_or_answer(struct call *call, enum errc code) {
    if (code != OK || call->req.trace.kind == NULL) {
        answer(call, code);
        return;
    }
    call->recording = true;
    code = submit(call);
    if (code != OK)
        lanes_fail(call, code, errc_status(code));
}

static void run_crypto(struct call *call) {
    struct request *req = &call->req;
    struct server *s = call->worker->server;
    enum errc code = run_reading(call, req->route->load);
    if (code != OK || req->reply.status != 0) {
        answer(call, code);
        return;
    }
    req->db = NULL;
    count(&s->metrics.hashing, 1);
    code = crypto_submit(s->crypto, call, req->known, &call->err);
    if (code != OK) {
        count(&s->metrics.hashing, -1);
        lanes_fail(call, code, errc_status(code));
    }
}

/* The guard and, on the read lane, the handler behind it: they see the same state. */
static enum errc guard_and_read(struct request *req, struct err *e) {
    const struct call *call = (const struct call *)((char *)req - offsetof(struct call, req));
    const struct http_app *app = &call->worker->server->app;
    enum errc code = app->guard != NULL ? app->guard(req, e) : OK;
    req->reply.headers_kept = req->reply.headers_n;
    if (code != OK || req->reply.status != 0 || req->route->lane != LANE_READ)
        return code;
    return req->route->handle(req, e);
}

void lanes_run(struct call *call) {
    struct request *req = &call->req;
    check_context(req->route->path, call->id);
    enum errc code = run_reading(call, guard_and_read);
    if (req->route->lane == LANE_READ) {
        record_or_answer(call, code);
    } else if (code != OK || req->reply.status != 0) {
        answer(call, code);
    } else if (req->route->lane == LANE_CRYPTO) {
        run_crypto(call);
    } else {
        code = submit(call);
        if (code != OK)
            lanes_fail(call, code, errc_status(code));
    }
    check_context(NULL, NULL);
}

void lanes_return(struct worker *w, uint64_t number) {
    struct call *call = call_by_number(w, number);
    CHECK(call != NULL);
    answer(call, call->code);
}
