/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "adaptive.h"

#include "equation.h"
#include "observe.h"
#include "particles.h"

#include "fpk/lab/seed.h"
#include "fpk/sde/adaptive.h"

#include <math.h>

static const struct fpk_parameter rows[] = {
    {.name = "adaptive",
     .type = FPK_REAL,
     .min = 0,
     .max = 1e300,
     .doc = "steps of its own for every particle, on one Brownian path, for an error of about this "
            "at --time; --dt is then the longest step, by default a sixteenth of --time"},
    {.name = "adaptive-relative",
     .type = FPK_REAL,
     .min = 0,
     .max = 1,
     .doc = "with --adaptive: this share of |x| is allowed in addition"},
};
const struct fpk_table fpk_table_adaptive = {rows, sizeof rows / sizeof *rows};

enum fpk_status fpk_adaptive_asked(const struct fpk_values *values, bool *asked)
{
    *asked = fpk_values_has(values, "adaptive");
    FPK_CHECK(*asked || !fpk_values_has(values, "adaptive-relative"), FPK_USAGE,
              "--adaptive-relative goes with --adaptive");
    for (size_t i = 0; *asked && i < FPK_OBSERVE_ROWS; i++)
        FPK_CHECK(!fpk_values_given(values, fpk_observe_rows[i].name), FPK_USAGE,
                  "--%s looks on the way, where the particles of --adaptive have no step in "
                  "common: give one of the two",
                  fpk_observe_rows[i].name);
    return FPK_OK;
}

/* Intervals of at most --dt. */
static unsigned first_level(const struct fpk_values *values, double time)
{
    enum { USUAL = 4 };
    if (!fpk_values_has(values, "dt"))
        return USUAL;
    double dt = fpk_values_real(values, "dt");
    unsigned level = 0;
    while (level <= FPK_ADAPTIVE_FIRST_MOST && ldexp(time, -(int)level) > dt)
        level++;
    return level;
}

static void answer_run(const struct fpk_adaptive *a, const struct fpk_adaptive_count *count,
                       struct fpk_answer *answer)
{
    fpk_answer_text(answer, "scheme", a->stepper->name);
    fpk_answer_number(answer, "tolerance", a->absolute);
    fpk_answer_number(answer, "relative_tolerance", a->relative);
    fpk_answer_integer(answer, "accepted", (long long)count->accepted);
    fpk_answer_integer(answer, "refused", (long long)count->refused);
    fpk_answer_number(answer, "smallest_dt", count->smallest);
    fpk_answer_number(answer, "largest_dt", count->largest);
    fpk_particles_answer_seed(answer, a->seed);
}

enum fpk_status fpk_adaptive_particles(const struct fpk_values *values, struct fpk_points *points,
                                       struct fpk_answer *answer)
{
    struct fpk_model model = {0};
    struct fpk_start start = {0};
    struct fpk_adaptive_count count;
    double time = fpk_values_real(values, "time");
    struct fpk_adaptive adaptive = {.model = &model,
                                    .start = &start,
                                    .t1 = time,
                                    .absolute = fpk_values_real(values, "adaptive"),
                                    .first_level = first_level(values, time),
                                    .particles = (size_t)fpk_values_integer(values, "particles"),
                                    .threads = (int)fpk_values_integer(values, "threads")};
    enum fpk_status status;
    if (fpk_values_has(values, "adaptive-relative"))
        adaptive.relative = fpk_values_real(values, "adaptive-relative");
    FPK_CHECK(adaptive.first_level <= FPK_ADAPTIVE_FIRST_MOST, FPK_USAGE,
              "--dt %.10g is the longest step of --adaptive: at least --time 2^-%d, please",
              fpk_values_real(values, "dt"), FPK_ADAPTIVE_FIRST_MOST);
    FPK_TRY(fpk_seed_read(fpk_values_text(values, "seed"), &adaptive.seed));
    FPK_TRY(fpk_stepper_find(fpk_values_text(values, "scheme"), &adaptive.stepper));
    FPK_TRY_DONE(status, fpk_equation_model(values, &model));
    FPK_TRY_DONE(status, fpk_equation_start(values, &model, &start));
    FPK_TRY_DONE(status, fpk_particles_check_out(values));
    FPK_TRY_DONE(status, fpk_adaptive_run(&adaptive, points, &count));
    answer_run(&adaptive, &count, answer);
done:
    fpk_start_clear(&start);
    fpk_model_clear(&model);
    return status;
}
