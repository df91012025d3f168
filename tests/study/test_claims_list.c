/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every claim of every method can be measured, with step counts too small for a verdict of the
 * order (src/study/measured.inc holds that); what is found does not depend on the threads. */
#include "fpk/study/claims.h"

#include "../check.h"

static size_t counted;

static void count(size_t done, size_t n, void *ctx)
{
    (void)ctx;
    check_equal(done, ++counted);
    check_true(done <= n);
}

static void test_all_claims(void **state)
{
    (void)state;
    struct fpk_claim_run run = {.most = 20, .threads = 1, .progress = count};
    struct fpk_claim_study *study = NULL;
    size_t n, n_sampler, claims = 0;
    const struct fpk_sampler *const *all = fpk_samplers(&n_sampler);
    counted = 0;
    check_ok(fpk_claims_measure(&run, &n, &study));
    for (size_t i = 0; i < n_sampler; i++)
        claims += all[i]->n_claim;
    check_equal(counted, claims);
    check_true(n <= claims * FPK_CLAIM_PROBLEMS * FPK_CLAIM_MEASURES);
    for (size_t i = 0; i < n; i++) {
        const struct fpk_sampler *sampler;
        check_ok(fpk_sampler_find(study[i].method, &sampler));
        check_true(study[i].claimed > 0 && study[i].options != NULL);
    }
    fpk_release(&study);
}

static void test_one_method(void **state)
{
    (void)state;
    struct fpk_claim_run run = {.method = "no such method", .threads = 1};
    struct fpk_claim_study *study = NULL;
    size_t n = 7;
    check_ok(fpk_claims_measure(&run, &n, &study));
    check_equal(n, 0);
    fpk_release(&study);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_all_claims),
        cmocka_unit_test(test_one_method),
    };
    return check_main(tests);
}
