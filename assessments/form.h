/* assessments/form.h — which items one attempt gets.
 *
 * Drawn by seed and nothing else: the same instrument and seed give the same form on every machine.
 *   knowledge  n items of each cell of the blueprint; cells in the order of the blueprint, items of
 * a cell in the order drawn judgement  the scenarios of one subset that covers every competency the
 * bank covers numeric    so many tables, so many items of each; items of a table stay together, in
 * bank order The order of options is never shuffled: authors order numbers and steps on purpose,
 * whys refer to letters, and the reviewers looked at this order.
 */
#ifndef ASSESSMENTS_FORM_H
#define ASSESSMENTS_FORM_H

#include <stddef.h>
#include <stdint.h>
#include "assessments/item.h"
#include "daemon/base/err.h"

struct arena;

#define FORM_ITEMS_MAX 64

/* A form: items in the order of presentation, pointing into the instrument. */
struct test_form {
    const struct instrument *instrument;
    const struct item *const *items;
    size_t n;
};

/* Draw a form. Memory: in a.
 * Errors: E_INVALID when the bank cannot give one (a loaded pack always can). */
enum errc form_draw(const struct instrument *in, uint64_t seed, struct arena *a,
                    struct test_form *ret_form, struct err *e) MUST_CHECK;

/* Can the bank give a form at all? false and a reason (a sentence without a full stop, in a).
 * Used when packs are checked. */
bool form_feasible(const struct instrument *in, struct arena *a, const char **ret_reason);

#endif
