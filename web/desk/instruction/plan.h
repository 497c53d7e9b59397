/* web/desk/instruction/plan.h — what the page of the assessment plan and of publishing shows.
 */
#ifndef WEB_DESK_INSTRUCTION_PLAN_H
#define WEB_DESK_INSTRUCTION_PLAN_H

#include "web/desk/instruction/findings.h"
#include "web/desk/instruction/instruction.h"
#include "web/desk/parts.h"
#include "web/kit/layout.h"

struct plan_instrument {
    const char *code, *title, *purpose, *minutes, *volume, *limit, *measures;
    bool planned;
};

struct plan_instruments {
    const struct plan_instrument *v;
    size_t n;
};

struct plan_view {
    struct page page;
    struct vacancy_head head;
    const char *action, *instruction_href, *invitations_href, *shortlist_href;
    int64_t base, revision, version;
    const char *version_label;
    bool draft, conflict, saved;
    const char *published;        /* "Версия 1 опубликована …": NULL = the newest is a draft */
    struct form_errors errors;
    const char *title;            /* the finding on coverage, in a sentence */
    const char *measured_at;      /* "68%" on the line */
    const char *line_label;
    const char *questionnaire_minutes, *questionnaire_volume, *questionnaire_gives;
    struct plan_instruments instruments;
    const char *total, *total_hint;
    struct text_list sources;
    struct requirement_views requirements; /* key, text, number, gate, by_hand, cover, gap; at = the weight in words */
    struct desk_findings findings;
    bool needs_reason;
    struct field_view reason;
};

#endif
