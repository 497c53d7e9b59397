/* Whatever is pasted: the list is read to its end, the counts add up, and what is called fine has a name
 * and an address that stay the same when they are written and read again. */
#include <stdint.h>
#include <string.h>

#include "daemon/base/arena.h"
#include "daemon/base/check.h"
#include "daemon/base/text.h"
#include "web/desk/people/people.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void check_line(const struct person_line *l, struct arena *a) {
    if (l->fault != PERSON_FINE)
        return;
    const char *kept = NULL;
    CHECK(l->name != NULL && l->name[0] != '\0' && text_chars(l->name) <= PEOPLE_NAME_CHARS);
    CHECK(text_email(l->email, a, &kept) == OK && strcmp(kept, l->email) == 0);
    struct people again = people_parse(arena_printf(a, "%s <%s>", "A B", l->email), a);
    CHECK(again.n == 1 && again.fine_n == 1 && strcmp(again.v[0].email, l->email) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n) {
    struct arena *a = arena_new(256 << 20);
    const char *text = NULL;
    if (n <= PEOPLE_BYTES_MAX && text_accept((const char *)data, n, TEXT_LONG, 0, a, &text, NULL) == OK) {
        struct people p = people_parse(text, a);
        CHECK(p.n <= PEOPLE_LINES_MAX && p.fine_n + p.faulty_n + p.repeated_n == p.n);
        for (size_t i = 0; i < p.n; i++)
            check_line(&p.v[i], a);
        (void)people_faulty_text(&p, a);
    }
    arena_free(&a);
    return 0;
}
