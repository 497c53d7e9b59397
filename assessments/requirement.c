/* assessments/requirement.c — is a requirement met, given the error? */
#include "assessments/requirement.h"

#include <string.h>

#include "assessments/number.h"
#include "daemon/base/check.h"

struct requirement_result requirement_check(struct estimate estimate, int minimum) {
    struct requirement_result r = { .interval = { 0, 100 } };
    r.cut = minimum >= 1 ? level_cut(minimum) : 0;
    if (!estimate.known)
        return r;
    r.interval = interval_of(estimate.value, estimate.se, STAT_Z90);
    if (minimum <= 1)
        r.state = REQUIREMENT_MEASURED;
    else if (r.interval.lo > r.cut)
        r.state = REQUIREMENT_MET;
    else if (r.interval.hi < r.cut)
        r.state = REQUIREMENT_NOT_MET;
    else
        r.state = REQUIREMENT_UNCERTAIN;
    return r;
}

static bool is_passing(const struct pack_field *field, const char *code) {
    for (size_t i = 0; i < field->gate_pass_n; i++)
        if (strcmp(field->gate_pass[i], code) == 0)
            return true;
    return false;
}

enum gate_state gate_propose(const struct pack_field *field, const char *const *values, size_t n,
                             enum lang lang) {
    CHECK(field->has_gate);
    bool answered = false, passes = false;
    for (size_t i = 0; i < n; i++) {
        double number = 0;
        if (values[i] == NULL || values[i][0] == '\0')
            continue;
        if (field->type == FIELD_NUMBER && !number_read(values[i], lang, NULL, &number))
            continue; /* nobody can say what was meant */
        answered = true;
        passes |= field->type == FIELD_NUMBER ? number >= field->gate_minimum
                                              : is_passing(field, values[i]);
    }
    return !answered ? GATE_UNVERIFIED : passes ? GATE_PASSED : GATE_FAILED;
}

enum gate_state gate_settle(enum gate_state proposed, enum gate_word word) {
    if (word == GATE_CONFIRMED_PASSED)
        return GATE_PASSED;
    if (word == GATE_CONFIRMED_FAILED)
        return GATE_FAILED;
    return proposed == GATE_PASSED ? GATE_PASSED : GATE_UNVERIFIED;
}

bool gate_needs_person(enum gate_state proposed, enum gate_word word) {
    return word == GATE_NOBODY_YET && proposed != GATE_PASSED;
}
