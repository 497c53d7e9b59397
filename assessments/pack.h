/* assessments/pack.h — everything about one role, as data.
 *
 * A pack is loaded once and is const from then on; links are indices into its arrays. Reading
 * files is the caller's business (struct pack_reader). A pack with any fault is not loaded; all
 * its faults are reported, with file, JSON path and reason. The shape: packs/README.md.
 *
 *   competencies ─ cluster          duties ─ family, competencies × relevance
 *   segments ─ rows ─ competency    kpis ─ duties, weight per segment
 *   sizes ─ delta per competency    requirements[i] belongs to competencies[i]
 *   instruments ─ items             keys[i] belongs to instruments[i] (defined in key.h only)
 */
#ifndef ASSESSMENTS_PACK_H
#define ASSESSMENTS_PACK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "assessments/item.h"
#include "assessments/text2.h"
#include "daemon/base/err.h"

struct arena;
struct instrument_keys; /* key.h */

#define PACK_LEVELS           5 /* anchors of a competency, levels 1–5 */
#define PACK_SEGMENTS_MAX     16
#define PACK_COMPETENCIES_MAX 64
#define PACK_INSTRUMENTS_MAX  8
#define PACK_FAULTS_MAX       200
#define PACK_NONE             SIZE_MAX /* "not there", of every pack_find_… */

/* The competency model */

struct pack_cluster {
    const char *code;
    struct text2 name;
};

struct pack_competency {
    const char *code;
    size_t cluster; /* into clusters */
    struct text2 name, definition;
    const struct text2 *behaviours;
    size_t behaviours_n;
    struct text2 anchors[PACK_LEVELS]; /* [0] is level 1 */
    struct text2 question;             /* for an interview */
    struct text2 trap;                 /* what it is mistaken for */
    struct text2 strength;             /* a candidate reads this when it is a strong side */
};

/* What a segment asks of one competency, as written or after a size is applied. */
struct pack_profile_row {
    size_t competency;
    int weight;  /* points of 100 */
    int target;  /* level 1–5 */
    int minimum; /* level 1–5, 0 = none */
};

struct pack_segment {
    const char *code;
    struct text2 name, hint;
    const struct pack_profile_row *rows;
    size_t rows_n;
};

struct pack_size {
    const char *code;
    struct text2 name, hint;
    const int *deltas; /* [competencies_n] */
};

/* What a job instruction is drafted from */

enum pack_trainable { TRAINABLE_NO, TRAINABLE_PARTLY, TRAINABLE_YES };

struct pack_family {
    const char *code;
    struct text2 name;
};

struct pack_link {
    size_t competency;
    int relevance; /* 1–3 */
};

struct pack_duty {
    const char *code;
    size_t family;
    struct text2 text, brief; /* brief is "short" in the file */
    const struct pack_link *links;
    size_t links_n;
    enum pack_trainable trainable;
    int frequency, criticality; /* 0–5 */
    uint32_t segments;          /* bit i = pre-selected in segments[i] */
};

struct pack_kpi {
    const char *code;
    struct text2 name, formula, unit, target, period, consequence;
    bool up; /* more is better */
    const size_t *duties;
    size_t duties_n;
    int weights[PACK_SEGMENTS_MAX]; /* per segment, 0 = not used there */
};

enum pack_right_kind { RIGHT_CONDITION, RIGHT_AUTHORITY };

struct pack_right {
    const char *code;
    enum pack_right_kind kind;
    struct text2 text;
    struct text2 limit; /* may be absent */
    uint32_t segments;
};

enum pack_provision_kind {
    PROVISION_OVERVIEW,
    PROVISION_PURPOSE,
    PROVISION_REPORTING,
    PROVISION_SUBSTITUTION,
    PROVISION_DOCUMENTS,
    PROVISION_QUALIFICATION,
};

struct pack_provision {
    const char *code;
    enum pack_provision_kind kind;
    struct text2 text;
    uint32_t segments;
};

/* The words of a requirement. */
struct pack_requirement {
    struct text2 text;
    struct text2 evidence; /* how it shows at work */
};

/* The questionnaire */

enum pack_field_type {
    FIELD_TEXT,
    FIELD_LONG,
    FIELD_NUMBER,
    FIELD_SINGLE,
    FIELD_MULTIPLE,
    FIELD_YES_NO, /* "yes" or "no" */
    FIELD_DATE,   /* "2026-11-24" */
};

struct pack_field_option {
    const char *code;
    struct text2 text;
};

struct pack_field {
    const char *code;
    enum pack_field_type type;
    struct text2 label;
    struct text2 help; /* may be absent */
    struct text2 why;  /* tells the candidate why it is asked */
    bool required;
    const struct pack_field_option *options; /* single, multiple */
    size_t options_n;
    bool has_min, has_max; /* number */
    double min, max;
    size_t max_length; /* text, long: code points, 0 = the default of the page */
    bool has_gate;     /* a must-have may be bound to this field */
    struct text2 gate_text;
    const char *const *gate_pass; /* codes that meet it; yes_no: "yes" */
    size_t gate_pass_n;
    double gate_minimum; /* number: the least that meets it */
};

/* The pack */

struct pack {
    const char *code, *version;
    struct text2 title, role; /* role: the post as a candidate reads it */
    const struct pack_cluster *clusters;
    size_t clusters_n;
    const struct pack_competency *competencies;
    size_t competencies_n;
    const struct pack_segment *segments;
    size_t segments_n;
    const struct pack_size *sizes;
    size_t sizes_n;
    const struct pack_family *families;
    size_t families_n;
    const struct pack_duty *duties;
    size_t duties_n;
    const struct pack_kpi *kpis;
    size_t kpis_n;
    const struct pack_right *rights;
    size_t rights_n;
    const struct pack_provision *provisions;
    size_t provisions_n;
    const struct pack_requirement *requirements; /* [competencies_n] */
    struct text2 form_title, form_intro;         /* of the questionnaire */
    int form_planned_min;                        /* what it usually takes; it has no limit */
    const struct pack_field *fields;
    size_t fields_n;
    const struct instrument *instruments;
    size_t instruments_n;
    const struct instrument_keys *keys; /* [instruments_n]; opaque without key.h */
};

/* Loading */

/* Where the bytes come from. read() gives the content of a file of the pack ("pack.json",
 * "model/competencies.json"), in a; E_NOT_FOUND when there is none. */
struct pack_reader {
    enum errc (*read)(void *context, const char *name, struct arena *a, const char **ret_bytes,
                      size_t *ret_n, struct err *e);
    void *context;
};

/* One fault: where, and what to mend, in English, for the author of the pack. */
struct pack_fault {
    const char *file;   /* "instruments/kt.json" */
    const char *path;   /* "items[3].options[1].text.en", "" = the whole file */
    const char *reason; /* a sentence without a full stop */
};

struct pack_faults {
    struct pack_fault list[PACK_FAULTS_MAX];
    size_t n;     /* in list */
    size_t total; /* also those that did not fit */
};

/* Load and check a pack.
 *
 *   ret_pack    set only when there is no fault; points into a
 *   ret_faults  always set; texts in a
 *
 * Errors: E_INVALID when there are faults (e counts them and names the first); what the reader
 * returns besides E_NOT_FOUND. Memory: in a, about 20 times the size of the files. */
enum errc pack_load(const struct pack_reader *reader, struct arena *a, const struct pack **ret_pack,
                    struct pack_faults *ret_faults, struct err *e) MUST_CHECK;

/* Is any instrument provisional: keys, cuts and errors that no panel and no data have set? */
bool pack_is_provisional(const struct pack *p);

/* Finding: the index, or PACK_NONE. code may be NULL. */
size_t pack_find_competency(const struct pack *p, const char *code);
size_t pack_find_cluster(const struct pack *p, const char *code);
size_t pack_find_segment(const struct pack *p, const char *code);
size_t pack_find_size(const struct pack *p, const char *code);
size_t pack_find_family(const struct pack *p, const char *code);
size_t pack_find_duty(const struct pack *p, const char *code);
size_t pack_find_kpi(const struct pack *p, const char *code);
size_t pack_find_right(const struct pack *p, const char *code);
size_t pack_find_provision(const struct pack *p, const char *code);
size_t pack_find_field(const struct pack *p, const char *code);
size_t pack_find_instrument(const struct pack *p, const char *code);

/* The profile of a segment in a firm of a size: deltas added, floored at 1, rescaled to 100 by the
 * largest remainder (ties: the larger weight, then the order of the segment's rows).
 *
 *   segment, size  indices; size PACK_NONE = as written
 *   ret_rows       [segments[segment].rows_n], in the order of the segment. Memory: in a
 * METHOD.md §9. */
void pack_profile(const struct pack *p, size_t segment, size_t size, struct arena *a,
                  const struct pack_profile_row **ret_rows, size_t *ret_n);

#endif
