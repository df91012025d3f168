/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every claim of every method can be measured; here with step counts too small for a verdict, which
 * src/study/measured.inc holds. */
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
    size_t n_sampler, n, claims = 0;
    const struct fpk_sampler *const *all = fpk_samplers(&n_sampler);
    for (size_t i = 0; i < n_sampler; i++)
        for (size_t c = 0; c < all[i]->n_claim; c++) {
            const struct fpk_sampler_claim *claim = &all[i]->claim[c];
            struct fpk_claim_study study[FPK_CLAIM_MEASURES];
            check_ok(fpk_claim_measure(all[i], claim, FPK_CLAIM_GAUSSIAN, 20, 1, study, &n));
            check_equal(n, claim->pathwise ? 3 : 2);
            check_true(claim->order > 0 && claim->evaluations >= 1);
            claims++;
        }
    check_true(claims >= 20);
}

/* Those of one method at once, and the word of progress after each. */
static void test_studies_of_a_method(void **state)
{
    (void)state;
    struct fpk_claim_run run = {
        .method = "dpm-solver++-sde", .most = 10, .threads = 1, .progress = count};
    const struct fpk_sampler *sampler;
    struct fpk_claim_study *study = NULL;
    size_t n;
    counted = 0;
    check_ok(fpk_sampler_find(run.method, &sampler));
    check_ok(fpk_claims_measure(&run, &n, &study));
    check_equal(counted, sampler->n_claim);
    check_between((double)n, 2 * (double)counted, 4 * (double)counted);
    for (size_t i = 0; i < n; i++)
        check_true(strcmp(study[i].method, run.method) == 0 && isnan(study[i].slope));
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
        cmocka_unit_test(test_studies_of_a_method),
        cmocka_unit_test(test_one_method),
    };
    return check_main(tests);
}
