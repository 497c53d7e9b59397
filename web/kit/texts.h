/* web/kit/texts.h — consent and other legal texts: documents with a version, filled and hashed.
 *
 * A document is a JSON file (web/texts/<name>.json, built into the program), both languages in one. Slots in
 * braces are filled from DIR/operator.json ({operator}, {address}) and from the vacancy ({vacancy},
 * {client}). What a person agreed to is proved by the version and by the hash of exactly the text that
 * was shown, title to last paragraph, slots filled.
 */
#ifndef WEB_KIT_TEXTS_H
#define WEB_KIT_TEXTS_H

#include <stdbool.h>
#include <stddef.h>
#include "daemon/base/err.h"
#include "daemon/base/text.h"
#include "web/kit/text_list.h"

struct arena;
struct texts;

/* Read every built-in document; data_dir/operator.json names the operator
 * ({"name": {"ru", "en"}, "address": {"ru", "en"}, and where to turn with questions, "phone", "email", both optional}). Without that file the texts say that the operator
 * has not been named, and texts_operator_named() tells so.
 *
 * Memory: in a, which must live as long as the process.
 * Errors: E_INVALID (e names file and member). */
enum errc texts_load(const char *data_dir, struct arena *a, const struct texts **ret_texts,
                     struct err *e) MUST_CHECK;

/* Has this installation said who answers for the data? */
bool texts_operator_named(const struct texts *texts);

/* Who that is and where to write: "ООО «Кадры и люди», Москва, …". Memory: in a. */
const char *texts_operator(const struct texts *texts, enum lang lang, struct arena *a);

/* Where to call or write with a question: "+7 495 000-00-00, help@agency.ru"; NULL when operator.json names neither
 * phone nor email. */
const char *texts_contacts(const struct texts *texts);

/* What a vacancy puts into the texts; NULLs for documents that are not about one. */
struct text_slots {
    const char *vacancy, *client;
};

struct document_section {
    const char *title, *anchor; /* anchor: "s1", "s2", … */
    struct text_list paragraphs;
};

struct document_sections {
    const struct document_section *v;
    size_t n;
};

/* A document in one language, ready to be shown. */
struct document {
    const char *name, *version, *date; /* date: "2026-11-24" */
    const char *title;
    struct text_list paragraphs;
    struct document_sections sections;
    const char *hash; /* BLAKE2b-256 of the text, base64url */
};

/* Render a document. Memory: in a. Errors: E_NOT_FOUND when there is none of this name. */
enum errc texts_document(const struct texts *texts, const char *name, enum lang lang,
                         struct text_slots slots, struct arena *a, struct document *ret_document,
                         struct err *e) MUST_CHECK;

#endif
