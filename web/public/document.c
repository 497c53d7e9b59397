/* GET /how, /privacy, /accessibility, /consent/{name}: documents with a version and a date. */
#include "web/public/document.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "assessments/instruction.h"
#include "assessments/pack.h"
#include "daemon/base/arena.h"
#include "daemon/http/request.h"
#include "gen/msg.h"
#include "gen/tpl/public_document.h"
#include "gen/tpl/public_how.h"
#include "web/kit/app.h"
#include "web/kit/format.h"
#include "web/public/pages.h"

const char *document_date(const struct document *d, enum lang lang, struct arena *a) {
    struct tm tm = { 0 };
    if (strptime(d->date, "%Y-%m-%d", &tm) == NULL)
        return d->date;
    return format_date(lang, a, (int64_t)timegm(&tm) * 1000);
}

static enum errc show(struct request *req, const char *name, const char *current, bool is_consent,
                      struct err *e) {
    const struct app *app = req->app;
    struct document_view view = { .is_consent = is_consent };
    TRY(texts_document(app->texts, name, req->lang, (struct text_slots){ NULL, NULL }, req->arena,
                       &view.document, e));
    view.page = page_of(req, CHROME_PUBLIC, view.document.title, current);
    view.date = document_date(&view.document, req->lang, req->arena);
    tpl_public_document(reply_html(req, 200), &view);
    req->reply.cacheable = true;
    return OK;
}

enum errc public_privacy(struct request *req, struct err *e) {
    return show(req, "privacy", "privacy", false, e);
}

enum errc public_accessibility(struct request *req, struct err *e) {
    return show(req, "accessibility", "accessibility", false, e);
}

/* /consent/request is the document consent_request. */
enum errc public_consent_text(struct request *req, struct err *e) {
    return show(req, arena_printf(req->arena, "consent_%s", req->params[0]), NULL, true, e);
}

/* The method, with every competency of the model ------------------------------------------------ */

/* "Рабочие ситуации, знание работы с клиентами", or that an interview shows it. */
static const char *shows(const struct pack *pack, size_t competency, enum lang lang,
                         struct arena *a) {
    uint32_t mask = instruction_measures(pack, competency);
    const char *list = NULL;
    for (size_t i = 0; i < pack->instruments_n; i++) {
        if ((mask >> i & 1) == 0)
            continue;
        const char *title = pack->instruments[i].title.in[lang];
        list = list == NULL ? title : arena_printf(a, "%s, %s", list, title);
    }
    return list != NULL ? msg_how_by_test(lang, a, list) : msg_how_by_talk(lang, a);
}

static struct how_rows competencies(const struct pack *pack, enum lang lang, struct arena *a) {
    struct how_row *v = ARENA_ARRAY(a, pack->competencies_n, struct how_row);
    for (size_t i = 0; i < pack->competencies_n; i++)
        v[i] = (struct how_row){
            .name = pack->competencies[i].name.in[lang],
            .definition = pack->competencies[i].definition.in[lang],
            .shows = shows(pack, i, lang, a),
            .tested = instruction_measures(pack, i) != 0,
        };
    return (struct how_rows){ v, pack->competencies_n };
}

enum errc public_how(struct request *req, struct err *e) {
    const struct app *app = req->app;
    struct how_view view = { 0 };
    TRY(texts_document(app->texts, "about", req->lang, (struct text_slots){ NULL, NULL }, req->arena,
                       &view.document, e));
    view.page = page_of(req, CHROME_PUBLIC, view.document.title, "how");
    view.request = public_path(req->lang, req->arena, "/request");
    view.rows = competencies(app_pack(app, NULL), req->lang, req->arena);
    tpl_public_how(reply_html(req, 200), &view);
    req->reply.cacheable = true;
    return OK;
}
