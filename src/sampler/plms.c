/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pseudo numerical methods: the weights of Adams-Bashforth and Runge-Kutta for equal steps in t,
 * applied to eps, and DDIM's transfer phi in place of the linear step. */
#include "ode_priv.h"
#include "table_priv.h"

#include "fpk/numeric/elementary.h"

#include <math.h>
#include <string.h>

enum { ORDER_MAX = 4, POINT = 1, AVERAGE = 2, STAGE = 3, EPS = 6 }; /* registers; EPS: a ring */

enum warm_up { PRK, IMPROVED_EULER, LOWER_ORDER };

static const struct fpk_parameter parameter[] = {
    FPK_PATH_PARAMETERS,
    {"warm-up", FPK_CHOICE, "prk", 0, 0, "prk|improved-euler|lower-order", NULL,
     "the first steps: pseudo Runge-Kutta (F-PNDM), one improved Euler step (S-PNDM, skip-prk), or "
     "with what there is (iPNDM)",
     false},
    {"order", FPK_INTEGER, "4", 1, ORDER_MAX, NULL, "1", "evaluations that a step uses", false},
};

struct walk {
    struct fpk_plan *plan;
    const struct fpk_path *path;
    int order;
};

static int ring(const struct walk *walk, uint64_t i)
{
    return EPS + (int)(i % (uint64_t)walk->order);
}

/* Liu et al. eq. 12, and what Adams and Bashforth have for fewer. */
static enum fpk_status multistep(const struct walk *walk, uint64_t i, int n)
{
    static const double weight[ORDER_MAX][ORDER_MAX] = {
        {1},
        {3. / 2, -1. / 2},
        {23. / 12, -16. / 12, 5. / 12},
        {55. / 24, -59. / 24, 37. / 24, -9. / 24},
    };
    struct fpk_level now = walk->path->level[i], next = walk->path->level[i + 1];
    double fall = fpk_ode_fall(walk->path, i), c[ORDER_MAX + 1] = {next.alpha / now.alpha};
    int in[ORDER_MAX + 1] = {0};
    for (int j = 0; j < n; j++) {
        in[j + 1] = ring(walk, i - (uint64_t)j);
        c[j + 1] = -next.alpha * fall * weight[n - 1][j];
    }
    FPK_TRY(fpk_ode_eval(walk->plan, i, in[1], 0, FPK_HEAD_EPS, now));
    return fpk_ode_mix(walk->plan, i, 0, n + 1, in, c, next);
}

/* The level half way in t: of training times the one there, or, where that is no whole number, on
 * the line of log(sigma/alpha) between its neighbours. */
static struct fpk_level half_way(const struct fpk_path *path, size_t i)
{
    double t = .5 * (path->level[i].t + path->level[i + 1].t);
    if (path->continuous)
        return fpk_process_level(&path->process, t);
    if (t == floor(t))
        return fpk_schedule_level(&path->schedule, (long)t);
    struct fpk_level below = fpk_schedule_level(&path->schedule, (long)floor(t));
    struct fpk_level above = fpk_schedule_level(&path->schedule, (long)floor(t) + 1);
    double low = fpk_ode_ratio(below), high = fpk_ode_ratio(above), share = t - floor(t);
    double ratio = share == .5 ? sqrt(low * high) : low * fpk_pow(high / low, share);
    struct fpk_level level = fpk_path_on_curve(path->family, ratio);
    level.t = t;
    return level;
}

/* Liu et al. eq. 11. */
static enum fpk_status pseudo_runge_kutta(const struct walk *walk, uint64_t i)
{
    struct fpk_ode_registers use = {POINT, AVERAGE, {ring(walk, i), STAGE, STAGE + 1, STAGE + 2}};
    return fpk_ode_transfer_rk4(walk->plan, i, walk->path, half_way(walk->path, i), &use);
}

/* The mean of eps at both ends, the second at where the first leads. */
static enum fpk_status improved_euler(const struct walk *walk, uint64_t i)
{
    struct fpk_level now = walk->path->level[i], next = walk->path->level[i + 1];
    double fall = fpk_ode_fall(walk->path, i), half[] = {.5, .5};
    int e[] = {ring(walk, i), STAGE};
    FPK_TRY(fpk_ode_eval(walk->plan, i, e[0], 0, FPK_HEAD_EPS, now));
    FPK_TRY(fpk_ode_transfer(walk->plan, i, POINT, e[0], now, next, fall));
    FPK_TRY(fpk_ode_eval(walk->plan, i, e[1], POINT, FPK_HEAD_EPS, next));
    FPK_TRY(fpk_ode_mix(walk->plan, i, AVERAGE, 2, e, half, next));
    return fpk_ode_transfer(walk->plan, i, 0, AVERAGE, now, next, fall);
}

/* Eps does not exist at sigma = 0: no warm-up evaluates there. */
static enum fpk_status step(const struct walk *walk, uint64_t i, enum warm_up warm_up)
{
    bool clean = walk->path->level[i + 1].sigma == 0;
    if (warm_up == PRK && i + 1 < (uint64_t)walk->order && !clean)
        return pseudo_runge_kutta(walk, i);
    if (warm_up == IMPROVED_EULER && i == 0 && walk->order > 1 && !clean)
        return improved_euler(walk, i);
    return multistep(walk, i, i + 1 < (uint64_t)walk->order ? (int)i + 1 : walk->order);
}

static enum warm_up warm_up_of(const char *text)
{
    return strcmp(text, "prk") == 0              ? PRK
           : strcmp(text, "improved-euler") == 0 ? IMPROVED_EULER
                                                 : LOWER_ORDER;
}

static enum fpk_status build(struct fpk_plan *plan, const struct fpk_values *values)
{
    struct fpk_path path;
    FPK_TRY(fpk_path_init(&path, values, false));
    struct walk walk = {plan, &path, (int)fpk_values_integer(values, "order")};
    enum warm_up warm_up = warm_up_of(fpk_values_text(values, "warm-up"));
    enum fpk_status status = fpk_plan_init(plan, "plms", EPS + walk.order);
    if (status == FPK_OK)
        fpk_table_start(plan, &path);
    for (size_t i = 0; status == FPK_OK && i < path.n; i++)
        status = step(&walk, i, warm_up);
    fpk_path_clear(&path);
    if (status != FPK_OK)
        fpk_plan_clear(plan);
    return status;
}

static const struct fpk_sampler_claim claim[] = {
    {"warm-up=prk", "uniform", 2, true, 1},
    {"warm-up=improved-euler", "uniform", 2, true, 1},
    {"warm-up=lower-order", "uniform", 2, true, 1},
    {"truncate=0", "uniform", 1, true, 1}, /* eps goes as the root of t there */
};

const struct fpk_sampler fpk_sampler_plms = {
    .name = "plms",
    .sentence = "pseudo linear multistep (PNDM): Adams-Bashforth weights of equal steps in t, "
                "DDIM's transfer",
    .citation = "Liu, Ren, Lin & Zhao 2022, arXiv:2202.09778, algorithm 2",
    .claim = claim,
    .n_claim = sizeof claim / sizeof claim[0],
    .parameter = parameter,
    .n_parameter = sizeof parameter / sizeof parameter[0],
    .supports = FPK_SUPPORTS_PLAN | FPK_SUPPORTS_LAW | FPK_SUPPORTS_PROBE,
    .build = build,
};
