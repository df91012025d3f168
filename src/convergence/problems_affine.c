/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Problems in two dimensions whose drift and diffusion are affine in x,
 *
 *     dX = (A X + a) dt + sum_j (B_j X + b_j) dW_j,
 *
 * so that d/dt E (1,X)(1,X)^T is linear in itself: the expected values follow from one matrix
 * exponential, which the test computes. */
#include "problems_priv.h"

#include "fpk/numeric/elementary.h"

#include <math.h>

struct affine {
    size_t noise;
    double a[2], A[2][2];       /* drift a + A x */
    double b[2][2], B[2][2][2]; /* column j of the diffusion: b[j] + B[j] x */
};

static void drift(double t, size_t n, const double *x, double *out, const void *ctx)
{
    const struct affine *p = ctx;
    (void)t;
    for (size_t d = 0; d < 2; d++)
        for (size_t i = 0; i < n; i++)
            out[d * n + i] = p->a[d] + p->A[d][0] * x[i] + p->A[d][1] * x[n + i];
}

static void drift_x(double t, size_t n, const double *x, double *out, const void *ctx)
{
    const struct affine *p = ctx;
    (void)t;
    (void)x;
    for (size_t d = 0; d < 4; d++)
        for (size_t i = 0; i < n; i++)
            out[d * n + i] = p->A[d / 2][d % 2];
}

static void diffusion(double t, size_t n, const double *x, double *out, const void *ctx)
{
    const struct affine *p = ctx;
    (void)t;
    for (size_t d = 0; d < 2; d++)
        for (size_t j = 0; j < p->noise; j++)
            for (size_t i = 0; i < n; i++)
                out[(d * p->noise + j) * n + i] =
                    p->b[j][d] + p->B[j][d][0] * x[i] + p->B[j][d][1] * x[n + i];
}

static void diffusion_x(double t, size_t n, const double *x, double *out, const void *ctx)
{
    const struct affine *p = ctx;
    (void)t;
    (void)x;
    for (size_t d = 0; d < 2; d++)
        for (size_t j = 0; j < p->noise; j++)
            for (size_t k = 0; k < 2; k++)
                for (size_t i = 0; i < n; i++)
                    out[((d * p->noise + j) * 2 + k) * n + i] = p->B[j][d][k];
}

static enum fpk_status affine_init(struct fpk_model *model, const char *name,
                                   const struct affine *p, enum fpk_noise_kind kind)
{
    *model = (struct fpk_model){.name = name,
                                .sentence = name,
                                .dim = 2,
                                .noise = p->noise,
                                .convention = FPK_ITO,
                                .noise_kind = kind,
                                .autonomous = true,
                                .drift = drift,
                                .drift_x = drift_x,
                                .diffusion = diffusion,
                                .diffusion_x = kind == FPK_NOISE_ADDITIVE ? NULL : diffusion_x,
                                .ctx = p};
    return FPK_OK;
}

static double phi_sum_square(const double *x)
{
    double s = x[0] + x[1];
    return s * s;
}

static double phi_second_square(const double *x)
{
    return x[1] * x[1];
}

/* ---- additive: a damped oscillator, its force is noise ---- */

static enum fpk_status oscillator_init(struct fpk_model *model)
{
    static const struct affine p = {.noise = 1, .A = {{0, 1}, {-1, -0.5}}, .b = {{0, 0.8}}};
    return affine_init(model, "oscillator", &p, FPK_NOISE_ADDITIVE);
}

const struct fpk_problem fpk_problem_oscillator = {
    .name = "oscillator",
    .sentence = "dX = V dt, dV = -(X + V/2) dt + .8 dW",
    .citation = "Gillespie, Phys. Rev. E 54, 2084 (1996), doi:10.1103/PhysRevE.54.2084",
    .kind = FPK_NOISE_ADDITIVE,
    .t1 = 2,
    .x0 = {1, 0},
    .coarsest = 16,
    .init = oscillator_init,
    .fine = 4,
    .functional = "(x + v)^2",
    .phi = phi_sum_square,
    .expected = 1.40325249249390793979,
};

/* ---- scalar: Brownian motion on a circle, in Stratonovich form ---- */

static enum fpk_status circle_init(struct fpk_model *model)
{
    static const struct affine p = {.noise = 1, .B = {{{0, -1}, {1, 0}}}};
    FPK_TRY(affine_init(model, "circle", &p, FPK_NOISE_SCALAR));
    model->convention = FPK_STRATONOVICH;
    return FPK_OK;
}

static void circle_path(size_t n, const double *w, const double *integral, double *x)
{
    (void)integral;
    fpk_cos_block(n, w, x);
    fpk_sin_block(n, w, x + n);
}

const struct fpk_problem fpk_problem_circle = {
    .name = "circle",
    .sentence = "dX = -Y o dW, dY = X o dW (Stratonovich)",
    .citation = "Kloeden, Platen (1992), section 4.4, doi:10.1007/978-3-662-12616-5",
    .kind = FPK_NOISE_SCALAR,
    .t1 = 1,
    .x0 = {1, 0},
    .coarsest = 16,
    .init = circle_init,
    .path = circle_path,
    .functional = "x^2",
    .phi = fpk_phi_square,
    .expected = 0.56766764161830634595, /* (1 + e^-2)/2 */
};

/* ---- diagonal: two geometric Brownian motions ---- */

static enum fpk_status pair_init(struct fpk_model *model)
{
    static const struct affine p = {
        .noise = 2, .A = {{0.5, 0}, {0, -0.3}}, .B = {{{0.6, 0}, {0, 0}}, {{0, 0}, {0, 0.4}}}};
    return affine_init(model, "pair", &p, FPK_NOISE_DIAGONAL);
}

static void pair_path(size_t n, const double *w, const double *integral, double *x)
{
    (void)integral;
    for (size_t i = 0; i < n; i++) {
        x[i] = fpk_exp((0.5 - 0.18) + 0.6 * w[i]);
        x[n + i] = fpk_exp((-0.3 - 0.08) + 0.4 * w[n + i]);
    }
}

const struct fpk_problem fpk_problem_pair = {
    .name = "pair",
    .sentence = "dX = .5 X dt + .6 X dW_1, dY = -.3 Y dt + .4 Y dW_2",
    .citation = "Kloeden, Platen (1992), section 4.8, doi:10.1007/978-3-662-12616-5",
    .kind = FPK_NOISE_DIAGONAL,
    .t1 = 1,
    .x0 = {1, 1},
    .coarsest = 8,
    .init = pair_init,
    .path = pair_path,
    .functional = "(x + y)^2",
    .phi = phi_sum_square,
    .expected = 6.98303523919869559704,
};

/* ---- commutative: dZ = a Z dt + b_1 Z dW_1 + b_2 Z dW_2 with complex a, b ---- */

static enum fpk_status spiral_init(struct fpk_model *model)
{
    static const struct affine p = {.noise = 2,
                                    .A = {{-0.2, -1}, {1, -0.2}},
                                    .B = {{{0.4, -0.3}, {0.3, 0.4}}, {{-0.2, -0.5}, {0.5, -0.2}}}};
    return affine_init(model, "spiral", &p, FPK_NOISE_COMMUTATIVE);
}

/* Z = exp((a - (b_1^2 + b_2^2)/2) t + b_1 W_1 + b_2 W_2), b_1^2 + b_2^2 = -.14 + .04 i. */
static void spiral_path(size_t n, const double *w, const double *integral, double *x)
{
    (void)integral;
    for (size_t i = 0; i < n; i++) {
        double r = fpk_exp(-0.13 + 0.4 * w[i] - 0.2 * w[n + i]);
        double angle = 0.98 + 0.3 * w[i] + 0.5 * w[n + i];
        x[i] = r * fpk_cos(angle);
        x[n + i] = r * fpk_sin(angle);
    }
}

const struct fpk_problem fpk_problem_spiral = {
    .name = "spiral",
    .sentence = "dZ = (-.2 + i) Z dt + (.4 + .3 i) Z dW_1 + (-.2 + .5 i) Z dW_2, Z = X + i Y",
    .citation = "Kloeden, Platen (1992), section 4.8, doi:10.1007/978-3-662-12616-5",
    .kind = FPK_NOISE_COMMUTATIVE,
    .t1 = 1,
    .x0 = {1, 0},
    .coarsest = 16,
    .init = spiral_init,
    .path = spiral_path,
    .functional = "x^2",
    .phi = fpk_phi_square,
    .expected = 0.44338446530221652533,
};

/* ---- general: the simplest whose solution needs an area of two noises; a linear system ---- */

static enum fpk_status levy_init(struct fpk_model *model)
{
    static const struct affine p = {.noise = 2, .b = {{1, 0}}, .B = {{{0}}, {{0, 0}, {1, 0}}}};
    return affine_init(model, "levy-area", &p, FPK_NOISE_GENERAL);
}

const struct fpk_problem fpk_problem_levy = {
    .name = "levy-area",
    .sentence = "dX = dW_1, dY = X dW_2",
    .citation = "Clark, Cameron (1980), doi:10.1007/BFb0004007",
    .kind = FPK_NOISE_GENERAL,
    .t1 = 1,
    .x0 = {0.5, 0},
    .coarsest = 4,
    .init = levy_init,
    .fine = 16,
    .reference = "heun",
    .functional = "y^2",
    .phi = phi_second_square,
    .expected = 0.75, /* x0^2 t + t^2/2 */
};

static enum fpk_status linear_system_init(struct fpk_model *model)
{
    static const struct affine p = {.noise = 2,
                                    .A = {{-0.5, 0.3}, {-0.4, 0.1}},
                                    .B = {{{0.5, 0}, {0.3, 0.2}}, {{0, 0.4}, {-0.3, 0}}}};
    return affine_init(model, "linear-system", &p, FPK_NOISE_GENERAL);
}

const struct fpk_problem fpk_problem_linear_system = {
    .name = "linear-system",
    .sentence = "dX = A X dt + B_1 X dW_1 + B_2 X dW_2, no two of the matrices commuting",
    .citation = "Kloeden, Platen (1992), section 4.8, doi:10.1007/978-3-662-12616-5",
    .kind = FPK_NOISE_GENERAL,
    .t1 = 1,
    .x0 = {1, 0.5},
    .coarsest = 4,
    .init = linear_system_init,
    .fine = 16,
    .reference = "heun",
    .functional = "(x + y)^2",
    .phi = phi_sum_square,
    .expected = 1.29130896767196958058,
};
