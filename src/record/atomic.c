/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/base/memory.h"
#include "fpk/record/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

static enum fpk_status failed(const char *path, const char *what, int why)
{
    const char *advice = why == ENOSPC || why == EDQUOT ? " (disk full: make room, run again)" : "";
    return fpk_fail(FPK_IO, "%s: cannot be %s: %s%s; what was there before is untouched", path,
                    what, strerror(why), advice);
}

/* "dir/name" -> length of "dir/" (0 when there is none). */
static size_t folder_length(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? (size_t)(slash - path) + 1 : 0;
}

/* Removes `path` if its writer is dead: the lock that a writer holds goes with its process, however
 * that ends. The inode is compared so that a name reused meanwhile is not touched. */
static void remove_if_dead(int folder, const char *name)
{
    int fd = openat(folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    if (fd < 0)
        return;
    struct stat mine, named;
    if (flock(fd, LOCK_EX | LOCK_NB) == 0 && fstat(fd, &mine) == 0 &&
        fstatat(folder, name, &named, AT_SYMLINK_NOFOLLOW) == 0 && S_ISREG(mine.st_mode) &&
        mine.st_ino == named.st_ino && mine.st_dev == named.st_dev)
        unlinkat(folder, name, 0);
    close(fd);
}

/* The leftovers of killed runs with the same output: ".NAME.tmp-*" in its folder. */
static void remove_leftovers(const char *path)
{
    size_t length = folder_length(path);
    char *folder = NULL, *prefix = NULL;
    if (fpk_copy_text(&folder, length ? path : ".") == FPK_OK &&
        fpk_allocate(&prefix, strlen(path) + 8) == FPK_OK) {
        if (length)
            folder[length] = '\0';
        sprintf(prefix, ".%s.tmp-", path + length);
        DIR *dir = opendir(folder);
        for (struct dirent *e; dir && (e = readdir(dir));)
            if (strncmp(e->d_name, prefix, strlen(prefix)) == 0)
                remove_if_dead(dirfd(dir), e->d_name);
        if (dir)
            closedir(dir);
    }
    fpk_release(&folder);
    fpk_release(&prefix);
}

/* The name to replace: symbolic links are followed, so that a link stays a link. */
static enum fpk_status resolve(struct fpk_atomic *atomic, const char *path, mode_t *mode)
{
    struct stat info;
    bool exists = stat(path, &info) == 0;
    FPK_CHECK(!exists || !S_ISDIR(info.st_mode), FPK_USAGE,
              "%s: is a folder, not a file that could be written; name a file in it", path);
    FPK_CHECK(*path && path[strlen(path) - 1] != '/', FPK_USAGE,
              "\"%s\": is not the name of a file", path);
    atomic->direct = exists && !S_ISREG(info.st_mode);
    *mode = exists ? info.st_mode & 07777 : 0;
    char *real = exists && !atomic->direct ? realpath(path, NULL) : NULL;
    enum fpk_status status = fpk_copy_text(&atomic->path, real ? real : path);
    free(real);
    return status;
}

/* A new name, locked before anything is written to it. A cleaner may catch the moment between
 * creating and locking and remove it, so the name is checked afterwards. */
static enum fpk_status open_temporary(struct fpk_atomic *atomic)
{
    static atomic_uint counter;
    size_t folder = folder_length(atomic->path), room = strlen(atomic->path) + 48;
    FPK_TRY(fpk_allocate(&atomic->temporary, room));
    for (int attempt = 0; attempt < 100; attempt++) {
        snprintf(atomic->temporary, room, "%.*s.%s.tmp-%ld-%u", (int)folder, atomic->path,
                 atomic->path + folder, (long)getpid(), atomic_fetch_add(&counter, 1u));
        atomic->fd = open(atomic->temporary, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
        if (atomic->fd < 0 && errno == EEXIST)
            continue;
        if (atomic->fd < 0)
            return failed(atomic->path, "written", errno);
        struct stat mine, named;
        flock(atomic->fd, LOCK_EX);
        if (fstat(atomic->fd, &mine) == 0 && stat(atomic->temporary, &named) == 0 &&
            mine.st_ino == named.st_ino)
            return FPK_OK;
        close(atomic->fd);
        atomic->fd = -1;
    }
    return fpk_fail(FPK_IO, "%s: no free temporary name beside it; remove the .tmp- files there",
                    atomic->path);
}

enum fpk_status fpk_atomic_begin(struct fpk_atomic *atomic, const char *path)
{
    mode_t mode = 0;
    *atomic = (struct fpk_atomic){.fd = -1};
    enum fpk_status status;
    FPK_TRY_DONE(status, resolve(atomic, path, &mode));
    if (atomic->direct) {
        FPK_TRY_DONE(status, fpk_copy_text(&atomic->temporary, atomic->path));
        atomic->fd = open(atomic->path, O_WRONLY | O_CLOEXEC);
        if (atomic->fd < 0)
            status = failed(path, "written", errno);
    } else {
        remove_leftovers(atomic->path);
        FPK_TRY_DONE(status, open_temporary(atomic));
        if (mode && fchmod(atomic->fd, mode) != 0)
            status = failed(path, "given its old permissions", errno);
    }
done:
    if (status != FPK_OK)
        fpk_atomic_abandon(atomic);
    return status;
}

enum fpk_status fpk_atomic_write(struct fpk_atomic *atomic, const void *bytes, size_t n)
{
    const char *b = bytes;
    while (n > 0) {
        ssize_t w = write(atomic->fd, b, n);
        if (w < 0 && errno == EINTR)
            continue;
        if (w <= 0)
            return failed(atomic->path, "written", w < 0 ? errno : ENOSPC);
        b += w;
        n -= (size_t)w;
    }
    return FPK_OK;
}

/* A rename is only safe from a power cut once the folder is on the disk too. Some file systems
 * cannot sync a folder and say EINVAL; that is no reason to fail. */
static enum fpk_status sync_folder(const char *path)
{
    size_t length = folder_length(path);
    char *folder = NULL;
    FPK_TRY(fpk_copy_text(&folder, length ? path : "."));
    if (length)
        folder[length] = '\0';
    int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    int why = fd >= 0 && fsync(fd) != 0 ? errno : 0;
    if (fd >= 0)
        close(fd);
    fpk_release(&folder);
    FPK_CHECK(!why || why == EINVAL || why == ENOTSUP, FPK_IO,
              "%s: was written, but its folder could not be flushed to the disk: %s", path,
              strerror(why));
    return FPK_OK;
}

enum fpk_status fpk_atomic_commit(struct fpk_atomic *atomic)
{
    enum fpk_status status = FPK_OK;
    if (!atomic->direct) {
        /* The lock must outlast the rename, so the file is closed after it. */
        if (fsync(atomic->fd) != 0)
            status = failed(atomic->path, "flushed to the disk", errno);
        else if (rename(atomic->temporary, atomic->path) != 0)
            status = failed(atomic->path, "replaced", errno);
        else {
            fpk_release(&atomic->temporary);
            status = sync_folder(atomic->path);
        }
    } else {
        int fd = atomic->fd;
        atomic->fd = -1;
        if (close(fd) != 0)
            status = failed(atomic->path, "written", errno);
    }
    fpk_atomic_abandon(atomic);
    return status;
}

void fpk_atomic_abandon(struct fpk_atomic *atomic)
{
    if (atomic->temporary && !atomic->direct)
        unlink(atomic->temporary);
    if (atomic->fd >= 0)
        close(atomic->fd);
    atomic->fd = -1;
    fpk_release(&atomic->temporary);
    fpk_release(&atomic->path);
}
