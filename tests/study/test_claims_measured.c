/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The compiled-in table of orders: each row belongs to a claim that is still made, was judged by
 * the rule as it stands, and the claims that are cheap give the same nine digits again. */
#include "fpk/study/claims.h"

#include "../check.h"

static bool same_text(const char *a, const char *b)
{
    return strcmp(a ? a : "", b ? b : "") == 0;
}

static const struct fpk_sampler_claim *claim_of(const struct fpk_claim_study *s)
{
    const struct fpk_sampler *sampler;
    check_ok(fpk_sampler_find(s->method, &sampler));
    for (size_t c = 0; c < sampler->n_claim; c++)
        if (same_text(sampler->claim[c].options, s->options) &&
            same_text(sampler->claim[c].spacing, s->spacing))
            return &sampler->claim[c];
    check_fail("%s %s: the table measures a claim that is no longer made: fpk show samplers "
               "--measure --write src/study/measured.inc",
               s->method, s->options);
    return NULL;
}

static void test_rows(void **state)
{
    (void)state;
    struct fpk_claims_measured m = fpk_claims_measured();
    for (size_t i = 0; i < m.n; i++) {
        const struct fpk_claim_study *s = &m.study[i];
        struct fpk_claim_study again = *s;
        check_close(claim_of(s)->order, s->claimed, 0);
        fpk_claim_judge(&again);
        check_equal(again.passed, s->passed);
        if (isfinite(s->slope)) {
            check_close(again.slope, s->slope, 1e-6);
            check_close(again.fine, s->fine, 1e-6);
        }
        if (!s->passed)
            check_fail("%s %s on the %s, %s: %.3f, finest %.3f, does not bear out %g", s->method,
                       s->options, fpk_claim_problem_name(s->problem),
                       fpk_claim_measure_name(s->measure), s->slope, s->fine, s->claimed);
    }
}

/* And no claim is without a row. */
static void test_every_claim_is_measured(void **state)
{
    (void)state;
    struct fpk_claims_measured m = fpk_claims_measured();
    size_t n, claims = 0;
    const struct fpk_sampler *const *all = fpk_samplers(&n);
    for (size_t i = 0; i < n; i++)
        for (size_t c = 0; c < all[i]->n_claim; c++, claims++) {
            bool found = false;
            for (size_t k = 0; k < m.n && !found; k++)
                found = strcmp(m.study[k].method, all[i]->name) == 0 &&
                        claim_of(&m.study[k]) == &all[i]->claim[c];
            if (!found)
                check_fail("%s %s: a claim that was never measured: fpk show samplers --measure "
                           "--write src/study/measured.inc",
                           all[i]->name, all[i]->claim[c].options);
        }
    check_between((double)claims, 50, 1e4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows),
        cmocka_unit_test(test_every_claim_is_measured),
    };
    return check_main(tests);
}
