/* web/public/document.h — the views of documents: legal texts and the page on the method.
 */
#ifndef WEB_PUBLIC_DOCUMENT_H
#define WEB_PUBLIC_DOCUMENT_H

#include <stdbool.h>
#include "web/kit/layout.h"
#include "web/kit/texts.h"

struct document_view {
    struct page page;
    struct document document;
    const char *date;    /* as people write it */
    bool is_consent;     /* a sample: slots stand empty */
};

/* A competency of the model and what shows it. */
struct how_row {
    const char *name, *definition, *shows;
    bool tested;
};

struct how_rows {
    const struct how_row *v;
    size_t n;
};

struct how_view {
    struct page page;
    struct document document;
    const char *request; /* address of the request form */
    struct how_rows rows;
};

struct arena;

/* A document's date as people write it. Memory: in a. */
const char *document_date(const struct document *d, enum lang lang, struct arena *a);

#endif
