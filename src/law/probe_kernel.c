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
 * moments of the registers; a few digits are enough there. Sizes are kept squared: of n terms
 * (a_1 + ... + a_n)^2 <= n (a_1^2 + ... + a_n^2). */
#include "probe_kernel.h"

#include <float.h>
#include <math.h>
#include <string.h>

enum { EACH = 4 }; /* DBL_EPSILON = 2 units of rounding: eight for each number */

#if defined(__AVX512F__)
#define WIDTH 8
#elif defined(__AVX__)
#define WIDTH 4
#else
#define WIDTH 2
#endif
/* WIDTH axes; a sweep over all FPK_PROBE_LANES is one for each WIDTH of them. */
typedef double real __attribute__((vector_size(8 * WIDTH), aligned(8), may_alias));
typedef long long whole __attribute__((vector_size(8 * WIDTH), aligned(8), may_alias));

static inline real positive(real x)
{
    return (real)((whole)x & (x > 0));
}

static inline real root(real x)
{
    double out[WIDTH];
    memcpy(out, &x, sizeof x);
    for (int l = 0; l < WIDTH; l++)
        out[l] = sqrt(out[l]);
    memcpy(&x, out, sizeof x);
    return x;
}

/* The head read by `in` as slope x + constant; size2 bounds the square of the slope's terms. */
struct response {
    real slope, constant, size2;
};

static inline struct response respond(const struct fpk_instruction *in, real v, real centre)
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
    real inverse = 1 / (alpha * alpha * v + sigma2);
    real one = to_one * inverse, other = to_v * v * inverse, apart = one - other;
    struct response out = {.slope = one + other, .constant = to_mean * centre * inverse};
    real sum2 = out.slope * out.slope; /* |one| + |other| is the larger of sum and difference */
    out.size2 = sum2 + positive(apart * apart - sum2);
    return out;
}

/* Moments of the registers. */
struct moments {
    int n;
    real *mean, *covariance; /* [n], [n][n] */
    real *fresh;             /* [n] covariances of what is being written */
};

static inline void put(struct moments *m, int out, real mean, real variance)
{
    for (int r = 0; r < m->n; r++)
        m->covariance[out * m->n + r] = m->covariance[r * m->n + out] = m->fresh[r];
    m->covariance[out * m->n + out] = variance;
    m->mean[out] = mean;
}

static inline real square_of(const struct moments *m, int r)
{
    return m->covariance[r * m->n + r] + m->mean[r] * m->mean[r];
}

static inline real eval(struct moments *m, const struct fpk_instruction *in, real v, real centre)
{
    struct response to = respond(in, v, centre);
    int from = in->in[0];
    const real *row = m->covariance + from * m->n;
    real size2 = 2 * (to.size2 * square_of(m, from) + to.constant * to.constant);
    for (int r = 0; r < m->n; r++)
        m->fresh[r] = to.slope * row[r];
    put(m, in->out, to.slope * m->mean[from] + to.constant, to.slope * to.slope * row[from]);
    return size2;
}

/* What cancels in the variance is put back as its own rounding: it may be too large by that. */
static inline real mix(struct moments *m, const struct fpk_instruction *in)
{
    real zero = {0}, mean = zero, variance = zero + in->noise * in->noise, size2 = variance;
    for (int r = 0; r < m->n; r++)
        m->fresh[r] = zero;
    for (int j = 0; j < in->n_in; j++) {
        double c = in->c[j];
        const real *row = m->covariance + in->in[j] * m->n;
        for (int r = 0; r < m->n; r++)
            m->fresh[r] += c * row[r];
        mean += c * m->mean[in->in[j]];
        size2 += c * c * square_of(m, in->in[j]);
    }
    for (int j = 0; j < in->n_in; j++)
        variance += in->c[j] * m->fresh[in->in[j]];
    size2 *= in->n_in + 1.;
    put(m, in->out, mean, positive(variance) + 2 * DBL_EPSILON * size2);
    return size2;
}

/* Lanes k .. k + WIDTH - 1. */
#define OF(lanes, k) (*(const real *)((const double *)(lanes) + (k)))
#define AT(lanes, k) (*(real *)((double *)(lanes) + (k)))

static void forward(const struct fpk_plan *plan, size_t n, const struct fpk_probe_axes *axes, int k,
                    real *work, fpk_lanes *size2)
{
    int registers = plan->n_register;
    real v = OF(axes->spread, k), centre = OF(axes->centre, k);
    struct moments m = {registers, work, work + 2 * registers, work + registers};
    memset(work, 0, FPK_PROBE_WORK(registers) / FPK_PROBE_LANES * sizeof *work);
    put(&m, 0, OF(axes->start_mean, k), OF(axes->start_variance, k));
    for (size_t i = 0; i < n; i++) {
        const struct fpk_instruction *in = &plan->instruction[i];
        AT(size2[i], k) = in->op == FPK_EVAL ? eval(&m, in, v, centre) : mix(&m, in);
    }
}

void FPK_KERNEL(fpk_probe_forward_kernel)(const struct fpk_plan *plan, size_t n,
                                          const struct fpk_probe_axes *axes, fpk_lanes *work,
                                          fpk_lanes *size2)
{
    for (int k = 0; k < FPK_PROBE_LANES; k += WIDTH)
        forward(plan, n, axes, k, (real *)work, size2);
}

/* A running sum with what its rounding lost (Knuth's two-sum). */
struct sum {
    real sum, lost;
};

static inline void add(struct sum *s, real value)
{
    real sum = s->sum + value, t = sum - s->sum;
    s->lost += (s->sum - (sum - t)) + (value - t);
    s->sum = sum;
}

static void backward(const struct fpk_plan *plan, size_t n, const fpk_lanes *size2,
                     struct fpk_probe_axes *axes, int k, real *push)
{
    real zero = {0}, v = OF(axes->spread, k), centre = OF(axes->centre, k), error = zero;
    struct sum shift = {zero, zero}, noise = shift;
    for (int r = 0; r < plan->n_register; r++)
        push[r] = zero;
    push[0] = zero + 1;
    for (size_t i = n; i-- > 0;) {
        const struct fpk_instruction *in = &plan->instruction[i];
        real out = push[in->out], off = out * out * OF(size2[i], k);
        push[in->out] = zero;
        error += root(off);
        if (in->op == FPK_EVAL) {
            struct response to = respond(in, v, centre);
            add(&shift, out * to.constant);
            push[in->in[0]] += out * to.slope;
            continue;
        }
        for (int j = 0; j < in->n_in; j++)
            push[in->in[j]] += in->c[j] * out;
        if (in->noise > 0)
            add(&noise, (out * in->noise) * (out * in->noise));
    }
    real mean = OF(axes->start_mean, k), start2 = OF(axes->start_variance, k) + mean * mean;
    error += root(push[0] * push[0] * start2);
    AT(axes->gain, k) = push[0];
    AT(axes->shift, k) = shift.sum + shift.lost;
    AT(axes->noise, k) = noise.sum + noise.lost;
    AT(axes->error, k) = EACH * DBL_EPSILON * error;
}

void FPK_KERNEL(fpk_probe_backward_kernel)(const struct fpk_plan *plan, size_t n,
                                           const fpk_lanes *size2, struct fpk_probe_axes *axes,
                                           fpk_lanes *work)
{
    for (int k = 0; k < FPK_PROBE_LANES; k += WIDTH)
        backward(plan, n, size2, axes, k, (real *)work);
}

/* FPK_PROBE_LANES sums at once, so that the order of adding is the same for every WIDTH. */
static double dot(size_t n, const double *restrict x, const double *restrict y)
{
    double sum[FPK_PROBE_LANES] = {0}, rest = 0;
    size_t i = 0;
    for (; i + FPK_PROBE_LANES <= n; i += FPK_PROBE_LANES)
        for (size_t k = 0; k < FPK_PROBE_LANES; k++)
            sum[k] += x[i + k] * y[i + k];
    for (; i < n; i++)
        rest += x[i] * y[i];
    return ((sum[0] + sum[4]) + (sum[1] + sum[5])) + ((sum[2] + sum[6]) + (sum[3] + sum[7])) + rest;
}

void FPK_KERNEL(fpk_probe_rows_kernel)(size_t rows, size_t n, const double *x, const double *m,
                                       double *out)
{
    for (size_t j = 0; j < rows; j++)
        out[j] = dot(n, x, m + j * n);
}
