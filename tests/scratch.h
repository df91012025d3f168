/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A scratch folder that a test makes, fills and removes. */
#ifndef FPK_TESTS_SCRATCH_H
#define FPK_TESTS_SCRATCH_H

#include "check.h"

#include <dirent.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static char scratch[64];

static int scratch_make(void **state)
{
    (void)state;
    snprintf(scratch, sizeof scratch, "%s/fpk-test-XXXXXX", P_tmpdir);
    return mkdtemp(scratch) ? 0 : -1;
}

/* The full name of a file in it; four of them can be in use at once. */
static inline const char *in_scratch(const char *name)
{
    static char path[4][512];
    static unsigned next;
    char *p = path[next++ % 4];
    snprintf(p, 512, "%s/%s", scratch, name);
    return p;
}

static inline size_t scratch_count(void)
{
    size_t n = 0;
    DIR *dir = opendir(scratch);
    for (struct dirent *e; dir && (e = readdir(dir));)
        n += strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0;
    if (dir)
        closedir(dir);
    return n;
}

static inline void remove_tree(const char *folder)
{
    DIR *dir = opendir(folder);
    for (struct dirent *e; dir && (e = readdir(dir));) {
        char path[1024];
        struct stat info;
        if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0)
            continue;
        snprintf(path, sizeof path, "%.700s/%s", folder, e->d_name);
        if (lstat(path, &info) == 0 && S_ISDIR(info.st_mode))
            remove_tree(path);
        else
            unlink(path);
    }
    if (dir)
        closedir(dir);
    rmdir(folder);
}

static int scratch_remove(void **state)
{
    (void)state;
    remove_tree(scratch);
    return 0;
}

static inline void put(const char *path, const void *bytes, size_t n)
{
    FILE *f = fopen(path, "wb");
    check_true(f && fwrite(bytes, 1, n, f) == n && fclose(f) == 0);
}

#define scratch_test(f) cmocka_unit_test_setup_teardown(f, scratch_make, scratch_remove)

#endif
