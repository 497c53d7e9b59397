/* assessments/pack_read.h — reading a pack's JSON while collecting every fault.
 *
 * Internal to pack*.c. A place is a value together with the way to it, so that a fault can say
 * "items[3].options[1].text.en". Readers never stop: what is wrong becomes a fault and a harmless
 * value, and loading goes on to the next. Places live on the stack of their reader.
 */
#ifndef ASSESSMENTS_PACK_READ_H
#define ASSESSMENTS_PACK_READ_H

#include "assessments/pack.h"
#include "daemon/base/json.h"

#define PACK_CODES_MAX 512 /* elements of one list */

/* A pack under construction. */
struct pack_build {
    struct arena *a;
    struct pack *pack;
    struct pack_faults *faults;
    const char *file; /* being read */
};

/* A value and the way to it. value NULL = absent. */
struct pack_place {
    const struct pack_place *up;
    const char *name; /* of a member; NULL for an element */
    size_t index;
    const struct json *value;
};

/* The member or element there; its value is NULL when up has no such thing. */
struct pack_place place_member(const struct pack_place *up, const char *name);
struct pack_place place_element(const struct pack_place *up, size_t i);

/* Report a fault at a place (NULL = the whole file). */
void pack_fault(struct pack_build *b, const struct pack_place *p, const char *fmt, ...)
    PRINTF_LIKE(3, 4);

/* Is it an object with these members at most (names, NULL-ended)? Faults otherwise. */
bool pack_object(struct pack_build *b, const struct pack_place *p, const char *const *names);

/* Elements of an array of min to max; 0 and a fault when it is something else. */
size_t pack_array(struct pack_build *b, const struct pack_place *p, size_t min, size_t max);

/* A member of an object, by kind. Absent or wrong = a fault and a harmless value. */
const char *pack_code(struct pack_build *b, const struct pack_place *up, const char *name);
const char *pack_string(struct pack_build *b, const struct pack_place *up, const char *name);
struct text2 pack_text(struct pack_build *b, const struct pack_place *up, const char *name);
struct text2 pack_text_optional(struct pack_build *b, const struct pack_place *up, const char *name);
int pack_int(struct pack_build *b, const struct pack_place *up, const char *name, int min, int max);
double pack_double(struct pack_build *b, const struct pack_place *up, const char *name, double min,
                   double max);
bool pack_bool(struct pack_build *b, const struct pack_place *up, const char *name);
/* The index of the string in words (NULL-ended), 0 with a fault. */
size_t pack_word(struct pack_build *b, const struct pack_place *up, const char *name,
                 const char *const *words);

/* The same for the place itself. */
const char *pack_code_at(struct pack_build *b, const struct pack_place *p);
struct text2 pack_text_at(struct pack_build *b, const struct pack_place *p);
double pack_double_at(struct pack_build *b, const struct pack_place *p, double min, double max);
int pack_int_at(struct pack_build *b, const struct pack_place *p, int min, int max);

/* A list of texts (may be empty when min is 0). Memory: in b->a. */
const struct text2 *pack_texts(struct pack_build *b, const struct pack_place *up, const char *name,
                               size_t min, size_t max, size_t *ret_n);

/* Where a code points to: find() over the pack, PACK_NONE and a fault when it is not there. */
size_t pack_link_at(struct pack_build *b, const struct pack_place *p,
                    size_t (*find)(const struct pack *, const char *), const char *what);

/* The segments named in the member "segments", as bits. */
uint32_t pack_segment_bits(struct pack_build *b, const struct pack_place *up);

/* Fault when code occurs among codes[n]; else take it in. */
void pack_unique(struct pack_build *b, const struct pack_place *p, const char **codes, size_t *n,
                 const char *code);

/* Readers of the files, in the order in which they must run. */
void pack_read_clusters(struct pack_build *b, const struct pack_place *root);
void pack_read_competencies(struct pack_build *b, const struct pack_place *root);
void pack_read_profiles(struct pack_build *b, const struct pack_place *root);
void pack_read_duties(struct pack_build *b, const struct pack_place *root);
void pack_read_kpis(struct pack_build *b, const struct pack_place *root);
void pack_read_rights(struct pack_build *b, const struct pack_place *root);
void pack_read_instruction(struct pack_build *b, const struct pack_place *root);
void pack_read_questionnaire(struct pack_build *b, const struct pack_place *root);

/* One instrument file into the next free place of the pack's instruments and keys. */
void pack_read_instrument(struct pack_build *b, const struct pack_place *root, struct instrument *in,
                          struct instrument_keys *keys);

/* One item (pack_item.c). in has its cells and tables already. */
struct item_key;
void pack_read_item(struct pack_build *b, const struct pack_place *p, const struct instrument *in,
                    bool practice, struct item *item, struct item_key *key);
void pack_read_table(struct pack_build *b, const struct pack_place *p, struct item_table *table);

/* What can be judged only when everything else is sound (pack_check.c). */
void pack_check_links(struct pack_build *b);

/* Do both languages of a text name the same numbers? A fault at p when not (pack_numbers.c). */
void pack_check_numbers(struct pack_build *b, const struct pack_place *p, const struct text2 *text);

#endif
