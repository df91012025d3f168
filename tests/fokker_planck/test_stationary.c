/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Stationary states, and what makes them: steady.c, steady_ring.c, steady_decay.c. */
#include "fpk/fokker_planck/stationary.h"

#include "fpk/fokker_planck/spectrum.h"

#include "models.h"

#include "../check.h"

#include <stdlib.h>

static struct fpk_stationary solved(struct fpk_stationary_problem problem)
{
    struct fpk_stationary s;
    check_ok(fpk_stationary_solve(&problem, &s));
    check_true(s.converged);
    check_close(fpk_field_mass(&s.field), 1, s.field_error + 1e-13);
    return s;
}

/* Within its error estimate, and that within the tolerance. */
#define check_bounded(got, want, tol)                                                              \
    do {                                                                                           \
        check_close((got).value, want, (got).error + 1e-300);                                      \
        check_close((got).error, 0, tol);                                                          \
    } while (0)

/* OU is normal, at any D, by potential and by drift; ln p right where p is 0. */
static void test_ou(void **state)
{
    (void)state;
    for (int by_drift = 0; by_drift < 2; by_drift++)
        for (double d = 1e-4; d < 2e4; d *= 100) {
            struct fpk_model model = ou_model(&d);
            model.potential = by_drift ? NULL : model.potential;
            double s = sqrt(d), at[] = {0, s, -3 * s, 10 * s, 100 * s};
            struct fpk_stationary got = solved((struct fpk_stationary_problem){
                .model = &model, .n_at = 5, .at = at, .tolerance = 1e-11});
            check_bounded(got.mean, 0, 1e-11 * s);
            check_bounded(got.variance, d, 1e-11 * d);
            check_bounded(got.entropy, 0.5 * log(2 * acos(-1) * exp(1) * d), 1e-10);
            for (int i = 0; i < 5; i++) {
                double z = at[i] / s;
                check_close(got.density[i], gauss(at[i], 0, d), got.density_error[i] + 1e-300);
                check_relative(got.log_density[i], -z * z / 2 - 0.5 * log(2 * acos(-1) * d), 1e-12);
            }
            for (size_t i = 0; i < got.field.grid.n; i += 7) {
                double left = fpk_grid_face(&got.field.grid, i) / sqrt(2 * d);
                double right = fpk_grid_face(&got.field.grid, i + 1) / sqrt(2 * d);
                check_close(got.field.value[i],
                            (erf(right) - erf(left)) / 2 / fpk_grid_width(&got.field.grid),
                            1e-11 / s);
            }
            check_close(got.current.value, 0, 0);
            check_close(got.decay_rate.value, 0, 0);
            check_true(isnan(got.diffusivity.value));
            fpk_stationary_clear(&got);
        }
}

TEST_FUNCTION(cir_drift, 2 * (1 - x))
TEST_FUNCTION(cir_g, 0.5 * sqrt(x))
TEST_FUNCTION(pearson_drift, -2 * x)
TEST_FUNCTION(pearson_g, sqrt(0.5 * (1 + x * x)))

/* CIR, dX = 2 (1 - X) dt + .5 sqrt(X) dW: a gamma density of shape 16 and scale 1/16, on a
 * logarithmic mesh. Pearson's, p ~ (1 + x^2)^-5: variance 1/7, on a mesh graded from 0. */
static void test_half_line_and_heavy_tails(void **state)
{
    (void)state;
    struct fpk_model model = {.name = "cir",
                              .dim = 1,
                              .noise = 1,
                              .noise_kind = FPK_NOISE_SCALAR,
                              .autonomous = true,
                              .drift = cir_drift,
                              .diffusion = cir_g};
    double at[] = {0.01, 0.5, 1, 3};
    struct fpk_stationary got =
        solved((struct fpk_stationary_problem){.model = &model,
                                               .a = 1e-9,
                                               .b = 10,
                                               .ends = {FPK_NATURAL, FPK_NATURAL},
                                               .coordinate = {FPK_COORDINATE_LOG, 0, 1},
                                               .n_at = 4,
                                               .at = at,
                                               .tolerance = 1e-11});
    check_bounded(got.mean, 1, 1e-11);
    check_bounded(got.variance, 1.0 / 16, 1e-12);
    for (int i = 0; i < 4; i++) {
        double want = 16 * log(16) + 15 * log(at[i]) - 16 * at[i] - lgamma(16);
        check_close(got.log_density[i], want, 1e-11);
        check_close(got.density[i], exp(want), got.density_error[i]);
    }
    fpk_stationary_clear(&got);

    model.drift = pearson_drift;
    model.diffusion = pearson_g;
    double far = 1e4;
    got = solved((struct fpk_stationary_problem){.model = &model,
                                                 .a = -far,
                                                 .b = far,
                                                 .coordinate = {FPK_COORDINATE_GRADED, 0, 1},
                                                 .n_at = 1,
                                                 .at = &far,
                                                 .tolerance = 1e-10});
    double z = sqrt(acos(-1)) * tgamma(4.5) / tgamma(5);
    check_bounded(got.variance, 1.0 / 7, 1e-11);
    check_close(got.log_density[0], -5 * log1p(far * far) - log(z), 1e-10);
    fpk_stationary_clear(&got);
}

/* (sin x + F) and D (1 + e cos x): parameters in a row. */
struct ring {
    double d, force, e;
};

static void ring_drift(double t, size_t n, const double *x, double *out, const void *ctx)
{
    (void)t;
    fpk_sin_block(n, x, out);
    for (size_t i = 0; i < n; i++)
        out[i] += ((const struct ring *)ctx)->force;
}

static void ring_diffusion(double t, size_t n, const double *x, double *out, const void *ctx)
{
    (void)t;
    const struct ring *ring = ctx;
    fpk_cos_block(n, x, out);
    for (size_t i = 0; i < n; i++)
        out[i] = sqrt(2 * ring->d * (1 + ring->e * out[i]));
}

static struct fpk_model ring_model(const struct ring *ring)
{
    return (struct fpk_model){.name = "ring",
                              .dim = 1,
                              .noise = 1,
                              .noise_kind = FPK_NOISE_SCALAR,
                              .autonomous = true,
                              .drift = ring_drift,
                              .diffusion = ring_diffusion,
                              .ctx = ring};
}

/* Rings against Fourier matrices: v, D_eff and p(0), also with noise that varies; the two forms of
 * the entropy production agree: J oint f/d dx and int J^2/(d p) dx, here by the periodic trapezoid
 * rule on points. */
static void test_rings(void **state)
{
    (void)state;
    FILE *file = fopen(FPK_TEST_DATA "/ring_known.txt", "r");
    check_true(file != NULL);
    char line[256];
    int rows = 0;
    double pi = acos(-1), at[200];
    for (int i = 0; i < 200; i++)
        at[i] = 2 * pi * i / 200;
    while (fgets(line, sizeof line, file)) {
        if (line[0] == '#')
            continue;
        char *rest = line;
        double known[6];
        for (int i = 0; i < 6; i++)
            known[i] = strtod(rest, &rest);
        struct ring ring = {known[0], known[1], known[2]};
        struct fpk_model model = ring_model(&ring);
        for (double tolerance = 1e-5; tolerance > 1e-11; tolerance /= 1000) {
            struct fpk_stationary got =
                solved((struct fpk_stationary_problem){.model = &model,
                                                       .b = 2 * pi,
                                                       .ends = {FPK_PERIODIC, FPK_PERIODIC},
                                                       .n_at = 200,
                                                       .at = at,
                                                       .tolerance = tolerance});
            double digits = 3e-11; /* of the table */
            check_close(got.velocity.value, known[3], got.velocity.error + digits);
            check_close(got.velocity.value, known[3], 1e-8);
            check_close(got.diffusivity.value, known[4], got.diffusivity.error + digits);
            check_close(got.diffusivity.value, known[4], 1e-8);
            check_close(got.density[0], known[5], got.density_error[0] + digits);
            double production = 0, j = got.current.value, g[200];
            ring_diffusion(0, 200, at, g, &ring);
            for (int i = 0; i < 200; i++)
                production += 2 * pi / 200 * j * j / (0.5 * g[i] * g[i] * got.density[i]);
            check_close(got.entropy_production.value, production, 4 * tolerance * production);
            fpk_stationary_clear(&got);
        }
        rows++;
    }
    (void)fclose(file);
    check_equal(rows, 23);
}

/* A wall in Phi of 2000 on the ring: nothing overflows, and the current is 0 to rounding. */
static void test_deep_ring(void **state)
{
    (void)state;
    struct ring ring = {0.001, 0, 0};
    struct fpk_model model = ring_model(&ring);
    double pi = acos(-1), at[] = {0, acos(-1)};
    struct fpk_stationary got = solved((struct fpk_stationary_problem){
        .model = &model, .b = 2 * pi, .ends = {FPK_PERIODIC, FPK_PERIODIC}, .n_at = 2, .at = at});
    check_bounded(got.mean, pi, 1e-9);
    check_close(got.log_density[0] - got.log_density[1], -2000, 1e-8);
    check_bounded(got.current, 0, 1e-300);
    fpk_stationary_clear(&got);
    /* One period on, tilted so that it runs without a barrier: v is nearly sqrt(F^2 - 1). */
    ring = (struct ring){0.001, 1.5, 0};
    got = solved((struct fpk_stationary_problem){
        .model = &model, .a = 2 * pi, .b = 4 * pi, .ends = {FPK_PERIODIC, FPK_PERIODIC}});
    check_close(got.velocity.value, sqrt(1.5 * 1.5 - 1), 1e-5);
    fpk_stationary_clear(&got);
}

/* Drift and diffusion between absorbing walls at +-1: lambda_0 = D pi^2/4 + mu^2/(4 D), the density
 * a cosine times e^{mu x/(2 D)}, exits in the ratio of its slopes there. */
TEST_FUNCTION(slope_drift, ((const double *)ctx)[1])

static void test_drift_between_absorbing(void **state)
{
    (void)state;
    const struct fpk_ends both = {FPK_ABSORBING, FPK_ABSORBING};
    double pi = acos(-1), at[] = {-1, -0.5, 0, 0.7, 1};
    for (double d = 0.05; d < 10; d *= 3)
        for (double mu = -1; mu < 2; mu += 0.5) {
            double c[2] = {d, mu}, k = mu / (2 * d);
            struct fpk_model model = ou_model(c);
            model.potential = NULL;
            model.drift = slope_drift;
            struct fpk_stationary got = solved((struct fpk_stationary_problem){.model = &model,
                                                                               .a = -1,
                                                                               .b = 1,
                                                                               .ends = both,
                                                                               .n_at = 5,
                                                                               .at = at,
                                                                               .tolerance = 1e-10});
            double rate = d * (pi * pi / 4 + k * k);
            check_bounded(got.decay_rate, rate, 1e-10 * rate);
            check_bounded(got.exit_right, 1 / (1 + exp(-2 * k)), 1e-10);
            double z = pi * cosh(k) / (pi * pi / 4 + k * k);
            check_bounded(got.mean, tanh(k) - 2 * k / (pi * pi / 4 + k * k), 1e-9);
            for (int i = 0; i < 5; i++)
                check_close(got.density[i], cos(pi * at[i] / 2) * exp(k * at[i]) / z,
                            got.density_error[i] + 1e-16);
            check_true(got.log_density[0] == -INFINITY && got.log_density[4] == -INFINITY);
            check_close(got.log_density[1], log(cos(pi / 4)) - k / 2 - log(z), 1e-9);
            fpk_stationary_clear(&got);
        }
}

/* One wall, left or right, and the mirror: quarter waves, rate D pi^2/16; entropy of a cosine by
 * hand: 1 + ln(2/pi) on a length of 2. */
static void test_one_absorbing(void **state)
{
    (void)state;
    double d = 0.7, pi = acos(-1);
    struct fpk_model model = ou_model(&d);
    model.potential = zero;
    for (int side = 0; side < 2; side++) {
        struct fpk_ends ends = {FPK_ABSORBING, FPK_REFLECTING};
        if (side)
            ends = (struct fpk_ends){FPK_REFLECTING, FPK_ABSORBING};
        struct fpk_stationary got = solved((struct fpk_stationary_problem){
            .model = &model, .a = -1, .b = 1, .ends = ends, .tolerance = 1e-10});
        check_bounded(got.decay_rate, d * pi * pi / 16, 1e-10);
        check_bounded(got.exit_right, side, 1e-10);
        check_bounded(got.entropy, 1 + log(2 / pi), 1e-10);
        check_bounded(got.mean, (side ? -1 : 1) * (4 / pi - 1), 1e-10);
        fpk_stationary_clear(&got);
    }
}

/* The odd mode of the double well is what an absorbing wall on the barrier leaves: its rate is
 * lambda_1 of the whole line, known to 20 digits, down to 3e-31. */
static void test_half_double_well(void **state)
{
    (void)state;
    FILE *file = fopen(FPK_TEST_DATA "/double_well_spectrum.txt", "r");
    check_true(file != NULL);
    char line[256];
    int rows = 0;
    while (fgets(line, sizeof line, file)) {
        char *rest = line;
        double d = line[0] == '#' ? 0 : strtod(rest, &rest);
        if (line[0] == '#' || strtod(rest, &rest) != 1)
            continue;
        double want = strtod(rest, &rest);
        struct fpk_model well = well_model(&d);
        for (int side = 0; side < 2; side++) {
            struct fpk_stationary_problem problem = {
                .model = &well, .b = INFINITY, .ends = {FPK_ABSORBING, FPK_NATURAL}};
            if (side) {
                problem.a = -INFINITY;
                problem.b = 0;
                problem.ends = (struct fpk_ends){FPK_NATURAL, FPK_ABSORBING};
            }
            struct fpk_stationary got = solved(problem);
            check_bounded(got.decay_rate, want, 1e-6 * want);
            check_relative(got.decay_rate.value, want, 1e-12);
            fpk_stationary_clear(&got);
        }
        rows++;
    }
    (void)fclose(file);
    check_equal(rows, 7);
}

static void test_refusals(void **state)
{
    (void)state;
    double d = 1;
    struct fpk_model model = ou_model(&d);
    struct fpk_stationary s;
    struct fpk_stationary_problem problem = {.model = &model, .a = 2, .b = 1};
    check_refused(fpk_stationary_solve(&problem, &s), FPK_USAGE, "is empty");
    problem.ends = (struct fpk_ends){FPK_PERIODIC, FPK_NATURAL};
    problem.a = 0;
    check_refused(fpk_stationary_solve(&problem, &s), FPK_USAGE, "both ends periodic");
    problem.ends.right = FPK_PERIODIC;
    check_refused(fpk_stationary_solve(&problem, &s), FPK_USAGE, "the drift is -0 and -1");
    problem.b = INFINITY;
    check_refused(fpk_stationary_solve(&problem, &s), FPK_USAGE, "needs a domain");
    problem.ends = (struct fpk_ends){FPK_NATURAL, FPK_ABSORBING};
    check_refused(fpk_stationary_solve(&problem, &s), FPK_USAGE, "needs a place");
    double x = -3;
    problem = (struct fpk_stationary_problem){.model = &model, .b = 1, .n_at = 1, .at = &x};
    check_refused(fpk_stationary_solve(&problem, &s), FPK_USAGE, "asked for at -3");
    model.potential = NULL;
    model.drift = zero;
    problem = (struct fpk_stationary_problem){.model = &model};
    check_refused(fpk_stationary_solve(&problem, &s), FPK_NUMERIC, "not confined");
    model.autonomous = false;
    check_refused(fpk_stationary_solve(&problem, &s), FPK_USAGE, "depend on time");
    /* A tolerance out of reach is said, not hidden. */
    d = 1e-3;
    model = ou_model(&d);
    problem = (struct fpk_stationary_problem){
        .model = &model, .a = -8, .b = 8, .tolerance = 1e-8, .max_panels = 64};
    check_ok(fpk_stationary_solve(&problem, &s));
    check_true(!s.converged);
    check_close(s.variance.value, d, s.variance.error);
    fpk_stationary_clear(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_ou),
        cmocka_unit_test(test_half_line_and_heavy_tails),
        cmocka_unit_test(test_rings),
        cmocka_unit_test(test_deep_ring),
        cmocka_unit_test(test_drift_between_absorbing),
        cmocka_unit_test(test_one_absorbing),
        cmocka_unit_test(test_half_double_well),
        cmocka_unit_test(test_refusals),
    };
    return check_main(tests);
}
