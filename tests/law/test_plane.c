/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Laws in the plane: the map (plane_map.c), its integrals (plane.c) and its picture
 * (plane_density.c). */
#include "target.h"

#include "fpk/law/plane.h"
#include "fpk/numeric/elementary.h"

static struct fpk_mixture plane_mixture(size_t n, const double *w, const double *mean,
                                        const double *covariance)
{
    struct fpk_mixture mixture;
    check_ok(fpk_mixture_init(&mixture, 2, n, w, mean, covariance));
    return mixture;
}

static void law_of(struct fpk_plane *plane, const struct fpk_plan *plan,
                   const struct fpk_mixture *target)
{
    struct fpk_score score = fpk_score_exact(target);
    struct fpk_plane_options options = {.threads = 1};
    check_ok(fpk_plane_of_plan(plane, plan, &score, NULL, target, &options));
}

/* Gaussian data N(m, C) with C's axes turned by 30 degrees: DDIM is affine on each axis, x' = b'/b
 * (x - a m) + a' m with b^2 = a^2 c + s^2 in the limit of small steps, and exactly, for any step,
 * x' = (s'/s + (a' - a s'/s) a c/(a^2 c + s^2)) (x - a m) + a' m. KL of two Gaussians in closed
 * form. */
static void test_gaussian_data(void **state)
{
    (void)state;
    static const double eigenvalue[2] = {.6, .2}, mean[2] = {.4, -.7};
    double c = sqrt(3) / 2, s = .5, one = 1, covariance[4] = {0};
    double axis[2][2] = {{c, s}, {-s, c}};
    for (int k = 0; k < 2; k++)
        for (int i = 0; i < 4; i++)
            covariance[i] += eigenvalue[k] * axis[k][i / 2] * axis[k][i % 2];
    covariance[2] = covariance[1];
    struct fpk_mixture data = plane_mixture(1, &one, mean, covariance);
    struct fpk_plan plan;
    struct fpk_plane got;
    build_plan(&plan, "ddim", "steps=8");
    law_of(&got, &plan, &data);
    /* The plan's own numbers on each axis: slope and mean of the affine map by pushing 0 and 1. */
    double m[2] = {0, 0}, v[2], kl_qp = 0, kl_pq = 0;
    for (int k = 0; k < 2; k++) {
        struct fpk_mixture line = mixture_of(
            1, &one, (double[]){mean[0] * axis[k][0] + mean[1] * axis[k][1]}, &eigenvalue[k]);
        struct fpk_score score = fpk_score_exact(&line);
        struct fpk_law *law = NULL;
        struct fpk_law_moments moments;
        check_ok(fpk_law_of_plan(&law, &plan, &score, NULL, &one_thread, NULL, NULL));
        check_ok(fpk_law_moments(law, &moments));
        fpk_law_end(&law);
        m[0] += moments.mean * axis[k][0];
        m[1] += moments.mean * axis[k][1];
        v[k] = moments.variance;
        double ratio = v[k] / eigenvalue[k], shift = moments.mean - line.mean[0];
        double square = shift * shift;
        kl_qp += .5 * (ratio - 1 - fpk_log(ratio) + square / eigenvalue[k]);
        kl_pq += .5 * (1 / ratio - 1 + fpk_log(ratio) + square / v[k]);
        fpk_mixture_clear(&line);
    }
    check_close(got.mass.value, 1, 1e-12);
    for (int d = 0; d < 2; d++)
        check_close(got.mean[d].value, m[d], 1e-11);
    for (int k = 0; k < 3; k++) {
        int d = k == 2, e = k > 0;
        double want = v[0] * axis[0][d] * axis[0][e] + v[1] * axis[1][d] * axis[1][e];
        check_close(got.covariance[k].value, want, 1e-11);
        check_between(got.covariance[k].error, 0, 1e-8);
    }
    check_close(got.kl_qp.value, kl_qp, 1e-10);
    check_close(got.kl_pq.value, kl_pq, 1e-10);
    check_between(got.kl_qp.error, 0, 1e-8);
    check_between(got.tv.error, 0, 1e-5);
    check_between(got.folded, 0, 0);
    fpk_plan_clear(&plan);
    fpk_mixture_clear(&data);
}

/* The product of a mixture in x and a Gaussian in y: DDIM keeps the axes apart, so KL is the sum of
 * the two laws on the line. */
static void test_product_of_two_lines(void **state)
{
    (void)state;
    static const double w[2] = {.3, .7}, along[2] = {-1, 1.2}, spread[2] = {.3, .4};
    double mean[4] = {along[0], .5, along[1], .5}, one = 1;
    double covariance[8] = {spread[0], 0, 0, .8, spread[1], 0, 0, .8};
    struct fpk_mixture data = plane_mixture(2, w, mean, covariance);
    struct fpk_mixture x = mixture_of(2, w, along, spread);
    struct fpk_mixture y = mixture_of(1, &one, (double[]){.5}, (double[]){.8});
    struct fpk_plan plan;
    struct fpk_plane got;
    struct fpk_distances of_x, of_y;
    struct fpk_law_moments moments, other;
    build_plan(&plan, "ddim", "steps=5");
    law_of(&got, &plan, &data);
    law_distances(&plan, &x, &one_thread, &of_x, &moments);
    law_distances(&plan, &y, &one_thread, &of_y, &other);
    check_close(got.mean[0].value, moments.mean, 1e-9);
    check_close(got.covariance[0].value, moments.variance, 1e-9);
    check_close(got.covariance[1].value, 0, 1e-9);
    check_close(got.covariance[2].value, other.variance, 1e-9);
    check_close(got.kl_qp.value, of_x.kl_qp.value + of_y.kl_qp.value, 1e-8);
    check_close(got.kl_pq.value, of_x.kl_pq.value + of_y.kl_pq.value, 1e-8);
    check_between(got.kl_pq.error, 0, 1e-6);
    check_between(got.tv.value, of_x.tv.value, of_x.tv.value + of_y.tv.value);
    fpk_plan_clear(&plan);
    fpk_mixture_clear(&data);
    fpk_mixture_clear(&x);
    fpk_mixture_clear(&y);
}

/* Turning the data turns the law: every distance stays, the covariance turns. */
static void test_rotation(void **state)
{
    (void)state;
    static const double w[2] = {.4, .6}, c = .8, s = .6;
    double mean[4] = {-1, 0, 1, .3}, covariance[8] = {.3, 0, 0, .5, .4, 0, 0, .3};
    double turned_mean[4], turned[8];
    for (int k = 0; k < 2; k++) {
        double a = covariance[4 * k], b = covariance[4 * k + 3];
        turned_mean[2 * k] = c * mean[2 * k] - s * mean[2 * k + 1];
        turned_mean[2 * k + 1] = s * mean[2 * k] + c * mean[2 * k + 1];
        turned[4 * k] = c * c * a + s * s * b;
        turned[4 * k + 1] = turned[4 * k + 2] = c * s * (a - b);
        turned[4 * k + 3] = s * s * a + c * c * b;
    }
    struct fpk_mixture data = plane_mixture(2, w, mean, covariance);
    struct fpk_mixture other = plane_mixture(2, w, turned_mean, turned);
    struct fpk_plan plan;
    struct fpk_plane got, want;
    build_plan(&plan, "ddim", "steps=4");
    law_of(&want, &plan, &data);
    law_of(&got, &plan, &other);
    check_close(got.kl_qp.value, want.kl_qp.value, 1e-9);
    check_close(got.kl_pq.value, want.kl_pq.value, 1e-9);
    check_close(got.tv.value, want.tv.value, got.tv.error + want.tv.error);
    check_between(got.tv.error, 0, 1e-4);
    double xx = want.covariance[0].value, xy = want.covariance[1].value;
    double yy = want.covariance[2].value;
    check_close(got.covariance[0].value, c * c * xx - 2 * c * s * xy + s * s * yy, 1e-10);
    check_close(got.covariance[1].value, c * s * (xx - yy) + (c * c - s * s) * xy, 1e-10);
    fpk_plan_clear(&plan);
    fpk_mixture_clear(&data);
    fpk_mixture_clear(&other);
}

/* The picture of a Gaussian law, against its closed form, and its mass. */
static void test_picture(void **state)
{
    (void)state;
    double one = 1, mean[2] = {.3, 0}, covariance[4] = {.5, .2, .2, .6};
    struct fpk_mixture data = plane_mixture(1, &one, mean, covariance);
    struct fpk_score score = fpk_score_exact(&data);
    struct fpk_plan plan;
    struct fpk_plane law;
    enum { N = 60 };
    static double pdf[N * N];
    struct fpk_plane_grid grid = {-4, 4, -4, 4, N, N, 600};
    build_plan(&plan, "ddim", "steps=6");
    law_of(&law, &plan, &data);
    check_ok(fpk_plane_density(&grid, &plan, &score, NULL, pdf));
    double found[2] = {law.mean[0].value, law.mean[1].value};
    double c[4] = {law.covariance[0].value, law.covariance[1].value, law.covariance[1].value,
                   law.covariance[2].value};
    struct fpk_mixture want = plane_mixture(1, &one, found, c);
    double mass = 0;
    for (size_t i = 0; i < N * N; i++) {
        double x[2] = {-4 + 8. / N * ((double)(i % N) + .5), -4 + 8. / N * ((double)(i / N) + .5)};
        double p;
        fpk_mixture_pdf(&want, 1, x, &p);
        check_close(pdf[i], p, 1e-3 * p + 1e-12);
        mass += pdf[i] * (8. / N) * (8. / N);
    }
    check_close(mass, 1, 1e-3);
    fpk_plan_clear(&plan);
    fpk_mixture_clear(&data);
    fpk_mixture_clear(&want);
}

/* A map that folds, x' = (x - x^3/10 by its score, y): moments stay, distances are refused with the
 * reason. */
static void cubic_score(const struct fpk_level *level, size_t n, const double *x, double *out,
                        const void *ctx)
{
    (void)level;
    (void)ctx;
    for (size_t i = 0; i < n; i++) {
        out[i] = -.1 * x[i] * x[i] * x[i];
        out[n + i] = 0;
    }
}

static void cubic_score_x(const struct fpk_level *level, size_t n, const double *x, double *out,
                          const void *ctx)
{
    (void)level;
    (void)ctx;
    for (size_t i = 0; i < 4 * n; i++)
        out[i] = i < n ? -.3 * x[i] * x[i] : 0;
}

static void test_folds_and_refusals(void **state)
{
    (void)state;
    double one = 1, mean[2] = {0, 0}, covariance[4] = {1, 0, 0, 1};
    struct fpk_mixture normal = plane_mixture(1, &one, mean, covariance);
    struct fpk_score score = {.dim = 2, .score = cubic_score, .score_x = cubic_score_x};
    struct fpk_plan plan;
    struct fpk_plane got;
    check_ok(fpk_plan_init(&plan, "cubic", 2));
    plan.start_std = 1;
    check_ok(fpk_plan_add(&plan, (struct fpk_instruction){
                                     .op = FPK_EVAL, .out = 1, .n_in = 1, .level = {.8, .6, 1}}));
    check_ok(fpk_plan_add(
        &plan, (struct fpk_instruction){.op = FPK_MIX, .n_in = 2, .in = {0, 1}, .c = {1, 1}}));
    check_ok(fpk_plane_of_plan(&got, &plan, &score, NULL, &normal,
                               &(struct fpk_plane_options){.threads = 1}));
    check_close(got.covariance[0].value, 1 - .2 * 3 + .01 * 15, 1e-11);
    check_close(got.folded, 2 * fpk_normal_cdf(-sqrt(1 / .3)), 1e-4);
    check_true(isnan(got.kl_qp.value) && strstr(got.kl_qp.reason, "folds") != NULL);
    fpk_plan_clear(&plan);
    build_plan(&plan, "ddpm", "steps=3");
    score = fpk_score_exact(&normal);
    check_refused(fpk_plane_of_plan(&got, &plan, &score, NULL, &normal, NULL), FPK_USAGE,
                  "draws noise");
    plan.n = 1; /* the EVAL alone, of what this score cannot say */
    plan.instruction[0].head = FPK_HEAD_X0;
    plan.instruction[0].level = (struct fpk_level){0, 1, 1};
    score.mean = NULL;
    check_refused(fpk_plane_of_plan(&got, &plan, &score, NULL, &normal, NULL), FPK_USAGE,
                  "step 0: head score does not give x0");
    score.dim = 3;
    check_refused(fpk_plane_of_plan(&got, &plan, &score, NULL, &normal, NULL), FPK_USAGE,
                  "3 dimensions");
    fpk_plan_clear(&plan);
    fpk_mixture_clear(&normal);
}

/* Squares are summed in a fixed order. */
static void test_bits_do_not_depend_on_threads(void **state)
{
    (void)state;
    static const double w[2] = {.4, .6}, mean[4] = {-1, 0, 1, .3};
    static const double covariance[8] = {.3, 0, 0, .5, .4, 0, 0, .3};
    struct fpk_mixture data = plane_mixture(2, w, mean, covariance);
    struct fpk_score score = fpk_score_exact(&data);
    struct fpk_plan plan;
    struct fpk_plane got[2];
    build_plan(&plan, "ddim", "steps=2");
    for (int k = 0; k < 2; k++)
        check_ok(fpk_plane_of_plan(
            &got[k], &plan, &score, NULL, &data,
            &(struct fpk_plane_options){.threads = 1 + 2 * k, .tolerance = 1e-8}));
    check_same_bits(got[0].kl_qp.value, got[1].kl_qp.value);
    check_same_bits(got[0].tv.value, got[1].tv.value);
    check_same_bits(got[0].covariance[1].value, got[1].covariance[1].value);
    fpk_plan_clear(&plan);
    fpk_mixture_clear(&data);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_gaussian_data),
        cmocka_unit_test(test_product_of_two_lines),
        cmocka_unit_test(test_rotation),
        cmocka_unit_test(test_picture),
        cmocka_unit_test(test_folds_and_refusals),
        cmocka_unit_test(test_bits_do_not_depend_on_threads),
    };
    return check_main(tests);
}
