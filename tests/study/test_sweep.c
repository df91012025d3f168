/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/study/sweep.h"

#include "target.h"

static void check_words(const char *text, size_t n, const char *const *want)
{
    char **word = NULL;
    size_t got;
    check_ok(fpk_sweep_words(text, &word, &got));
    check_equal(got, n);
    for (size_t i = 0; i < n; i++)
        if (strcmp(word[i], want[i]) != 0)
            check_fail("%s: word %zu is \"%s\", want \"%s\"", text, i, word[i], want[i]);
    fpk_sweep_words_free(&word, got);
}

static void test_words(void **state)
{
    (void)state;
    check_words("ddim", 1, (const char *const[]){"ddim"});
    check_words("ddim,dpm-solver++:order=2,spacing=logsnr,unipc", 3,
                (const char *const[]){"ddim", "dpm-solver++:order=2,spacing=logsnr", "unipc"});
    check_words("ddim:times=1,.5,2e-1,eta=0.5,ddpm", 2,
                (const char *const[]){"ddim:times=1,.5,2e-1,eta=0.5", "ddpm"});
    check_words("ddim:eta=1,ddim:eta=0", 2, (const char *const[]){"ddim:eta=1", "ddim:eta=0"});
    static const char *const bad[] = {"", "ddim,", ",ddim", "ddim,,ddpm"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        char **word = NULL;
        size_t n;
        check_equal(fpk_sweep_words(bad[i], &word, &n), FPK_USAGE);
        check_true(word == NULL);
    }
}

/* The recorded distances of ddim with ten steps, trailing. */
static void test_point(void **state)
{
    (void)state;
    struct fpk_mixture m1 = mixture_m1();
    struct fpk_sweep_point point;
    struct fpk_job job;
    job_of(&job, &m1, "ddim", "steps=10 spacing=trailing");
    check_ok(fpk_sweep_point(&job, &one_thread, &point));
    check_close(point.d.tv.value, .119755, 5e-7);
    check_close(point.d.w1.value, .134523, 5e-7);
    check_equal(point.evaluations, 10);
    check_true(point.reason[0] == '\0');
    fpk_job_clear(&job);
    fpk_mixture_clear(&m1);
}

/* Noise with memory: on Gaussian data the probe, on others a reason. */
static void test_noise_with_memory(void **state)
{
    (void)state;
    static const char *const options = "order=2 schedule=vp spacing=logsnr truncate=0.01 steps=40";
    struct fpk_mixture g1 = mixture_g1(), m1 = mixture_m1();
    struct fpk_sweep_point first, second;
    struct fpk_job job;
    job_of(&job, &g1, "dpm-solver++-sde", options);
    check_ok(fpk_sweep_point(&job, &one_thread, &second));
    check_true(second.reason[0] == '\0');
    fpk_job_clear(&job);
    job_of(&job, &g1, "dpm-solver++-sde",
           "order=1 schedule=vp spacing=logsnr truncate=0.01 steps=40");
    check_ok(fpk_sweep_point(&job, &one_thread, &first));
    fpk_job_clear(&job);
    check_between(second.d.tv.value, 1e-6, first.d.tv.value / 2);
    job_of(&job, &m1, "dpm-solver++-sde", options);
    check_ok(fpk_sweep_point(&job, &one_thread, &second));
    check_true(isnan(second.d.tv.value) && strstr(second.reason, "Markov") != NULL);
    fpk_job_clear(&job);
    fpk_mixture_clear(&g1);
    fpk_mixture_clear(&m1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_words),
        cmocka_unit_test(test_point),
        cmocka_unit_test(test_noise_with_memory),
    };
    return check_main(tests);
}
