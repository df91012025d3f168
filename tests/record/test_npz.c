/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/record/npz.h"

#include "../scratch.h"
#include "npz.h"
#include "npz_bytes.h"

static const double numbers[6] = {0.5, 1.5, -2, NAN, 1e300, 7};

/* What numpy itself compressed: integers, two dimensions, NaN kept. */
static void test_numpy(void **state)
{
    (void)state;
    struct fpk_npz *npz;
    size_t rank, shape[2];
    double *v;
    put(in_scratch("a.npz"), compressed, sizeof compressed);
    check_ok(fpk_npz_open(&npz, in_scratch("a.npz")));
    check_true(fpk_npz_has(npz, "t") && fpk_npz_has(npz, "value") && !fpk_npz_has(npz, "x"));
    check_ok(fpk_npz_read(npz, "t", &rank, shape, &v));
    check_equal(rank, 1);
    check_equal(shape[0], 3);
    check_equal(shape[1], 1);
    check_true(v[0] == 0 && v[1] == -3 && v[2] == 999);
    fpk_release(&v);
    check_ok(fpk_npz_read(npz, "value", &rank, shape, &v));
    check_equal(rank, 2);
    check_true(shape[0] == 2 && shape[1] == 3);
    for (int i = 0; i < 6; i++)
        check_true(isnan(numbers[i]) ? isnan(v[i]) : v[i] == numbers[i]);
    fpk_release(&v);
    check_refused(fpk_npz_read(npz, "x", &rank, shape, &v), FPK_USAGE, "no array \"x\"");
    check_true(v == NULL);
    fpk_npz_close(&npz);
    fpk_npz_close(&npz);
}

#define HEAD(type, shape) "{'descr': '" type "', 'fortran_order': False, 'shape': " shape ", }\n"

static void refused(const char *header, const void *data, size_t n, const char *part)
{
    struct archive a = {.n = 0};
    struct fpk_npz *npz;
    size_t rank, shape[2];
    double *v;
    add_npy(&a, "x", header, data, n);
    finish(&a);
    put(in_scratch("b.npz"), a.bytes, a.n);
    check_ok(fpk_npz_open(&npz, in_scratch("b.npz")));
    check_refused(fpk_npz_read(npz, "x", &rank, shape, &v), FPK_USAGE, part);
    check_true(v == NULL && strstr(fpk_message(), "b.npz: x: "));
    fpk_npz_close(&npz);
}

static void test_arrays_refused(void **state)
{
    (void)state;
    refused(HEAD("<f8", "(7,)"), numbers, 48, "needs 7 numbers of 8 bytes, the file has 48");
    refused(HEAD("<f8", "(5,)"), numbers, 48, "needs 5");
    refused(HEAD("<f8", "(6,)"), numbers, 47, "has 47 bytes");
    refused(HEAD("<f8", "(999999999999,)"), numbers, 48, "999999999999");
    refused(HEAD("<f8", "(4294967296, 4294967296)"), numbers, 48, "shape");
    refused(HEAD("<f8", "(1, 2, 3)"), numbers, 48, "reshape");
    refused(HEAD("<c16", "(3,)"), numbers, 48, "astype");
    refused(HEAD("|O", "(6,)"), numbers, 48, "astype");
    refused(HEAD("<f2", "(24,)"), numbers, 48, "astype");
    refused("{'descr': '<f8', 'fortran_order': True, 'shape': (2, 3), }", numbers, 48, "Fortran");
    refused("", numbers, 0, "lacks");
}

static void test_twice_and_empty(void **state)
{
    (void)state;
    struct archive a = {.n = 0};
    struct fpk_npz *npz;
    size_t rank, shape[2];
    double *v;
    add_npy(&a, "x", HEAD("<f8", "(6,)"), numbers, 48);
    add_npy(&a, "x", HEAD("<f8", "(6,)"), numbers, 48);
    add_entry(&a, "t.npy", "", 0);
    finish(&a);
    put(in_scratch("c.npz"), a.bytes, a.n);
    check_ok(fpk_npz_open(&npz, in_scratch("c.npz")));
    check_refused(fpk_npz_read(npz, "x", &rank, shape, &v), FPK_USAGE, "more than one");
    check_refused(fpk_npz_read(npz, "t", &rank, shape, &v), FPK_USAGE, "is empty");
    fpk_npz_close(&npz);
    check_refused(fpk_npz_open(&npz, in_scratch("none.npz")), FPK_USAGE, "no such file");
    check_true(npz == NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        scratch_test(test_numpy),
        scratch_test(test_arrays_refused),
        scratch_test(test_twice_and_empty),
    };
    return check_main(tests);
}
