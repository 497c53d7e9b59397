/* assessments/number.h — numbers as people type them, and how they are shown.
 *
 * No locale, no strtod on user text. The reading rules: METHOD.md §1.
 */
#ifndef ASSESSMENTS_NUMBER_H
#define ASSESSMENTS_NUMBER_H

#include <stdbool.h>
#include "daemon/base/text.h"

struct arena;

/* Read a number typed by a person.
 *
 *   text   UTF-8, any; blanks around it do not matter
 *   lang   the language of the page it was typed on: a lone comma is a decimal mark in Russian and
 *          groups thousands in English when three digits follow ("1,234")
 *   unit   printed beside the field; it or "%" may follow the number. NULL = none
 *
 * Sign + - −; groups by space, U+00A0, U+202F, U+2009 or '; both , and . → the last is the decimal
 * mark. False (ret_value untouched) when the text cannot be meant as one number. */
bool number_read(const char *text, enum lang lang, const char *unit, double *ret_value);

/* The number as the language writes it: «12 500,5» (no-break spaces), "12,500.5". At most six
 * decimals, no trailing zeros. Memory: in a. */
const char *number_show(double value, enum lang lang, struct arena *a);

/* The same with a fixed count of decimals (cells of a table). */
const char *number_show_fixed(double value, int decimals, enum lang lang, struct arena *a);

#endif
