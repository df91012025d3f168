/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A plan on Gaussian data, swept twice; compiled once per instruction set.
 *
 * The backward sweep finds the result. push[r] is the derivative of the output by register r at
 * this point of the program, and going backwards each instruction hands the push of what it writes
 * on to what it reads. A MIX with noise s has then push s from its xi to the output, so that the
 * variance of all noises is a sum of squares, in which nothing cancels (a recursion for covariances
 * forwards would square the cancellation between x and its score). The computed pushes are exact
 * for a plan with coefficients off by two roundings or so.
 *
 * Hence the error: coefficients c (1 + delta) add push c delta x_in to the output, at most
 * |delta| |push| |c| rms(x_in) in root mean square. The forward sweep finds these sizes, by the
 * moments of the registers; a few digits are enough there. */
#include "probe_kernel.h"

#include <float.h>
#include <math.h>
#include <string.h>

#define LANES(l) for (int l = 0; l < FPK_PROBE_LANES; l++)

enum { EACH = 2 }; /* DBL_EPSILON = 2 units of rounding: four for each number */

/* The head read by `in` as slope x + constant; size bounds the terms of the slope. */
struct response {
    fpk_lanes slope, constant, size;
};

static inline void respond(const struct fpk_instruction *in, const struct fpk_probe_axes *axes,
                           struct response *out)
{
    double alpha = in->level.alpha, sigma = in->level.sigma, sigma2 = sigma * sigma;
    double to_one = 0, to_v = 0, to_mean = 0; /* slope (to_one + to_v v)/D, constant to_mean mu/D */
    switch (in->head) {
    case FPK_HEAD_SCORE:
        to_one = -1, to_mean = alpha;
        break;
    case FPK_HEAD_EPS:
        to_one = sigma, to_mean = -sigma * alpha;
        break;
    case FPK_HEAD_X0:
        to_v = alpha, to_mean = sigma2;
        break;
    case FPK_HEAD_V:
        to_one = alpha * sigma, to_v = -to_one, to_mean = -sigma * (alpha * alpha + sigma2);
        break;
    case FPK_HEAD_FLOW:
        to_one = sigma, to_v = -alpha, to_mean = -sigma * (alpha + sigma);
        break;
    }
    LANES(l)
    {
        double v = axes->spread[l], inverse = 1 / (alpha * alpha * v + sigma2);
        out->slope[l] = (to_one + to_v * v) * inverse;
        out->size[l] = (fabs(to_one) + fabs(to_v) * v) * inverse;
        out->constant[l] = to_mean * axes->centre[l] * inverse;
    }
}

/* Moments of the registers. */
struct moments {
    int n;
    fpk_lanes *mean, *rms, *std;
    fpk_lanes *covariance; /* [n][n] */
    fpk_lanes *fresh;      /* [n] covariances of what is being written */
};

static inline struct moments moments_in(int n, fpk_lanes *work)
{
    return (struct moments){n, work, work + n, work + 2 * n, work + 4 * n, work + 3 * n};
}

static inline void put(struct moments *m, int out, const double *mean, const double *variance)
{
    for (int r = 0; r < m->n; r++) {
        memcpy(m->covariance[out * m->n + r], m->fresh[r], sizeof(fpk_lanes));
        memcpy(m->covariance[r * m->n + out], m->fresh[r], sizeof(fpk_lanes));
    }
    LANES(l)
    {
        m->covariance[out * m->n + out][l] = variance[l];
        m->mean[out][l] = mean[l];
        m->std[out][l] = sqrt(variance[l]);
        m->rms[out][l] = sqrt(variance[l] + mean[l] * mean[l]);
    }
}

static inline void eval(struct moments *m, const struct fpk_instruction *in,
                        const struct fpk_probe_axes *axes, double *size)
{
    struct response to;
    fpk_lanes mean, variance;
    int from = in->in[0];
    respond(in, axes, &to);
    for (int r = 0; r < m->n; r++)
        LANES(l) m->fresh[r][l] = to.slope[l] * m->covariance[from * m->n + r][l];
    LANES(l)
    {
        mean[l] = to.slope[l] * m->mean[from][l] + to.constant[l];
        variance[l] = to.slope[l] * to.slope[l] * m->covariance[from * m->n + from][l];
        size[l] = to.size[l] * m->rms[from][l] + fabs(to.constant[l]);
    }
    put(m, in->out, mean, variance);
}

/* What cancels in the variance is put back as its own rounding: it may be too large by that. */
static inline void mix(struct moments *m, const struct fpk_instruction *in, double *size)
{
    fpk_lanes mean = {0}, variance, spread = {0};
    LANES(l) variance[l] = in->noise * in->noise;
    LANES(l) size[l] = in->noise;
    memset(m->fresh, 0, (size_t)m->n * sizeof *m->fresh);
    for (int j = 0; j < in->n_in; j++) {
        int from = in->in[j];
        double c = in->c[j], a = fabs(c);
        for (int r = 0; r < m->n; r++)
            LANES(l) m->fresh[r][l] += c * m->covariance[from * m->n + r][l];
        LANES(l)
        {
            mean[l] += c * m->mean[from][l];
            spread[l] += a * m->std[from][l];
            size[l] += a * m->rms[from][l];
        }
    }
    for (int j = 0; j < in->n_in; j++)
        LANES(l) variance[l] += in->c[j] * m->fresh[in->in[j]][l];
    LANES(l)
    {
        variance[l] = variance[l] > 0 ? variance[l] : 0;
        variance[l] += 2 * DBL_EPSILON * spread[l] * spread[l];
    }
    put(m, in->out, mean, variance);
}

void FPK_KERNEL(fpk_probe_forward_kernel)(const struct fpk_plan *plan, size_t n,
                                          const struct fpk_probe_axes *axes, fpk_lanes *work,
                                          fpk_lanes *size)
{
    struct moments m = moments_in(plan->n_register, work);
    memset(work, 0, FPK_PROBE_WORK(plan->n_register) * sizeof(double));
    put(&m, 0, axes->start_mean, axes->start_variance);
    for (size_t i = 0; i < n; i++) {
        const struct fpk_instruction *in = &plan->instruction[i];
        if (in->op == FPK_EVAL)
            eval(&m, in, axes, size[i]);
        else
            mix(&m, in, size[i]);
    }
}

/* Running sums with what their rounding lost (Knuth's two-sum). */
struct sums {
    fpk_lanes sum, lost;
};

static inline void add(struct sums *s, int l, double value)
{
    double sum = s->sum[l] + value, t = sum - s->sum[l];
    s->lost[l] += (s->sum[l] - (sum - t)) + (value - t);
    s->sum[l] = sum;
}

void FPK_KERNEL(fpk_probe_backward_kernel)(const struct fpk_plan *plan, size_t n,
                                           const fpk_lanes *size, struct fpk_probe_axes *axes,
                                           fpk_lanes *push)
{
    struct sums shift = {{0}, {0}}, noise = {{0}, {0}};
    fpk_lanes error = {0};
    memset(push, 0, (size_t)plan->n_register * sizeof *push);
    LANES(l) push[0][l] = 1;
    for (size_t i = n; i-- > 0;) {
        const struct fpk_instruction *in = &plan->instruction[i];
        fpk_lanes out;
        memcpy(out, push[in->out], sizeof out);
        memset(push[in->out], 0, sizeof out);
        LANES(l) error[l] += fabs(out[l]) * size[i][l];
        if (in->op == FPK_EVAL) {
            struct response to;
            respond(in, axes, &to);
            LANES(l) add(&shift, l, out[l] * to.constant[l]);
            LANES(l) push[in->in[0]][l] += out[l] * to.slope[l];
            continue;
        }
        for (int j = 0; j < in->n_in; j++)
            LANES(l) push[in->in[j]][l] += in->c[j] * out[l];
        if (in->noise > 0)
            LANES(l) add(&noise, l, (out[l] * in->noise) * (out[l] * in->noise));
    }
    LANES(l)
    {
        double start = sqrt(axes->start_variance[l] + axes->start_mean[l] * axes->start_mean[l]);
        axes->gain[l] = push[0][l];
        axes->shift[l] = shift.sum[l] + shift.lost[l];
        axes->noise[l] = noise.sum[l] + noise.lost[l];
        axes->error[l] = EACH * DBL_EPSILON * (error[l] + fabs(push[0][l]) * start);
    }
}
