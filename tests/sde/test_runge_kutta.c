/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests runge_kutta.c and, of every method in the list, what the blocks of a step have in common:
 * the room that it asks for, and that a particle does not depend on its block-mates. */
#include "models.h"
#include "taylor.h"

static double drift(size_t i, const double *y)
{
    return i == 0 ? y[2] - 2 * y[1] : y[0] - y[1] * y[2];
}

static double constant(size_t i, size_t j, const double *y)
{
    return (double)(1 + i + 2 * j) / 4 + y[0];
}

static double diagonal(size_t i, size_t j, const double *y)
{
    return i == j ? 1 + 0.5 * y[1 + i] : 0;
}

static double turning(size_t i, size_t j, const double *y)
{
    return j == 0 ? 0.5 * y[1 + i] : (i == 0 ? -y[2] : y[1]);
}

static double general(size_t i, size_t j, const double *y)
{
    return 1 + 0.25 * (double)(1 + j) * y[2 - i] - 0.125 * (double)i * y[1];
}

static const struct taylor_system systems[] = {
    {1, 1, FPK_NOISE_ADDITIVE, drift, constant}, {2, 3, FPK_NOISE_ADDITIVE, drift, constant},
    {1, 1, FPK_NOISE_SCALAR, drift, diagonal},   {2, 1, FPK_NOISE_SCALAR, drift, general},
    {2, 2, FPK_NOISE_DIAGONAL, drift, diagonal}, {2, 2, FPK_NOISE_COMMUTATIVE, drift, turning},
    {2, 3, FPK_NOISE_GENERAL, drift, general},
};
enum { N_SYSTEM = sizeof systems / sizeof *systems };

/* One step of particles first .. first + n - 1 from points that depend on their number. */
static void move(const struct fpk_stepper *stepper, const struct fpk_model *model, uint64_t first,
                 size_t n, double *x)
{
    double *work = NULL;
    size_t rows = stepper->work(model);
    check_ok(fpk_allocate(&work, (rows + 1) * FPK_BLOCK));
    for (size_t i = 0; i < (rows + 1) * FPK_BLOCK; i++)
        work[i] = 12345;
    for (size_t d = 0; d < model->dim; d++)
        for (size_t i = 0; i < n; i++)
            x[d * n + i] = (double)((first + i) % 7) / 8 - (double)d;
    struct fpk_step step = {.model = model, .t = 0.5, .dt = 0.125, .n = n, .x = x, .work = work};
    step.noise = (struct fpk_noise){.seed = 3, .first = first, .step = 4, .refine = 1};
    stepper->step(&step);
    for (size_t i = 0; i < FPK_BLOCK; i++)
        check_same_bits(work[rows * FPK_BLOCK + i], 12345);
    fpk_release(&work);
}

static void test_all_methods(void **state)
{
    (void)state;
    static double whole[2 * FPK_BLOCK], part[2 * FPK_BLOCK];
    size_t n, run = 0;
    const struct fpk_stepper *const *all = fpk_steppers(&n);
    for (size_t k = 0; k < n * N_SYSTEM; k++) {
        const struct fpk_stepper *stepper = all[k / N_SYSTEM];
        struct fpk_model model = taylor_model(&systems[k % N_SYSTEM]);
        struct fpk_conversion conversion;
        model.convention = stepper->convention;
        if (fpk_stepper_model(stepper, &model, 0, 1, &conversion) != FPK_OK)
            continue;
        run++;
        move(stepper, &conversion.model, 0, FPK_BLOCK, whole);
        move(stepper, &conversion.model, 300, 61, part);
        for (size_t d = 0; d < model.dim; d++)
            for (size_t i = 0; i < 61; i++)
                check_same_bits(part[d * 61 + i], whole[d * FPK_BLOCK + 300 + i]);
    }
    check_true(run >= 40);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_all_methods),
    };
    return check_main(tests);
}
