/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The error that comes with each number: for random mixtures, halving the panels changes no number
 * by more than it. */
#include "target.h"

#include "fpk/wiener/normal.h"

/* Uniform number k of mixture i: targets that nobody chose. */
static double draw(uint64_t i, uint32_t k)
{
    double u;
    fpk_uniform_fill((struct fpk_stream){.seed = 5, .purpose = FPK_FOR_TEST, .draw = k}, i, 1, &u);
    return u;
}

/* 1 to 4 components, means in [-4, 4], standard deviations in [.15, 1]. */
static struct fpk_mixture random_mixture(uint64_t i)
{
    double w[4], m[4], v[4], sum = 0;
    size_t n = 1 + (size_t)(4 * draw(i, 0));
    for (size_t k = 0; k < n; k++) {
        w[k] = .1 + draw(i, 1 + 3 * (uint32_t)k);
        m[k] = 8 * draw(i, 2 + 3 * (uint32_t)k) - 4;
        double std = .15 + .85 * draw(i, 3 + 3 * (uint32_t)k);
        v[k] = std * std;
        sum += w[k];
    }
    for (size_t k = 0; k < n; k++)
        w[k] /= sum;
    return mixture_of(n, w, m, v);
}

static void check_number(struct fpk_number fine, struct fpk_number halved)
{
    check_true(isnan(fine.value) == isnan(halved.value));
    if (isnan(fine.value))
        return;
    check_close(halved.value, fine.value, fine.error);
    check_between(fine.error, 0, 1e-5 * (1 + fabs(fine.value)));
}

static void test_halving_the_panels(void **state)
{
    (void)state;
    static const char *const methods[][2] = {
        {"ddim", "steps=10,spacing=trailing"},        {"ddpm", "steps=15"},
        {"ddim", "steps=8,eta=0.7,spacing=linspace"}, {"annealed-langevin", "inner-steps=3"},
        {"reverse-euler-maruyama", "steps=25"},
    };
    struct fpk_law_options half = {.spacing = 3, .threads = 1};
    for (uint64_t i = 0; i < 20; i++) {
        struct fpk_mixture target = random_mixture(i);
        struct fpk_plan plan;
        struct fpk_distances a, b;
        struct fpk_law_moments ma, mb;
        build_plan(&plan, methods[i % 5][0], methods[i % 5][1]);
        law_distances(&plan, &target, &one_thread, &a, &ma);
        law_distances(&plan, &target, &half, &b, &mb);
        check_number(a.kl_pq, b.kl_pq);
        check_number(a.kl_qp, b.kl_qp);
        check_number(a.tv, b.tv);
        check_number(a.w1, b.w1);
        check_number(a.w2, b.w2);
        check_close(ma.mass, 1, 1e-10);
        check_close(mb.mean, ma.mean, ma.mean_error);
        check_close(mb.variance, ma.variance, ma.variance_error);
        fpk_plan_clear(&plan);
        fpk_mixture_clear(&target);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_halving_the_panels)};
    return check_main(tests);
}
