/* Whatever is typed where a number is asked: it is read or not, and a number that was read is shown in a way
 * that is read as the same number. The first byte picks language and unit. */
#include <math.h>
#include <stdint.h>
#include <string.h>

#include "assessments/number.h"
#include "daemon/base/arena.h"
#include "daemon/base/check.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n) {
    static const char *const UNITS[] = { NULL, "₽", "%", "дней" };
    if (n == 0)
        return 0;
    struct arena *a = arena_new(4 << 20);
    enum lang lang = data[0] & 1 ? LANG_EN : LANG_RU;
    const char *unit = UNITS[data[0] / 2 % COUNT(UNITS)];
    const char *text = NULL;
    double value = NAN, again = NAN;
    if (text_accept((const char *)data + 1, n - 1, TEXT_LONG, 0, a, &text, NULL) == OK &&
        number_read(text, lang, unit, &value)) {
        CHECK(isfinite(value));
        const char *shown = number_show(value, lang, a);
        CHECK(number_read(shown, lang, unit, &again));
        CHECK(fabs(again - value) <= fmax(5e-7, fabs(value) * 1e-15));
    }
    arena_free(&a);
    return 0;
}
