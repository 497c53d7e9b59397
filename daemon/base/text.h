/* base/text.h — text at the border, and what Russian and English need of it.
 *
 * Inside the program text is const char *: UTF-8, NUL-free, NFC, checked here when it came in.
 * The only home of utf8proc.
 */
#ifndef DAEMON_BASE_TEXT_H
#define DAEMON_BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "daemon/base/err.h"

struct arena;

/* The languages of the product. Russian is the source, English is complete. */
enum lang { LANG_RU, LANG_EN, LANG__MAX };

/* What a field may hold. */
enum text_kind {
    TEXT_LINE, /* one line: no control characters but TAB (a blank), no bidirectional controls */
    TEXT_LONG, /* paragraphs: TAB and LF too; CR LF, U+2028 and U+2029 become LF */
};

/* The border: check n bytes, normalise to NFC, trim white space at both ends (lines also inside:
 * runs of blanks become one space; long texts also before each LF), copy into a. max_chars counts code points, 0 = no limit but n.
 *
 * Errors: E_INVALID for bytes that are not UTF-8 or hold a forbidden character; E_TOO_LARGE past
 * max_chars. ret_text is untouched on failure. Memory: in a. */
enum errc text_accept(const char *bytes, size_t n, enum text_kind kind, size_t max_chars,
                      struct arena *a, const char **ret_text, struct err *e) MUST_CHECK;

/* Is it strict UTF-8 (no surrogates, no overlong forms, no NUL)? */
bool text_is_utf8(const char *bytes, size_t n);

/* Code points in a checked text. */
size_t text_chars(const char *s);

/* The code points of a checked text, one number each. Memory: in a. */
const int32_t *text_points(const char *s, struct arena *a, size_t *ret_n);

/* The form in which words are compared and searched: NFC, case-folded, ё read as е, blanks
 * unified and trimmed. Memory: in a. */
const char *text_fold(const char *s, struct arena *a);

/* NFC and case-folded, nothing else changed (addresses). Memory: in a. */
const char *text_casefold(const char *s, struct arena *a);

/* NFC of a checked text, nothing else changed (passwords). Memory: in a. */
const char *text_nfc(const char *s, struct arena *a);

/* Whole decimal number in the given bounds; a leading + or blanks are refused.
 * Errors: E_INVALID. */
enum errc text_i64(const char *s, int64_t min, int64_t max, int64_t *ret_v) MUST_CHECK;

/* Plural categories of CLDR 42 for whole numbers and decimals written with v visible decimals. */
enum plural { PLURAL_ONE, PLURAL_FEW, PLURAL_MANY, PLURAL_OTHER };

/* Which form a whole number n takes: Russian one/few/many, English one/other.
 * Source: CLDR plural rules. */
enum plural text_plural(enum lang lang, int64_t n);

/* The language's tag, "ru" or "en". */
const char *lang_tag(enum lang lang);

/* The language of a tag as columns, cookies and forms keep it; Russian, the source, for anything but "en". */
enum lang lang_of_tag(const char *tag);

/* An e-mail address as it is kept: trimmed, local part as typed, domain lower-case ASCII (IDNA 2008)
 * with at least two labels. The type forbids controls, blanks, < > , " ( ) [ ] : ; \ and `;
 * 254 bytes at most.
 * Errors: E_INVALID. Memory: in a. */
enum errc text_email(const char *s, struct arena *a, const char **ret_email) MUST_CHECK;

#endif
