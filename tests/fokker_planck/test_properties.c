/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Properties that hold whatever the problem: 800 of them, with drifts, noises, readings, meshes,
 * ends and starts drawn from a fixed sequence, on grids of 24 to 150 cells. Rounding is the only
 * error allowed. */
#include "../../src/fokker_planck/solve_priv.h"

#include "fpk/numeric/contour.h"
#include "fpk/numeric/tridiagonal.h"
#include "fpk/numeric/tridiagonal_ring.h"

#include "models.h"

#include "../check.h"

#define MOST  150
#define CASES 800

/* Numbers in [0, 1) (Knuth's linear congruence, upper 53 bits). */
static double draw(uint64_t *seed)
{
    *seed = *seed * 6364136223846793005u + 1442695040888963407u;
    return ldexp((double)(*seed >> 11), -53);
}

static double between(uint64_t *seed, double low, double high)
{
    return low + (high - low) * draw(seed);
}

/* f = a sin(k x + c) + tilt - pull x - wall x^3, g = s (1 + e sin(k x + d)); on a ring of length
 * 2 pi/k pull and wall are 0. */
struct law {
    double a, k, c, tilt, pull, wall, s, e, d;
};

static void law_drift(double t, size_t n, const double *x, double *out, const void *ctx)
{
    const struct law *l = ctx;
    (void)t;
    for (size_t i = 0; i < n; i++)
        out[i] = l->a * fpk_sin(l->k * x[i] + l->c) + l->tilt - l->pull * x[i] -
                 l->wall * x[i] * x[i] * x[i];
}

static void law_diffusion(double t, size_t n, const double *x, double *out, const void *ctx)
{
    const struct law *l = ctx;
    (void)t;
    for (size_t i = 0; i < n; i++)
        out[i] = l->s * (1 + l->e * fpk_sin(l->k * x[i] + l->d));
}

static void law_diffusion_x(double t, size_t n, const double *x, double *out, const void *ctx)
{
    const struct law *l = ctx;
    (void)t;
    for (size_t i = 0; i < n; i++)
        out[i] = l->s * l->e * l->k * fpk_cos(l->k * x[i] + l->d);
}

struct problem {
    struct law law;
    struct fpk_model model;
    struct fpk_conversion ito; /* points to model: not to be moved */
    struct fpk_mesh mesh;
    struct fpk_generator gen;
    struct fpk_start start;
    struct fpk_field p;
    double t;
    uint64_t seed;
};

static enum fpk_boundary draw_end(uint64_t *seed)
{
    double u = draw(seed);
    return u < 0.5 ? FPK_REFLECTING : u < 0.8 ? FPK_ABSORBING : FPK_NATURAL;
}

static void draw_mesh(struct problem *q, double *a, double *b)
{
    uint64_t *seed = &q->seed;
    double kind = draw(seed);
    if (fpk_ends_ring(q->mesh.ends)) {
        *a = between(seed, -2, 0);
        *b = *a + 2 * FPK_PI / q->law.k;
    } else if (kind < 0.4) {
        *a = between(seed, -3, -1);
        *b = between(seed, 1, 3);
    } else if (kind < 0.7) {
        *a = between(seed, -3, -1);
        *b = between(seed, 1, 3);
        q->mesh.coordinate = (struct fpk_coordinate){FPK_COORDINATE_GRADED, between(seed, -1, 1),
                                                     between(seed, 0.3, 2)};
    } else {
        *a = between(seed, 0.1, 0.5);
        *b = between(seed, 1.5, 3);
        q->mesh.coordinate = (struct fpk_coordinate){FPK_COORDINATE_LOG, 0, 1};
    }
}

static void draw_start(struct problem *q, double a, double b)
{
    char text[80];
    double u = draw(&q->seed), x = between(&q->seed, 0.7 * a + 0.3 * b, 0.3 * a + 0.7 * b);
    double width = between(&q->seed, 0.01, 0.05) * (b - a);
    if (u < 0.4)
        snprintf(text, sizeof text, "normal:%.17g:%.17g", x, width);
    else if (u < 0.7)
        snprintf(text, sizeof text, "delta:%.17g", x);
    else
        snprintf(text, sizeof text, "uniform:%.17g:%.17g", x - width, x + width);
    check_ok(fpk_start_parse(&q->start, text));
}

static void problem_init(struct problem *q, uint64_t seed)
{
    static const enum fpk_convention convention[] = {FPK_ITO, FPK_STRATONOVICH, FPK_KLIMONTOVICH};
    struct fpk_grid grid;
    double a, b, u[2], lost[2];
    memset(q, 0, sizeof *q);
    q->seed = seed;
    bool ring = draw(&q->seed) < 0.25;
    uint64_t *s = &q->seed;
    q->law = (struct law){between(s, 0, 2),
                          between(s, 0.5, 2),
                          between(s, 0, 6),
                          between(s, -1, 1),
                          ring ? 0 : between(s, -0.5, 1),
                          ring ? 0 : between(s, 0, 0.5),
                          between(s, 0.3, 1.2),
                          draw(s) < 0.5 ? 0 : between(s, 0, 0.5),
                          between(s, 0, 6)};
    q->model =
        (struct fpk_model){.name = "drawn",
                           .dim = 1,
                           .noise = 1,
                           .autonomous = true,
                           .noise_kind = q->law.e > 0 ? FPK_NOISE_SCALAR : FPK_NOISE_ADDITIVE,
                           .convention = convention[(int)(3 * draw(s))],
                           .drift = law_drift,
                           .diffusion = law_diffusion,
                           .diffusion_x = law_diffusion_x,
                           .ctx = &q->law};
    check_ok(fpk_model_convert(&q->ito, &q->model, FPK_ITO));
    q->mesh.ends = ring ? (struct fpk_ends){FPK_PERIODIC, FPK_PERIODIC}
                        : (struct fpk_ends){draw_end(s), draw_end(s)};
    draw_mesh(q, &a, &b);
    u[0] = fpk_coordinate_u(&q->mesh.coordinate, a);
    u[1] = fpk_coordinate_u(&q->mesh.coordinate, b);
    check_ok(fpk_grid_init(&grid, u[0], u[1], (size_t)between(s, 24, MOST)));
    check_ok(fpk_generator_init(&q->gen, grid));
    q->gen.ends = q->mesh.ends;
    q->gen.coordinate = q->mesh.coordinate;
    check_ok(fpk_generator_set(&q->gen, &q->ito.model, 0));
    draw_start(q, a, b);
    check_ok(fpk_field_init(&q->p, grid));
    check_ok(fpk_deposit(&q->p, &q->mesh, &q->start, true, lost));
    check_close(fpk_field_mass(&q->p) + lost[0] + lost[1], 1, 1e-13);
    q->t = fpk_exp(between(s, -6, 2));
}

static void problem_clear(struct problem *q)
{
    fpk_generator_clear(&q->gen);
    fpk_field_clear(&q->p);
    fpk_start_clear(&q->start);
}

static double largest(size_t n, const double *p)
{
    double most = 0;
    for (size_t i = 0; i < n; i++)
        most = fmax(most, fabs(p[i]));
    return most;
}

static double sum(size_t n, const double *p)
{
    double total = 0;
    for (size_t i = 0; i < n; i++)
        total += p[i];
    return total;
}

/* Marching: mass and exits, sign; with backward Euler alone never below zero. */
static void check_march(const struct problem *q)
{
    double copy[MOST], mass = fpk_field_mass(&q->p);
    struct fpk_field field = {.grid = q->p.grid, .value = copy};
    for (size_t rannacher = 0; rannacher <= 20; rannacher += 20) {
        struct fpk_march march;
        struct fpk_march_report report = fpk_march_report_zero();
        memcpy(copy, q->p.value, field.grid.n * sizeof *copy);
        field.t = 0;
        check_ok(fpk_march_init_on(&march, &q->ito.model, field.grid, &q->mesh.coordinate,
                                   q->mesh.ends, 1e-9));
        check_ok(fpk_march_run(&march, &field, q->t, 20, rannacher, &report));
        check_close(fpk_field_mass(&field) + report.exited[0] + report.exited[1], mass, 1e-12);
        check_true(report.mass_error <= 1e-12);
        check_true(report.min_p >= (rannacher ? 0 : -1e-9));
        check_true(report.exited[0] >= -1e-12 && report.exited[1] >= -1e-12);
        check_true(q->mesh.ends.left == FPK_ABSORBING || report.exited[0] == 0);
        fpk_march_clear(&march);
    }
}

/* The contour: mass and exits, sign, e^{(s + t) A} = e^{sA} e^{tA} (Chapman, Kolmogorov), and the
 * exit through an end as the integral of what leaks. */
static void check_contour(const struct problem *q)
{
    size_t n = q->gen.grid.n;
    const double *up = q->gen.up, *down = q->gen.down;
    double p[MOST], spent[MOST], twice[MOST], all = sum(n, q->p.value);
    struct fpk_contour contour;
    check_ok(fpk_contour_init(&contour, n));
    check_ok(fpk_contour_exponential(&contour, q->t, up, down, q->p.value, p, spent));
    double gone = down[0] * spent[0] + up[n - 1] * spent[n - 1];
    check_close((sum(n, p) + gone) / all, 1, 1e-12);
    for (size_t i = 0; i < n; i++)
        check_true(p[i] >= -1e-12 * all);
    check_ok(fpk_contour_exponential(&contour, 0.3 * q->t, up, down, q->p.value, twice, NULL));
    check_ok(fpk_contour_exponential(&contour, 0.7 * q->t, up, down, twice, twice, NULL));
    for (size_t i = 0; i < n; i++)
        check_close(twice[i], p[i], 1e-11 * all);
    fpk_contour_clear(&contour);
}

/* <p(t), v> = <p_0, v(t)>: backward Euler forwards by the march, and backwards by Thomas's method
 * on the transposed matrix; on a line. */
static void check_duality(struct problem *q)
{
    size_t n = q->gen.grid.n;
    const double *up = q->gen.up, *down = q->gen.down;
    double copy[MOST], v[MOST], lower[MOST], diag[MOST], upper[MOST], forth = 0, back = 0;
    double a = q->t / 20; /* ten steps are twenty halves */
    struct fpk_field field = {.grid = q->p.grid, .value = copy};
    struct fpk_march march;
    struct fpk_march_report report = fpk_march_report_zero();
    struct fpk_tridiagonal transposed;
    memcpy(copy, q->p.value, n * sizeof *copy);
    check_ok(fpk_march_init_on(&march, &q->ito.model, field.grid, &q->mesh.coordinate, q->mesh.ends,
                               INFINITY));
    check_ok(fpk_march_run(&march, &field, q->t, 10, 10, &report));
    for (size_t i = 0; i < n; i++) {
        lower[i] = -a * down[i];
        diag[i] = 1 + a * (up[i] + down[i]);
        upper[i] = -a * up[i];
        v[i] = between(&q->seed, -1, 1);
        forth += copy[i] * v[i];
    }
    check_ok(fpk_tridiagonal_init(&transposed, n, lower, diag, upper));
    for (int k = 0; k < 20; k++)
        fpk_tridiagonal_solve(&transposed, v);
    for (size_t i = 0; i < n; i++)
        back += q->p.value[i] * v[i];
    check_close(forth, back, 1e-12 * sum(n, q->p.value));
    fpk_tridiagonal_clear(&transposed);
    fpk_march_clear(&march);
}

/* The stationary state: A s = 0 in each cell, detailed balance on a line, kept by steps of any
 * length; and the relative entropy to it falls with every step of backward Euler. */
static void check_stationary(const struct problem *q)
{
    size_t n = q->gen.grid.n;
    const double *up = q->gen.up, *down = q->gen.down;
    double value[MOST], copy[MOST], before = INFINITY;
    struct fpk_field still = {.grid = q->p.grid, .value = value}, field = still;
    struct fpk_march march;
    struct fpk_march_report report = fpk_march_report_zero();
    bool ring = fpk_ends_ring(q->mesh.ends);
    if (ring)
        check_ok(fpk_ring_stationary(n, up, down, value));
    else
        check_ok(fpk_generator_stationary(&q->gen, &still));
    fpk_generator_apply(&q->gen, value, copy);
    for (size_t i = 0; i < n; i++) {
        check_true(value[i] > 0);
        check_close(copy[i], 0, 1e-13 * (up[i] + down[i]) * value[i]);
        if (!ring && i + 1 < n)
            check_relative(up[i] * value[i], down[i + 1] * value[i + 1], 1e-13);
    }
    check_ok(fpk_march_init_on(&march, &q->ito.model, q->p.grid, &q->mesh.coordinate, q->mesh.ends,
                               INFINITY));
    field.value = copy;
    memcpy(copy, value, n * sizeof *copy);
    check_ok(fpk_march_run(&march, &field, 10 * q->t, 5, 1, &report));
    for (size_t i = 0; i < n; i++)
        check_relative(copy[i], value[i], 1e-10);
    memcpy(copy, q->p.value, n * sizeof *copy);
    field.t = 0;
    for (int k = 1; k <= 10; k++) {
        double entropy = 0, scale = sum(n, copy) / sum(n, value);
        for (size_t i = 0; i < n; i++)
            entropy += copy[i] > 0 ? copy[i] * log(copy[i] / (scale * value[i])) : 0;
        check_true(entropy <= before + 1e-12 * sum(n, copy));
        check_true(entropy >= -1e-12 * sum(n, copy));
        before = entropy;
        check_ok(fpk_march_run(&march, &field, q->t * k, 1, 1, &report));
    }
    check_true(largest(n, copy) > 0);
    fpk_march_clear(&march);
}

static void test_properties(void **state)
{
    (void)state;
    int rings = 0, leaks = 0, closed = 0;
    for (int k = 0; k < CASES; k++) {
        struct problem q;
        problem_init(&q, 20240 + (uint64_t)k * 77);
        bool ring = fpk_ends_ring(q.mesh.ends), leak = fpk_ends_absorb(q.mesh.ends);
        check_march(&q);
        if (!ring) {
            check_contour(&q);
            check_duality(&q);
        }
        if (!leak)
            check_stationary(&q);
        rings += ring;
        leaks += leak;
        closed += !ring && !leak;
        problem_clear(&q);
    }
    check_true(rings > 150 && leaks > 200 && closed > 100);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_properties)};
    return check_main(tests);
}
