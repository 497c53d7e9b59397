/* Whatever one file of a pack holds: it is loaded or refused with faults that have a place, and
 * what was accepted can be used in every way. The first byte picks the file, the rest is its
 * content; the other files are those of the tiny pack. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "assessments/competency.h"
#include "assessments/form.h"
#include "assessments/instruction.h"
#include "assessments/score.h"
#include "assessments/simulate.h"
#include "daemon/base/arena.h"
#include "daemon/base/check.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);
int LLVMFuzzerInitialize(int *argc, char ***argv);

static const char *const FILES[] = {
    "pack.json",           "model/competencies.json", "model/profiles.json",  "job/duties.json",
    "job/kpis.json",       "job/rights.json",         "job/instruction.json", "questionnaire.json",
    "instruments/kt.json", "instruments/sjt.json",    "instruments/num.json",
};

static char *contents[COUNT(FILES)];
static size_t lengths[COUNT(FILES)];

int LLVMFuzzerInitialize(int *argc, char ***argv) {
    (void)argc;
    (void)argv;
    for (size_t i = 0; i < COUNT(FILES); i++) {
        char path[512] = "";
        snprintf(path, sizeof path, "%s/tests/unit/assessments/tiny/%s", SOURCE_DIR, FILES[i]);
        FILE *f = fopen(path, "rb");
        CHECK(f != NULL);
        contents[i] = check_alloc(1 << 16, 1);
        lengths[i] = fread(contents[i], 1, 1 << 16, f);
        fclose(f);
    }
    return 0;
}

/* The bytes under test, and the file they stand for. */
struct input {
    size_t file, n;
    const char *bytes;
};

static enum errc read_file(void *context, const char *name, struct arena *a, const char **ret_bytes,
                           size_t *ret_n, struct err *e) {
    const struct input *input = context;
    (void)a;
    for (size_t i = 0; i < COUNT(FILES); i++) {
        if (strcmp(FILES[i], name) != 0)
            continue;
        *ret_bytes = i == input->file ? input->bytes : contents[i];
        *ret_n = i == input->file ? input->n : lengths[i];
        return OK;
    }
    return ERR(e, E_NOT_FOUND, "no %s", name);
}

static void use_instrument(const struct pack *p, const struct instrument *in, struct score *score,
                           struct arena *a) {
    struct test_form form = { .n = 0 };
    struct prng r = prng_seed(1);
    struct simulated person = simulate_person(p, 0, &r);
    CHECK(form_draw(in, 7, a, &form, NULL) == OK);
    struct score_response *responses = ARENA_ARRAY(a, form.n, struct score_response);
    for (size_t i = 0; i < form.n; i++) {
        struct answer *answer = ARENA_NEW(a, struct answer);
        *answer = simulate_answer(p, in, &person, form.items[i], LANG_EN, &r, a);
        responses[i] = (struct score_response) { true, answer };
    }
    *score = score_form(p, &form, responses, a);
}

static void use_pack(const struct pack *p, struct arena *a) {
    struct score scores[PACK_INSTRUMENTS_MAX];
    for (size_t i = 0; i < p->instruments_n; i++)
        use_instrument(p, &p->instruments[i], &scores[i], a);
    const struct competency_estimate *all = competency_estimates(p, scores, p->instruments_n, a);
    for (size_t c = 0; c < p->competencies_n; c++)
        CHECK(!all[c].estimate.known || (all[c].estimate.value >= 0 &&
                                         all[c].estimate.value <= 100 && all[c].estimate.se > 0));
    for (size_t s = 0; s < p->segments_n; s++) {
        for (size_t z = 0; z < p->sizes_n; z++) {
            struct instruction in = instruction_draft(p, s, z, a);
            struct instruction_findings f = instruction_check(p, &in, UINT32_MAX, a);
            CHECK(f.refusals_n == 0);
        }
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n) {
    if (n == 0)
        return 0;
    struct arena *a = arena_new(256 << 20);
    struct input input = { data[0] % COUNT(FILES), n - 1, (const char *)data + 1 };
    struct pack_reader reader = { .read = read_file, .context = &input };
    struct pack_faults *faults = ARENA_NEW(a, struct pack_faults);
    const struct pack *p = NULL;
    if (pack_load(&reader, a, &p, faults, NULL) == OK) {
        CHECK(faults->total == 0);
        use_pack(p, a);
    } else {
        CHECK(p == NULL && faults->n > 0 && faults->total >= faults->n);
        for (size_t i = 0; i < faults->n; i++)
            CHECK(faults->list[i].file != NULL && faults->list[i].reason[0] != '\0' &&
                  text_is_utf8(faults->list[i].path, strlen(faults->list[i].path)) &&
                  text_is_utf8(faults->list[i].reason, strlen(faults->list[i].reason)));
    }
    arena_free(&a);
    return 0;
}
