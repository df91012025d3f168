/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Paths by name and value, as the command line asks for them. */
#ifndef FPK_TESTS_SCHEDULE_PATH_H
#define FPK_TESTS_SCHEDULE_PATH_H

#include "../check.h"

#include "fpk/schedule/path.h"

/* pairs: name, value, ..., NULL. process: the second table. */
static inline enum fpk_status path_try(struct fpk_path *path, bool process, bool alpha_zero,
                                       const char *const *pairs)
{
    static const struct fpk_parameter any[] = {FPK_PATH_PARAMETERS},
                                      processes[] = {FPK_PROCESS_PARAMETERS};
    struct fpk_values values;
    check_ok(
        fpk_values_init(&values, process ? processes : any,
                        process ? sizeof processes / sizeof *processes : sizeof any / sizeof *any));
    for (; pairs[0]; pairs += 2)
        check_ok(fpk_values_set(&values, pairs[0], pairs[1]));
    enum fpk_status status = fpk_path_init(path, &values, alpha_zero);
    fpk_values_clear(&values);
    return status;
}

#define path_make(path, ...)                                                                       \
    check_ok(path_try(path, false, true, (const char *const[]){__VA_ARGS__, NULL}))
#define path_refused(part, ...)                                                                    \
    do {                                                                                           \
        struct fpk_path refused_;                                                                  \
        check_refused(path_try(&refused_, false, false, (const char *const[]){__VA_ARGS__, NULL}), \
                      FPK_USAGE, part);                                                            \
    } while (0)

/* Levels that are finite, less noisy from step to step, each made of the next one by keep and drop
 * and all on the family's curve. */
static inline void path_check(const struct fpk_path *path)
{
    for (size_t i = 0; i <= path->n; i++) {
        struct fpk_level now = path->level[i];
        double on = path->family == FPK_PATH_PRESERVING
                        ? now.alpha * now.alpha + now.sigma * now.sigma
                    : path->family == FPK_PATH_SUB_PRESERVING ? now.alpha * now.alpha + now.sigma
                    : path->family == FPK_PATH_FLOW           ? now.alpha + now.sigma
                                                              : now.alpha;
        check_close(on, 1, 5e-14);
        check_true(now.sigma >= 0 && now.alpha >= 0 && isfinite(now.sigma));
        check_relative(path->noise[i], now.sigma * now.sigma, 1e-15);
        if (i == path->n)
            break;
        struct fpk_level next = path->level[i + 1];
        double scale = path->keep[i], drop = path->drop[i];
        check_true(now.t > next.t && now.alpha <= next.alpha && now.sigma > next.sigma);
        check_close(scale * next.alpha * next.alpha, now.alpha * now.alpha, 5e-14);
        check_relative(scale * next.sigma * next.sigma + drop, now.sigma * now.sigma, 5e-13);
        check_true(scale >= 0 && scale <= 1 && drop > 0);
    }
}

#endif
