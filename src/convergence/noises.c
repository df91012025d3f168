/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The noises of a step as a finite sum: the product of the values of each variable. */
#include "convergence_priv.h"

#include "fpk/base/memory.h"

#include <assert.h>
#include <math.h>

enum { VARIABLES = 4 };

/* One variable's values and probabilities. */
struct variable {
    size_t n;
    double value[FPK_HERMITE_MAX], weight[FPK_HERMITE_MAX];
};

static void fill_variables(struct variable *v, struct fpk_nodes nodes)
{
    v[0].n = nodes.increment;
    fpk_gauss_hermite(v[0].n, v[0].value, v[0].weight);
    v[1].n = nodes.area;
    fpk_gauss_hermite(v[1].n, v[1].value, v[1].weight);
    const double root = sqrt(3.0);
    v[2] = (struct variable){3, {-root, 0, root}, {1.0 / 6, 2.0 / 3, 1.0 / 6}};
    v[3] = (struct variable){2, {-1, 1}, {0.5, 0.5}};
}

enum fpk_status fpk_noises_init(struct fpk_noises *noises, unsigned uses, size_t noise,
                                struct fpk_nodes nodes)
{
    struct variable v[VARIABLES];
    double **column[VARIABLES] = {&noises->z, &noises->a, &noises->three, &noises->two};
    *noises = (struct fpk_noises){.n = 1, .noise = noise};
    fill_variables(v, nodes);
    enum fpk_status status;
    for (size_t k = 0; k < VARIABLES; k++)
        for (size_t j = 0; j < noise; j++)
            noises->n *= uses >> k & 1 ? v[k].n : 1;
    FPK_TRY_DONE(status, fpk_allocate(&noises->weight, noises->n));
    for (size_t i = 0; i < noises->n; i++)
        noises->weight[i] = 1;
    size_t stride = 1;
    for (size_t k = 0; k < VARIABLES; k++) {
        if (!(uses >> k & 1))
            continue;
        FPK_TRY_DONE(status, fpk_allocate(column[k], noise * noises->n));
        for (size_t j = 0; j < noise; j++, stride *= v[k].n)
            for (size_t i = 0; i < noises->n; i++) {
                size_t which = i / stride % v[k].n;
                (*column[k])[j * noises->n + i] = v[k].value[which];
                noises->weight[i] *= v[k].weight[which];
            }
    }
    return FPK_OK;
done:
    fpk_noises_clear(noises);
    return status;
}

void fpk_noises_clear(struct fpk_noises *noises)
{
    fpk_release(&noises->weight);
    fpk_release(&noises->z);
    fpk_release(&noises->a);
    fpk_release(&noises->three);
    fpk_release(&noises->two);
}
