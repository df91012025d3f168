/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "reverse_priv.h"

#include "fpk/numeric/elementary.h"
#include "table_priv.h"

#include <assert.h>
#include <math.h>
#include <string.h>

/* With r = alpha_now/alpha_next: E[x_next | x_now] = (x + drop score)/r, Tweedie's formula for the
 * noise of this step alone. */
struct fpk_reverse_row fpk_reverse_ancestral(const struct fpk_path *path, size_t i)
{
    double drop = path->drop[i], scale = 1 / sqrt(path->keep[i]);
    return (struct fpk_reverse_row){scale, drop * scale,
                                    drop * (path->noise[i + 1] / path->noise[i])};
}

struct fpk_reverse_row fpk_reverse_diffusion(const struct fpk_path *path, size_t i)
{
    return (struct fpk_reverse_row){2 - sqrt(path->keep[i]), path->drop[i], path->drop[i]};
}

struct fpk_reverse_row fpk_reverse_euler(const struct fpk_path *path, size_t i, bool equal)
{
    assert(path->continuous);
    const struct fpk_process *process = &path->process;
    double t = path->level[i].t;
    double dt = equal ? fpk_process_end(process) * (1 / (double)path->n) : t - path->level[i + 1].t;
    double g2 = fpk_process_g2(process, t);
    return (struct fpk_reverse_row){1 + fpk_process_shrink(process, t) * dt, g2 * dt, g2 * dt};
}

/* w - log(1 + w), w >= 0: its series 2 (s^2/(1 - s) - s^3/3 - s^5/5 - ...), s = w/(2 + w), where
 * the difference would lose digits. */
static double less_log1p(double w)
{
    if (w > 0.5)
        return w - fpk_log1p(w);
    double s = w / (2 + w), power = s, sum = s * s / (1 - s);
    for (int k = 3; k < 30; k += 2) {
        power *= s * s;
        sum -= power / k;
    }
    return 2 * sum;
}

/* The weight of the frozen score: int (alpha_next/alpha) g^2 dt over the step, which is alpha_next
 * int alpha d(sigma^2/alpha^2) because d(sigma^2/alpha^2) = g^2/alpha^2 dt. With p = alpha_now,
 * q = alpha_next:
 *     VP      2 (q/p - 1)
 *     VE      drop
 *     sub-VP  2 q [1/x + x^3/3] from x = q to p = 2 q (q - p) (3 - p q (p^2 + p q + q^2))/(3 p q)
 *     flow    2 q [1/x + log x] from x = q to p = 2 q (w - log(1 + w) + w (1/q - 1)), w = q/p - 1,
 * each written without cancellation: 1 - p q and the like from sigma = 1 - alpha^2. */
static double weight(const struct fpk_path *path, size_t i)
{
    double drop = path->drop[i], keep = path->keep[i], up = 1 / sqrt(keep);
    double p = path->level[i].alpha, q = path->level[i + 1].alpha;
    double s = path->level[i].sigma, r = path->level[i + 1].sigma;
    switch (path->family) {
    case FPK_PATH_PRESERVING:
        return 2 * (drop / keep) / (up + 1);
    case FPK_PATH_SUB_PRESERVING: {
        double square = s + p * p * r; /* 1 - p^2 q^2 */
        double one = square / (1 + p * q), sum = 2 * one + square + p * q * (s + r);
        /* q - p: near the clean end both are near 1, far from it both sigmas are */
        double rise = p * p < 0.5 ? q * (1 - sqrt(keep)) : (s - r) / (p + q);
        return 2 * rise * sum / (3 * p);
    }
    case FPK_PATH_FLOW: {
        double w = (s - r) / p;
        return 2 * q * (less_log1p(w) + w * (r / q));
    }
    case FPK_PATH_EXPLODING:
        break;
    }
    return drop;
}

/* Noise that is put in forward as drop arrives as drop/keep, undone by the same factor as x. */
struct fpk_reverse_row fpk_reverse_exponential(const struct fpk_path *path, size_t i)
{
    return (struct fpk_reverse_row){1 / sqrt(path->keep[i]), weight(path, i),
                                    path->drop[i] / path->keep[i]};
}

enum fpk_status fpk_reverse_add(struct fpk_plan *plan, const struct fpk_path *path, size_t i,
                                struct fpk_reverse_row row, bool noisy)
{
    return fpk_table_row(plan, i, path->level[i], path->level[i + 1], row.a, row.b,
                         noisy ? sqrt(row.variance) : 0);
}

bool fpk_reverse_equal(const struct fpk_values *values)
{
    const char *spacing = fpk_values_text(values, "spacing");
    return spacing && strcmp(spacing, "uniform") == 0 && !fpk_values_has(values, "times") &&
           !fpk_values_has(values, "truncate");
}

bool fpk_last_noise(const struct fpk_values *values, bool otherwise)
{
    const char *text = fpk_values_text(values, "last-noise");
    return text ? strcmp(text, "on") == 0 : otherwise;
}
