/* A pack is loaded whole or not at all, and every fault says where it is. */
#include "assessments/key.h"
#include "tests/unit/assessments/packs.h"

static void a_sound_pack_is_loaded(void **state) {
    (void)state;
    struct arena *a = arena_new(64 << 20);
    const struct pack *p = load_or_fail(TINY_FOLDER, a);
    assert_int_equal(p->competencies_n, 4);
    assert_int_equal(p->instruments_n, 3);
    assert_string_equal(p->competencies[1].anchors[4].in[LANG_EN], "E RAPP level e");
    assert_int_equal(p->duties[0].segments, 3);
    assert_int_equal(p->kpis[1].weights[0], 40);
    assert_int_equal(p->kpis[1].weights[1], 0);
    assert_int_equal(pack_find_segment(p, "few"), 1);
    assert_true(pack_find_duty(p, "nobody") == PACK_NONE);
    assert_true(pack_find_duty(p, NULL) == PACK_NONE);
    assert_int_equal(p->fields[0].gate_pass_n, 2);
    assert_near(p->fields[2].gate_minimum, 20, 0);
    const struct instrument *kt = &p->instruments[0];
    assert_int_equal(kt->limit_min, 15);
    assert_int_equal(p->instruments[1].limit_min, 0);
    assert_int_equal(kt->items[1].choose, 2);
    assert_int_equal(key_of(kt, &p->keys[0], &kt->items[4])->correct, 1 + 2 + 8);
    assert_int_equal(key_of(kt, &p->keys[0], kt->practice)->correct, 1);
    const struct item *number = item_or_fail(p, "NUM-4");
    assert_string_equal(number->table->code, "TB");
    assert_near(number->table->rows[1].cells[1], 4.25, 0);
    arena_free(&a);
}

static void the_shipped_pack_is_sound(void **state) {
    (void)state;
    struct arena *a = arena_new(64 << 20);
    const struct pack *p = load_or_fail(SHIPPED_FOLDER, a);
    assert_int_equal(p->competencies_n, 14);
    assert_int_equal(p->instruments_n, 3);
    arena_free(&a);
}

/* Sizes change weights, which still sum to 100 and never fall below 1. */
static void profiles_follow_segment_and_size(void **state) {
    (void)state;
    struct arena *a = arena_new(64 << 20);
    const struct pack *p = load_or_fail(TINY_FOLDER, a);
    const struct pack_profile_row *rows = NULL;
    size_t n = 0;
    pack_profile(p, 0, PACK_NONE, a, &rows, &n);
    assert_int_equal(rows[0].weight, 40);
    pack_profile(p, 0, pack_find_size(p, "small"), a, &rows, &n);
    /* 35 30 23 10 of 98: 35.71 30.61 23.47 10.20 */
    assert_int_equal(rows[0].weight, 36);
    assert_int_equal(rows[1].weight, 31);
    assert_int_equal(rows[2].weight, 23);
    assert_int_equal(rows[3].weight, 10);
    assert_int_equal(rows[1].minimum, 3);
    pack_profile(p, 1, pack_find_size(p, "small"), a, &rows, &n);
    assert_int_equal(rows[1].weight, 1); /* 3 − 5, floored */
    assert_int_equal(rows[0].weight, 99);
    const struct pack *shipped = load_or_fail(SHIPPED_FOLDER, a);
    for (size_t s = 0; s < shipped->segments_n; s++) {
        for (size_t z = 0; z < shipped->sizes_n; z++) {
            int sum = 0;
            pack_profile(shipped, s, z, a, &rows, &n);
            for (size_t i = 0; i < n; i++) {
                assert_true(rows[i].weight >= 1);
                sum += rows[i].weight;
            }
            assert_int_equal(sum, 100);
        }
    }
    arena_free(&a);
}

/* Break one thing, expect one fault there. */
struct broken {
    const char *file, *find, *put, *path, *reason;
};

static const struct broken BROKEN[] = {
    { "pack.json", "\"version\"", "\"versoin\"", "versoin", "is unknown here" },
    { "pack.json", "\"version\"", "\"versoin\"", "version", "is missing" },
    { "pack.json", "\"job/kpis.json\",", "", "files", "\"job/kpis.json\" is not listed" },
    { "pack.json", "job/kpis.json", "../secret.json", "files[3]", "is no file that" },
    { "pack.json", "instruments/kt.json", "instruments/no.json", "", "there is no such file" },
    { "job/kpis.json", "{", "{,", "", "line 1" },
    { "job/rights.json", "", NULL, "", "there is no such file" },
    { "questionnaire.json", "\"title\"", "\"title\": 1, \"title\"", "", "have the same name" },
    { "model/competencies.json", "\"E KNOW\"", "\"\"", "competencies[0].name.en", "is empty" },
    { "model/competencies.json", "\"ru\": \"Р KNOW\",", "", "competencies[0].name.ru",
      "is missing" },
    { "model/competencies.json", "\"E KNOW\"", "\"E <b>KNOW</b>\"", "competencies[0].name.en",
      "holds markup" },
    { "model/competencies.json", "\"E KNOW\"", "\" E KNOW\"", "competencies[0].name.en",
      "has blanks" },
    { "model/competencies.json", "\"E KNOW\"", "\"E KNOW\", \"de\": \"K\"",
      "competencies[0].name.de", "is unknown here" },
    { "model/competencies.json", "\"ONE\"", "\"THREE\"", "competencies[0].cluster",
      "there is no cluster \"THREE\"" },
    { "model/competencies.json", "\"code\": \"RAPP\"", "\"code\": \"KNOW\"", "competencies[1]",
      "is used twice" },
    { "model/competencies.json", "\"code\": \"RAPP\"", "\"code\": \"RA PP\"",
      "competencies[1].code", "is no code" },
    { "model/profiles.json", "\"weight\": 40", "\"weight\": 41", "segments[0].rows",
      "weights sum to 101" },
    { "model/profiles.json", "\"weight\": 40", "\"weight\": 40.5", "segments[0].rows[0].weight",
      "must be a whole number" },
    { "model/profiles.json", "\"minimum\": 3", "\"minimum\": 5", "segments[0].rows[1].minimum",
      "is above the target" },
    { "model/profiles.json", "\"KNOW\": -5", "\"NONE\": -5", "sizes[1].deltas.NONE",
      "there is no competency" },
    { "job/duties.json", "\"code\": \"RAPP\"", "\"code\": \"NONE\"",
      "duties[0].competencies[1].code", "there is no competency \"NONE\"" },
    { "job/duties.json", "\"code\": \"HARD\"", "\"code\": \"RAPP\"", "",
      "no duty of segment \"all\" asks for the competency \"HARD\"" },
    { "job/duties.json", "\"partly\"", "\"maybe\"", "duties[0].trainable",
      "is unknown: \"maybe\"" },
    { "job/duties.json", "\"few\"", "\"fwe\"", "duties[0].segments[1]", "there is no segment" },
    { "job/kpis.json", "\"all\": 60", "\"all\": 50", "kpis", "segment \"all\" sum to 90" },
    { "job/kpis.json", "\"D1\"", "\"D9\"", "kpis[0].duties[0]", "there is no duty \"D9\"" },
    { "job/kpis.json", "\"D1\"", "\"D4\"", "", "no duty behind \"K1\"" },
    { "job/rights.json", "\"condition\"", "\"wish\"", "rights[0].kind", "is unknown" },
    { "job/instruction.json", "\"competency\": \"HARD\"", "\"competency\": \"CALC\"",
      "requirements", "there is no text for the competency \"HARD\"" },
    { "job/instruction.json", "\"competency\": \"HARD\"", "\"competency\": \"CALC\"",
      "requirements[3].competency", "has a requirement text already" },
    { "questionnaire.json", "\"some\",", "\"plenty\",", "fields[0].options", NULL },
    { "questionnaire.json", "\"yes\"", "\"maybe\"", "fields[1].gate.pass[0]",
      "no answer to this field" },
    { "questionnaire.json", "\"min\": 0", "\"min\": 99", "fields[2].max", "is below min" },
    { "questionnaire.json", "\"max_length\": 500", "\"max\": 500", "fields[4].max",
      "does not go with this type" },
    { "instruments/kt.json", "\"b\"\n   ]", "\"x\"\n   ]", "items[0].key[0]",
      "there is no option \"x\"" },
    { "instruments/kt.json", "\"choose\": 2", "\"choose\": 3", "items[1].choose",
      "says 3, the key has 2" },
    { "instruments/kt.json", "\"count\": 3", "\"count\": 4", "form.blueprint",
      "cells sum to 3 items, count says 4" },
    { "instruments/kt.json", "\"n\": 2", "\"n\": 5", "form.blueprint", "cells sum to 6" },
    { "instruments/kt.json", "\"code\": \"KT-2\"", "\"code\": \"KT-1\"", "items[1]",
      "is used twice" },
    { "instruments/kt.json", "\"code\": \"KT-P\"", "\"code\": \"KT-1\"", "practice",
      "is used twice" },
    { "instruments/kt.json", "E option b", "E option A", "practice.options[1]",
      "reads the same as \"a\" (en)" },
    { "instruments/kt.json", "E stem KT-1", "E stem of 150 KT-1", "items[0]",
      "150 stands in \"en\" only" },
    { "instruments/kt.json", "\"planned_min\": 9", "\"planned_min\": 90", "limit_min",
      "is shorter than planned_min" },
    { "instruments/sjt.json", "\"scenarios\": 2", "\"scenarios\": 4", "form",
      "a form needs 4 scenarios, the bank has 3" },
    { "instruments/sjt.json", "\"key\": 4.2", "\"key\": 5.2", "items[0].actions[0].key",
      "must be a number from 1 to 5" },
    { "instruments/num.json", "\"value\": 18", "\"value\": 15.5", "items[0].mistakes[0]",
      "the mistake 15.5 lies inside the tolerance" },
    { "instruments/num.json", "4.25", "4.255", "practice.table_inline.rows[1].cells[1]",
      "has more decimals" },
    { "instruments/num.json", "\"items_per_table\": 2", "\"items_per_table\": 4", "form",
      "a form needs 1 tables with 4 items each, the bank has 0" },
    { "instruments/num.json", "\"table\": \"TA\"", "\"table\": \"TX\"", "items[0].table",
      "there is no table \"TX\"" },
};

static bool has_fault(const struct pack_faults *faults, const struct broken *b) {
    for (size_t i = 0; i < faults->n; i++)
        if (strcmp(faults->list[i].path, b->path) == 0 &&
            strstr(faults->list[i].reason, b->reason) != NULL)
            return true;
    return false;
}

static void each_fault_is_found_where_it_is(void **state) {
    (void)state;
    for (size_t i = 0; i < COUNT(BROKEN); i++) {
        const struct broken *b = &BROKEN[i];
        if (b->reason == NULL)
            continue;
        struct arena *a = arena_new(64 << 20);
        struct folder folder = { TINY_FOLDER, b->file, b->find, b->put };
        struct pack_reader reader = { .read = folder_read, .context = &folder };
        struct pack_faults *faults = ARENA_NEW(a, struct pack_faults);
        const struct pack *pack = NULL;
        struct err e = { .code = OK };
        assert_int_equal(pack_load(&reader, a, &pack, faults, &e), E_INVALID);
        assert_null(pack);
        if (!has_fault(faults, b)) {
            for (size_t j = 0; j < faults->n; j++)
                print_error("  got %s: %s: %s\n", faults->list[j].file, faults->list[j].path,
                            faults->list[j].reason);
            fail_msg("%s: %s → %s: no fault at %s with %s", b->file, b->find, b->put, b->path,
                     b->reason);
        }
        arena_free(&a);
    }
}

/* All faults are counted, the first 200 are listed. */
static enum errc read_nonsense(void *context, const char *name, struct arena *a,
                               const char **ret_bytes, size_t *ret_n, struct err *e) {
    (void)e;
    char *bytes = arena_alloc(a, 1 << 16, 1);
    size_t n = (size_t)sprintf(bytes, "{");
    for (int i = 0; i < 400; i++)
        n += (size_t)sprintf(bytes + n, "%s\"%c%d\":null", i > 0 ? "," : "", 'm', i);
    bytes[n++] = '}';
    (void)context;
    (void)name;
    *ret_bytes = bytes;
    *ret_n = n;
    return OK;
}

static void faults_are_bounded(void **state) {
    (void)state;
    struct arena *a = arena_new(64 << 20);
    struct pack_reader reader = { .read = read_nonsense };
    struct pack_faults *faults = ARENA_NEW(a, struct pack_faults);
    const struct pack *pack = NULL;
    assert_int_equal(pack_load(&reader, a, &pack, faults, NULL), E_INVALID);
    assert_int_equal(faults->n, PACK_FAULTS_MAX);
    assert_true(faults->total > 3000);
    arena_free(&a);
}

/* What item.h exposes holds no word of a key. */
static void expect_clean(const struct text2 *t) {
    for (int i = 0; i < LANG__MAX; i++)
        if (t->in[i] != NULL)
            assert_null(strstr(t->in[i], "CANARY"));
}

static void expect_clean_item(const struct item *item) {
    expect_clean(&item->title);
    expect_clean(&item->stem);
    expect_clean(&item->unit);
    for (size_t i = 0; i < item->options_n; i++)
        expect_clean(&item->options[i].text);
    if (item->table == NULL)
        return;
    expect_clean(&item->table->title);
    expect_clean(&item->table->note);
    for (size_t i = 0; i < item->table->columns_n; i++)
        expect_clean(&item->table->columns[i]);
}

static void no_key_is_reachable_from_an_item(void **state) {
    (void)state;
    struct arena *a = arena_new(64 << 20);
    const struct pack *p = load_or_fail(TINY_FOLDER, a);
    for (size_t i = 0; i < p->instruments_n; i++) {
        const struct instrument *in = &p->instruments[i];
        expect_clean(&in->title);
        expect_clean(&in->purpose);
        expect_clean(&in->instructions);
        for (size_t j = 0; j < in->items_n; j++)
            expect_clean_item(&in->items[j]);
        expect_clean_item(in->practice);
        /* the bytes of the items themselves hold no address of a key */
        const struct instrument_keys *keys = &p->keys[i];
        const char *lo = (const char *)keys->keys, *hi = (const char *)(keys->practice + 1);
        const uintptr_t *word = (const uintptr_t *)(const void *)in->items;
        size_t words = (in->items_n + 1) * sizeof *in->items / sizeof *word;
        for (size_t j = 0; j < words; j++)
            assert_false(word[j] >= (uintptr_t)lo && word[j] < (uintptr_t)hi);
    }
    assert_non_null(strstr(p->keys[0].keys[0].rationale.in[LANG_EN], "CANARY"));
    arena_free(&a);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_sound_pack_is_loaded),
        cmocka_unit_test(the_shipped_pack_is_sound),
        cmocka_unit_test(profiles_follow_segment_and_size),
        cmocka_unit_test(each_fault_is_found_where_it_is),
        cmocka_unit_test(faults_are_bounded),
        cmocka_unit_test(no_key_is_reachable_from_an_item),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
