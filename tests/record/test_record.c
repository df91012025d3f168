/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Composing (record.c, record_points.c) and reading back (read_back.c), each the other's judge. */
#include "fpk/record/record.h"

#include "fpk/record/file.h"

#include "../scratch.h"

#include <stdlib.h>

static void compose(struct fpk_record *r)
{
    double t[2] = {0, 0.5}, x[3] = {-1, 0, 1}, p[6] = {0.1, 0.8, 0.1, 0.2, 0.6, 0.2};
    double sigmas[2] = {10, 0.1};
    struct fpk_points points;
    struct fpk_provenance facts;
    check_ok(fpk_record_axis(r, "time", 2, t, "1", "time"));
    check_ok(fpk_record_axis(r, "x", 3, x, NULL, "position"));
    check_ok(fpk_record_array(r, &(struct fpk_array){.path = "density/exact",
                                                     .rank = 2,
                                                     .shape = {2, 3},
                                                     .axis = {"time", "x"},
                                                     .value = p,
                                                     .unit = "1/x",
                                                     .long_name = "p(x, t)"}));
    check_ok(fpk_record_array(r, &(struct fpk_array){.path = "mass", .value = t + 1}));
    check_ok(fpk_points_init(&points, 1500, 2));
    for (size_t i = 0; i < 3000; i++)
        points.x[i] = (double)i;
    check_ok(fpk_record_points(r, "particles", &points, NULL, "X at the end"));
    fpk_points_clear(&points);
    check_ok(fpk_provenance_init(&facts));
    check_ok(fpk_provenance_text(&facts, "seed", "1"));
    check_ok(fpk_provenance_numbers(&facts, "sigmas", 2, sigmas));
    check_ok(fpk_record_provenance(r, &facts));
    fpk_provenance_clear(&facts);
}

static void save(const char *path, char digest[FPK_DIGEST_TEXT])
{
    struct fpk_record *r = NULL;
    check_ok(fpk_record_new(&r));
    compose(r);
    check_ok(fpk_record_save(r, path, digest));
    fpk_record_free(&r);
}

static void test_equal_runs_are_equal_bytes(void **state)
{
    (void)state;
    char one[FPK_DIGEST_TEXT], two[FPK_DIGEST_TEXT], file[FPK_DIGEST_TEXT];
    save(in_scratch("a.h5"), one);
    /* Other garbage in fresh memory, and another second on the clock. */
    void *dirty[64];
    for (int i = 0; i < 64; i++)
        if ((dirty[i] = malloc(9000)))
            memset(dirty[i], 0xa5 + i, 9000);
    for (int i = 0; i < 64; i++)
        free(dirty[i]);
    sleep(1);
    save(in_scratch("b.h5"), two);
    check_text(two, one);
    check_ok(fpk_digest_file(in_scratch("a.h5"), file));
    check_text(file, one);
}

static void test_read_back(void **state)
{
    (void)state;
    struct fpk_record *r = NULL;
    char **paths = NULL, text[FPK_NAME_TEXT];
    size_t n, rank, shape[FPK_RANK_MAX];
    double *value = NULL;
    save(in_scratch("a.h5"), NULL);
    check_ok(fpk_record_open(&r, in_scratch("a.h5")));
    check_ok(fpk_record_list(r, &paths, &n));
    check_equal(n, 5);
    check_text(paths[0], "density/exact");
    check_text(paths[4], "x");
    fpk_record_list_free(&paths, n);
    check_ok(fpk_record_read(r, "density/exact", &rank, shape, &value));
    check_equal(rank, 2);
    check_equal(shape[0] * 10 + shape[1], 23);
    check_close(value[4], 0.6, 0);
    fpk_release(&value);
    check_ok(fpk_record_read(r, "particles", &rank, shape, &value));
    check_close(value[1023 * 2 + 1], 2047, 0); /* component 1 of the last point of block 0 */
    check_close(value[1024 * 2], 2048, 0);
    fpk_release(&value);
    check_ok(fpk_record_read(r, "mass", &rank, shape, &value));
    check_equal(rank, 0);
    check_close(value[0], 0.5, 0);
    fpk_release(&value);
    fpk_record_get_text(r, "density/exact", "units", text);
    check_text(text, "1/x");
    fpk_record_get_text(r, "/provenance", "seed", text);
    check_text(text, "1");
    fpk_record_axis_of(r, "density/exact", 1, text);
    check_text(text, "/x");
    fpk_record_axis_of(r, "particles", 0, text);
    check_text(text, "/particle");
    fpk_record_axis_of(r, "mass", 0, text);
    check_text(text, "");
    fpk_record_free(&r);
}

static void test_refusals(void **state)
{
    (void)state;
    struct fpk_record *r = NULL;
    double v[3] = {0};
    size_t rank, shape[FPK_RANK_MAX];
    double *value = NULL;
    char axis[FPK_NAME_TEXT];
    check_ok(fpk_record_new(&r));
    check_ok(fpk_record_axis(r, "x", 3, v, NULL, NULL));
    struct fpk_array array = {.path = "p", .rank = 1, .shape = {2}, .axis = {"x"}, .value = v};
    check_refused(fpk_record_array(r, &array), FPK_USAGE, "another number");
    array.axis[0] = "y";
    array.path = "q";
    check_refused(fpk_record_array(r, &array), FPK_USAGE, "no dataset \"y\"");
    check_refused(fpk_record_axis(r, "x", 3, v, NULL, NULL), FPK_IO, "x: cannot be made");
    check_ok(fpk_record_bare_axis(r, "way", 2));
    check_refused(fpk_record_bare_axis(r, "way", 2), FPK_IO, "way: cannot be made");
    array = (struct fpk_array){.path = "z", .rank = 1, .shape = {2}, .axis = {"way"}, .value = v};
    check_ok(fpk_record_array(r, &array));
    fpk_record_axis_of(r, "z", 0, axis);
    check_text(axis, "/way");
    check_refused(fpk_record_read(r, "no/where", &rank, shape, &value), FPK_USAGE, "no dataset");
    check_refused(fpk_record_save(r, in_scratch("no/folder.h5"), NULL), FPK_IO, "No such");
    fpk_record_free(&r);
    put(in_scratch("text"), "not HDF5", 8);
    check_refused(fpk_record_open(&r, in_scratch("text")), FPK_USAGE, "not an HDF5 file");
    check_refused(fpk_record_open(&r, in_scratch("none")), FPK_USAGE, "no such file");
    save(in_scratch("a.h5"), NULL);
    check_equal(truncate(in_scratch("a.h5"), 3000), 0);
    check_refused(fpk_record_open(&r, in_scratch("a.h5")), FPK_USAGE, "damaged or truncated");
    check_true(r == NULL);
}

/* An HDF5 attribute has at most 64 KiB. */
static void test_a_long_fact_is_its_digest(void **state)
{
    (void)state;
    static double many[10000];
    struct fpk_record *r = NULL;
    struct fpk_provenance facts;
    char text[FPK_NAME_TEXT];
    check_ok(fpk_provenance_init(&facts));
    check_ok(fpk_provenance_numbers(&facts, "times", 10000, many));
    check_ok(fpk_record_new(&r));
    check_ok(fpk_record_provenance(r, &facts));
    check_ok(fpk_record_save(r, in_scratch("long.h5"), NULL));
    fpk_record_free(&r);
    fpk_provenance_clear(&facts);
    check_ok(fpk_record_open(&r, in_scratch("long.h5")));
    fpk_record_get_text(r, "/provenance", "times", text);
    /* head -c 80000 /dev/zero | sha256sum */
    check_text(text, "sha256:f8c784aa6b57396e7c5e094c34d079d8252473e46e2f60593a921dbebf941fcc");
    fpk_record_free(&r);
}

int main(int argc, char **argv)
{
    /* With a name: only write the file, for axes.py to open. */
    if (argc == 2) {
        struct fpk_record *r = NULL;
        check_ok(fpk_record_new(&r));
        compose(r);
        check_ok(fpk_record_save(r, argv[1], NULL));
        fpk_record_free(&r);
        return 0;
    }
    const struct CMUnitTest tests[] = {
        scratch_test(test_equal_runs_are_equal_bytes),
        scratch_test(test_read_back),
        scratch_test(test_refusals),
        scratch_test(test_a_long_fact_is_its_digest),
    };
    return check_main(tests);
}
