/* web/candidate/practice.c — GET and POST /t/{attempt}/practice/{n}: a trial question, outside clock and score.
 *
 * Nothing is stored and nothing is marked: it shows how answering works. */
#include <string.h>

#include "daemon/base/arena.h"
#include "daemon/base/buf.h"
#include "daemon/http/request.h"
#include "gen/msg.h"
#include "gen/tpl/candidate_practice.h"
#include "web/candidate/pages.h"
#include "web/candidate/room.h"
#include "web/candidate/start.h"

const struct field PRACTICE_FIELDS[PRACTICE_FIELDS_N] = {
    { .name = "answer", .kind = TEXT_LINE, .max_chars = 400, .many = true },
    { .name = "answer.*", .kind = TEXT_LINE, .max_chars = 8 },
};

static enum errc open(struct request *req, struct room *room, const struct room_section **section,
                      bool *ret_here, struct err *e) {
    TRY(room_open(req, room, e));
    TRY(room_section(req, room, section, e));
    if ((*section)->instrument == NULL || (*section)->instrument->practice == NULL)
        return ERR(e, E_NOT_FOUND, "section %lld has no practice item",
                   (long long)(*section)->position);
    *ret_here = room_admits(req, room);
    return OK;
}

/* How the answer would be kept, in words. */
static const char *result_of(struct request *req, const struct item *item,
                             const struct answer *answer) {
    enum lang lang = req->lang;
    struct arena *a = req->arena;
    if (!answer->given)
        return msg_candidate_practice_nothing(lang, a);
    if (item->type == ITEM_NUMBER) {
        const char *understood = answer_understood(answer, a);
        return understood != NULL ? msg_candidate_practice_number(lang, a, understood)
                                  : msg_candidate_practice_unread(lang, a);
    }
    if (!answer_is_complete(item, answer))
        return msg_candidate_practice_partly(lang, a);
    return msg_candidate_practice_kept(lang, a);
}

static void show(struct request *req, const struct room *room, const struct room_section *section,
                 const struct answer *answer) {
    const struct item *item = section->instrument->practice;
    const char *title = msg_candidate_practice_title(req->lang, req->arena, section->title);
    struct practice_view v = {
        .page = page_of(req, CHROME_CANDIDATE, title, NULL),
        .ask = ask_item(req, item, answer),
        .action = room_path(req, room, "/practice/%lld", (long long)section->position),
        .section = room_path(req, room, "/s/%lld", (long long)section->position),
        .section_label = msg_candidate_practice_section(req->lang, req->arena, section->title),
        .result = answer != NULL ? result_of(req, item, answer) : NULL,
    };
    v.ask.meta = title;
    tpl_candidate_practice(reply_html(req, 200), &v);
}

enum errc candidate_practice(struct request *req, struct err *e) {
    struct room room = { 0 };
    const struct room_section *section = NULL;
    bool here = false;
    TRY(open(req, &room, &section, &here, e));
    if (here)
        show(req, &room, section, NULL);
    return OK;
}

enum errc candidate_practice_post(struct request *req, struct err *e) {
    struct room room = { 0 };
    const struct room_section *section = NULL;
    bool here = false;
    TRY(open(req, &room, &section, &here, e));
    if (!here)
        return OK;
    size_t n = req->form.n;
    struct answer_field *fields = ARENA_ARRAY(req->arena, n + 1, struct answer_field);
    for (size_t i = 0; i < n; i++)
        fields[i] = (struct answer_field){ req->form.values[i].name, req->form.values[i].value };
    struct answer answer = { 0 };
    if (answer_from_fields(section->instrument->practice, fields, n, req->lang, req->arena, &answer,
                           NULL) != OK)
        answer = (struct answer){ .text = "null" };
    show(req, &room, section, &answer);
    return OK;
}
