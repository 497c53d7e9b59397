#include "web/candidate/saved.h"

#include "daemon/base/arena.h"
#include "daemon/http/request.h"
#include "gen/sql/attempt.h"
#include "web/flows/person.h"

static enum errc field_read(struct request *req, const struct room *room,
                            const struct q_section_items_row *row, struct saved *s,
                            struct err *e) {
    size_t at = pack_find_field(room->pack, row->item);
    if (at == PACK_NONE)
        return ERR(e, E_INTERNAL, "pack %s has no field %s any more", room->pack->code, row->item);
    s->field = &room->pack->fields[at];
    s->missing = s->field->required;
    struct flow f = flow_of(req);
    TRY(person_open(&f, room->attempt->person_id, SEAL_ANSWER, room->id, row->value, &s->text, e));
    if (s->text == NULL)
        return OK;
    if (field_answer_read(s->field, s->text, req->arena, &s->field_answer, NULL) != OK)
        return OK; /* the field takes other answers than it did: it is asked again */
    s->given = s->complete = s->field_answer.given;
    s->missing = s->field->required && !s->given;
    return OK;
}

enum errc saved_read(struct request *req, const struct room *room,
                     const struct room_section *section, const struct q_section_items_row *row,
                     struct saved *ret_saved, struct err *e) {
    struct saved s = { 0 };
    if (section->instrument == NULL) {
        TRY(field_read(req, room, row, &s, e));
        *ret_saved = s;
        return OK;
    }
    s.item = item_find(section->instrument, row->item);
    if (s.item == NULL)
        return ERR(e, E_INTERNAL, "pack %s has no item %s any more", room->pack->code, row->item);
    s.text = row->value;
    if (s.text != NULL) {
        TRY(answer_read(s.item, s.text, req->arena, &s.answer, e));
        s.given = s.answer.given;
        s.complete = answer_is_complete(s.item, &s.answer);
    }
    *ret_saved = s;
    return OK;
}
