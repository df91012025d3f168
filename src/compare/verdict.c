/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/compare/verdict.h"

#include "fpk/base/memory.h"
#include "fpk/compare/holm.h"

#include <math.h>
#include <stdio.h>

const char *fpk_rule_name(enum fpk_rule rule)
{
    static const char *const names[] = {"exact", "deterministic", "approximate"};
    return names[rule];
}

const char *fpk_verdict_word(const struct fpk_verdict *verdict)
{
    if (verdict->outcome == FPK_REJECTED)
        return "rejected";
    if (verdict->outcome == FPK_INCONCLUSIVE)
        return "inconclusive";
    return verdict->rule == FPK_RULE_APPROXIMATE ? "measured" : "accepted";
}

/* Rule 1 for one test of the family, its p-value already adjusted. */
static void decide(struct fpk_verdict *v)
{
    const struct fpk_chi_square *t = &v->test;
    if (!isfinite(t->statistic) || isnan(v->adjusted_p)) {
        v->outcome = FPK_INCONCLUSIVE;
        snprintf(v->reason, sizeof v->reason, "the chi-square statistic is not a number");
    } else if (!(t->law_shift <= t->law_allowed)) {
        v->outcome = FPK_INCONCLUSIVE;
        snprintf(v->reason, sizeof v->reason,
                 "the law is too rough for %.6g particles: its error moves chi2 by %.3g, at most "
                 "%.3g may; refine the law or take fewer particles (chi2 = %.6g, dof = %.0f)",
                 (double)t->n, t->law_shift, t->law_allowed, t->statistic, t->dof);
    } else {
        bool rejected = v->adjusted_p <= v->alpha;
        v->outcome = rejected ? FPK_REJECTED : FPK_OK;
        snprintf(v->reason, sizeof v->reason,
                 "chi2 = %.6g, dof = %.0f, p = %.3g %s %.3g; n = %.6g would show a chi distance of "
                 "%.3g",
                 t->statistic, t->dof, v->adjusted_p, rejected ? "<=" : ">", v->alpha, (double)t->n,
                 v->detects);
    }
}

enum fpk_status fpk_verdict_exact(size_t m, const struct fpk_chi_square *test, double alpha,
                                  struct fpk_verdict *verdict)
{
    FPK_CHECK(m >= 1, FPK_USAGE, "a family of no tests has no verdict");
    FPK_CHECK(alpha > 0 && alpha < 1, FPK_USAGE, "false-alarm rate %g is not between 0 and 1",
              alpha);
    double *p = NULL, *adjusted = NULL;
    enum fpk_status status;
    FPK_TRY_DONE(status, fpk_allocate(&p, m));
    FPK_TRY_DONE(status, fpk_allocate(&adjusted, m));
    for (size_t i = 0; i < m; i++)
        p[i] = test[i].p_value;
    FPK_TRY_DONE(status, fpk_holm(m, p, adjusted));
    for (size_t i = 0; i < m; i++) {
        /* a lone test of the family must beat alpha/m, Holm's hardest level */
        verdict[i] =
            (struct fpk_verdict){.rule = FPK_RULE_EXACT,
                                 .test = test[i],
                                 .alpha = alpha,
                                 .adjusted_p = adjusted[i],
                                 .detects = fpk_chi_square_detects(test[i].n, test[i].dof,
                                                                   alpha / (double)m, FPK_POWER)};
        decide(&verdict[i]);
    }
done:
    fpk_release(&p);
    fpk_release(&adjusted);
    return status;
}

struct fpk_verdict fpk_verdict_deterministic(const char *distance, double d, double e1, double e2,
                                             double cap)
{
    struct fpk_verdict v = {
        .rule = FPK_RULE_DETERMINISTIC, .distance = d, .error_1 = e1, .error_2 = e2, .cap = cap};
    double bound = e1 + e2;
    bool numbers = isfinite(d) && isfinite(bound) && d >= 0 && e1 >= 0 && e2 >= 0;
    if (!numbers || !(bound <= cap)) {
        v.outcome = FPK_INCONCLUSIVE;
        snprintf(v.reason, sizeof v.reason, "%.20s = %.3g, error bounds %.3g + %.3g %s%s", distance,
                 d, e1, e2, numbers ? "exceed the cap; refine both sides" : "must be numbers",
                 numbers && d > bound ? " (the distance is larger than both bounds already)" : "");
        return v;
    }
    v.outcome = d <= bound ? FPK_OK : FPK_REJECTED;
    snprintf(v.reason, sizeof v.reason, "%.20s = %.3g %s %.3g + %.3g, the error bounds", distance,
             d, d <= bound ? "<=" : ">", e1, e2);
    return v;
}

struct fpk_verdict fpk_verdict_approximate(const char *distance, size_t n, const double *dt,
                                           const double *d)
{
    struct fpk_verdict v = {.rule = FPK_RULE_APPROXIMATE, .distance = NAN};
    if (fpk_order_fit(n, dt, d, &v.order) != FPK_OK) {
        v.outcome = FPK_INCONCLUSIVE;
        snprintf(v.reason, sizeof v.reason, "%.200s", fpk_message());
        return v;
    }
    size_t least = 0;
    for (size_t i = 1; i < n; i++)
        if (dt[i] < dt[least])
            least = i;
    v.distance = d[least];
    v.outcome = FPK_OK;
    int used = snprintf(v.reason, sizeof v.reason, "%.20s =", distance);
    for (size_t i = 0; i < n && i < 4; i++)
        used += snprintf(v.reason + used, sizeof v.reason - (size_t)used, "%s %.3g", i ? "," : "",
                         d[i]);
    used += snprintf(v.reason + used, sizeof v.reason - (size_t)used,
                     "%s at dt =", n > 4 ? ", ..." : "");
    for (size_t i = 0; i < n && i < 4; i++)
        used += snprintf(v.reason + used, sizeof v.reason - (size_t)used, "%s %.3g", i ? "," : "",
                         dt[i]);
    snprintf(v.reason + used, sizeof v.reason - (size_t)used, "%s: order %.3g +- %.2g",
             n > 4 ? ", ..." : "", v.order.order, v.order.order_se);
    return v;
}

enum fpk_status fpk_verdict_worse(enum fpk_status a, enum fpk_status b)
{
    if (a == FPK_REJECTED || b == FPK_REJECTED)
        return FPK_REJECTED;
    return a == FPK_INCONCLUSIVE ? a : b;
}
