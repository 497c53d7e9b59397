/* Rows come out in the order of their keys, whatever the keys and however many. */
#include "assessments/prng.h"
#include "assessments/rank_internal.h"
#include "tests/unit/assessments/unit.h"

enum { MANY = 20000 };

/* Sort n rows whose keys agree in all but `bits` random bits at `shift`, and look at them. */
static void check_sorted(size_t n, int bits, int shift, uint64_t seed) {
    static struct rank_keyed rows[MANY], spare[MANY];
    static uint64_t keys[MANY];
    static uint8_t seen[MANY];
    struct prng random = prng_seed(seed);
    for (size_t i = 0; i < n; i++) {
        keys[i] = bits == 64 ? prng_next(&random) : prng_below(&random, UINT64_C(1) << bits) << shift;
        rows[i] = (struct rank_keyed) { keys[i], (uint32_t)i };
        seen[i] = 0;
    }
    rank_sort(rows, n, spare);
    for (size_t i = 0; i < n; i++) {
        assert_true(rows[i].at < n && !seen[rows[i].at]++);
        assert_true(rows[i].key == keys[rows[i].at]);
        if (i > 0 && rows[i - 1].key == rows[i].key)
            assert_true(rows[i - 1].at < rows[i].at);
        else if (i > 0)
            assert_true(rows[i - 1].key < rows[i].key);
    }
}

static void few_rows_and_many_are_sorted(void **state) {
    (void)state;
    static const size_t SIZES[] = { 0, 1, 2, 511, 512, 513, MANY };
    for (size_t k = 0; k < sizeof SIZES / sizeof *SIZES; k++)
        check_sorted(SIZES[k], 64, 0, k + 1);
}

static void keys_that_agree_above_or_below_are_sorted(void **state) {
    (void)state;
    check_sorted(MANY, 31, 0, 1);  /* the half that is compared */
    check_sorted(MANY, 11, 31, 2); /* each of the three digits */
    check_sorted(MANY, 11, 42, 3);
    check_sorted(MANY, 11, 53, 4);
    check_sorted(MANY, 3, 29, 5); /* across the edge, with many equals */
    check_sorted(MANY, 0, 0, 6);  /* all equal */
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(few_rows_and_many_are_sorted),
        cmocka_unit_test(keys_that_agree_above_or_below_are_sorted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
