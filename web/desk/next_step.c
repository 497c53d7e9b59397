#include "web/desk/next_step.h"

#include <string.h>

#include "daemon/base/arena.h"
#include "gen/msg.h"
#include "web/kit/states.h"

struct next_step desk_next_step(const struct next_facts *f, enum lang lang, struct arena *a) {
    if (f->state == NULL)
        return (struct next_step){ 0, f->read ? msg_desk_stage_read(lang, a) : msg_desk_stage_new(lang, a), NULL,
                                   msg_desk_next_draft(lang, a) };
    if (vacancy_state_of_word(f->state) == VACANCY_DRAFT)
        return (struct next_step){ 1, msg_desk_stage_instruction(lang, a), "/instruction",
                                   msg_desk_next_instruction(lang, a) };
    if (f->choices_n > 0)
        return (struct next_step){ 4, msg_desk_stage_answered(lang, a), "/share#choices",
                                   msg_desk_next_answer(lang, a) };
    if (f->shares_n > 0)
        return (struct next_step){ 4, msg_desk_stage_client(lang, a), "/shortlist", msg_desk_next_shortlist(lang, a) };
    bool closed = vacancy_state_of_word(f->state) == VACANCY_CLOSED;
    if (f->completed_n > 0 && (f->completed_n == f->people_n || closed))
        return (struct next_step){ 3, msg_desk_stage_shortlist(lang, a), "/shortlist", msg_desk_next_share(lang, a) };
    if (closed)
        return (struct next_step){ 2, msg_desk_stage_tests(lang, a, f->completed_n, f->people_n), "",
                                   msg_desk_next_reopen(lang, a) };
    if (f->people_n == 0)
        return (struct next_step){ 2, msg_desk_stage_published(lang, a), "/invitations",
                                   msg_desk_next_invite(lang, a) };
    return (struct next_step){ 2, msg_desk_stage_tests(lang, a, f->completed_n, f->people_n), "/invitations",
                               msg_desk_next_people(lang, a) };
}
