/* assessments/text2.h — a text in every language of the product.
 *
 * Content is always in both languages; an optional text that a pack leaves out has NULLs.
 */
#ifndef ASSESSMENTS_TEXT2_H
#define ASSESSMENTS_TEXT2_H

#include <stdbool.h>
#include "daemon/base/text.h"

struct text2 {
    const char *in[LANG__MAX];
};

/* Is the text there? (A loaded text is there in all languages or in none.) */
static inline bool text2_has(const struct text2 *t) {
    return t->in[LANG_RU] != NULL;
}

#endif
