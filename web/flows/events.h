/* web/flows/events.h — the words of the audit log and their numbers.
 *
 * The hash chain stores numbers (security.md §8); people and code use words. A number is for ever: add at the
 * end, never reuse.
 */
#ifndef WEB_FLOWS_EVENTS_H
#define WEB_FLOWS_EVENTS_H

#include <stdint.h>

/* The number of an event or of a kind of object. CHECKs that the word is in the table. */
uint16_t event_number(const char *word);
uint16_t event_object_number(const char *word);

/* The word of a number, "unknown" when a newer program wrote it. */
const char *event_word(int64_t number);
const char *event_object_word(int64_t number);

#endif
