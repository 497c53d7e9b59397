/* assessments/stat.c — the few distributions and sums that everything else stands on. */
#include "assessments/stat.h"

#include <math.h>

double stat_phi(double x) {
    return .5 * erfc(-x * M_SQRT1_2);
}

/* c[0] + c[1] x + … + c[7] x^7 */
static double polynomial(const double c[8], double x) {
    double sum = c[7];
    for (int i = 6; i >= 0; i--)
        sum = sum * x + c[i];
    return sum;
}

/* AS 241, the centre: |p − ½| <= .425. */
static double phi_inverse_centre(double q) {
    static const double a[8] = {
        3.3871328727963666080e0,  1.3314166789178437745e+2, 1.9715909503065514427e+3,
        1.3731693765509461125e+4, 4.5921953931549871457e+4, 6.7265770927008700853e+4,
        3.3430575583588128105e+4, 2.5090809287301226727e+3,
    };
    static const double b[8] = {
        1.0,
        4.2313330701600911252e+1,
        6.8718700749205790830e+2,
        5.3941960214247511077e+3,
        2.1213794301586595867e+4,
        3.9307895800092710610e+4,
        2.8729085735721942674e+4,
        5.2264952788528545610e+3,
    };
    double r = .180625 - q * q;
    return q * polynomial(a, r) / polynomial(b, r);
}

/* AS 241, the tails: r = √(−ln of the tail probability); one set up to 5, one beyond. */
static double phi_inverse_tail(double r) {
    static const double c[8] = {
        1.42343711074968357734e0,  4.63033784615654529590e0,  5.76949722146069140550e0,
        3.64784832476320460504e0,  1.27045825245236838258e0,  2.41780725177450611770e-1,
        2.27238449892691845833e-2, 7.74545014278341407640e-4,
    };
    static const double d[8] = {
        1.0,
        2.05319162663775882187e0,
        1.67638483018380384940e0,
        6.89767334985100004550e-1,
        1.48103976427480074590e-1,
        1.51986665636164571966e-2,
        5.47593808499534494600e-4,
        1.05075007164441684324e-9,
    };
    static const double e[8] = {
        6.65790464350110377720e0,  5.46378491116411436990e0,  1.78482653991729133580e0,
        2.96560571828504891230e-1, 2.65321895265761230930e-2, 1.24266094738807843860e-3,
        2.71155556874348757815e-5, 2.01033439929228813265e-7,
    };
    static const double f[8] = {
        1.0,
        5.99832206555887937690e-1,
        1.36929880922735805310e-1,
        1.48753612908506148525e-2,
        7.86869131145613259100e-4,
        1.84631831751005468180e-5,
        1.42151175831644588870e-7,
        2.04426310338993978564e-15,
    };
    if (r <= 5)
        return polynomial(c, r - 1.6) / polynomial(d, r - 1.6);
    return polynomial(e, r - 5) / polynomial(f, r - 5);
}

double stat_phi_inverse(double p) {
    if (p <= 0)
        return -HUGE_VAL;
    if (p >= 1)
        return HUGE_VAL;
    double q = p - .5;
    if (fabs(q) <= .425)
        return phi_inverse_centre(q);
    double x = phi_inverse_tail(sqrt(-log(q < 0 ? p : 1 - p)));
    return q < 0 ? -x : x;
}

double stat_z_of_many(size_t m, double z) {
    return m > 1 ? -stat_phi_inverse(stat_phi(-z) / (double)m) : z;
}

double stat_z_of_pairs(size_t n, double z) {
    return stat_z_of_many(n * (n - 1) / 2, z);
}

double stat_logistic(double x) {
    if (x >= 0)
        return 1 / (1 + exp(-x));
    double e = exp(x);
    return e / (1 + e);
}

double stat_mean(const double *x, size_t n) {
    double sum = 0;
    for (size_t i = 0; i < n; i++)
        sum += x[i];
    return sum / (double)n;
}

double stat_variance(const double *x, size_t n) {
    double mean = stat_mean(x, n), sum = 0;
    for (size_t i = 0; i < n; i++)
        sum += (x[i] - mean) * (x[i] - mean);
    return sum / (double)(n - 1);
}

bool stat_correlation(const double *x, const double *y, size_t n, double *ret_r) {
    if (n < 2)
        return false;
    double mx = stat_mean(x, n), my = stat_mean(y, n), sxx = 0, syy = 0, sxy = 0;
    for (size_t i = 0; i < n; i++) {
        sxx += (x[i] - mx) * (x[i] - mx);
        syy += (y[i] - my) * (y[i] - my);
        sxy += (x[i] - mx) * (y[i] - my);
    }
    if (sxx <= 0 || syy <= 0)
        return false;
    double r = sxy / sqrt(sxx * syy);
    *ret_r = fmin(1, fmax(-1, r));
    return true;
}

struct interval interval_of(double value, double se, double z) {
    return (struct interval) {
        .lo = fmin(100, fmax(0, value - z * se)),
        .hi = fmin(100, fmax(0, value + z * se)),
    };
}
