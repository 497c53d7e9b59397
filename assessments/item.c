/* assessments/item.c — finding items and options. */
#include "assessments/item.h"

#include <string.h>

#include "assessments/key.h"
#include "daemon/base/check.h"

const struct item *item_find(const struct instrument *in, const char *code) {
    if (code == NULL)
        return NULL;
    for (size_t i = 0; i < in->items_n; i++)
        if (strcmp(in->items[i].code, code) == 0)
            return &in->items[i];
    if (in->practice != NULL && strcmp(in->practice->code, code) == 0)
        return in->practice;
    return NULL;
}

size_t item_option_find(const struct item *item, const char *code) {
    if (code == NULL)
        return SIZE_MAX;
    for (size_t i = 0; i < item->options_n; i++)
        if (strcmp(item->options[i].code, code) == 0)
            return i;
    return SIZE_MAX;
}

const struct item_key *key_of(const struct instrument *in, const struct instrument_keys *keys,
                              const struct item *item) {
    if (item == in->practice)
        return keys->practice;
    CHECK(item >= in->items && item < in->items + in->items_n);
    return &keys->keys[item - in->items];
}
