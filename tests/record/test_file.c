/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/record/file.h"

#include "../scratch.h"

static void test_read(void **state)
{
    (void)state;
    char *bytes = NULL;
    size_t n;
    put(in_scratch("a"), "a\0b", 3);
    check_ok(fpk_file_read(in_scratch("a"), 3, &bytes, &n));
    check_equal(n, 3);
    check_true(memcmp(bytes, "a\0b", 4) == 0);
    fpk_release(&bytes);
    put(in_scratch("empty"), "", 0);
    check_ok(fpk_file_read(in_scratch("empty"), 3, &bytes, &n));
    check_equal(n, 0);
    fpk_release(&bytes);
}

static void test_read_refusals(void **state)
{
    (void)state;
    char *bytes = NULL;
    size_t n;
    put(in_scratch("a"), "four", 4);
    check_refused(fpk_file_read(in_scratch("a"), 3, &bytes, &n), FPK_USAGE, "larger");
    check_refused(fpk_file_read(in_scratch("b"), 3, &bytes, &n), FPK_USAGE, "no such file");
    check_refused(fpk_file_read(in_scratch("a/b"), 3, &bytes, &n), FPK_USAGE, "no such file");
    check_refused(fpk_file_read(scratch, 3, &bytes, &n), FPK_USAGE, "folder");
    check_true(bytes == NULL);
}

/* What has no size in advance is read to its end, within the limit. */
static void test_read_endless(void **state)
{
    (void)state;
    char *bytes = NULL;
    size_t n;
    if (!fpk_file_exists("/dev/zero"))
        skip();
    check_refused(fpk_file_read("/dev/zero", 1 << 20, &bytes, &n), FPK_USAGE, "larger than 1 MiB");
}

static void test_folder(void **state)
{
    (void)state;
    struct stat info;
    check_ok(fpk_folder_make(in_scratch("x/y//z")));
    check_ok(fpk_folder_make(in_scratch("x/y/z/")));
    check_equal(stat(in_scratch("x/y/z"), &info), 0);
    check_true(S_ISDIR(info.st_mode));
    put(in_scratch("file"), "", 0);
    check_refused(fpk_folder_make(in_scratch("file")), FPK_IO, "not a folder");
    check_refused(fpk_folder_make(in_scratch("file/x")), FPK_IO, "file");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        scratch_test(test_read),
        scratch_test(test_read_refusals),
        cmocka_unit_test(test_read_endless),
        scratch_test(test_folder),
    };
    return check_main(tests);
}
