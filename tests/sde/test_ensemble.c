/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests ensemble.c and block.c. */
#include "fpk/sde/ensemble.h"

#include "fpk/base/isa.h"

#include "models.h"

#include "../check.h"

#include <stdlib.h>

static void swing_drift(double t, size_t n, const double *x, double *out, const void *ctx)
{
    (void)ctx;
    for (size_t i = 0; i < n; i++)
        out[i] = x[i] - x[i] * x[i] * x[i] + t;
}

/* dX = (X - X^3 + t) dt + dW: neither linear nor autonomous. */
static struct fpk_model swing_model(void)
{
    struct fpk_model model = ou_model();
    model.autonomous = false;
    model.drift = swing_drift;
    model.exact = NULL;
    return model;
}

static struct fpk_ensemble question(const struct fpk_model *model, const struct fpk_start *start)
{
    static const double store[3] = {0.1, 0.5, 1};
    return (struct fpk_ensemble){.model = model,
                                 .stepper = &fpk_euler_maruyama,
                                 .start = start,
                                 .t1 = 1,
                                 .n_step = 30,
                                 .seed = 77,
                                 .particles = 5000,
                                 .threads = 1,
                                 .n_store = 3,
                                 .store = store,
                                 .n_path = 4};
}

static void run(const struct fpk_ensemble *e, struct fpk_ensemble_result *r)
{
    check_ok(fpk_ensemble_result_init(r, e));
    check_ok(fpk_ensemble_run(e, r));
}

static void check_same(const struct fpk_ensemble_result *a, const struct fpk_ensemble_result *b)
{
    check_true(memcmp(a->points.x, b->points.x, a->points.n * sizeof(double)) == 0);
    check_true(memcmp(a->moments, b->moments, sizeof *a->moments) == 0);
    check_true(memcmp(a->store_moments, b->store_moments, 3 * sizeof *a->moments) == 0);
    check_true(memcmp(a->path, b->path, 12 * sizeof *a->path) == 0);
}

static void test_threads(void **state)
{
    (void)state;
    struct fpk_model model = swing_model();
    struct fpk_start start;
    check_ok(fpk_start_parse(&start, "normal:0:1"));
    struct fpk_ensemble e = question(&model, &start);
    struct fpk_ensemble_result want, got;
    run(&e, &want);
    for (int threads = 2; threads <= 5; threads++) {
        e.threads = threads;
        run(&e, &got);
        check_same(&got, &want);
        fpk_ensemble_result_clear(&got);
    }
    fpk_ensemble_result_clear(&want);
    fpk_start_clear(&start);
}

/* Particles 2048 ... 4999 run alone are those of the whole; so are the second half of the steps
 * made from the stored first half. */
static void test_split_and_cut(void **state)
{
    (void)state;
    struct fpk_model model = swing_model();
    struct fpk_start start;
    check_ok(fpk_start_parse(&start, "normal:0:1"));
    struct fpk_ensemble e = question(&model, &start);
    struct fpk_ensemble_result whole, part;
    run(&e, &whole);
    e.first = 2048;
    e.particles = 5000 - 2048;
    run(&e, &part);
    check_true(memcmp(part.points.x, whole.points.x + 2048, e.particles * sizeof(double)) == 0);
    fpk_ensemble_result_clear(&part);

    e = question(&model, &start);
    e.step_end = 17;
    run(&e, &part);
    check_close(part.store_moments[2].n, 0, 0); /* t = 1 was not reached */
    e.start = NULL;
    e.step_begin = 17;
    e.step_end = 0;
    struct fpk_ensemble_result rest;
    check_ok(fpk_ensemble_result_init(&rest, &e));
    memcpy(rest.points.x, part.points.x, e.particles * sizeof(double));
    check_ok(fpk_ensemble_run(&e, &rest));
    check_true(memcmp(rest.points.x, whole.points.x, e.particles * sizeof(double)) == 0);
    check_same_bits(rest.path[2 * 4 + 3], whole.path[2 * 4 + 3]);
    check_same_bits(rest.path[2 * 4 + 3], rest.points.x[3]);
    fpk_ensemble_result_clear(&rest);
    fpk_ensemble_result_clear(&part);
    fpk_ensemble_result_clear(&whole);
    fpk_start_clear(&start);
}

/* Stored times are the nearest step times; a path there is the state of a run that ends there. */
static void test_stored(void **state)
{
    (void)state;
    struct fpk_model model = swing_model();
    struct fpk_start start;
    check_ok(fpk_start_parse(&start, "normal:0:1"));
    struct fpk_ensemble e = question(&model, &start);
    struct fpk_ensemble_result whole, part;
    run(&e, &whole);
    check_close(whole.time[0], 0.1, 1e-15);
    check_same_bits(whole.time[2], 1);
    e.step_end = 15;
    run(&e, &part);
    for (size_t i = 0; i < 4; i++)
        check_same_bits(whole.path[1 * 4 + i], part.points.x[i]);
    check_same_bits(whole.store_moments[1].m4, part.moments[0].m4);
    double sum = 0;
    for (size_t i = 0; i < 5000; i++)
        sum += part.points.x[i];
    check_close(part.moments[0].mean, sum / 5000, 1e-14);
    fpk_ensemble_result_clear(&part);
    fpk_ensemble_result_clear(&whole);
    fpk_start_clear(&start);
}

struct hooks {
    volatile sig_atomic_t stop;
    size_t checkpoints, calls;
    double fraction; /* the last one reported */
    bool orderly;    /* they rose, within one call of fpk_ensemble_run */
};

static enum fpk_status stop_after_chunk(const struct fpk_ensemble_result *result, void *ctx)
{
    struct hooks *h = ctx;
    h->checkpoints++;
    h->stop = result->blocks_done < fpk_points_blocks(&result->points);
    return FPK_OK;
}

static void progress(double fraction, void *ctx)
{
    struct hooks *h = ctx;
    h->calls++;
    h->orderly = h->orderly && fraction >= h->fraction && fraction <= 1;
    h->fraction = fraction;
}

/* Stopped in the second chunk of blocks and called again: the bytes of a run without a stop, for
 * drawn and for given particles. */
static void test_stop_and_resume(void **state)
{
    (void)state;
    struct fpk_model model = ou_model();
    struct fpk_start start;
    check_ok(fpk_start_parse(&start, "uniform:-1:1"));
    for (int given = 0; given < 2; given++) {
        struct hooks h = {.orderly = true};
        struct fpk_ensemble e = question(&model, given ? NULL : &start);
        e.n_step = 70; /* longer than one poll */
        e.particles = (FPK_ENSEMBLE_CHUNK + 2) * FPK_BLOCK + 10;
        e.threads = 2;
        struct fpk_ensemble_result want, got;
        run(&e, &want);
        e.stop = &h.stop;
        e.ctx = &h;
        e.checkpoint = stop_after_chunk;
        e.progress = progress;
        check_ok(fpk_ensemble_result_init(&got, &e));
        check_refused(fpk_ensemble_run(&e, &got), FPK_STOPPED, "stopped after 256 of 259 blocks");
        check_equal(got.blocks_done, FPK_ENSEMBLE_CHUNK);
        h.stop = 0;
        h.fraction = 0; /* what was begun of the second chunk is done again */
        check_ok(fpk_ensemble_run(&e, &got));
        check_same(&got, &want);
        struct fpk_sample_moments all = fpk_moments_long(e.particles, want.points.x);
        check_true(memcmp(&all, want.moments, sizeof all) == 0);
        check_true(h.calls > 0 && h.orderly);
        check_equal(h.checkpoints, 2);
        fpk_ensemble_result_clear(&got);
        fpk_ensemble_result_clear(&want);
    }
    fpk_start_clear(&start);
}

/* dX = X^3 dt + dW from N(0,1) leaves the numbers within a few steps; which particle is first is
 * decided by (step, particle), not by scheduling, and found again here by stepping it alone. */
static void test_blow_up(void **state)
{
    (void)state;
    struct fpk_model model = exploding_model();
    struct fpk_start start;
    check_ok(fpk_start_parse(&start, "normal:0:1"));
    struct fpk_ensemble e = question(&model, &start);
    e.n_step = 400;
    e.t1 = 20;
    e.n_store = 0;
    e.first = 4 * FPK_BLOCK; /* numbers count from here */
    e.particles = 20000;
    char first[FPK_MESSAGE_MAX] = "";
    for (int threads = 1; threads <= 4; threads++) {
        struct fpk_ensemble_result r;
        e.threads = threads;
        check_ok(fpk_ensemble_result_init(&r, &e));
        check_refused(fpk_ensemble_run(&e, &r), FPK_NUMERIC, "dt = 0.05 (euler-maruyama); try a");
        if (threads == 1)
            snprintf(first, sizeof first, "%s", fpk_message());
        check_text(fpk_message(), first);
        fpk_ensemble_result_clear(&r);
    }
    unsigned long long step, particle;
    check_equal(sscanf(first, "x not finite at step %llu, particle %llu,", &step, &particle), 2);
    check_true(particle >= e.first);
    struct fpk_ensemble_result r;
    e.step_end = step - 1; /* one step earlier everything is finite */
    run(&e, &r);
    size_t at = (size_t)(particle - e.first);
    double x = r.points.x[at];
    check_true(!isfinite(x + 0.05 * (x * x * x)));
    for (size_t i = 0; i < at; i++) {
        x = r.points.x[i];
        check_true(isfinite(x + 0.05 * (x * x * x)));
    }
    fpk_ensemble_result_clear(&r);
    fpk_start_clear(&start);
}

static void test_bad_start(void **state)
{
    (void)state;
    struct fpk_model model = ou_model();
    struct fpk_ensemble e = question(&model, NULL);
    struct fpk_ensemble_result r;
    check_ok(fpk_ensemble_result_init(&r, &e));
    r.points.x[3000] = NAN;
    check_refused(fpk_ensemble_run(&e, &r), FPK_NUMERIC, "at the start, particle 3000");
    fpk_ensemble_result_clear(&r);
}

static void test_questions_refused(void **state)
{
    (void)state;
    struct fpk_model model = ou_model();
    struct fpk_ensemble_result r;
    double falling[3] = {0.5, 0.2, 1}, outside[3] = {0, 0.5, 2};
#define REFUSED(field, value, part)                                                                \
    do {                                                                                           \
        struct fpk_ensemble e = question(&model, NULL);                                            \
        e.field = value;                                                                           \
        check_refused(fpk_ensemble_result_init(&r, &e), FPK_USAGE, part);                          \
    } while (0)
    REFUSED(particles, 0, "at least one particle");
    REFUSED(first, 100, "multiple of 1024");
    REFUSED(t1, 0, "the end must come after");
    REFUSED(t1, NAN, "the end must come after");
    REFUSED(n_step, 0, "at least 1");
    REFUSED(step_end, 31, "not a part");
    REFUSED(step_begin, 30, "not a part");
    REFUSED(n_path, 1025, "at most 1024");
    REFUSED(store, falling, "must increase");
    REFUSED(store, outside, "outside the run");
#undef REFUSED
}

/* FNV-1a over the final points. */
static uint64_t digest(void)
{
    struct fpk_model model = swing_model();
    struct fpk_start start;
    check_ok(fpk_start_parse(&start, "normal:0:1"));
    struct fpk_ensemble e = question(&model, &start);
    e.particles = 3001; /* a last block that is not a multiple of any vector */
    struct fpk_ensemble_result r;
    run(&e, &r);
    uint64_t hash = 14695981039346656037u;
    const unsigned char *byte = (const unsigned char *)r.points.x;
    for (size_t i = 0; i < r.points.n * sizeof(double); i++)
        hash = (hash ^ byte[i]) * 1099511628211u;
    fpk_ensemble_result_clear(&r);
    fpk_start_clear(&start);
    return hash;
}

static const char *program;

/* This program again, as a child with FPK_ISA set: it prints its digest. */
static void test_isa(void **state)
{
    (void)state;
    for (int isa = 0; isa <= (int)fpk_isa(); isa++) {
        char command[4200], line[64] = "";
        snprintf(command, sizeof command, "FPK_ISA=%s '%s' digest", fpk_isa_name((enum fpk_isa)isa),
                 program);
        FILE *pipe = popen(command, "r");
        check_true(pipe && fgets(line, sizeof line, pipe));
        pclose(pipe);
        char want[64];
        snprintf(want, sizeof want, "%016llx\n", (unsigned long long)digest());
        check_text(line, want);
    }
}

int main(int argc, char **argv)
{
    if (argc == 2 && strcmp(argv[1], "digest") == 0) {
        printf("%016llx\n", (unsigned long long)digest());
        return 0;
    }
    program = argv[0];
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_threads),
        cmocka_unit_test(test_split_and_cut),
        cmocka_unit_test(test_stored),
        cmocka_unit_test(test_stop_and_resume),
        cmocka_unit_test(test_blow_up),
        cmocka_unit_test(test_bad_start),
        cmocka_unit_test(test_questions_refused),
        cmocka_unit_test(test_isa),
    };
    return check_main(tests);
}
