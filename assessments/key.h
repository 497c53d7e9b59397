/* assessments/key.h — keys, rationales and explanations: never for a candidate's browser.
 *
 * Parallel to item.h: keys[i] belongs to items[i] of the same instrument. Only scoring, the
 * simulator, the item desk and checks of packs include this file; a lint refuses it elsewhere.
 */
#ifndef ASSESSMENTS_KEY_H
#define ASSESSMENTS_KEY_H

#include "assessments/item.h"

/* What a typical error gives. */
struct item_mistake {
    double value;
    struct text2 why;
};

/* The key of one item. */
struct item_key {
    struct text2 rationale;   /* why the key is the key */
    const struct text2 *whys; /* [options_n] per option or action */
    uint32_t correct;         /* ITEM_SINGLE, ITEM_MULTIPLE: bit i = option i is right */
    const double *ratings;    /* ITEM_RATE: [options_n] expert means, 1–5 */
    double number;            /* ITEM_NUMBER */
    enum tolerance_kind tolerance;
    double d;
    const struct item_mistake *mistakes;
    size_t mistakes_n;
};

/* The keys of one instrument: keys[items_n] and that of the practice item. */
struct instrument_keys {
    const struct item_key *keys;
    const struct item_key *practice;
};

/* The key of an item of this instrument (its practice item too). CHECKs that it is one. */
const struct item_key *key_of(const struct instrument *in, const struct instrument_keys *keys,
                              const struct item *item);

#endif
