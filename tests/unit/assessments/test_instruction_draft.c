/* A job instruction: drafted whole, covered honestly, checked before it is published. */
#include "assessments/instruction.h"
#include "tests/unit/assessments/packs.h"

static void every_draft_of_the_shipped_pack_can_be_published(void **state) {
    (void)state;
    struct arena *a = arena_new(256 << 20);
    const struct pack *p = load_or_fail(SHIPPED_FOLDER, a);
    for (size_t s = 0; s < p->segments_n; s++) {
        for (size_t z = 0; z < p->sizes_n; z++) {
            struct instruction in = instruction_draft(p, s, z, a);
            struct instruction_findings f = instruction_check(p, &in, UINT32_MAX, a);
            assert_int_equal(f.refusals_n, 0);
            assert_true(in.duties_n > 3 && in.kpis_n > 2 && in.rights_n > 1 && in.provisions_n > 2);
            for (size_t i = 0; i < in.requirements_n; i++)
                assert_true(in.requirements[i].duties_n > 0);
        }
    }
    arena_free(&a);
}

static void drafts_take_what_the_segment_preselects(void **state) {
    (void)state;
    struct arena *a = arena_new(64 << 20);
    const struct pack *p = load_or_fail(TINY_FOLDER, a);
    struct instruction in = instruction_draft(p, 0, PACK_NONE, a);
    assert_int_equal(in.duties_n, 3);
    assert_true(in.duties[0].essential);
    assert_false(in.duties[1].essential);
    assert_string_equal(in.duties[2].family, "F2");
    assert_int_equal(in.kpis_n, 2);
    assert_int_equal(in.kpis[1].duties_n, 2);
    assert_int_equal(in.rights_n, 2);
    assert_int_equal(in.provisions_n, 2);
    assert_int_equal(in.requirements_n, 4);
    assert_int_equal(in.requirements[1].duties_n, 2);
    assert_int_equal(in.requirements[1].minimum, 3);
    struct instruction few = instruction_draft(p, 1, PACK_NONE, a);
    assert_int_equal(few.duties_n, 1);
    assert_int_equal(few.requirements_n, 2);
    assert_int_equal(few.requirements[0].competency, 0); /* in the order of the pack */
    assert_int_equal(few.requirements[0].weight, 3);
    arena_free(&a);
}

static void coverage_names_the_gaps(void **state) {
    (void)state;
    struct arena *a = arena_new(64 << 20);
    const struct pack *p = load_or_fail(TINY_FOLDER, a);
    struct instruction in =
        instruction_draft(p, 0, PACK_NONE, a); /* KNOW 40 RAPP 30 CALC 20 HARD 10 */
    struct instruction_coverage all = instruction_coverage(p, &in, UINT32_MAX, a);
    assert_int_equal(all.measured_w, 100);
    assert_int_equal(all.rows[0].instruments, 1 + 2); /* KT, and SJT-1 */
    assert_int_equal(all.rows[2].instruments, 4);
    struct instruction_coverage kt = instruction_coverage(p, &in, 1, a);
    assert_int_equal(kt.measured_w, 40);
    assert_int_equal(kt.gaps_n, 3);
    assert_int_equal(kt.gaps[0], 1);
    arena_free(&a);
}

static bool finds(const struct instruction_findings *f, enum instruction_finding_kind kind,
                  size_t row) {
    for (size_t i = 0; i < f->n; i++)
        if (f->list[i].kind == kind && f->list[i].row == row)
            return true;
    return false;
}

static void each_fault_stands_in_the_way(void **state) {
    (void)state;
    struct arena *a = arena_new(64 << 20);
    const struct pack *p = load_or_fail(TINY_FOLDER, a);
    struct instruction in = instruction_draft(p, 0, PACK_NONE, a);
    struct instruction_requirement rows[4];
    struct instruction_kpi kpis[2];
    memcpy(rows, in.requirements, sizeof rows);
    memcpy(kpis, in.kpis, sizeof kpis);
    in.requirements = rows;
    in.kpis = kpis;
    struct instruction_findings f = instruction_check(p, &in, UINT32_MAX, a);
    assert_int_equal(f.refusals_n, 0);
    assert_false(finds(&f, FINDING_DUTY_UNASKED, 2));

    rows[0].weight = 38;
    rows[3].weight = 1; /* 89 in all; one point cannot be seen through the error */
    kpis[0].weight = 55;
    kpis[1].duties = (const char *const[]) { "D9" };
    kpis[1].duties_n = 1;
    rows[1].minimum = 5;
    f = instruction_check(p, &in, UINT32_MAX, a);
    assert_true(finds(&f, FINDING_WEIGHTS_SUM, PACK_NONE));
    assert_true(finds(&f, FINDING_KPI_SUM, PACK_NONE));
    assert_true(finds(&f, FINDING_KPI_DUTY, 1));
    assert_true(finds(&f, FINDING_MINIMUM_OVER, 1));
    assert_true(finds(&f, FINDING_WEIGHT_BELOW_ERROR, 3));
    assert_int_equal(f.refusals_n, 4);

    rows[0].weight = 0;
    rows[2].competency = 1;
    rows[3].duties_n = 0;
    struct instruction_must_have gates[8] = { { .field = "about" }, { .field = "years" } };
    in.must_haves = gates;
    in.must_haves_n = 8;
    f = instruction_check(p, &in, 1, a);
    assert_true(finds(&f, FINDING_WEIGHT_RANGE, 0));
    assert_true(finds(&f, FINDING_DUPLICATE, 2));
    assert_true(finds(&f, FINDING_NO_DUTY, 3));
    assert_true(finds(&f, FINDING_GATE_UNKNOWN, 0));
    assert_false(finds(&f, FINDING_GATE_UNKNOWN, 1));
    assert_true(finds(&f, FINDING_MUST_HAVES, PACK_NONE));
    assert_true(finds(&f, FINDING_GAP, 1));

    struct instruction empty = { .segment = "all" };
    f = instruction_check(p, &empty, 0, a);
    assert_true(finds(&f, FINDING_NO_REQUIREMENTS, PACK_NONE));
    assert_true(finds(&f, FINDING_NO_DUTIES, PACK_NONE));
    arena_free(&a);
}

static void a_duty_without_a_requirement_is_named(void **state) {
    (void)state;
    struct arena *a = arena_new(64 << 20);
    const struct pack *p = load_or_fail(TINY_FOLDER, a);
    struct instruction in = instruction_draft(p, 0, PACK_NONE, a);
    in.requirements_n = 2; /* KNOW, RAPP: nothing asks for D3 */
    struct instruction_findings f = instruction_check(p, &in, UINT32_MAX, a);
    assert_true(finds(&f, FINDING_DUTY_UNASKED, 2));
    assert_false(finds(&f, FINDING_DUTY_UNASKED, 0));
    /* a minimum behind which every duty can be learned on the job */
    struct instruction_duty duties[3];
    memcpy(duties, in.duties, sizeof duties);
    duties[0].trainable = duties[1].trainable = TRAINABLE_YES;
    in.duties = duties;
    f = instruction_check(p, &in, UINT32_MAX, a);
    assert_true(finds(&f, FINDING_TRAINABLE_MINIMUM, 1));
    arena_free(&a);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_draft_of_the_shipped_pack_can_be_published),
        cmocka_unit_test(drafts_take_what_the_segment_preselects),
        cmocka_unit_test(coverage_names_the_gaps),
        cmocka_unit_test(each_fault_stands_in_the_way),
        cmocka_unit_test(a_duty_without_a_requirement_is_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
