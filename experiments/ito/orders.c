/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Orders of Euler-Maruyama and Milstein on dX = mu X dt + sigma X dW, where every error is known in
 * closed form. One step multiplies X by R, the exact solution by E = exp((mu - sigma^2/2) h +
 * sigma dW), so that
 *
 *     E |X_h - X|^2 = x0^2 ( E[R^2]^N - 2 E[R E]^N + E[E^2]^N )
 *
 * with E[E^2] = e^{(2 mu + sigma^2) h} and, c = 0 for Euler-Maruyama, 1 for Milstein,
 *
 *     E[R^2] = (1 + mu h)^2 + sigma^2 h + c sigma^4 h^2/2
 *     E[R E] = e^{mu h} (1 + mu h + sigma^2 h + c sigma^4 h^2/2).
 */
#include "ito.h"

#include "fpk/base/block.h"
#include "fpk/numeric/elementary.h"

#include <math.h>
#include <string.h>

static const double mu = 1.01, sigma = 0.87, x0 = 0.5; /* of the problem "linear", t = 1 */
static const char *const method[METHODS] = {"euler-maruyama", "milstein"};

static void closed_forms(struct ito *ito, int m)
{
    const struct fpk_order_study *study = &ito->order[m];
    double s2 = sigma * sigma, c = m;
    for (size_t k = 0; k < FPK_CONVERGENCE_POINTS; k++) {
        double h = study->h[k], n = 1 / h, milstein = 0.5 * c * s2 * s2 * h * h;
        double square = fpk_pow((1 + mu * h) * (1 + mu * h) + s2 * h + milstein, n);
        double cross = fpk_pow(fpk_exp(mu * h) * (1 + mu * h + s2 * h + milstein), n);
        double exact = fpk_exp(2 * mu + s2);
        ito->strong[m][k] = x0 * sqrt(square - 2 * cross + exact);
        ito->weak[m][k] = x0 * x0 * fabs(square - exact);
    }
}

/* The errors at several h are on the same paths, so only the finest is tested. */
static struct fpk_chi_square test_finest(const struct ito *ito, int m, size_t paths)
{
    const struct fpk_order_study *study = &ito->order[m];
    size_t finest = FPK_CONVERGENCE_POINTS - 1;
    const double z = (study->error[finest] - ito->strong[m][finest]) / study->se[finest];
    return fpk_chi_square_scores(paths, 1, &z);
}

static enum fpk_status find_problem(const struct fpk_problem **out)
{
    size_t n;
    const struct fpk_problem *const *all = fpk_problems(&n);
    for (size_t k = 0; k < n; k++)
        if (strcmp(all[k]->name, "linear") == 0) {
            *out = all[k];
            return FPK_OK;
        }
    return fpk_fail(FPK_NUMERIC, "the problem \"linear\" is not in the list of problems");
}

enum fpk_status ito_orders(struct ito *ito, struct fpk_run *run)
{
    const struct fpk_problem *problem = NULL;
    size_t batch = 32 * FPK_BLOCK, paths = (ito->particles + batch - 1) / batch * batch;
    FPK_TRY(find_problem(&problem));
    for (int m = 0; m < METHODS; m++) {
        const struct fpk_stepper *stepper = NULL;
        FPK_TRY(fpk_run_progress(run, 0.8 + 0.1 * m, "strong orders"));
        FPK_TRY(fpk_stepper_find(method[m], &stepper));
        FPK_TRY(fpk_order_strong(stepper, problem, paths, ito->seed, 0, &ito->order[m]));
        closed_forms(ito, m);
        ito->test[TESTS - METHODS + m] = test_finest(ito, m, paths);
    }
    return FPK_OK;
}
