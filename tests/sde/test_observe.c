/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What an ensemble keeps of its way: tests observe.c, and blocks stepped in parts (block.c). */
#include "fpk/sde/ensemble.h"

#include "models.h"

#include "../check.h"

enum { N = 5100, STORES = 3, BINS = 40 };

static struct fpk_ensemble question(const struct fpk_model *model, const struct fpk_start *start)
{
    static const double store[STORES] = {0, 0.52, 1};
    return (struct fpk_ensemble){.model = model,
                                 .stepper = &fpk_euler_maruyama,
                                 .start = start,
                                 .t1 = 1,
                                 .n_step = 50,
                                 .seed = 12,
                                 .particles = N,
                                 .threads = 1,
                                 .n_store = STORES,
                                 .store = store,
                                 .n_path = 700, /* more than one part of 256 or 512 */
                                 .bins = BINS,
                                 .lo = -1.5,
                                 .hi = 1.5};
}

/* Given particles when there is no start: (x, w) = (1 + i/N, 0). */
static void run(const struct fpk_ensemble *e, struct fpk_ensemble_result *r)
{
    check_ok(fpk_ensemble_result_init(r, e));
    for (size_t i = 0; i < e->particles && !e->start; i++)
        fpk_points_set(&r->points, i, 0, 1 + (double)i / N);
    check_ok(fpk_ensemble_run(e, r));
}

static void check_same_counts(const struct fpk_histogram *a, const struct fpk_histogram *b)
{
    check_equal(a->bins, b->bins);
    check_true(memcmp(a->count, b->count, a->bins * sizeof *a->count) == 0);
    check_equal(a->below, b->below);
    check_equal(a->above, b->above);
    check_equal(a->nans, b->nans);
}

static void check_same(const struct fpk_ensemble_result *a, const struct fpk_ensemble_result *b)
{
    size_t dim = a->dim, m = sizeof *a->moments;
    if (a->points.n == b->points.n && a->points.n > 0)
        check_true(memcmp(a->points.x, b->points.x, a->points.n * dim * sizeof(double)) == 0);
    check_true(memcmp(a->moments, b->moments, dim * m) == 0);
    check_true(memcmp(a->store_moments, b->store_moments, STORES * dim * m) == 0);
    check_true(memcmp(a->path, b->path, STORES * a->n_path * dim * sizeof *a->path) == 0);
    for (size_t k = 0; k < STORES * dim; k++)
        check_same_counts(&a->histogram[k], &b->histogram[k]);
}

/* One dimension from a start law, two from given particles: blocks of 256 and 512, and several
 * threads, change nothing. */
static void test_blocks(void **state)
{
    (void)state;
    struct fpk_model model[] = {ou_model(), linear_model()};
    struct fpk_start start;
    check_ok(fpk_start_parse(&start, "normal:0:1"));
    for (int dim = 1; dim <= 2; dim++) {
        struct fpk_ensemble e = question(&model[dim - 1], dim == 1 ? &start : NULL);
        struct fpk_ensemble_result want, got;
        run(&e, &want);
        for (size_t block = 256; block <= 1024; block *= 2)
            for (e.threads = 1; e.threads <= 3; e.threads += 2) {
                e.block = block;
                run(&e, &got);
                check_same(&got, &want);
                fpk_ensemble_result_clear(&got);
            }
        fpk_ensemble_result_clear(&want);
    }
    fpk_start_clear(&start);
}

/* Counts at each stored time are those of the final points of a run that ends there. */
static void test_histograms(void **state)
{
    (void)state;
    struct fpk_model model = linear_model();
    struct fpk_ensemble e = question(&model, NULL);
    struct fpk_ensemble_result whole, part;
    run(&e, &whole);
    const uint64_t end[STORES] = {0, 26, 50};
    for (size_t j = 1; j < STORES; j++) {
        e.step_end = end[j];
        run(&e, &part);
        for (size_t d = 0; d < 2; d++) {
            struct fpk_histogram h;
            check_ok(fpk_histogram_init(&h, e.lo, e.hi, BINS));
            for (size_t i = 0; i < N; i++) {
                double x = fpk_points_get(&part.points, i, d);
                fpk_histogram_add(&h, 1, &x);
            }
            check_equal(fpk_histogram_total(&h), N);
            check_same_counts(&whole.histogram[2 * j + d], &h);
            fpk_histogram_clear(&h);
        }
        fpk_ensemble_result_clear(&part);
    }
    check_equal(whole.histogram[0].above, N - 2550); /* at the start: 1 + i/N >= 1.5 */
    check_equal(whole.histogram[1].count[BINS / 2], N);
    fpk_ensemble_result_clear(&whole);
}

/* Two shards count what the whole counts; without points everything else is the same. */
static void test_shards_and_forgetting(void **state)
{
    (void)state;
    struct fpk_model model = ou_model();
    struct fpk_start start;
    check_ok(fpk_start_parse(&start, "uniform:-2:2"));
    struct fpk_ensemble e = question(&model, &start);
    struct fpk_ensemble_result whole, first, second;
    run(&e, &whole);
    e.forget_points = true;
    for (e.block = 0; e.block <= 256; e.block += 256) {
        run(&e, &first);
        check_equal(first.points.n, 0);
        check_equal(first.blocks_done, 5);
        check_same(&first, &whole);
        fpk_ensemble_result_clear(&first);
    }
    e.block = 0;
    e.particles = 3072;
    run(&e, &first);
    e.first = 3072;
    e.particles = N - 3072;
    run(&e, &second);
    for (size_t k = 0; k < STORES; k++) {
        fpk_histogram_merge(&first.histogram[k], &second.histogram[k]);
        check_same_counts(&first.histogram[k], &whole.histogram[k]);
    }
    fpk_ensemble_result_clear(&second);
    fpk_ensemble_result_clear(&first);
    fpk_ensemble_result_clear(&whole);
    fpk_start_clear(&start);
}

static enum fpk_status stop(const struct fpk_ensemble_result *result, void *ctx)
{
    *(sig_atomic_t *)ctx = result->blocks_done < result->blocks;
    return FPK_OK;
}

/* Stopped between and inside chunks: what a chunk had counted is forgotten with it. */
static void test_stop_and_resume(void **state)
{
    (void)state;
    struct fpk_model model = ou_model();
    struct fpk_start start;
    sig_atomic_t flag = 0;
    check_ok(fpk_start_parse(&start, "normal:0:1"));
    struct fpk_ensemble e = question(&model, &start);
    e.particles = (FPK_ENSEMBLE_CHUNK + 3) * FPK_BLOCK + 10;
    e.n_step = 80;
    e.forget_points = true;
    struct fpk_ensemble_result want, got;
    run(&e, &want);
    e.checkpoint = stop;
    e.ctx = &flag;
    e.stop = &flag;
    e.block = 512;
    check_ok(fpk_ensemble_result_init(&got, &e));
    check_refused(fpk_ensemble_run(&e, &got), FPK_STOPPED, "stopped after 256 of 260 blocks");
    check_equal(fpk_histogram_total(&got.histogram[0]), FPK_ENSEMBLE_CHUNK * FPK_BLOCK);
    flag = 0;
    check_ok(fpk_ensemble_run(&e, &got));
    check_same(&got, &want);
    fpk_ensemble_result_clear(&got);
    fpk_ensemble_result_clear(&want);
    fpk_start_clear(&start);
}

/* The exact stepper keeps N(0, 1/2) as it is: each quantile lies in its bin, up to 6 standard
 * errors sqrt(p (1 - p)/n)/density of the empirical one (9 quantiles: 2e-8). */
static void test_quantiles(void **state)
{
    (void)state;
    struct fpk_model model = ou_model();
    struct fpk_start start;
    double sd = sqrt(0.5);
    check_ok(fpk_start_parse(&start, "normal:0:0.70710678118654757"));
    struct fpk_ensemble e = question(&model, &start);
    e.stepper = &fpk_exact_stepper;
    e.particles = 100000;
    e.n_step = 4;
    e.bins = 200;
    e.lo = -4;
    e.hi = 4;
    struct fpk_ensemble_result r;
    run(&e, &r);
    for (size_t j = 0; j < STORES; j++)
        for (double p = 0.01; p < 1; p += 0.49) {
            double low, high, exact = sd * fpk_normal_quantile(p);
            double q = fpk_histogram_quantile(&r.histogram[j], p, &low, &high);
            double se = sqrt(p * (1 - p) / 1e5) / (fpk_normal_pdf(exact / sd) / sd);
            check_true(low - 6 * se <= exact && exact <= high + 6 * se);
            check_close(high - low, 0.04, 1e-12);
            check_close(q, exact, 6 * se + 0.002);
        }
    fpk_ensemble_result_clear(&r);
    fpk_start_clear(&start);
}

/* The failure that is named is the same whatever is stepped together. */
static void test_blow_up(void **state)
{
    (void)state;
    struct fpk_model model = exploding_model();
    struct fpk_start start;
    char first[FPK_MESSAGE_MAX] = "";
    check_ok(fpk_start_parse(&start, "normal:0:1"));
    for (size_t block = 256; block <= 1024; block *= 2) {
        struct fpk_ensemble e = question(&model, &start);
        struct fpk_ensemble_result r;
        e.t1 = 20;
        e.n_step = 400;
        e.threads = 3;
        e.block = block;
        check_ok(fpk_ensemble_result_init(&r, &e));
        check_refused(fpk_ensemble_run(&e, &r), FPK_NUMERIC, "x not finite at step");
        if (block == 256)
            snprintf(first, sizeof first, "%s", fpk_message());
        check_text(fpk_message(), first);
        fpk_ensemble_result_clear(&r);
    }
    fpk_start_clear(&start);
}

static void test_refusals(void **state)
{
    (void)state;
    struct fpk_model model = ou_model();
    struct fpk_ensemble_result r;
    struct fpk_ensemble e = question(&model, NULL);
    e.block = 128;
    check_refused(fpk_ensemble_result_init(&r, &e), FPK_USAGE, "256, 512 or 1024");
    e = question(&model, NULL);
    e.forget_points = true;
    check_refused(fpk_ensemble_result_init(&r, &e), FPK_USAGE, "cannot be forgotten");
    e = question(&model, NULL);
    e.n_store = 0;
    check_refused(fpk_ensemble_result_init(&r, &e), FPK_USAGE, "none is named");
    e = question(&model, NULL);
    e.hi = -2;
    check_refused(fpk_ensemble_result_init(&r, &e), FPK_USAGE, "must be finite and increase");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_blocks),
        cmocka_unit_test(test_histograms),
        cmocka_unit_test(test_shards_and_forgetting),
        cmocka_unit_test(test_stop_and_resume),
        cmocka_unit_test(test_quantiles),
        cmocka_unit_test(test_blow_up),
        cmocka_unit_test(test_refusals),
    };
    return check_main(tests);
}
