/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The .npz side is read from numpy's own files in tests/cli/score_table.py; here HDF5, and what the
 * two share. */
#include "fpk/lab/score_file.h"

#include "fpk/record/record.h"

#include "../scratch.h"

static const double x[5] = {0, 1, 2, 3, 5}, t[2] = {0, 10};
static const double value[10] = {0, 1, 2, 3, 5, 0, -1, -2, -3, NAN};
static const double masked[10] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 1};

static void add(struct fpk_record *record, const char *path, size_t n, size_t m, const double *v)
{
    check_ok(fpk_record_array(
        record,
        &(struct fpk_array){.path = path, .rank = m ? 2 : 1, .shape = {n, m ? m : 0}, .value = v}));
}

static void test_hdf5(void **state)
{
    (void)state;
    struct fpk_record *record;
    struct fpk_score_table table;
    check_ok(fpk_record_new(&record));
    add(record, "x", 5, 0, x);
    add(record, "t", 2, 0, t);
    add(record, "eps", 2, 5, value);
    add(record, "masked", 2, 5, masked);
    add(record, "alpha", 2, 0, (double[]){1, 0.5});
    add(record, "more/score", 2, 0, t);
    check_ok(fpk_record_save(record, in_scratch("a.h5"), NULL));
    fpk_record_free(&record);
    check_ok(fpk_score_file_read(&table, in_scratch("a.h5")));
    check_equal(table.head, FPK_HEAD_EPS);
    check_true(table.nx == 5 && table.nt == 2 && table.alpha && !table.sigma);
    struct fpk_score score = fpk_score_from_table(&table);
    struct fpk_level level = {.alpha = 0.5, .sigma = 0.5, .t = 10};
    double at = 4, s;
    score.score(&level, 1, &at, &s, score.ctx);
    check_close(s, 8, 1e-14); /* eps = -x at the second level, its masked end a straight line on */
    fpk_score_table_clear(&table);
}

/* A file with these arrays: heads is "s", "e", "x" or several, n and m the head's shape. */
static void refused(const double *px, size_t nx, size_t nt, const char *heads, size_t n, size_t m,
                    const char *part)
{
    struct fpk_record *record;
    struct fpk_score_table table;
    check_ok(fpk_record_new(&record));
    if (px)
        add(record, "x", nx, 0, px);
    if (nt)
        add(record, "t", nt, 0, t);
    for (const char *c = heads; *c; c++)
        add(record, *c == 's' ? "score" : *c == 'e' ? "eps" : "x0", n, m, value);
    check_ok(fpk_record_save(record, in_scratch("b.h5"), NULL));
    fpk_record_free(&record);
    check_refused(fpk_score_file_read(&table, in_scratch("b.h5")), FPK_USAGE, part);
    check_true(strstr(fpk_message(), "b.h5: ") && table.x == NULL);
}

static void test_refusals(void **state)
{
    (void)state;
    const double falling[5] = {5, 4, 3, 2, 1};
    struct fpk_score_table table;
    refused(NULL, 0, 2, "s", 2, 5, "no array \"x\"");
    refused(x, 5, 0, "s", 2, 5, "no array \"t\"");
    refused(x, 5, 2, "", 2, 5, "there is none of");
    refused(x, 5, 2, "se", 2, 5, "more than one");
    refused(x, 5, 2, "x", 5, 2, "transpose");
    refused(x, 5, 2, "x", 2, 4, "shape (2, 4)");
    refused(x, 5, 2, "x", 10, 0, "shape (10)");
    refused(falling, 5, 1, "s", 1, 5, "x is not ascending");
    refused(x, 5, 2, "s", 2, 5, "row 1 (t = 10), column 4 (x = 5) is NaN");
    put(in_scratch("c"), "x y z", 5);
    check_refused(fpk_score_file_read(&table, in_scratch("c")), FPK_USAGE, "no ZIP archive");
    check_refused(fpk_score_file_read(&table, in_scratch("d")), FPK_USAGE, "no such file");
    check_true(fpk_score_file_read(&table, scratch) != FPK_OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        scratch_test(test_hdf5),
        scratch_test(test_refusals),
    };
    return check_main(tests);
}
