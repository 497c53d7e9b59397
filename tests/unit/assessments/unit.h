/* What every test of the domain needs: cmocka with its preamble, and comparing doubles. */
#ifndef TESTS_UNIT_ASSESSMENTS_UNIT_H
#define TESTS_UNIT_ASSESSMENTS_UNIT_H

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include "daemon/base/arena.h"
#include "daemon/base/check.h"

/* Fail with the place of the caller unless |got − wanted| <= eps. */
static inline void near_or_fail(double got, double wanted, double eps, const char *what,
                                const char *file, int line) {
    if (fabs(got - wanted) <= eps)
        return;
    print_error("%s:%d: %s is %.12g, not %.12g\n", file, line, what, got, wanted);
    _fail(file, line);
}
#define assert_near(got, wanted, eps) near_or_fail((got), (wanted), (eps), #got, __FILE__, __LINE__)

#endif
