/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What does a bad scheme cost? One Fokker-Planck equation, the double well
 *
 *     p_t = (U' p)_x + D p_xx,   U = x^4/4 - x^2/2,   on [-3, 3], reflecting ends,
 *
 * solved the ways that textbooks begin with, beside ours (post 4, section 2.3):
 *
 *     explicit Euler, central      thousands of steps, or no solution
 *     Crank-Nicolson from a point  waves that do not die, p < 0 at the end
 *     clipped and renormalised     p >= 0 again, and a bias that is there to stay
 *     first-order upwind           the stationary state of a warmer bath
 *     the non-conservative form    mass that decays as e^{-h^2 t}
 *     Scharfetter-Gummel, TR-BDF2 with a damped start, Richardson: none of these
 */
#include "scheme-price.h"

#include "fpk/base/memory.h"

static enum fpk_status set_up(struct price *price, struct fpk_run *run)
{
    const struct fpk_values *values = fpk_run_values(run);
    price->temperature = fpk_values_real(values, "temperature");
    price->cells = (size_t)fpk_values_integer(values, "cells");
    price->steps = (size_t)fpk_values_integer(values, "steps");
    FPK_CHECK(price->cells % 32 == 0, FPK_USAGE,
              "--cells %zu: the grids are halved four times and have cells beside 0; give a "
              "multiple of 32",
              price->cells);
    FPK_CHECK(price->steps % 2 == 0, FPK_USAGE,
              "--steps %zu: Richardson needs half as many steps too; give an even number",
              price->steps);
    return fpk_model_from_potential(&price->model, "x^4/4 - x^2/2", price->temperature, NULL);
}

static enum fpk_status answer(struct price *price, struct fpk_run *run)
{
    FPK_TRY(set_up(price, run));
    FPK_TRY(price_from_a_point(price, run));
    FPK_TRY(price_at_equal_cells(price, run));
    FPK_TRY(price_of_mass(price));
    FPK_TRY(price_judge(price, run));
    FPK_TRY(price_tabulate(price, run));
    FPK_TRY(price_record(price, run));
    return price_draw(price, run);
}

static void clear(struct price *price)
{
    fpk_release(&price->point.reference);
    for (int k = 0; k < POINT_SCHEMES; k++)
        fpk_release(&price->point.end[k]);
    fpk_release(&price->coarse_x);
    fpk_release(&price->coarse_exact);
    for (int s = 0; s < SPACES; s++)
        fpk_release(&price->coarse[s]);
    fpk_model_clear(&price->model);
}

static enum fpk_status run(struct fpk_run *run)
{
    struct price *price = NULL;
    FPK_TRY(fpk_allocate(&price, 1));
    enum fpk_status status = answer(price, run);
    clear(price);
    fpk_release(&price);
    return status;
}

/* clang-format off */
static const struct fpk_parameter parameters[] = {
    {.name = "temperature", .type = FPK_REAL, .fallback = "0.25", .min = 0.1, .max = 0.5,
     .doc = "D, half of g^2"},
    {.name = "cells", .type = FPK_INTEGER, .fallback = "800", .min = 800, .max = 1600,
     .doc = "cells of the finest grid, a multiple of 32"},
    {.name = "steps", .type = FPK_INTEGER, .fallback = "88", .min = 10, .max = 10000,
     .doc = "time steps to t = 1/2 from a point, an even number"},
};
/* clang-format on */

const struct fpk_experiment fpk_experiment_scheme_price = {
    .name = "scheme-price",
    .source = "post 4, section 2.3",
    .sentence = "what a bad scheme for the Fokker-Planck equation costs: sign, mass, stationary "
                "state",
    .equation = "p_t = (U' p)_x + D p_xx,  U = x^4/4 - x^2/2,  reflecting ends at -3 and 3",
    .parameter = parameters,
    .n = sizeof parameters / sizeof *parameters,
    .run = run,
};
