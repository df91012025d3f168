/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests adaptive.c and adaptive_walk.c. */
#include "fpk/sde/adaptive.h"

#include "fpk/wiener/tree.h"

#include "models.h"

#include "../check.h"

#define Z 4.9 /* two-sided false-alarm rate 1e-6 per comparison of a normal figure */

/* (W, int W dt, Y): the path itself, its integral, and something that wants short steps at random
 * times, a pull towards W^2 that is the stiffer the larger W is. */
static void storm_drift(double t, size_t n, const double *x, double *out, const void *ctx)
{
    (void)t, (void)ctx;
    for (size_t i = 0; i < n; i++) {
        double w = x[i], y = x[2 * n + i];
        out[i] = 0;
        out[n + i] = w;
        out[2 * n + i] = 30 * (w * w - y) * (1 + w * w);
    }
}

static void storm_diffusion(double t, size_t n, const double *x, double *out, const void *ctx)
{
    (void)t, (void)x, (void)ctx;
    for (size_t i = 0; i < n; i++) {
        out[i] = 1;
        out[n + i] = 0;
        out[2 * n + i] = 1;
    }
}

static struct fpk_model storm_model(void)
{
    return (struct fpk_model){.name = "storm",
                              .dim = 3,
                              .noise = 1,
                              .noise_kind = FPK_NOISE_ADDITIVE,
                              .autonomous = true,
                              .drift = storm_drift,
                              .diffusion = storm_diffusion};
}

/* All particles at these coordinates. */
static void start_at(struct fpk_start *start, size_t dim, const double *at)
{
    struct fpk_points points;
    check_ok(fpk_points_init(&points, 1, dim));
    for (size_t d = 0; d < dim; d++)
        fpk_points_set(&points, 0, d, at[d]);
    check_ok(fpk_start_points(start, &points));
}

static struct fpk_adaptive question(const struct fpk_model *model,
                                    const struct fpk_stepper *stepper,
                                    const struct fpk_start *start, double tolerance)
{
    return (struct fpk_adaptive){.model = model,
                                 .stepper = stepper,
                                 .start = start,
                                 .t0 = 0.5,
                                 .t1 = 2,
                                 .absolute = tolerance,
                                 .seed = 8,
                                 .particles = 3000,
                                 .threads = 1};
}

/* After any storm of refusals W and int W dt are those of the tree's root, to rounding: nothing of
 * the path was lost or drawn anew. sra1 integrates W exactly. And W(t1) has the variance t1 - t0:
 * chi-square of 3000 degrees, nearly normal. */
static void test_path_is_kept(void **state)
{
    (void)state;
    struct fpk_model model = storm_model();
    struct fpk_start start;
    const double zero[3] = {0};
    start_at(&start, 3, zero);
    struct fpk_adaptive a = question(&model, &fpk_sra1, &start, 1e-2);
    struct fpk_points points;
    struct fpk_adaptive_count count;
    check_ok(fpk_adaptive_run(&a, &points, &count));
    check_true(count.refused > 5 * a.particles && count.smallest < count.largest / 16);
    struct fpk_tree tree = {.seed = a.seed, .t0 = 0.5, .t1 = 2};
    double square = 0;
    for (size_t i = 0; i < a.particles; i++) {
        double w, h;
        fpk_tree_interval(&tree, 0, 0, i, 1, &w, &h);
        check_close(fpk_points_get(&points, i, 0), w, 1e-12);
        check_close(fpk_points_get(&points, i, 1), 1.5 * (w / 2 + h), 1e-12);
        square += w * w;
    }
    check_close(square / (1.5 * 3000), 1, Z * sqrt(2.0 / 3000));
    fpk_points_clear(&points);
    fpk_start_clear(&start);
}

/* The root mean square of X_h - X(t1), X known from W(t1). */
static double rms_error(const struct fpk_adaptive *a, double (*exact)(double w),
                        struct fpk_adaptive_count *count)
{
    struct fpk_points points;
    struct fpk_tree tree = {.seed = a->seed, .t0 = a->t0, .t1 = a->t1};
    double sum = 0;
    check_ok(fpk_adaptive_run(a, &points, count));
    for (size_t i = 0; i < a->particles; i++) {
        double w, h;
        fpk_tree_interval(&tree, 0, 0, i, 1, &w, &h);
        double e = fpk_points_get(&points, i, 0) - exact(w);
        sum += e * e;
    }
    fpk_points_clear(&points);
    return sqrt(sum / (double)a->particles);
}

static void cooling_drift(double t, size_t n, const double *x, double *out, const void *ctx)
{
    (void)ctx;
    for (size_t i = 0; i < n; i++)
        out[i] = 1 / sqrt(1 + t) - x[i] / (2 * (1 + t));
}

static void cooling_diffusion(double t, size_t n, const double *x, double *out, const void *ctx)
{
    (void)x, (void)ctx;
    for (size_t i = 0; i < n; i++)
        out[i] = 2 / sqrt(1 + t);
}

/* dX = (1/sqrt(1+t) - X/(2(1+t))) dt + 2/sqrt(1+t) dW: sqrt(1+t) X - t - 2 W is constant. */
static double cooling_exact(double w)
{
    return (sqrt(1.5) * 0.3 + 1.5 + 2 * w) / sqrt(3);
}

static struct fpk_model cooling_model(void)
{
    struct fpk_model model = ou_model();
    model.name = "cooling";
    model.autonomous = false;
    model.drift = cooling_drift;
    model.drift_x = NULL;
    model.diffusion = cooling_diffusion;
    model.exact = NULL;
    return model;
}

static void steep_drift(double t, size_t n, const double *x, double *out, const void *ctx)
{
    (void)t, (void)ctx;
    for (size_t i = 0; i < n; i++)
        out[i] = -8 * x[i];
}

static void steep_diffusion(double t, size_t n, const double *x, double *out, const void *ctx)
{
    (void)t, (void)ctx;
    for (size_t i = 0; i < n; i++)
        out[i] = 2 * x[i];
}

static void two(double t, size_t n, const double *x, double *out, const void *ctx)
{
    (void)t, (void)x, (void)ctx;
    for (size_t i = 0; i < n; i++)
        out[i] = 2;
}

/* dX = -8 X dt + 2 X dW from 1: large while it falls, still at the end. */
static double steep_exact(double w)
{
    return exp((-8 - 2) * 1.5 + 2 * w);
}

static struct fpk_model steep_model(void)
{
    struct fpk_model model = ou_model();
    model.name = "steep";
    model.noise_kind = FPK_NOISE_SCALAR;
    model.drift = steep_drift;
    model.diffusion = steep_diffusion;
    model.diffusion_x = two;
    model.exact = NULL;
    return model;
}

/* Root mean square error and the size of the run. */
struct outcome {
    double error;
    struct fpk_adaptive_count count;
};

static struct outcome outcome_of(const struct fpk_model *model, const struct fpk_stepper *stepper,
                                 double x0, double (*exact)(double), double tolerance)
{
    struct fpk_start start;
    start_at(&start, 1, &x0);
    struct fpk_adaptive a = question(model, stepper, &start, tolerance);
    struct outcome o;
    a.particles = 300;
    o.error = rms_error(&a, exact, &o.count);
    fpk_start_clear(&start);
    return o;
}

/* On one path, a loose and a tight tolerance and every method give the exact solution, to within
 * the tolerance. */
static void test_tolerance(void **state)
{
    (void)state;
    struct fpk_model cooling = cooling_model(), steep = steep_model();
    const struct {
        const struct fpk_model *model;
        const struct fpk_stepper *stepper;
        double x0, (*exact)(double);
    } use[] = {{&cooling, &fpk_sra1, 0.3, cooling_exact},
               {&cooling, &fpk_sra3, 0.3, cooling_exact},
               {&cooling, &fpk_euler_maruyama, 0.3, cooling_exact},
               {&steep, &fpk_sriw1, 1, steep_exact},
               {&steep, &fpk_sri1, 1, steep_exact},
               {&steep, &fpk_milstein, 1, steep_exact}};
    for (size_t k = 0; k < sizeof use / sizeof *use; k++) {
        struct outcome loose =
            outcome_of(use[k].model, use[k].stepper, use[k].x0, use[k].exact, 1e-1);
        struct outcome tight =
            outcome_of(use[k].model, use[k].stepper, use[k].x0, use[k].exact, 1e-2);
        check_between(loose.error, 1e-5, 1e-1);
        check_between(tight.error, 1e-6, 1e-2);
        check_true(tight.error < loose.error && tight.count.accepted > loose.count.accepted);
        check_true(tight.count.refused > 0 && tight.count.smallest < tight.count.largest);
    }
}

/* dX = X/2 dt + X dW from 1 forgets no error. */
static void growing_drift(double t, size_t n, const double *x, double *out, const void *ctx)
{
    (void)t, (void)ctx;
    for (size_t i = 0; i < n; i++)
        out[i] = x[i] / 2;
}

static void identity(double t, size_t n, const double *x, double *out, const void *ctx)
{
    (void)t, (void)ctx;
    memcpy(out, x, n * sizeof *out);
}

/* With a relative tolerance steps err by a share of X, which nothing damps: the relative error at
 * t1 is about the tolerance, and a tenth of it for a tenth. Were the first agreement taken, it
 * would go with the root: .24, .033, .012 were measured so, against .067, .0093, .0012. */
static void test_proportional(void **state)
{
    (void)state;
    struct fpk_model model = steep_model();
    struct fpk_start start;
    struct fpk_tree tree = {.seed = 8, .t0 = 0.5, .t1 = 2};
    double error[3];
    model.drift = growing_drift;
    model.diffusion = identity;
    check_ok(fpk_start_parse(&start, "delta:1"));
    for (int j = 0; j < 3; j++) {
        struct fpk_adaptive a = question(&model, &fpk_sriw1, &start, 0);
        struct fpk_points points;
        struct fpk_adaptive_count count;
        a.particles = 500;
        a.relative = pow(10, -1 - j);
        check_ok(fpk_adaptive_run(&a, &points, &count));
        double sum = 0;
        for (size_t i = 0; i < 500; i++) {
            double w, h;
            fpk_tree_interval(&tree, 0, 0, i, 1, &w, &h);
            double e = points.x[i] / exp(w) - 1;
            sum += e * e;
        }
        error[j] = sqrt(sum / 500);
        fpk_points_clear(&points);
    }
    fpk_start_clear(&start);
    for (int j = 0; j < 3; j++)
        check_between(error[j] * pow(10, 1 + j), 0.3, 2);
    check_between(error[0] / error[1], 5, 20);
    check_between(error[1] / error[2], 5, 20);
}

static void run(const struct fpk_adaptive *a, struct fpk_points *points,
                struct fpk_adaptive_count *count)
{
    check_ok(fpk_adaptive_run(a, points, count));
}

/* Threads, shards, and even the company in a block change no bit. */
static void test_same_bits(void **state)
{
    (void)state;
    struct fpk_model model = storm_model();
    struct fpk_start start;
    const double zero[3] = {0};
    start_at(&start, 3, zero);
    struct fpk_adaptive a = question(&model, &fpk_sra3, &start, 1e-1);
    struct fpk_points whole, part;
    struct fpk_adaptive_count count, other;
    a.first_level = 2;
    run(&a, &whole, &count);
    check_true(count.largest <= 1.5 / 4);
    for (a.threads = 2; a.threads <= 3; a.threads++) {
        run(&a, &part, &other);
        check_true(memcmp(whole.x, part.x, whole.n * 3 * sizeof(double)) == 0);
        check_equal(other.accepted, count.accepted);
        check_equal(other.refused, count.refused);
        check_same_bits(other.smallest, count.smallest);
        check_same_bits(other.largest, count.largest);
        fpk_points_clear(&part);
    }
    a.first = FPK_BLOCK;
    a.particles = 500; /* a block with half of its company */
    run(&a, &part, &other);
    for (size_t i = 0; i < 500; i++)
        for (size_t d = 0; d < 3; d++)
            check_same_bits(fpk_points_get(&part, i, d), fpk_points_get(&whole, FPK_BLOCK + i, d));
    fpk_points_clear(&part);
    fpk_points_clear(&whole);
    fpk_start_clear(&start);
}

/* dX = X^3 dt + dW leaves every bound: the earliest particle is named, at any number of threads. */
static void test_explosion(void **state)
{
    (void)state;
    struct fpk_model model = exploding_model();
    struct fpk_start start;
    check_ok(fpk_start_parse(&start, "normal:0:1"));
    struct fpk_adaptive a = question(&model, &fpk_sra1, &start, 1e-2);
    struct fpk_points points;
    struct fpk_adaptive_count count;
    char first[FPK_MESSAGE_MAX] = "";
    a.relative = 1e-2;
    a.first = 2 * FPK_BLOCK;
    for (a.threads = 1; a.threads <= 3; a.threads++) {
        check_refused(fpk_adaptive_run(&a, &points, &count), FPK_NUMERIC,
                      "asks for steps below 5.46e-12 at t = ");
        if (a.threads == 1)
            snprintf(first, sizeof first, "%s", fpk_message());
        check_text(fpk_message(), first);
        check_true(points.x == NULL);
    }
    unsigned long long particle;
    double t;
    check_equal(
        sscanf(first, "particle %llu asks for steps below 5.46e-12 at t = %lf", &particle, &t), 2);
    check_true(particle >= a.first && particle < a.first + a.particles && t > 0.5);
    /* alone with its block-mates it fails at the same time */
    a.first = particle / FPK_BLOCK * FPK_BLOCK;
    a.particles = (size_t)(particle - a.first) + 1;
    check_refused(fpk_adaptive_run(&a, &points, &count), FPK_NUMERIC, first);
    fpk_start_clear(&start);
}

static void test_refused(void **state)
{
    (void)state;
    struct fpk_model model = ou_model(), steep = steep_model();
    struct fpk_start start;
    struct fpk_points points;
    struct fpk_adaptive_count count;
    check_ok(fpk_start_parse(&start, "delta:0"));
#define REFUSED(field, value, part)                                                                \
    do {                                                                                           \
        struct fpk_adaptive a = question(&model, &fpk_sra1, &start, 1e-2);                         \
        a.field = value;                                                                           \
        check_refused(fpk_adaptive_run(&a, &points, &count), FPK_USAGE, part);                     \
    } while (0)
    REFUSED(stepper, &fpk_dri1, "dri1 follows no path");
    REFUSED(stepper, &fpk_exact_stepper, "makes no error to adapt to");
    REFUSED(model, &steep, "sra1 is for noise that is additive; that of model steep is scalar");
    REFUSED(t1, 0.5, "the end must come after");
    REFUSED(absolute, 0, "one must be positive");
    REFUSED(absolute, -1, "neither may be negative");
    REFUSED(relative, NAN, "tolerances");
    REFUSED(first_level, 25, "first level 25: at most 24");
    REFUSED(particles, 0, "at least one particle");
    REFUSED(first, 100, "multiple of 1024");
#undef REFUSED
    struct fpk_adaptive a = question(&steep, &fpk_euler_maruyama, &start, 1e-2);
    check_refused(
        fpk_adaptive_run(&a, &points, &count), FPK_USAGE,
        "euler-maruyama is of strong order 0.5 for noise that is scalar; steps that look");
    fpk_start_clear(&start);
}

/* No noise: an ordinary equation. */
static void test_no_noise(void **state)
{
    (void)state;
    struct fpk_model model = ou_model();
    struct fpk_start start;
    struct fpk_points points;
    struct fpk_adaptive_count count;
    model.noise = 0;
    model.diffusion = NULL;
    check_ok(fpk_start_parse(&start, "delta:2"));
    struct fpk_adaptive a = question(&model, &fpk_sra3, &start, 1e-6);
    a.particles = 1;
    run(&a, &points, &count);
    check_close(points.x[0], 2 * exp(-1.5), 1e-6);
    fpk_points_clear(&points);
    a.absolute = 100; /* anything goes, but for the longest step and the first try */
    a.first_level = 3;
    run(&a, &points, &count);
    check_same_bits(count.largest, 1.5 / 8);
    check_same_bits(count.smallest, 1.5 / 16);
    check_equal(count.accepted, 9);
    check_equal(count.refused, 1);
    fpk_points_clear(&points);
    fpk_start_clear(&start);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_path_is_kept), cmocka_unit_test(test_tolerance),
        cmocka_unit_test(test_proportional), cmocka_unit_test(test_same_bits),
        cmocka_unit_test(test_explosion),    cmocka_unit_test(test_refused),
        cmocka_unit_test(test_no_noise),
    };
    return check_main(tests);
}
