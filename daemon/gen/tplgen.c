/* tplgen — C functions out of HTML templates.
 *
 *   tplgen OUT_DIR ROOT TEMPLATE.html …
 *
 * ROOT is the folder from which templates have their names: web/templates/desk/row.html is
 * tpl_desk_row in OUT_DIR/desk_row.c.
 */
#include <stdio.h>
#include <string.h>

#include "daemon/gen/tplgen.h"

const struct tpl *tpl_find(const struct tpls *all, const char *name) {
    for (size_t i = 0; i < all->n; i++)
        if (strcmp(all->v[i].c_name, name) == 0)
            return &all->v[i];
    return NULL;
}

int main(int argc, char **argv) {
    if (argc < 4) {
        (void)fprintf(stderr, "usage: tplgen OUT_DIR ROOT TEMPLATE.html …\n");
        return 2;
    }
    gen_start();
    struct tpls all = { .v = ARENA_ARRAY(gen_arena, (size_t)argc, struct tpl) };
    for (int i = 3; i < argc; i++) {
        struct tpl t = tpl_read(argv[i], argv[2]);
        const struct tpl *twin = tpl_find(&all, t.c_name);
        if (twin != NULL)
            gen_complain(argv[i], 1, "has the same C name as %s", twin->file.path);
        all.v[all.n++] = t;
    }
    for (size_t i = 0; i < all.n; i++)
        tpl_check(&all.v[i], &all);
    for (size_t i = 0; i < all.n && gen_complaints() == 0; i++)
        tpl_emit(argv[1], &all.v[i]);
    return gen_finish();
}
