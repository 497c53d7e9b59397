/* Which people are ticked when a list is about to be shown. Pure. */
#include "web/desk/share/share.h"
#include "web/flows/share_make.h"

size_t share_preselect(const struct rank_result *r, const size_t *order, size_t n, const bool *left_out,
                       const bool *advanced, bool *ret) {
    size_t chosen = 0, last_band = 0;
    for (size_t k = 0; k < n; k++) {
        ret[k] = advanced[order[k]] && !left_out[order[k]] && chosen < SHARE_PEOPLE_MAX;
        chosen += ret[k];
    }
    if (chosen >= SHARE_PEOPLE_MIN)
        return chosen;
    for (size_t k = 0; k < n && chosen < SHARE_PEOPLE_MAX; k++) {
        size_t band = r->persons[order[k]].band;
        if (ret[k] || left_out[order[k]])
            continue;
        if (chosen >= SHARE_PEOPLE_MIN && band > 1 && band != last_band)
            break; /* a whole new band is not needed any more */
        ret[k] = true;
        last_band = band;
        chosen++;
    }
    return chosen;
}
