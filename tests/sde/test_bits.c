/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every method of the list, on a model of each kind, gives the same bits with every copy of the
 * kernels of update_kernel.c. */
#include "laws.h"
#include "step.h"

#include "../isa.h"

enum { MODELS = 10 };

/* The points of one block, one step further; 0 when the method refuses the model. */
static uint64_t hash_of(const struct fpk_stepper *stepper, const struct fpk_model *model)
{
    struct fpk_conversion converted;
    double *x = NULL;
    size_t n = FPK_BLOCK - 3; /* not a multiple of any vector */
    if (fpk_stepper_model(stepper, model, STEP_T, STEP_T + STEP_DT, &converted) != FPK_OK)
        return 0;
    check_ok(fpk_allocate(&x, model->dim * n));
    spread_points(model->dim, n, x);
    for (size_t i = 0; i < model->dim * n; i++)
        x[i] += 1; /* from 0 on: a square root has no other place */
    take_step(stepper, model, 0, n, x, NULL);
    uint64_t hash = check_hash_of(x, model->dim * n);
    fpk_release(&x);
    return hash;
}

/* "method model hash" a line. */
static void print_all(FILE *out)
{
    const double wide[3] = {2, 1, 0.5}, narrow[3] = {0.5, 0.3, 1.2};
    struct fpk_model models[MODELS] = {
        ou_model(),       general_model(), commuting_model(), diagonal_model(),  scalar_model(),
        additive_model(), gbm_model(),     cir_model(wide),   cir_model(narrow), fall_model()};
    models[3].convention = models[4].convention = FPK_STRATONOVICH;
    size_t n;
    const struct fpk_stepper *const *all = fpk_steppers(&n);
    for (size_t i = 0; i < n; i++)
        for (int j = 0; j < MODELS; j++)
            fprintf(out, "%s %s %016llx\n", all[i]->name, models[j].name,
                    (unsigned long long)hash_of(all[i], &models[j]));
}

static const char *program;

/* This program again, as a child with FPK_ISA set. */
static void test_isa(void **state)
{
    (void)state;
    FILE *own = tmpfile();
    check_true(own != NULL);
    print_all(own);
    for (int isa = 0; check_isa_runs(isa) && isa <= FPK_ISA_AVX512; isa++) {
        char command[4200], want[256], got[256];
        snprintf(command, sizeof command, "FPK_ISA=%s '%s' bits", fpk_isa_name((enum fpk_isa)isa),
                 program);
        FILE *pipe = popen(command, "r");
        check_true(pipe != NULL);
        rewind(own);
        while (fgets(want, sizeof want, own)) {
            check_true(fgets(got, sizeof got, pipe) != NULL);
            check_text(got, want);
        }
        check_equal(pclose(pipe), 0);
    }
    fclose(own);
}

int main(int argc, char **argv)
{
    if (argc == 2 && strcmp(argv[1], "bits") == 0) {
        print_all(stdout);
        return 0;
    }
    program = argv[0];
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_isa)};
    return check_main(tests);
}
