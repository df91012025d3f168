/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Verdict: what may be said about one pair of views, by one of three rules (docs/verdicts.md).
 *
 *   exact          particles against the law of their own scheme: a chi-square test at family level
 *                  alpha; the law's own error must be too small to matter, else inconclusive
 *   deterministic  two computed densities: accepted when d <= e1 + e2, the two error bounds;
 *                  inconclusive when e1 + e2 is above the cap (1e-4 in TV)
 *   approximate    a scheme's law against the equation's: they differ and should, so no accept or
 *                  reject; d at several steps and the order with which it falls */
#ifndef FPK_COMPARE_VERDICT_H
#define FPK_COMPARE_VERDICT_H

#include "fpk/compare/chi_square.h"
#include "fpk/compare/order.h"

#include <stdbool.h>

#define FPK_FAMILY_ALPHA      1e-6 /* false alarms per family of tests */
#define FPK_POWER             0.999
#define FPK_DETERMINISTIC_CAP 1e-4
#define FPK_REASON_MAX        256

enum fpk_rule { FPK_RULE_EXACT, FPK_RULE_DETERMINISTIC, FPK_RULE_APPROXIMATE };

struct fpk_verdict {
    enum fpk_rule rule;
    enum fpk_status outcome;     /* FPK_OK (accepted; or measured, rule 3), FPK_REJECTED or
                                FPK_INCONCLUSIVE */
    char reason[FPK_REASON_MAX]; /* one line with the numbers that decided */

    struct fpk_chi_square test; /* rule 1 */
    double alpha, adjusted_p;   /* rule 1: family level, and the p-value after Holm */
    double detects;             /* rule 1: smallest chi distance found with probability FPK_POWER */

    double distance, error_1, error_2, cap; /* rule 2; rule 3: distance at the smallest dt */

    struct fpk_order order; /* rule 3 */
};

/* "accepted", "rejected", "inconclusive", or for rule 3 "order 1.02 +- 0.01" is the reason's own:
 * "measured". */
const char *fpk_verdict_word(const struct fpk_verdict *verdict);
const char *fpk_rule_name(enum fpk_rule rule); /* "exact", "deterministic", "approximate" */

/* Rule 1 for a family of m tests that were fixed before looking: Holm over the family. alpha is
 * usually FPK_FAMILY_ALPHA. verdict [m]. A test whose law is too rough (law_shift > law_allowed) is
 * inconclusive, whatever its p-value. FPK_USAGE unless m >= 1 and 0 < alpha < 1. */
enum fpk_status fpk_verdict_exact(size_t m, const struct fpk_chi_square *test, double alpha,
                                  struct fpk_verdict *verdict) FPK_MUST_USE;

/* Rule 2. `distance` names d in the reason ("TV"). e1, e2 >= 0; a number that is not finite makes
 * it inconclusive. */
struct fpk_verdict fpk_verdict_deterministic(const char *distance, double d, double e1, double e2,
                                             double cap);

/* Rule 3: distances d [n] at steps dt [n] (usually dt, dt/2, dt/4). A distance that is 0 or not
 * finite leaves no order to fit: inconclusive, with the reason. */
struct fpk_verdict fpk_verdict_approximate(const char *distance, size_t n, const double *dt,
                                           const double *d);

/* Of two outcomes the one that the exit code of a table tells: rejected, else inconclusive, else
 * accepted. */
enum fpk_status fpk_verdict_worse(enum fpk_status a, enum fpk_status b);

#endif
