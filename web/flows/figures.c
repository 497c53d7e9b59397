#include "web/flows/figures.h"

#include <string.h>

#include "assessments/pack.h"
#include "daemon/base/arena.h"
#include "daemon/base/digest.h"
#include "daemon/base/json.h"
#include "gen/sql/instruction.h"
#include "web/flows/instruction_read.h"

static const char *const NAMES[FIGURES__MAX] = { [FIGURES_KPIS] = "kpis", [FIGURES_RIGHTS] = "rights" };

/* What is supposed --------------------------------------------------------------------------------- */

static size_t rows_of(const struct instruction_version *v, enum figure_set set) {
    return set == FIGURES_KPIS ? v->kpis.n : v->rights.n;
}

static const char *text_of(const struct instruction_version *v, enum figure_set set, size_t row) {
    return set == FIGURES_KPIS ? v->kpis.v[row].target : v->rights.v[row].limit_text;
}

/* Does the library have a row of this part with exactly these words? */
static bool in_library(const struct pack *p, enum figure_set set, const char *text) {
    size_t n = set == FIGURES_KPIS ? p->kpis_n : p->rights_n;
    for (size_t i = 0; i < n; i++) {
        const struct text2 *words = set == FIGURES_KPIS ? &p->kpis[i].target : &p->rights[i].limit;
        for (int lang = 0; lang < LANG__MAX; lang++)
            if (words->in[lang] != NULL && strcmp(words->in[lang], text) == 0)
                return true;
    }
    return false;
}

bool figures_supposed(const struct instruction_version *v, enum figure_set set, size_t row) {
    const char *text = text_of(v, set, row);
    return text != NULL && strpbrk(text, "0123456789") != NULL && in_library(v->pack, set, text);
}

/* Of everything that is supposed; NULL when nothing is. */
static const char *digest_of(const struct instruction_version *v, enum figure_set set, struct arena *a) {
    const char *all = "";
    for (size_t i = 0; i < rows_of(v, set); i++)
        if (figures_supposed(v, set, i))
            all = arena_printf(a, "%s%s\n", all, text_of(v, set, i));
    return *all != '\0' ? digest_text(all, strlen(all), a) : NULL;
}

bool figures_open(const struct instruction_version *v, enum figure_set set, struct arena *a) {
    const char *digest = digest_of(v, set, a), *confirmed = v->figures[set];
    return digest != NULL && (confirmed == NULL || strcmp(digest, confirmed) != 0);
}

/* Confirming --------------------------------------------------------------------------------------- */

enum errc figures_read(const struct flow *f, int64_t vacancy_id, const char *ret_digests[FIGURES__MAX],
                       struct err *e) {
    struct q_ji_figures_rows rows = { 0 };
    TRY(q_ji_figures(f->db, vacancy_id, f->arena, &rows, e));
    for (size_t i = 0; i < rows.n; i++) {
        const struct json *payload = NULL;
        TRY(json_parse(rows.v[i].payload, strlen(rows.v[i].payload), JSON_REQUEST, f->arena, &payload, e));
        const char *set = json_string(json_member(payload, "set"));
        for (int s = 0; s < FIGURES__MAX; s++)
            if (set != NULL && strcmp(set, NAMES[s]) == 0)
                ret_digests[s] = json_string(json_member(payload, "digest")); /* the latest comes last */
    }
    return OK;
}

enum errc figures_confirm(const struct flow *f, const struct instruction_version *v, enum figure_set set,
                          struct err *e) {
    const char *digest = digest_of(v, set, f->arena);
    if (digest == NULL)
        return OK; /* nothing is supposed any more */
    return flow_audit(f, "figures.confirmed", "vacancy", v->vacancy_id,
                      arena_printf(f->arena, "{\"set\":\"%s\",\"digest\":\"%s\"}", NAMES[set], digest), e);
}
