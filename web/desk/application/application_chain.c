/* The chain of one requirement, from an answer up to a duty, in five steps. */
#include <math.h>
#include <string.h>

#include "daemon/base/arena.h"
#include "daemon/http/request.h"
#include "gen/msg.h"
#include "web/desk/application/application.h"
#include "web/kit/format.h"

/* The requirement that the address asks for, or the measured one that moves the composite most. */
static size_t chosen(const struct application_page *p, const struct application_view *view, const double *against) {
    const char *of = form_get(&p->req->form, "of");
    size_t best = SHORTLIST_NONE;
    double most = -1;
    for (size_t i = 0; i < view->requirements.n; i++) {
        if (!view->requirements.v[i].told)
            continue;
        if (strcmp(view->requirements.v[i].id, of) == 0)
            return i;
        if (against[i] > most) {
            most = against[i];
            best = i;
        }
    }
    return best;
}

/* How far each bar reaches, from the text that stands beside it: its width in percent. */
static double reach(const struct requirement_row *row) {
    double width = 0;
    if (row->bar.width == NULL)
        return 0;
    for (const char *c = row->bar.width; *c >= '0' && *c <= '9'; c++)
        width = width * 10 + (*c - '0');
    return width;
}

/* An item of the competency to show: the first answered one, else the first. */
static bool find_item(const struct application_page *p, size_t competency, size_t *ret_score, size_t *ret_item) {
    bool found = false;
    for (size_t s = 0; s < p->scores.scores_n; s++)
        for (size_t k = 0; k < p->scores.scores[s].items_n; k++) {
            const struct score_item *item = &p->scores.scores[s].items[k];
            bool of_it = false;
            for (size_t c = 0; c < item->item->competencies_n; c++)
                of_it = of_it || item->item->competencies[c] == competency;
            bool answered = item->mark != SCORE_EMPTY && item->mark != SCORE_NOT_SHOWN;
            if (!of_it || (found && !answered))
                continue;
            *ret_score = s;
            *ret_item = k;
            found = true;
            if (answered)
                return true;
        }
    return found;
}

static void set_item(const struct application_page *p, const struct item_entry *item, struct chain_view *chain) {
    chain->answer = item->answer;
    chain->answer_note = arena_printf(p->req->arena, "%s, %s", item->mark_words, item->points);
    chain->item = arena_printf(p->req->arena, "%s", item->title);
    chain->item_note = item->code;
    chain->item_href = arena_printf(p->req->arena, "#%s", item->anchor);
}

void application_chain(const struct application_page *p, struct requirement_row *rows, struct application_view *view) {
    struct arena *a = p->req->arena;
    enum lang lang = p->req->lang;
    double *against = ARENA_ARRAY(a, view->requirements.n, double);
    for (size_t i = 0; i < view->requirements.n; i++)
        against[i] = reach(&view->requirements.v[i]);
    size_t at = p->scored ? chosen(p, view, against) : SHORTLIST_NONE;
    if (at == SHORTLIST_NONE)
        return;
    struct requirement_row *row = &rows[at];
    size_t competency = pack_find_competency(p->list.pool.pack, row->anchor + strlen("#c-"));
    size_t s = 0, k = 0;
    struct item_entry item = { .code = NULL };
    if (!find_item(p, competency, &s, &k) || application_item(p, &p->scores.scores[s], k, &item, NULL) != OK)
        return;
    row->on = true;
    struct chain_view chain = { .shown = true };
    chain.title = row->against != NULL ? msg_application_chain_title(lang, a, row->against, row->name)
                                       : msg_application_chain_plain(lang, a, row->name);
    set_item(p, &item, &chain);
    chain.competency = row->name;
    chain.competency_note = row->level_text;
    chain.competency_href = row->anchor;
    chain.requirement = row->text;
    chain.requirement_note = row->contribution != NULL
                                 ? msg_application_chain_weight(lang, a, row->weight, row->contribution)
                                 : msg_application_chain_weight_only(lang, a, row->weight);
    chain.duty = row->duties.n > 0 ? row->duties.v[0] : msg_application_chain_no_duty(lang, a);
    if (row->duties.n > 1)
        chain.duty_note = msg_application_chain_more_duties(lang, a, (int64_t)row->duties.n - 1);
    view->chain = chain;
}
