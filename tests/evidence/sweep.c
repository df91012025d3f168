/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sweep: every sampler, schedule, spacing and option with 1 to 40 steps is run or refused, and what
 * runs is finite; a plan that is printed, parsed and run again gives the same bits.
 *
 *     evidence_sweep [full]
 *
 * Options are varied one at a time at every schedule and spacing, and all together at the defaults.
 * Points: the quantiles of the start, on an exact score. Prints one line a sampler and the first
 * few faults of each kind; exit code 1 when there is one. */
#include "settings.h"

#include "fpk/plan/plan.h"
#include "fpk/score/score.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { POINTS = 48, OPTIONS = 40, TOLD = 4, MOST = 40 };

struct count {
    size_t ran, refused, stopped, silent, infinite, changed;
    double largest;
};

struct sweep {
    bool full;
    struct fpk_mixture target;
    struct fpk_score score;
    const struct fpk_sampler *sampler;
    struct count count;
    size_t told;
};

static void tell(struct sweep *s, const struct fpk_values *values, const char *what)
{
    char text[512];
    if (s->told++ < TOLD)
        printf("  %s%s: %s\n", s->sampler->name, settings_text(values, text, sizeof text), what);
}

static bool run_plan(const struct sweep *s, const struct fpk_plan *plan, struct fpk_points *points)
{
    return fpk_points_init(points, POINTS, 1) == FPK_OK &&
           fpk_sampler_run(plan, &s->score, NULL, 7, 0, points, 1) == FPK_OK;
}

/* Printed, parsed, run: the same bits. */
static bool same_again(const struct sweep *s, const struct fpk_plan *plan,
                       const struct fpk_points *points)
{
    struct fpk_plan read = {0};
    struct fpk_points again = {0};
    FILE *file = tmpfile();
    bool same = file && fpk_plan_print(plan, file) == FPK_OK;
    if (same) {
        rewind(file);
        same = fpk_plan_parse(&read, file) == FPK_OK && run_plan(s, &read, &again) &&
               memcmp(again.x, points->x, POINTS * sizeof *points->x) == 0;
    }
    if (file)
        fclose(file);
    fpk_points_clear(&again);
    fpk_plan_clear(&read);
    return same;
}

static void look(struct sweep *s, const struct fpk_values *values, const struct fpk_plan *plan,
                 bool read_back)
{
    struct fpk_points points = {0};
    bool finite = true;
    fpk_message_clear();
    if (!run_plan(s, plan, &points)) {
        s->count.stopped++;
        if (!*fpk_message())
            tell(s, values, "stopped without a word");
        else if (s->full)
            tell(s, values, fpk_message());
        s->count.silent += !*fpk_message();
        fpk_points_clear(&points);
        return;
    }
    s->count.ran++;
    for (size_t i = 0; i < POINTS; i++) {
        finite = finite && isfinite(points.x[i]);
        s->count.largest = fmax(s->count.largest, fabs(points.x[i]));
    }
    if (!finite && ++s->count.infinite)
        tell(s, values, "ran to a number that is not finite");
    if (read_back && !same_again(s, plan, &points) && ++s->count.changed)
        tell(s, values, "printed, parsed and run again it gives other bits");
    fpk_points_clear(&points);
}

/* One setting at one number of steps. */
static void try_it(struct sweep *s, struct fpk_values *values, bool read_back)
{
    struct fpk_plan plan = {0};
    fpk_message_clear();
    enum fpk_status status = s->sampler->build(&plan, values);
    if (status == FPK_OK) {
        look(s, values, &plan, read_back);
        fpk_plan_clear(&plan);
    } else if (status == FPK_USAGE && *fpk_message()) {
        s->count.refused++;
    } else {
        s->count.silent++;
        tell(s, values, *fpk_message() ? fpk_message() : "refused without a word");
    }
}

static bool has_option(const struct fpk_sampler *sampler, const char *name)
{
    for (size_t i = 0; i < sampler->n_parameter; i++)
        if (strcmp(sampler->parameter[i].name, name) == 0)
            return true;
    return false;
}

static void each_number_of_steps(struct sweep *s, struct fpk_values *values)
{
    for (int n = 1; n <= MOST; n += s->full || n < 4 ? 1 : 9) {
        char text[8];
        snprintf(text, sizeof text, "%d", n);
        const char *name = has_option(s->sampler, "steps") ? "steps" : "inner-steps";
        if (settings_set(values, name, text) == FPK_OK)
            try_it(s, values, n == 3 || n == 21);
    }
}

static const struct setting_option *option_of(const struct setting_option *all, size_t n,
                                              const char *name)
{
    static const struct setting_option none = {.n = 1};
    for (size_t i = 0; i < n; i++)
        if (strcmp(all[i].parameter->name, name) == 0)
            return &all[i];
    return &none;
}

static void set_or_stop(struct fpk_values *values, const struct setting_option *o, size_t k)
{
    if (o->parameter && settings_set(values, o->parameter->name, o->text[k]) != FPK_OK) {
        printf("cannot set --%s %s: %s\n", o->parameter->name, o->text[k], fpk_message());
        exit(2);
    }
}

/* One setting: a schedule, a spacing, one more option (NULL: none), every number of steps. */
static void one_setting(struct sweep *s, const struct setting_option *schedule, size_t a,
                        const struct setting_option *spacing, size_t b,
                        const struct setting_option *option, size_t k)
{
    struct fpk_values values = {0};
    if (settings_begin(&values, s->sampler) != FPK_OK)
        exit(2);
    set_or_stop(&values, schedule, a);
    set_or_stop(&values, spacing, b);
    if (option)
        set_or_stop(&values, option, k);
    each_number_of_steps(s, &values);
    fpk_values_clear(&values);
}

/* schedule x spacing x (one option at a time). */
static void one_at_a_time(struct sweep *s, const struct setting_option *all, size_t n)
{
    const struct setting_option *schedule = option_of(all, n, "schedule");
    const struct setting_option *spacing = option_of(all, n, "spacing");
    for (size_t a = 0; a < schedule->n; a++)
        for (size_t b = 0; b < spacing->n; b++) {
            one_setting(s, schedule, a, spacing, b, NULL, 0);
            for (size_t o = 0; o < n; o++)
                for (size_t k = 1; k < all[o].n && &all[o] != schedule && &all[o] != spacing; k++)
                    one_setting(s, schedule, a, spacing, b, &all[o], k);
        }
}

/* All options of the method together, those of the path left alone. */
static void all_together(struct sweep *s, const struct setting_option *all, size_t n)
{
    size_t digit[OPTIONS] = {0}, i = 0, tried = 0;
    while (i < n && tried++ < (s->full ? 20000u : 200u)) {
        struct fpk_values values = {0};
        if (settings_begin(&values, s->sampler) != FPK_OK)
            exit(2);
        for (size_t o = 0; o < n; o++)
            set_or_stop(&values, &all[o], digit[o]);
        if (has_option(s->sampler, "steps") && settings_set(&values, "steps", "7") != FPK_OK)
            exit(2);
        try_it(s, &values, true);
        fpk_values_clear(&values);
        for (i = 0; i < n && ++digit[i] == all[i].n; i++)
            digit[i] = 0;
    }
}

static size_t sweep_sampler(struct sweep *s, const struct fpk_sampler *sampler)
{
    static struct setting_option all[OPTIONS];
    size_t n;
    s->sampler = sampler;
    s->count = (struct count){0};
    s->told = 0;
    settings_options(sampler, "steps inner-steps", OPTIONS, all, &n);
    one_at_a_time(s, all, n);
    settings_options(
        sampler,
        "steps inner-steps schedule spacing training-times truncate rho beta-min beta-max "
        "sigma-min sigma-max times sigmas betas zero-terminal-snr",
        OPTIONS, all, &n);
    all_together(s, all, n);
    const struct count *c = &s->count;
    size_t faults = c->silent + c->infinite + c->changed;
    printf("%s %s: %zu ran, %zu refused, %zu stopped, largest |x| %.3g, %zu faults\n",
           faults ? "FAIL" : "ok  ", sampler->name, c->ran, c->refused, c->stopped, c->largest,
           faults);
    return faults;
}

int main(int argc, char **argv)
{
    struct sweep s = {.full = argc > 1 && strcmp(argv[1], "full") == 0};
    const double weight[] = {.3, .7}, mean[] = {-2, 1.5}, variance[] = {.09, .25};
    size_t n, faults = 0;
    if (fpk_mixture_init(&s.target, 1, 2, weight, mean, variance) != FPK_OK)
        return 2;
    s.score = fpk_score_exact(&s.target);
    const struct fpk_sampler *const *all = fpk_samplers(&n);
    for (size_t i = 0; i < n; i++)
        if (all[i]->build && (argc < 3 || strcmp(argv[2], all[i]->name) == 0))
            faults += sweep_sampler(&s, all[i]);
    printf("%zu samplers, %zu faults\n", n, faults);
    fpk_mixture_clear(&s.target);
    return faults > 0;
}
