/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "schedule_priv.h"

#include "fpk/base/block.h"
#include "fpk/base/memory.h"
#include "fpk/base/parameter.h"
#include "fpk/numeric/elementary.h"

#include <assert.h>
#include <math.h>
#include <string.h>

/* a .. b in T equal steps, the last one b exactly (numpy's linspace). */
static double spaced(double a, double b, size_t T, size_t t)
{
    return T > 1 && t == T - 1 ? b : a + (double)t * ((b - a) / (double)(T > 1 ? T - 1 : 1));
}

static double beta_linear(size_t T, size_t t)
{
    return spaced(1e-4, 2e-2, T, t);
}

static double beta_scaled_linear(size_t T, size_t t)
{
    double root = spaced(sqrt(0.00085), sqrt(0.012), T, t);
    return root * root;
}

/* abar = cos^2(a_{t+1})/cos^2(a_0), so beta_t = 1 - cos^2(a_{t+1})/cos^2(a_t), a_t = pi/2
 * (t/T + s)/(1 + s). Written as sin(a' - a) sin(a' + a)/cos^2(a) it does not cancel at small t. */
static double beta_cosine(size_t T, size_t t)
{
    const double s = 0.008, clip = 0.999;
    double quarter = FPK_PI / 2 / (1 + s);
    double a = quarter * ((double)t / (double)T + s);
    double step = quarter / (double)T;
    double c = fpk_cos(a);
    double beta = fpk_sin(step) * fpk_sin(a + a + step) / (c * c);
    return beta < clip ? beta : clip;
}

static double beta_sigmoid(size_t T, size_t t)
{
    return 1e-4 + (2e-2 - 1e-4) / (1 + fpk_exp(-spaced(-6, 6, T, t)));
}

/* abar = e^{-12 (t + 1)/T}: 1 - beta is the same at every time. */
static double beta_exponential(size_t T, size_t t)
{
    (void)t;
    double beta = -fpk_expm1(-12 / (double)T);
    return beta < .999 ? beta : .999;
}

static const struct {
    const char *name;
    double (*beta)(size_t T, size_t t);
} known[] = {
    {"linear", beta_linear},   {"scaled-linear", beta_scaled_linear}, {"cosine", beta_cosine},
    {"sigmoid", beta_sigmoid}, {"exponential", beta_exponential},
};
enum { N_KNOWN = sizeof known / sizeof known[0] };

static enum fpk_status find(const char *name, size_t *which)
{
    const char *names[N_KNOWN];
    for (size_t i = 0; i < N_KNOWN; i++) {
        names[i] = known[i].name;
        if (strcmp(name, names[i]) == 0) {
            *which = i;
            return FPK_OK;
        }
    }
    const char *near = fpk_nearest(name, names, N_KNOWN);
    return fpk_fail(FPK_USAGE,
                    "schedule \"%.40s\" is unknown%s%s%s; known: linear, scaled-linear, cosine, "
                    "sigmoid, exponential",
                    name, near ? " (did you mean " : "", near ? near : "", near ? "?)" : "");
}

static enum fpk_status allocate(struct fpk_schedule *schedule, const char *name, size_t T)
{
    *schedule = (struct fpk_schedule){0};
    FPK_CHECK(T >= 1 && T <= FPK_SCHEDULE_T_MAX, FPK_USAGE,
              "schedule %s: %zu training times asked, allowed are 1 .. %d", name, T,
              FPK_SCHEDULE_T_MAX);
    enum fpk_status status = fpk_allocate(&schedule->beta, T);
    if (status == FPK_OK)
        status = fpk_allocate(&schedule->abar, T);
    if (status == FPK_OK)
        status = fpk_allocate(&schedule->noise, T);
    if (status != FPK_OK)
        fpk_schedule_clear(schedule);
    schedule->name = name;
    schedule->T = T;
    return status;
}

void fpk_schedule_accumulate(struct fpk_schedule *schedule)
{
    double abar = 1, noise = 0;
    for (size_t t = 0; t < schedule->T; t++) {
        double beta = schedule->beta[t];
        noise += abar * beta;
        abar *= 1 - beta;
        schedule->abar[t] = abar;
        schedule->noise[t] = noise;
    }
}

enum fpk_status fpk_schedule_init(struct fpk_schedule *schedule, const char *name, size_t T)
{
    *schedule = (struct fpk_schedule){0};
    size_t which = 0;
    FPK_TRY(find(name, &which));
    FPK_TRY(allocate(schedule, known[which].name, T));
    for (size_t t = 0; t < T; t++)
        schedule->beta[t] = known[which].beta(T, t);
    fpk_schedule_accumulate(schedule);
    return FPK_OK;
}

enum fpk_status fpk_schedule_from_betas(struct fpk_schedule *schedule, const double *beta, size_t T)
{
    *schedule = (struct fpk_schedule){0};
    for (size_t t = 0; t < T; t++)
        FPK_CHECK(beta[t] >= 0 && (beta[t] < 1 || (beta[t] == 1 && t + 1 == T)), FPK_USAGE,
                  "betas: number %zu is %.10g; a beta is at least 0 and below 1 (the last one may "
                  "be 1)",
                  t + 1, beta[t]);
    FPK_TRY(allocate(schedule, "betas", T));
    memcpy(schedule->beta, beta, T * sizeof *beta);
    fpk_schedule_accumulate(schedule);
    return FPK_OK;
}

void fpk_schedule_clear(struct fpk_schedule *schedule)
{
    fpk_release(&schedule->beta);
    fpk_release(&schedule->abar);
    fpk_release(&schedule->noise);
    schedule->T = 0;
}

struct fpk_level fpk_schedule_level(const struct fpk_schedule *schedule, long t)
{
    assert(t >= -1 && t < (long)schedule->T);
    if (t < 0)
        return (struct fpk_level){.alpha = 1, .sigma = 0, .t = -1};
    return (struct fpk_level){
        .alpha = sqrt(schedule->abar[t]), .sigma = sqrt(schedule->noise[t]), .t = (double)t};
}
