#include "web/flows/notice.h"

#include "daemon/auth/staff.h"
#include "web/flows/letter.h"
#include "web/kit/app.h"

enum errc notice_staff(const struct flow *f, const struct notice *n, struct err *e) {
    const struct staff *staff = NULL;
    size_t staff_n = 0;
    TRY(staff_list(f->db, f->app->keys, f->arena, &staff, &staff_n, e));
    for (size_t i = 0; i < staff_n; i++) {
        if (staff[i].disabled_at != 0 || staff[i].email == NULL)
            continue;
        struct letter letter = { .kind = n->kind,
                                 .person_id = staff[i].person_id,
                                 .to = staff[i].email,
                                 .subject = n->subject[staff[i].lang],
                                 .body = n->body[staff[i].lang],
                                 .lang = staff[i].lang };
        TRY(letter_queue(f, &letter, e));
    }
    return OK;
}
