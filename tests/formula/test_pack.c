/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/formula/pack.h"

#include "../../src/formula/program_priv.h"
#include "evaluate.h"

enum { MOST = 8 };

/* The pack of these texts gives the bits of each, at every block size. */
static void check_pack(size_t n, const char *const *text)
{
    struct fpk_formula *f[MOST] = {NULL};
    struct fpk_formula_pack *pack = NULL;
    double x[3 * 700], all[MOST * 700], one[700];
    for (size_t i = 0; i < n; i++)
        check_ok(fpk_formula_new_in(&f[i], text[i], "a=1.5", 3));
    check_ok(fpk_formula_pack_new(&pack, n, (const struct fpk_formula *const *)f));
    for (size_t m = 1; m <= 700; m = 3 * m + 2) {
        for (size_t i = 0; i < 3 * m; i++)
            x[i] = 0.02 * (double)((i * 37) % 211) - 1.5;
        fpk_formula_pack_eval(0.25, m, x, all, pack);
        for (size_t i = 0; i < n; i++) {
            fpk_formula_eval(0.25, m, x, one, f[i]);
            for (size_t k = 0; k < m; k++)
                if (!(isnan(one[k]) && isnan(all[i * m + k])))
                    check_same_bits(all[i * m + k], one[k]);
        }
    }
    for (size_t i = 0; i < n; i++)
        fpk_formula_free(&f[i]);
    fpk_formula_pack_free(&pack);
    check_true(pack == NULL);
    fpk_formula_pack_free(&pack);
}

static void test_same_bits(void **state)
{
    (void)state;
    check_pack(1, (const char *[]){"x - x^3"});
    check_pack(3, (const char *[]){"10*(y - x)", "x*(28 - z) - y", "x*y - 8/3*z"});
    /* one is part of another, or a factor merged into it; twice the same; constants, coordinates */
    check_pack(4, (const char *[]){"x*y", "x*y + z", "sin(x*y)", "x*y*z"});
    check_pack(4, (const char *[]){"sin(x)", "sin(x)", "2*sin(x)", "sin(x)^2"});
    check_pack(6, (const char *[]){"0", "x", "t", "z", "exp(t)", "x"});
    check_pack(2, (const char *[]){"exp(-x^2 - y^2)*x", "exp(-x^2 - y^2)*y"});
    check_pack(3, (const char *[]){"where(x, y, z)", "min(x, y)^2.5", "log(abs(x)) - a"});
}

/* Every formula of the table, six at a time with its derivatives. */
static struct fpk_formula *held[6];
static size_t n_held;

static void gather(const struct known_row *row)
{
    struct fpk_formula_pack *pack = NULL;
    check_ok(fpk_formula_new(&held[n_held], row->text, "a=1.5,k_1=-0.25"));
    check_ok(fpk_formula_derivative(&held[n_held + 1], held[n_held], FPK_X, 1));
    n_held += 2;
    if (n_held < 6)
        return;
    check_ok(fpk_formula_pack_new(&pack, 6, (const struct fpk_formula *const *)held));
    double out[6];
    fpk_formula_pack_eval(row->t, 1, &row->x, out, pack);
    for (size_t i = 0; i < 6; i++) {
        double want = value_of(held[i], row->t, row->x);
        if (!(isnan(want) && isnan(out[i])))
            check_same_bits(out[i], want);
        fpk_formula_free(&held[i]);
    }
    fpk_formula_pack_free(&pack);
    n_held = 0;
}

static void test_known_formulas(void **state)
{
    (void)state;
    check_true(each_known(gather) > 300);
    for (size_t i = 0; i < n_held; i++)
        fpk_formula_free(&held[i]);
}

/* What is shared is there once: two exponentials would be two more operations. */
static void test_shared_once(void **state)
{
    (void)state;
    struct fpk_dag dag;
    struct fpk_program p;
    check_ok(fpk_dag_init(&dag));
    int x = fpk_dag_coordinate(&dag, 0), e = fpk_make1(&dag, FPK_OP_EXP, x);
    int root[2] = {fpk_make2(&dag, FPK_OP_ADD, e, x), fpk_make2(&dag, FPK_OP_SUB, e, x)};
    check_ok(fpk_program_init(&p, &dag, 2, root, 1));
    check_equal(p.n - p.n_once, 3);
    check_equal(p.n_work, 1);
    fpk_program_clear(&p);
    /* a product that is a result does not merge into its reader, where it would be done again */
    int y = fpk_dag_coordinate(&dag, 1), product = fpk_make2(&dag, FPK_OP_MUL, x, y);
    int chain[2] = {product, fpk_make2(&dag, FPK_OP_ADD, product, x)};
    check_ok(fpk_program_init(&p, &dag, 2, chain, 2));
    check_equal(p.n, 2);
    check_equal(p.instruction[0].op, FPK_OP_MUL);
    check_equal(p.instruction[1].op, FPK_OP_ADD);
    fpk_program_clear(&p);
    fpk_dag_clear(&dag);
}

static void test_refusals(void **state)
{
    (void)state;
    struct fpk_formula *f[2] = {NULL};
    struct fpk_formula_pack *pack = NULL;
    check_ok(fpk_formula_new(&f[0], "x", NULL));
    check_ok(fpk_formula_new_in(&f[1], "y", NULL, 2));
    const struct fpk_formula *both[2] = {f[0], f[1]};
    check_refused(fpk_formula_pack_new(&pack, 2, both), FPK_USAGE, "in 1 and in 2 dimensions");
    check_refused(fpk_formula_pack_new(&pack, 0, both), FPK_USAGE, "a pack of 0");
    check_refused(fpk_formula_pack_new(&pack, 73, both), FPK_USAGE, "1 to 72");
    check_true(pack == NULL);
    fpk_formula_free(&f[0]);
    fpk_formula_free(&f[1]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_same_bits),
        cmocka_unit_test(test_known_formulas),
        cmocka_unit_test(test_shared_once),
        cmocka_unit_test(test_refusals),
    };
    return check_main(tests);
}
