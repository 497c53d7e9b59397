/* Distributions to 1e-10 and random numbers that anybody can repeat. */
#include "assessments/prng.h"
#include "assessments/stat.h"
#include "assessments/weight.h"
#include "tests/unit/assessments/unit.h"

static void normal_and_its_inverse_agree(void **state) {
    (void)state;
    /* R 4.2: qnorm(c(.975, .1, 1e-10, 1e-100, .6)) */
    assert_near(stat_phi_inverse(.975), 1.959963984540054, 1e-14);
    assert_near(stat_phi_inverse(.1), -1.2815515655446004, 1e-14);
    assert_near(stat_phi_inverse(1e-10), -6.361340902404056, 1e-13);
    assert_near(stat_phi_inverse(1e-100), -21.27345356096599, 1e-12);
    assert_near(stat_phi_inverse(.6), .2533471031357997, 1e-15);
    assert_true(isinf(stat_phi_inverse(0)) && isinf(stat_phi_inverse(1)));
    for (double x = -8; x <= 6; x += .01)
        assert_near(stat_phi_inverse(stat_phi(x)), x, 1e-7);
}

/* The reference generator of the authors (xoshiro256starstar.c), state 1, 2, 3, 4. */
static void generator_matches_the_reference(void **state) {
    (void)state;
    struct prng r = { { 1, 2, 3, 4 } };
    const uint64_t expected[] = { 11520u, 0u, 1509978240u, UINT64_C(1215971899390074240) };
    for (size_t i = 0; i < 4; i++)
        assert_true(prng_next(&r) == expected[i]);
    struct prng zero = prng_seed(0); /* SplitMix64 from 0 begins with this */
    assert_true(zero.s[0] == UINT64_C(0xe220a8397b1dcdaf));
}

static void draws_have_the_moments_they_claim(void **state) {
    (void)state;
    struct prng r = prng_seed(7);
    double sum = 0, squares = 0;
    size_t counts[6] = { 0 };
    for (int i = 0; i < 60000; i++) {
        double z = prng_normal(&r);
        sum += z;
        squares += z * z;
        counts[prng_below(&r, 6)]++;
    }
    assert_near(sum / 60000, 0, .02);
    assert_near(squares / 60000, 1, .03);
    for (size_t i = 0; i < 6; i++)
        assert_in_range(counts[i], 9600, 10400);
}

static void shuffle_keeps_every_index(void **state) {
    (void)state;
    size_t index[50], seen = 0;
    for (size_t i = 0; i < 50; i++)
        index[i] = i;
    struct prng r = prng_seed(1);
    prng_shuffle(&r, index, 50);
    for (size_t i = 0; i < 50; i++)
        for (size_t j = 0; j < 50; j++)
            seen += index[j] == i;
    assert_int_equal(seen, 50);
}

static void largest_remainders_sum_to_the_total(void **state) {
    (void)state;
    int points[4] = { 0 };
    weight_round((const double[]) { 1, 1, 1 }, 3, 100, points);
    assert_int_equal(points[0], 34); /* a tie: the earlier one */
    assert_int_equal(points[0] + points[1] + points[2], 100);
    weight_round((const double[]) { 9, 10, 30, 53 }, 4, 100, points);
    assert_int_equal(points[0] + points[1] + points[2] + points[3], 100);
    double w[3] = { 20, 30, 50 };
    weight_set(w, 3, 0, 60);
    assert_near(w[0], 60, 1e-12);
    assert_near(w[1], 15, 1e-12);
    assert_near(w[2], 25, 1e-12);
    weight_set(w, 3, 0, 100);
    weight_set(w, 3, 0, 50);
    assert_near(w[1], 25, 1e-12);
}

static void intervals_are_clipped(void **state) {
    (void)state;
    struct interval i = interval_of(96.2, 5.1, STAT_Z95);
    assert_near(i.hi, 100, 0);
    assert_near(i.lo, 96.2 - 5.1 * 1.959963984540054, 1e-12);
}

/* −Φ⁻¹(Φ(−1.645)/3) and /6, recomputed with Python's NormalDist; in simulated equals some pair
 * differs as rarely as one pair alone would. */
static void more_people_ask_for_a_larger_difference(void **state) {
    (void)state;
    assert_near(stat_z_of_many(1, 1.645), 1.645, 0);
    assert_near(stat_z_of_pairs(2, 1.645), 1.645, 0);
    assert_near(stat_z_of_pairs(3, 1.645), 2.128166631835, 1e-9);
    assert_near(stat_z_of_pairs(4, 1.645), 2.394090542476, 1e-9);
    enum { ROUNDS = 40000, PEOPLE = 4 };
    const double se[PEOPLE] = { 5, 8, 11, 14 };
    struct prng r = prng_seed(11);
    int some = 0, some_naive = 0;
    for (int round = 0; round < ROUNDS; round++) {
        double x[PEOPLE] = { 0 }, most = 0;
        for (size_t i = 0; i < PEOPLE; i++)
            x[i] = 60 + se[i] * prng_normal(&r);
        for (size_t i = 0; i < PEOPLE; i++)
            for (size_t k = i + 1; k < PEOPLE; k++)
                most = fmax(most, fabs(x[i] - x[k]) / hypot(se[i], se[k]));
        some += most > stat_z_of_pairs(PEOPLE, 1.645);
        some_naive += most > 1.645;
    }
    assert_true(some <= .105 * ROUNDS);
    assert_true(some_naive > .2 * ROUNDS); /* what the rule for two would have said */
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(normal_and_its_inverse_agree),
        cmocka_unit_test(generator_matches_the_reference),
        cmocka_unit_test(draws_have_the_moments_they_claim),
        cmocka_unit_test(shuffle_keeps_every_index),
        cmocka_unit_test(largest_remainders_sum_to_the_total),
        cmocka_unit_test(intervals_are_clipped),
        cmocka_unit_test(more_people_ask_for_a_larger_difference),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
