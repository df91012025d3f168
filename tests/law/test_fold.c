/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Laws of maps that fold the line or make atoms, read as branches, and their distances. */
#include "target.h"

#include "fpk/numeric/elementary.h"
#include "fpk/score/clip.h"

struct known {
    double kl_pq, kl_qp, w1, w2, x, pdf, cdf;
};

/* law_fold.txt: numbers of numpy and scipy, from the script beside it. */
static struct known known_of(const char *wanted)
{
    char line[256], name[32];
    struct known k = {0};
    FILE *file = fopen(FPK_TEST_DATA "/law_fold.txt", "r");
    check_true(file != NULL);
    while (fgets(line, sizeof line, file))
        if (sscanf(line, "%31s %lf %lf %lf %lf %lf %lf %lf", name, &k.kl_pq, &k.kl_qp, &k.w1, &k.w2,
                   &k.x, &k.pdf, &k.cdf) == 8 &&
            strcmp(name, wanted) == 0)
            break;
    check_text(name, wanted);
    fclose(file);
    return k;
}

static void distances(const struct fpk_law *law, const struct fpk_mixture *target,
                      struct fpk_distances *d, size_t *branches, size_t *atoms)
{
    struct fpk_law_pair pair;
    check_ok(fpk_law_read(law, &pair));
    check_true(pair.folded);
    *branches = 0;
    for (size_t k = 0; k < pair.pushed.n_branch; k++)
        *branches += pair.pushed.branch[k].mass > 1e-12; /* others may fold deep in the tails */
    *atoms = pair.pushed.n_atom;
    struct fpk_side p = {.mixture = target},
                    q = {.pushed = &pair.pushed, .pushed_coarse = &pair.pushed_coarse};
    check_ok(fpk_distance(&p, &q, d));
    fpk_law_pair_clear(&pair);
}

static void check_known(const struct fpk_law *law, const struct fpk_mixture *target,
                        const struct known *want)
{
    struct fpk_distances d;
    size_t branches, atoms;
    double pdf, pdf_error, cdf, cdf_error;
    distances(law, target, &d, &branches, &atoms);
    check_equal(branches, 3);
    check_equal(atoms, 0);
    check_close(d.kl_pq.value, want->kl_pq, 1e-6);
    check_close(d.kl_qp.value, want->kl_qp, 1e-6);
    check_close(d.w1.value, want->w1, 1e-6); /* the oracle sorts 1e7 strata */
    check_close(d.w2.value, want->w2, 1e-5);
    check_between(d.kl_pq.error, 0, 1e-5);
    check_between(d.kl_qp.error, 0, 2e-6);
    check_between(d.tv.error, 0, 1e-6);
    check_between(d.w1.error, 0, 1e-8);
    check_between(d.w2.error, 0, 1e-7);
    check_ok(fpk_law_at(law, 1, &want->x, &pdf, &pdf_error, &cdf, &cdf_error));
    check_close(pdf, want->pdf, 1e-9);
    check_close(cdf, want->cdf, 1e-10);
    check_between(cdf_error, 0, 1e-9);
}

static void cubic(size_t n, const double *x, double *m, double *m_x, double *s, const void *ctx)
{
    (void)ctx;
    for (size_t i = 0; i < n; i++) {
        m[i] = x[i] - .1 * x[i] * x[i] * x[i];
        m_x[i] = 1 - .3 * x[i] * x[i];
        s[i] = 0;
    }
}

static struct fpk_law *begun(const char *text)
{
    struct fpk_start start;
    struct fpk_law *law = NULL;
    check_ok(fpk_start_parse(&start, text));
    check_ok(fpk_law_begin(&law, &start, &one_thread));
    fpk_start_clear(&start);
    return law;
}

/* x' = x - x^3/10 from N(0, 1), two poles. */
static void test_cubic(void **state)
{
    (void)state;
    struct fpk_law *law = begun("normal:0:1");
    struct fpk_law_pair pair;
    struct fpk_mixture normal = mixture_of(1, (double[]){1}, (double[]){0}, (double[]){1});
    struct fpk_transition step = {cubic, NULL, true};
    struct known want = known_of("cubic");
    check_ok(fpk_law_step(law, &step));
    check_refused(fpk_law_density(law, &pair), FPK_NUMERIC, "folds the line");
    check_known(law, &normal, &want);
    fpk_law_end(&law);
    fpk_mixture_clear(&normal);
}

/* A score that is 1.8 times too large. */
static void too_large(const struct fpk_level *level, size_t n, const double *x, double *out,
                      const void *ctx)
{
    fpk_mixture_score_at(ctx, *level, n, x, out);
    for (size_t i = 0; i < n; i++)
        out[i] *= 1.8;
}

static void too_large_x(const struct fpk_level *level, size_t n, const double *x, double *out,
                        const void *ctx)
{
    fpk_mixture_score_x_at(ctx, *level, n, x, out);
    for (size_t i = 0; i < n; i++)
        out[i] *= 1.8;
}

/* DDIM through levels given by hand: x' = alpha'/alpha x + (alpha' - alpha sigma'/sigma)
 * sigma^2/alpha score. */
static void ddim_by_hand(struct fpk_plan *plan)
{
    static const double alpha[] = {.1, .6, .95, 1};
    check_ok(fpk_plan_init(plan, "ddim by hand", 2));
    plan->start_std = 1;
    for (int i = 0; i < 3; i++) {
        double a = alpha[i], b = alpha[i + 1], s = sqrt(1 - a * a), t = sqrt(1 - b * b);
        check_ok(fpk_plan_add(plan, (struct fpk_instruction){.op = FPK_EVAL,
                                                             .out = 1,
                                                             .n_in = 1,
                                                             .level = {a, s, 3. - i},
                                                             .step = (uint64_t)i}));
        check_ok(
            fpk_plan_add(plan, (struct fpk_instruction){.op = FPK_MIX,
                                                        .n_in = 2,
                                                        .in = {0, 1},
                                                        .c = {b / a, (b - a * t / s) * s * s / a},
                                                        .step = (uint64_t)i}));
    }
}

static void test_ddim_with_a_wrong_score(void **state)
{
    (void)state;
    struct fpk_mixture m1 = mixture_m1();
    struct fpk_score score = {.dim = 1, .score = too_large, .score_x = too_large_x, .ctx = &m1};
    struct fpk_plan plan;
    struct fpk_law *law = NULL;
    struct known want = known_of("wrong");
    ddim_by_hand(&plan);
    check_ok(fpk_law_of_plan(&law, &plan, &score, NULL, &one_thread, NULL, NULL));
    check_known(law, &m1, &want);
    fpk_law_end(&law);
    fpk_plan_clear(&plan);
    fpk_mixture_clear(&m1);
}

static void clamp(size_t n, const double *x, double *m, double *m_x, double *s, const void *ctx)
{
    (void)ctx;
    for (size_t i = 0; i < n; i++) {
        m[i] = fmin(fmax(x[i], -1), 1);
        m_x[i] = m[i] == x[i];
        s[i] = 0;
    }
}

/* N(0, 1) kept in [-1, 1], against N(0, 1): atoms of Phi(-1); tv = their mass, w1 = 2 (phi(1) -
 * Phi(-1)), w2^2 = 2 (2 Phi(-1) - phi(1)), the second moment of what is cut. */
static void test_atoms(void **state)
{
    (void)state;
    struct fpk_law *law = begun("normal:0:1");
    struct fpk_mixture normal = mixture_of(1, (double[]){1}, (double[]){0}, (double[]){1});
    struct fpk_transition step = {clamp, NULL, true};
    struct fpk_distances d;
    size_t branches, atoms;
    double mass = fpk_normal_cdf(-1), phi = fpk_normal_pdf(1);
    check_ok(fpk_law_step(law, &step));
    distances(law, &normal, &d, &branches, &atoms);
    check_equal(atoms, 2);
    check_equal(branches, 1);
    check_close(d.tv.value, 2 * mass, 1e-10);
    check_close(d.w1.value, 2 * (phi - mass), 1e-10);
    check_close(d.w2.value, sqrt(2 * (2 * mass - phi)), 1e-9);
    check_true(isnan(d.kl_pq.value) && d.kl_pq.reason != NULL);
    check_true(isnan(d.kl_qp.value) && d.kl_qp.reason != NULL);
    double x[3] = {-1.5, .25, 1}, pdf[3], cdf[3];
    check_ok(fpk_law_at(law, 3, x, pdf, NULL, cdf, NULL));
    check_close(cdf[0], 0, 1e-15);
    check_close(cdf[1], fpk_normal_cdf(.25), 1e-11);
    check_close(cdf[2], 1, 1e-11);
    check_close(pdf[1], fpk_normal_pdf(.25), 1e-11);
    fpk_law_end(&law);
    fpk_mixture_clear(&normal);
}

/* Points that nothing spreads: w1 to N(0, 1) is E|Z| = sqrt(2/pi), w2 is 1. */
static void test_a_point(void **state)
{
    (void)state;
    struct fpk_law *law = begun("delta:0");
    struct fpk_mixture normal = mixture_of(1, (double[]){1}, (double[]){0}, (double[]){1});
    struct fpk_distances d;
    size_t branches, atoms;
    distances(law, &normal, &d, &branches, &atoms);
    check_equal(atoms, 1);
    check_equal(branches, 0);
    check_close(d.w1.value, .7978845608028654, 1e-11);
    check_close(d.w2.value, 1, 1e-9);
    check_close(d.tv.value, 1, 1e-10);
    fpk_law_end(&law);
    fpk_mixture_clear(&normal);
}

/* A clipped score whose last step returns the clipped x0: atoms at the ends of the range hold what
 * the unclipped last step would send beyond. */
static void test_clipped_score(void **state)
{
    (void)state;
    struct fpk_mixture m1 = mixture_m1();
    struct fpk_score_clip clip = {fpk_score_exact(&m1), -2, 1.75};
    struct fpk_score score = fpk_score_clipped(&clip);
    struct fpk_plan plan;
    struct fpk_law *law = NULL;
    struct fpk_distances d;
    size_t branches, atoms;
    ddim_by_hand(&plan);
    check_ok(fpk_law_of_plan(&law, &plan, &score, NULL, &one_thread, NULL, NULL));
    distances(law, &m1, &d, &branches, &atoms);
    check_equal(atoms, 2);
    check_between(d.w1.error, 0, 1e-7);
    check_between(d.w2.error, 0, 1e-6);
    /* The same in the start's own variable: mean |Q_p - X| over equal strata. */
    double sum = 0;
    enum { N = 20000 };
    for (int i = 0; i < N; i++) {
        static const double alpha[] = {.1, .6, .95, 1};
        double v = (i + .5) / N, x = fpk_normal_quantile(v);
        for (int k = 0; k < 3; k++) {
            double a = alpha[k], b = alpha[k + 1], s = sqrt(1 - a * a), t = sqrt(1 - b * b), f;
            fpk_mixture_score_at(&m1, (struct fpk_level){a, s, 0}, 1, &x, &f);
            double x0 = fmin(fmax((x + s * s * f) / a, -2), 1.75);
            x = t / s * x + (b - a * t / s) * x0;
        }
        sum += fabs(x - fpk_mixture_quantile(&m1, v));
    }
    check_close(d.w1.value, sum / N, 2e-4); /* strata: the tear between the modes is in one */
    fpk_law_end(&law);
    fpk_plan_clear(&plan);
    fpk_mixture_clear(&m1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cubic),         cmocka_unit_test(test_ddim_with_a_wrong_score),
        cmocka_unit_test(test_atoms),         cmocka_unit_test(test_a_point),
        cmocka_unit_test(test_clipped_score),
    };
    return check_main(tests);
}
