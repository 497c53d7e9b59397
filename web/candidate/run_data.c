/* The data block of the runner: what run.js needs to know, and every word it may say. Texts keep their
 * {slots}: the page fills them. */
#include <stdint.h>

#include "daemon/base/arena.h"
#include "daemon/base/buf.h"
#include "daemon/base/check.h"
#include "daemon/base/json.h"
#include "daemon/http/request.h"
#include "gen/msg.h"
#include "gen/sql/attempt.h"
#include "web/candidate/run.h"
#include "web/kit/visitor.h"

enum { RUN_DATA_MAX = 32 << 10 };

static void put(struct json_writer *w, const char *key, const char *text) {
    json_key(w, key);
    json_put_string(w, text);
}

#define PUT(key, ...) put(w, #key, msg_candidate_run_##key(lang, a __VA_OPT__(, ) __VA_ARGS__))

static void put_saving(struct json_writer *w, enum lang lang, struct arena *a) {
    PUT(idle);
    PUT(idle_short);
    PUT(dirty);
    PUT(saving);
    PUT(saved, "{time}");
    PUT(saved_short);
    PUT(offline);
    PUT(offline_short);
    PUT(offline_note);
    PUT(offline_next);
    PUT(retry, "{s}");
    PUT(retry_short);
    PUT(retry_note);
    PUT(retry_now);
    PUT(next_try, "{s}");
    PUT(restored);
    PUT(restored_short);
    PUT(too_long, "{n}", "{max}");
    PUT(too_long_short);
    PUT(rejected, "{detail}");
    PUT(rejected_short);
    PUT(no_storage);
    PUT(no_storage_short);
    PUT(understood, "{value}");
    PUT(unread);
}

static void put_trouble(struct json_writer *w, enum lang lang, struct arena *a) {
    PUT(conflict);
    PUT(conflict_short);
    PUT(conflict_body, "{stored}");
    PUT(keep_mine);
    PUT(take_stored);
    PUT(othertab);
    PUT(othertab_short);
    PUT(othertab_body);
    PUT(tab_title);
    PUT(tab_body);
    PUT(continue_here);
    PUT(close);
    PUT(auth);
    PUT(auth_short);
    PUT(auth_body);
}

static void put_clock(struct json_writer *w, enum lang lang, struct arena *a) {
    PUT(closed, "{time}");
    PUT(closed_short);
    PUT(to_review);
    PUT(over_offline);
    PUT(left, "{min}");
    PUT(left_say, "{min}", "{s}");
    PUT(left_label);
    PUT(no_limit);
    PUT(hide);
    PUT(show);
}

static void put_hand_in(struct json_writer *w, enum lang lang, struct arena *a) {
    PUT(undelivered);
    PUT(undelivered_short);
    PUT(undelivered_which, "{list}");
    PUT(hand_in_without);
    PUT(hand_in_without_body);
    PUT(not_yet);
    PUT(late_title);
    PUT(late_body, "{n}");
    PUT(go_on);
}

static void put_urls(struct json_writer *w, struct request *req, const struct room *room,
                     const struct room_section *section) {
    long long id = (long long)room->id;
    json_key(w, "urls");
    json_open_object(w);
    put(w, "save", arena_printf(req->arena, "/api/attempts/%lld/items/{item}", id));
    put(w, "lease", arena_printf(req->arena, "/api/attempts/%lld/lease", id));
    put(w, "review", room_path(req, room, "/s/%lld/review", (long long)section->position));
    json_close_object(w);
}

static void put_page(struct json_writer *w, struct request *req, const struct room *room,
                     const struct room_section *section, const struct run_page *page) {
    put(w, "attempt", arena_printf(req->arena, "%lld", (long long)room->id));
    json_key(w, "item");
    if (page->item != NULL)
        json_put_string(w, page->item);
    else
        json_put_null(w);
    put(w, "lease", room_lease(req, room));
    json_key(w, "rev");
    json_put_i64(w, page->rev);
    put(w, "csrf", visitor_of(req)->csrf);
    put(w, "type", page->type);
    json_key(w, "now_ms");
    json_put_i64(w, req->now_ms);
    json_key(w, "deadline_ms");
    json_put_i64_or_null(w, section->times.deadline_at);
    json_key(w, "limit_ms");
    json_put_i64_or_null(w, section->limit_ms);
    json_key(w, "max");
    json_put_i64(w, page->max);
}

const char *run_data(struct request *req, const struct room *room,
                     const struct room_section *section, const struct run_page *page) {
    struct buf out;
    buf_init(&out, RUN_DATA_MAX);
    struct json_writer w = json_writer_init(&out);
    json_open_object(&w);
    put_page(&w, req, room, section, page);
    put_urls(&w, req, room, section);
    json_key(&w, "texts");
    json_open_object(&w);
    put_saving(&w, req->lang, req->arena);
    put_trouble(&w, req->lang, req->arena);
    put_clock(&w, req->lang, req->arena);
    if (page->item == NULL)
        put_hand_in(&w, req->lang, req->arena);
    json_close_object(&w);
    json_close_object(&w);
    CHECK(!buf_full(&out));
    const char *json = arena_strdup(req->arena, buf_str(&out));
    buf_fini(&out);
    return json;
}
