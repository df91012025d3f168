/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/record/file.h"

#include "../scratch.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>

static void check_content(const char *path, const char *want)
{
    char *bytes = NULL;
    size_t n;
    check_ok(fpk_file_read(path, 1 << 20, &bytes, &n));
    check_text(bytes, want);
    fpk_release(&bytes);
}

static void test_replaces(void **state)
{
    (void)state;
    check_ok(fpk_file_write(in_scratch("a"), "one", 3));
    check_ok(fpk_file_write(in_scratch("a"), "second", 6));
    check_content(in_scratch("a"), "second");
    check_equal(scratch_count(), 1);
}

/* A link stays a link, and a private file private. */
static void test_keeps_links_and_permissions(void **state)
{
    (void)state;
    struct stat info;
    put(in_scratch("a"), "old", 3);
    check_equal(chmod(in_scratch("a"), 0600), 0);
    check_equal(symlink("a", in_scratch("link")), 0);
    check_ok(fpk_file_write(in_scratch("link"), "new", 3));
    check_equal(lstat(in_scratch("link"), &info), 0);
    check_true(S_ISLNK(info.st_mode));
    check_equal(stat(in_scratch("a"), &info), 0);
    check_equal(info.st_mode & 0777, 0600);
    check_content(in_scratch("a"), "new");
}

/* A limit on the size of a file stands for a full disk: the old stays, no temporary is left. */
static void test_failure_leaves_the_old(void **state)
{
    (void)state;
    static char large[100000];
    struct rlimit limit, old;
    put(in_scratch("a"), "old", 3);
    signal(SIGXFSZ, SIG_IGN);
    check_equal(getrlimit(RLIMIT_FSIZE, &old), 0);
    limit = (struct rlimit){.rlim_cur = 5000, .rlim_max = old.rlim_max};
    check_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
    enum fpk_status status = fpk_file_write(in_scratch("a"), large, sizeof large);
    check_equal(setrlimit(RLIMIT_FSIZE, &old), 0);
    check_equal(status, FPK_IO);
    check_true(strstr(fpk_message(), "untouched") != NULL);
    check_content(in_scratch("a"), "old");
    check_equal(scratch_count(), 1);
}

/* A device that is always full says so, and is not replaced by a file. */
static void test_full_device(void **state)
{
    (void)state;
    struct stat info;
    if (stat("/dev/full", &info) != 0)
        skip();
    check_refused(fpk_file_write("/dev/full", "x", 1), FPK_IO, "disk full");
    check_equal(stat("/dev/full", &info), 0);
    check_true(S_ISCHR(info.st_mode));
    check_ok(fpk_file_write("/dev/null", "x", 1));
}

/* A run killed while writing leaves a temporary, which the next run with the same output removes; a
 * living run's temporary is left alone. */
static void test_leftovers(void **state)
{
    (void)state;
    struct fpk_atomic alive;
    int ready[2];
    char byte;
    put(in_scratch("a"), "old", 3);
    check_ok(fpk_atomic_begin(&alive, in_scratch("a")));
    check_ok(fpk_atomic_write(&alive, "alive", 5));
    check_equal(pipe(ready), 0);
    pid_t child = fork();
    if (child == 0) {
        struct fpk_atomic dead;
        if (fpk_atomic_begin(&dead, in_scratch("a")) == FPK_OK &&
            fpk_atomic_write(&dead, "part", 4) == FPK_OK && write(ready[1], "x", 1) == 1)
            pause();
        _exit(1);
    }
    check_equal(read(ready[0], &byte, 1), 1);
    check_equal(scratch_count(), 3);
    check_equal(kill(child, SIGKILL), 0);
    check_equal(waitpid(child, NULL, 0), child);
    check_content(in_scratch("a"), "old");
    check_ok(fpk_file_write(in_scratch("a"), "new", 3));
    check_equal(scratch_count(), 2); /* a, and what the living run is writing */
    check_ok(fpk_atomic_commit(&alive));
    check_content(in_scratch("a"), "alive");
    check_equal(scratch_count(), 1);
    close(ready[0]);
    close(ready[1]);
}

static void test_refusals(void **state)
{
    (void)state;
    check_refused(fpk_file_write(in_scratch("no/such"), "x", 1), FPK_IO, "No such");
    check_refused(fpk_file_write(scratch, "x", 1), FPK_USAGE, "folder");
    check_refused(fpk_file_write("", "x", 1), FPK_USAGE, "name");
    check_refused(fpk_file_try(in_scratch("no/such")), FPK_IO, "No such");
    check_refused(fpk_file_try(""), FPK_USAGE, "name");
    check_ok(fpk_file_try(in_scratch("b")));
    check_equal(scratch_count(), 0); /* it was only tried */
    struct fpk_atomic a;
    check_ok(fpk_atomic_begin(&a, in_scratch("b")));
    fpk_atomic_abandon(&a);
    fpk_atomic_abandon(&a);
    check_equal(scratch_count(), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        scratch_test(test_replaces),
        scratch_test(test_keeps_links_and_permissions),
        scratch_test(test_failure_leaves_the_old),
        cmocka_unit_test(test_full_device),
        scratch_test(test_leftovers),
        scratch_test(test_refusals),
    };
    return check_main(tests);
}
