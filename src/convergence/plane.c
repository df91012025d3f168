/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The backward equation of grid.c in two dimensions: u on M x M points, equal apart in y = x or
 * arsinh(x), read between them by the product of two polynomials through the nearest 10 each,
 * always centred; u is continued beyond the ends by its value there, in a margin.
 *
 * Normals are enumerated with 4 nodes for an increment and 3 for an area, exact to the seventh and
 * fifth degree: what that changes in the mean of a step is of order h^4, beyond any order here.
 *
 * One step is a matrix, made once (the equations are autonomous). The readings of all noises from
 * one point lie near each other, so a row is kept as the smallest rectangle that holds them. */
#include "convergence_priv.h"

#include "fpk/base/memory.h"
#include "fpk/numeric/elementary.h"

#include <assert.h>
#include <math.h>
#include <string.h>

enum {
    M = 96,
    POINTS = M * M,
    STENCIL = 10,
    MARGIN = STENCIL / 2,
    ROW = M + 2 * MARGIN,
    BLOCK = FPK_BLOCK / 2 /* points in one call of a step; they are a few blocks and a rest */
};

/* (-1)^k binomial(9, k) */
static const double barycentric[STENCIL] = {1, -9, 36, -84, 126, -126, 84, -36, 9, -1};

/* A row: entries of u[i0 .. i1 - 1][j0 .. j1 - 1], from matrix + at. */
struct box {
    size_t i0, i1, j0, j1, at;
};

struct plane {
    const struct fpk_setting *setting;
    const struct fpk_noises *all;
    double low, step; /* in y, the same for both components */
    bool stretched;
    double *u;       /* [ROW][ROW] with its margin */
    double *next;    /* [M][M] */
    double *target;  /* [noises][2][POINTS]: where each point goes, in units of the step */
    double *noise;   /* [4][2][BLOCK] */
    struct box *box; /* [POINTS] */
    double *matrix;  /* all rows */
};

/* Place on one axis, in units of the step from the first point. */
static void to_places(const struct plane *p, size_t n, double *x)
{
    if (p->stretched)
        fpk_asinh_block(n, x, x);
    for (size_t i = 0; i < n; i++)
        x[i] = fmin(fmax((x[i] - p->low) / p->step, 0), M - 1);
}

static double axis(const struct plane *p, size_t i)
{
    double y = p->low + p->step * (double)i;
    return p->stretched ? fpk_sinh(y) : y;
}

/* Weights of the points around s; *first is the first of them, counted with the margin. */
static void weights(double s, double w[STENCIL], size_t *first)
{
    double base = floor(s), sum = 0;
    *first = (size_t)base + MARGIN - (STENCIL / 2 - 1);
    s -= base - (STENCIL / 2 - 1);
    memset(w, 0, STENCIL * sizeof *w);
    if (s == STENCIL / 2 - 1) {
        w[STENCIL / 2 - 1] = 1;
        return;
    }
    for (size_t k = 0; k < STENCIL; k++) {
        w[k] = barycentric[k] / (s - (double)k);
        sum += w[k];
    }
    for (size_t k = 0; k < STENCIL; k++)
        w[k] /= sum;
}

/* u at a place. */
static double read_at(const struct plane *p, double s0, double s1)
{
    double w0[STENCIL], w1[STENCIL], sum = 0;
    size_t i, j;
    weights(s0, w0, &i);
    weights(s1, w1, &j);
    for (size_t k = 0; k < STENCIL; k++)
        for (size_t l = 0; l < STENCIL; l++)
            sum += w0[k] * w1[l] * p->u[(i + k) * ROW + j + l];
    return sum;
}

/* Room for every row; *n <- entries of the matrix. */
static void find_boxes(struct plane *p, size_t *n)
{
    *n = 0;
    for (size_t r = 0; r < POINTS; r++) {
        struct box box = {ROW, 0, ROW, 0, *n};
        for (size_t j = 0; j < p->all->n; j++) {
            const double *s = p->target + 2 * j * POINTS + r;
            size_t i0 = (size_t)floor(s[0]) + MARGIN - (STENCIL / 2 - 1);
            size_t j0 = (size_t)floor(s[POINTS]) + MARGIN - (STENCIL / 2 - 1);
            box.i0 = i0 < box.i0 ? i0 : box.i0;
            box.j0 = j0 < box.j0 ? j0 : box.j0;
            box.i1 = i0 + STENCIL > box.i1 ? i0 + STENCIL : box.i1;
            box.j1 = j0 + STENCIL > box.j1 ? j0 + STENCIL : box.j1;
        }
        p->box[r] = box;
        *n += (box.i1 - box.i0) * (box.j1 - box.j0);
    }
}

static void fill_matrix(struct plane *p)
{
    for (size_t r = 0; r < POINTS; r++)
        for (size_t j = 0; j < p->all->n; j++) {
            const struct box *box = &p->box[r];
            double w0[STENCIL], w1[STENCIL];
            const double *s = p->target + 2 * j * POINTS + r;
            size_t a, b, width = box->j1 - box->j0;
            weights(s[0], w0, &a);
            weights(s[POINTS], w1, &b);
            double *entry = p->matrix + box->at + (a - box->i0) * width + (b - box->j0);
            for (size_t k = 0; k < STENCIL; k++)
                for (size_t l = 0; l < STENCIL; l++)
                    entry[k * width + l] += p->all->weight[j] * w0[k] * w1[l];
        }
}

/* next <- matrix u */
static void multiply(struct plane *p)
{
    for (size_t r = 0; r < POINTS; r++) {
        const struct box *box = &p->box[r];
        const double *entry = p->matrix + box->at;
        size_t width = box->j1 - box->j0;
        double part[4] = {0};
        for (size_t i = box->i0; i < box->i1; i++, entry += width) {
            const double *u = p->u + i * ROW + box->j0;
            size_t j = 0;
            for (; j + 4 <= width; j += 4)
                for (size_t k = 0; k < 4; k++)
                    part[k] += entry[j + k] * u[j + k];
            for (; j < width; j++)
                part[0] += entry[j] * u[j];
        }
        p->next[r] = (part[0] + part[1]) + (part[2] + part[3]);
    }
}

/* u, margin and all, from next. */
static void spread(struct plane *p)
{
    for (size_t i = 0; i < ROW; i++)
        for (size_t j = 0; j < ROW; j++) {
            size_t a = i < MARGIN ? 0 : i - MARGIN < M ? i - MARGIN : M - 1;
            size_t b = j < MARGIN ? 0 : j - MARGIN < M ? j - MARGIN : M - 1;
            p->u[i * ROW + j] = p->next[a * M + b];
        }
}

/* Noise j of all, the same for a whole block. */
static void repeat(const struct fpk_noises *all, const double *from, size_t j, double *to)
{
    for (size_t k = 0; from && k < all->noise; k++)
        for (size_t i = 0; i < BLOCK; i++)
            to[k * BLOCK + i] = from[k * all->n + j];
}

/* Points begin .. begin + n - 1 through the first step with noise j, which stands in `given`. */
static void move(struct plane *p, uint64_t n_step, size_t j, size_t begin, size_t n,
                 const struct fpk_noise_given *given)
{
    double x[2 * BLOCK];
    for (size_t i = 0; i < n; i++) {
        x[i] = axis(p, (begin + i) / M);
        x[n + i] = axis(p, (begin + i) % M);
    }
    fpk_setting_step(p->setting, n_step, 0, n, x, given);
    to_places(p, 2 * n, x);
    for (size_t d = 0; d < 2; d++)
        memcpy(p->target + (2 * j + d) * POINTS + begin, x + d * n, n * sizeof *x);
}

/* Where a step takes every point under every noise. */
static void find_targets(struct plane *p, uint64_t n_step)
{
    const struct fpk_noises *all = p->all;
    double *z = p->noise, *a = z + 2 * BLOCK, *three = a + 2 * BLOCK, *two = three + 2 * BLOCK;
    struct fpk_noise_given given = {BLOCK, z, a, three, two};
    for (size_t j = 0; j < all->n; j++) {
        repeat(all, all->z, j, z);
        repeat(all, all->a, j, a);
        repeat(all, all->three, j, three);
        repeat(all, all->two, j, two);
        for (size_t begin = 0; begin < POINTS; begin += BLOCK)
            move(p, n_step, j, begin, POINTS - begin < BLOCK ? POINTS - begin : BLOCK, &given);
    }
}

static enum fpk_status plane_run(struct plane *p, uint64_t n_step)
{
    size_t n;
    find_targets(p, n_step);
    find_boxes(p, &n);
    FPK_TRY(fpk_allocate(&p->matrix, n));
    fill_matrix(p);
    for (size_t i = 0; i < POINTS; i++) {
        double x[2] = {axis(p, i / M), axis(p, i % M)};
        p->next[i] = p->setting->problem->phi(x);
    }
    spread(p);
    for (uint64_t k = 0; k < n_step; k++) {
        multiply(p);
        spread(p);
    }
    return FPK_OK;
}

enum fpk_status fpk_plane_expect(const struct fpk_setting *setting, uint64_t n_step, double *value)
{
    const struct fpk_problem *problem = setting->problem;
    struct fpk_nodes nodes = {4, 3};
    struct fpk_noises all = {0};
    struct plane plane = {.setting = setting,
                          .all = &all,
                          .low = problem->low,
                          .step = (problem->high - problem->low) / (M - 1),
                          .stretched = problem->stretched};
    enum fpk_status status;
    assert(setting->model.autonomous);
    FPK_TRY_DONE(status,
                 fpk_noises_init(&all, setting->stepper->uses, setting->model.noise, nodes));
    FPK_TRY_DONE(status, fpk_allocate(&plane.u, ROW * ROW));
    FPK_TRY_DONE(status, fpk_allocate(&plane.next, POINTS));
    FPK_TRY_DONE(status, fpk_allocate(&plane.target, 2 * all.n * POINTS));
    FPK_TRY_DONE(status, fpk_allocate(&plane.noise, 8 * BLOCK));
    FPK_TRY_DONE(status, fpk_allocate(&plane.box, POINTS));
    FPK_TRY_DONE(status, plane_run(&plane, n_step));
    double at[2] = {problem->x0[0], problem->x0[1]};
    to_places(&plane, 2, at);
    *value = read_at(&plane, at[0], at[1]);
done:
    fpk_release(&plane.u);
    fpk_release(&plane.next);
    fpk_release(&plane.target);
    fpk_release(&plane.noise);
    fpk_release(&plane.box);
    fpk_release(&plane.matrix);
    fpk_noises_clear(&all);
    return status;
}
