/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Path: the levels that a sampler visits, from its start to its end.
 *
 *     level[0] (the noisiest) -> level[1] -> ... -> level[n],   one step each
 *
 * whatever they come from: training times of a discrete schedule (spacing leading, linspace,
 * trailing, or a list), times of a continuous process (uniform in t, in lambda = log(alpha/sigma),
 * or Karras's grid in sigma/alpha), or a list of sigmas. The end is clean (alpha 1, sigma 0) unless
 * the path is cut off before (`truncate`). Differences that the samplers need, 1 - abar among them,
 * are kept where subtraction would lose their digits. */
#ifndef FPK_SCHEDULE_PATH_H
#define FPK_SCHEDULE_PATH_H

#include "fpk/base/parameter.h"
#include "fpk/schedule/schedule.h"

#include <stdbool.h>

/* How alpha and sigma hang together on the path: what a level between two others is made of. */
enum fpk_path_family {
    FPK_PATH_PRESERVING,     /* alpha^2 + sigma^2 = 1 */
    FPK_PATH_SUB_PRESERVING, /* alpha^2 + sigma = 1, the sub-VP process */
    FPK_PATH_EXPLODING,      /* alpha = 1 */
    FPK_PATH_FLOW            /* alpha + sigma = 1 */
};

struct fpk_path {
    size_t n;                /* steps, at least 1 */
    struct fpk_level *level; /* [n + 1]; owned, as are the next three */
    double *noise;           /* [n + 1] sigma^2 as it was summed, before its root */
    double *keep;            /* [n] (alpha_now/alpha_next)^2, A/P for variance preserving ones */
    double *drop;            /* [n] variance of the noise put between, a positive sum, not 1 - keep:
                              * x_now given x_next is N((alpha_now/alpha_next) x_next, drop) */
    double start_std;        /* the usual start is N(0, start_std^2): 1, or sigma of level[0] where
                              * the process explodes or flows */
    enum fpk_path_family family;
    bool discrete;   /* labels are training times of `schedule`, -1 at the clean end */
    bool continuous; /* labels are times of `process`, whose rates may be asked; a list of sigmas is
                      * the process edm */
    struct fpk_schedule schedule; /* owned */
    struct fpk_process process;
};

/* The path that options ask for; the rows of FPK_PATH_PARAMETERS (or of the second table below,
 * where a method needs a process) are among `values`. FPK_USAGE in a sentence for options that do
 * not go together (--sigmas with --schedule, say), times or sigmas that do not decrease, a level of
 * alpha 0 where `alpha_zero` is false. Free with _clear. */
enum fpk_status fpk_path_init(struct fpk_path *path, const struct fpk_values *values,
                              bool alpha_zero) FPK_MUST_USE;
void fpk_path_clear(struct fpk_path *path);

/* The level of a family's curve whose sigma/alpha is `ratio` > 0; no label. */
struct fpk_level fpk_path_on_curve(enum fpk_path_family family, double ratio);

/* The level between level[i] and level[i + 1] of half logarithmic SNR lambda (both ends' lie on
 * its two sides), on the path's own curve of (alpha, sigma); its label is interpolated, and exact
 * for a process. What single-step methods of higher order ask for. */
struct fpk_level fpk_path_between(const struct fpk_path *path, size_t i, double lambda);

/* clang-format off */
#define FPK_PATH_ROWS                                                                              \
    {"steps", FPK_INTEGER, NULL, 1, 1e6, NULL, "1",                                                \
     "number of steps; all training times, or 1000, when left out", false},                        \
    {"times", FPK_REALS, NULL, 0, 0, NULL, NULL,                                                   \
     "the times themselves, decreasing, instead of steps and spacing; the clean end follows the "  \
     "last", false},                                                                               \
    {"truncate", FPK_REAL, NULL, 0, 1e300, NULL, NULL,                                             \
     "end at this time (of --sigmas: sigma) instead of at the clean end", false},                  \
    {"rho", FPK_REAL, "7", 1e-3, 1e3, NULL, "1", "exponent of the karras spacing", false},         \
    {"beta-min", FPK_REAL, "0.1", 0, 1e6, NULL, "1", "vp, sub-vp: beta(0)", false},                \
    {"beta-max", FPK_REAL, "20", 1e-6, 1e6, NULL, "1", "vp, sub-vp: beta(1)", false},              \
    {"sigma-min", FPK_REAL, NULL, 1e-300, 1e300, NULL, "x",                                        \
     "ve: sigma(0) (.01); karras, exponential, logsnr: least sigma/alpha before the end (edm "     \
     ".002)", false},                                                                              \
    {"sigma-max", FPK_REAL, NULL, 1e-300, 1e300, NULL, "x",                                        \
     "ve: sigma(1) (50); edm: the first sigma (80); otherwise karras, exponential, logsnr: the "   \
     "first sigma/alpha", false}

/* Any schedule. */
#define FPK_PATH_PARAMETERS FPK_PATH_PARAMETERS_WITH("linear", NULL)

/* The same for a method with a schedule and a spacing of its own. */
#define FPK_PATH_PARAMETERS_WITH(schedule_, spacing_)                                              \
    {"schedule", FPK_CHOICE, schedule_, 0, 0,                                                      \
     "linear|scaled-linear|cosine|sigmoid|exponential|vp|sub-vp|ve|edm|flow", NULL,                \
     "how data are noised: discrete training times, or a continuous process", false},              \
    {"betas", FPK_REALS, NULL, 0, 0, NULL, "1",                                                    \
     "the betas of a discrete schedule themselves, in place of --schedule", false},                \
    {"training-times", FPK_INTEGER, "1000", 1, 1e6, NULL, "1",                                     \
     "number T of training times of a discrete schedule", false},                                  \
    {"zero-terminal-snr", FPK_FLAG, NULL, 0, 0, NULL, NULL,                                        \
     "rescale a discrete schedule so that its last time holds no data (arXiv:2305.08891)", false}, \
    {"spacing", FPK_CHOICE, spacing_, 0, 0,                                                        \
     "leading|linspace|trailing|uniform|logsnr|karras|exponential", NULL,                          \
     "which times the steps visit; left out: leading, and uniform in t for a process", false},     \
    {"offset", FPK_INTEGER, NULL, 0, 1e6, NULL, "1",                                               \
     "added to every time of the leading spacing (diffusers: steps_offset)", false},               \
    {"set-alpha-to-one", FPK_FLAG, "true", 0, 0, NULL, NULL,                                       \
     "end at the clean end; false: at training time 0", false},                                    \
    {"sigmas", FPK_TEXT, NULL, 0, 0, NULL, "x",                                                    \
     "noise levels themselves (alpha 1), s0,s1,... or geometric:FIRST:LAST:COUNT or "              \
     "karras:FIRST:LAST:COUNT[:RHO]; the clean end follows the last", false},                      \
    FPK_PATH_ROWS

/* For methods that step in t and need the rates of a process; linear is the VP twin of the discrete
 * schedule of that name. */
#define FPK_PROCESS_PARAMETERS                                                                     \
    {"schedule", FPK_CHOICE, "linear", 0, 0, "linear|vp|sub-vp|ve|edm|flow", NULL,                 \
     "the continuous process that noises the data", false},                                        \
    {"spacing", FPK_CHOICE, "uniform", 0, 0, "uniform|logsnr|karras|exponential", NULL,            \
     "which times the steps visit", false},                                                        \
    FPK_PATH_ROWS
/* clang-format on */

#endif
