/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/record/file.h"

#include "fpk/base/memory.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

bool fpk_file_exists(const char *path)
{
    struct stat info;
    return stat(path, &info) == 0;
}

static enum fpk_status open_to_read(const char *path, int *fd, size_t *size)
{
    *fd = open(path, O_RDONLY | O_CLOEXEC);
    FPK_CHECK(*fd >= 0 || (errno != ENOENT && errno != ENOTDIR), FPK_USAGE,
              "%s: there is no such file; check its name and folder", path);
    FPK_CHECK(*fd >= 0, FPK_IO, "%s: cannot be read: %s", path, strerror(errno));
    struct stat info;
    if (fstat(*fd, &info) != 0 || S_ISDIR(info.st_mode)) {
        close(*fd);
        return fpk_fail(FPK_USAGE, "%s: is a folder; name a file in it", path);
    }
    *size = S_ISREG(info.st_mode) ? (size_t)info.st_size : 0; /* a pipe does not know its size */
    return FPK_OK;
}

/* Reads up to n bytes; fewer only at the end. */
static enum fpk_status read_fully(const char *path, int fd, char *bytes, size_t n, size_t *got)
{
    for (*got = 0; *got < n;) {
        ssize_t r = read(fd, bytes + *got, n - *got);
        if (r == 0)
            break;
        if (r < 0 && errno == EINTR)
            continue;
        FPK_CHECK(r > 0, FPK_IO, "%s: cannot be read: %s", path, strerror(errno));
        *got += (size_t)r;
    }
    return FPK_OK;
}

enum fpk_status fpk_file_read(const char *path, size_t limit, char **bytes, size_t *n)
{
    int fd;
    size_t size = 0, got = 0, room;
    char *held = NULL, *larger = NULL;
    *bytes = NULL;
    FPK_TRY(open_to_read(path, &fd, &size));
    enum fpk_status status = FPK_OK;
    /* One byte more than announced, to see that a file ends where it said. */
    for (room = (size ? size : 4096) + 1;; room *= 2) {
        if (room > limit + 1)
            room = limit + 1;
        FPK_TRY_DONE(status, fpk_allocate(&larger, room + 1));
        if (got)
            memcpy(larger, held, got);
        fpk_release(&held);
        held = larger;
        larger = NULL;
        size_t more;
        FPK_TRY_DONE(status, read_fully(path, fd, held + got, room - got, &more));
        got += more;
        if (got < room)
            break;
        if (room == limit + 1) {
            status = fpk_fail(FPK_USAGE, "%s: is larger than %zu MiB; is it the right file?", path,
                              limit >> 20);
            goto done;
        }
    }
    held[got] = '\0';
    *bytes = held;
    *n = got;
    held = NULL;
done:
    fpk_release(&held);
    close(fd);
    return status;
}

enum fpk_status fpk_file_try(const char *path)
{
    struct fpk_atomic atomic;
    FPK_TRY(fpk_atomic_begin(&atomic, path));
    fpk_atomic_abandon(&atomic);
    return FPK_OK;
}

enum fpk_status fpk_file_write(const char *path, const void *bytes, size_t n)
{
    struct fpk_atomic atomic;
    FPK_TRY(fpk_atomic_begin(&atomic, path));
    enum fpk_status status = fpk_atomic_write(&atomic, bytes, n);
    if (status != FPK_OK) {
        fpk_atomic_abandon(&atomic);
        return status;
    }
    return fpk_atomic_commit(&atomic);
}

enum fpk_status fpk_folder_make(const char *path)
{
    char *copy = NULL;
    FPK_CHECK(*path, FPK_USAGE, "\"\": is not the name of a folder");
    FPK_TRY(fpk_copy_text(&copy, path));
    enum fpk_status status = FPK_OK;
    size_t n = strlen(copy);
    for (size_t i = 1; i <= n && status == FPK_OK; i++) {
        if (copy[i] != '/' && copy[i] != '\0')
            continue;
        copy[i] = '\0';
        if (mkdir(copy, 0777) != 0 && errno != EEXIST)
            status = fpk_fail(FPK_IO, "%s: the folder cannot be made: %s", copy, strerror(errno));
        if (i < n)
            copy[i] = '/';
    }
    struct stat info;
    if (status == FPK_OK && (stat(path, &info) != 0 || !S_ISDIR(info.st_mode)))
        status = fpk_fail(FPK_IO, "%s: is in the way: not a folder; choose another --out", path);
    fpk_release(&copy);
    return status;
}
