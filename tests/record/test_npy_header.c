/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "../../src/record/npy_priv.h"

#include "../check.h"

/* The first bytes of each type of number, little-endian as numpy writes them, and reversed. */
static void test_numbers(void **state)
{
    (void)state;
    static const struct {
        const char *type;
        unsigned char bytes[8];
        double want;
    } cases[] = {
        {"f8", {0, 0, 0, 0, 0, 0, 0xf8, 0xbf}, -1.5},
        {"f4", {0, 0, 0xc0, 0xbf}, -1.5},
        {"i1", {0xff}, -1},
        {"i2", {0xfe, 0xff}, -2},
        {"i4", {0x18, 0xfc, 0xff, 0xff}, -1000},
        {"i8", {0x18, 0xfc, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff}, -1000},
        {"i8", {0, 0, 0, 0, 0, 0, 0, 0x80}, -0x1p63},
        {"i8", {0xe7, 3}, 999},
        {"u1", {0xff}, 255},
        {"u2", {0xff, 0xff}, 65535},
        {"u4", {0xff, 0xff, 0xff, 0xff}, 4294967295},
        {"u8", {0, 0, 0, 0, 0, 0, 0, 0x80}, 0x1p63},
        {"b1", {1}, 1},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        for (int backward = 0; backward < 2; backward++) {
            size_t item = (size_t)(cases[i].type[1] - '0');
            char text[128] = "\x93NUMPY\x01", *dictionary = text + 10;
            unsigned char turned[8];
            int n = snprintf(dictionary, 100,
                             "{'descr': '%c%s', 'fortran_order': False, 'shape': (1,), }",
                             backward   ? '>'
                             : item > 1 ? '<'
                                        : '|',
                             cases[i].type);
            text[8] = (char)n;
            for (size_t k = 0; k < item; k++)
                turned[k] = cases[i].bytes[backward ? item - 1 - k : k];
            FILE *file = fmemopen(text, 10 + (size_t)n, "rb");
            struct fpk_npy_layout layout;
            check_ok(fpk_npy_header("a", file, FPK_NPY_NUMBERS, &layout));
            check_equal(ftell(file), 10 + n);
            check_equal(layout.item, item);
            check_equal(layout.rank, 1);
            check_same_bits(fpk_npy_number(turned, &layout), cases[i].want);
            rewind(file);
            if (cases[i].type[0] == 'f')
                check_ok(fpk_npy_header("a", file, FPK_NPY_REALS, &layout));
            else
                check_refused(fpk_npy_header("a", file, FPK_NPY_REALS, &layout), FPK_USAGE,
                              "astype");
            fclose(file);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_numbers)};
    return check_main(tests);
}
