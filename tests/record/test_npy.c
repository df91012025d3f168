/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/record/npy.h"

#include "../scratch.h"

#include <math.h>

/* 2500 points in 3-D go out and come back as the same bits. */
static void test_round_trip(void **state)
{
    (void)state;
    struct fpk_points out, in;
    check_ok(fpk_points_init(&out, 2500, 3));
    for (size_t i = 0; i < 2500; i++)
        for (size_t d = 0; d < 3; d++)
            fpk_points_set(&out, i, d, sqrt((double)(3 * i + d)));
    check_ok(fpk_npy_write(&out, in_scratch("p.npy")));
    check_ok(fpk_npy_read(&in, in_scratch("p.npy")));
    check_equal(in.n, 2500);
    check_equal(in.dim, 3);
    check_true(memcmp(in.x, out.x, 7500 * sizeof *in.x) == 0);
    fpk_points_clear(&in);
    fpk_points_clear(&out);
}

/* The header that numpy 1.24 writes for numpy.array([[1.0, 2.0]]), byte for byte. */
static void test_header(void **state)
{
    (void)state;
    struct fpk_points p;
    char bytes[200], want[129] = "\x93NUMPY\x01\x00v\x00";
    check_ok(fpk_points_init(&p, 1, 2));
    check_ok(fpk_npy_write(&p, in_scratch("p.npy")));
    FILE *f = fopen(in_scratch("p.npy"), "rb");
    check_true(f != NULL);
    check_equal(fread(bytes, 1, sizeof bytes, f), 128 + 16);
    fclose(f);
    snprintf(want + 10, 119, "%-117s\n",
             "{'descr': '<f8', 'fortran_order': False, 'shape': (1, 2), }");
    check_true(memcmp(bytes, want, 128) == 0);
    fpk_points_clear(&p);
}

static void put_npy(const char *name, int version, const char *header, const void *data, size_t n)
{
    char bytes[1024] = "\x93NUMPY";
    size_t length = strlen(header), at = 8;
    bytes[6] = (char)version;
    bytes[at++] = (char)(length & 0xff);
    bytes[at++] = (char)(length >> 8);
    if (version > 1)
        at += 2;
    memcpy(bytes + at, header, length);
    memcpy(bytes + at + length, data, n);
    put(in_scratch(name), bytes, at + length + n);
}

static void test_other_kinds(void **state)
{
    (void)state;
    struct fpk_points p;
    const unsigned char big[16] = {0x3f, 0xf0, 0, 0, 0, 0, 0, 0, 0xc0, 0, 0, 0, 0, 0, 0, 0};
    float small[2] = {0.5f, -3};
    put_npy("a", 2, "{'descr': '>f8', 'fortran_order': False, 'shape': (2,), }\n", big, 16);
    check_ok(fpk_npy_read(&p, in_scratch("a")));
    check_equal(p.dim, 1);
    check_close(p.x[0], 1, 0);
    check_close(p.x[1], -2, 0);
    fpk_points_clear(&p);
    put_npy("a", 3, "{'shape': (1, 2), 'fortran_order': False, 'descr': '<f4'}\n", small, 8);
    check_ok(fpk_npy_read(&p, in_scratch("a")));
    check_equal(p.n, 1);
    check_close(fpk_points_get(&p, 0, 1), -3, 0);
    fpk_points_clear(&p);
}

static void refused(const char *header, const void *data, size_t n, const char *part)
{
    struct fpk_points p;
    put_npy("bad", 1, header, data, n);
    check_refused(fpk_npy_read(&p, in_scratch("bad")), FPK_USAGE, part);
    check_true(p.x == NULL);
}

static void test_refusals(void **state)
{
    (void)state;
    double data[2] = {1, NAN}, fine[2] = {1, 2};
    struct fpk_points p;
    refused("{'descr': '<f8', 'fortran_order': False, 'shape': (2,), }", data, 16,
            "row 1, column 0 is NaN");
    refused("{'descr': '<f8', 'fortran_order': False, 'shape': (3,), }", fine, 16, "truncated");
    refused("{'descr': '<f8', 'fortran_order': False, 'shape': (1,), }", fine, 16, "damaged");
    refused("{'descr': '<i8', 'fortran_order': False, 'shape': (2,), }", fine, 16, "astype");
    refused("{'descr': '<f8', 'fortran_order': True, 'shape': (2,), }", fine, 16, "Fortran");
    refused("{'descr': '<f8', 'fortran_order': False, 'shape': (1,1,2), }", fine, 16, "reshape");
    refused("{'descr': '<f8', 'fortran_order': False, 'shape': (), }", fine, 8, "reshape");
    refused("{'descr': '<f8', 'fortran_order': False, 'shape': (0,), }", fine, 0, "no points");
    refused("{'descr': '<f8', 'fortran_order': False, "
            "'shape': (99999999999, 99999999999), }",
            fine, 16, "reshape");
    refused("{'descr': '<f8', 'fortran_order': False, 'shape': (99999999999,)}", fine, 16,
            "needs 799999999992 bytes");
    refused("{'descr': '<f8'", fine, 16, "lacks");
    refused("", fine, 0, "lacks");
    put(in_scratch("text"), "1 2 3\n", 6);
    check_refused(fpk_npy_read(&p, in_scratch("text")), FPK_USAGE, "magic");
    check_refused(fpk_npy_read(&p, in_scratch("none")), FPK_USAGE, "no such file");
    check_true(fpk_npy_read(&p, scratch) != FPK_OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        scratch_test(test_round_trip),
        scratch_test(test_header),
        scratch_test(test_other_kinds),
        scratch_test(test_refusals),
    };
    return check_main(tests);
}
