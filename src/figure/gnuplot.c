/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The pictures of a figure (fpk_figure_draw): gnuplot as a child process, without a shell. */
#include "figure_priv.h"

#include "fpk/record/file.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <string.h>
#include <sys/statvfs.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define PATIENCE 120 /* seconds until a silent gnuplot counts as broken */

extern char **environ;

static const char *base_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

/* Starts argv with its output and errors on a pipe, whose reading end is *out. Returns 0 or the
 * error number. */
static int start(char *const argv[], pid_t *child, int *out)
{
    int ends[2];
    if (pipe(ends) != 0)
        return errno;
    fcntl(ends[0], F_SETFD, FD_CLOEXEC);
    fcntl(ends[1], F_SETFD, FD_CLOEXEC);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_adddup2(&actions, ends[1], 1);
    posix_spawn_file_actions_adddup2(&actions, ends[1], 2);
    int why = posix_spawnp(child, argv[0], &actions, NULL, argv, environ);
    posix_spawn_file_actions_destroy(&actions);
    close(ends[1]);
    if (why)
        close(ends[0]);
    *out = ends[0];
    return why;
}

/* Keeps the beginning of what the child says, until it closes the pipe; false when it is silent for
 * too long (it is killed then). */
static bool listen_to(int fd, pid_t child, char *said, size_t room)
{
    size_t n = 0;
    char piece[512];
    for (;;) {
        struct pollfd ready = {.fd = fd, .events = POLLIN};
        int r = poll(&ready, 1, PATIENCE * 1000);
        if (r < 0 && errno == EINTR)
            continue;
        if (r <= 0) {
            kill(child, SIGKILL);
            return false;
        }
        ssize_t got = read(fd, piece, sizeof piece);
        if (got <= 0)
            break;
        for (ssize_t i = 0; i < got && n + 1 < room; i++)
            said[n++] = isprint((unsigned char)piece[i]) ? piece[i] : ' ';
    }
    said[n] = '\0';
    return true;
}

/* One run of gnuplot; "" or why it did not draw. */
static void run(char *const argv[], char why[FPK_NOTE_TEXT])
{
    pid_t child = 0;
    int fd = -1, status = 0;
    char said[200] = "";
    why[0] = '\0';
    int error = start(argv, &child, &fd);
    if (error) {
        snprintf(why, FPK_NOTE_TEXT, "%s",
                 error == ENOENT ? "gnuplot is not installed" : strerror(error));
        return;
    }
    bool heard = listen_to(fd, child, said, sizeof said);
    close(fd);
    while (waitpid(child, &status, 0) < 0 && errno == EINTR)
        continue;
    if (!heard)
        snprintf(why, FPK_NOTE_TEXT, "gnuplot was silent for %d s and was stopped", PATIENCE);
    else if (!WIFEXITED(status) || WEXITSTATUS(status) == 127)
        snprintf(why, FPK_NOTE_TEXT, "gnuplot could not run (%.160s)", said);
    else if (WEXITSTATUS(status) != 0)
        snprintf(why, FPK_NOTE_TEXT, "gnuplot failed with code %d (%.160s)", WEXITSTATUS(status),
                 said);
}

/* Did gnuplot write the picture to its end? On a full disk it does not, and does not say so. */
static bool whole(const struct fpk_atomic *file, const char *ending)
{
    char last[16];
    off_t size = lseek(file->fd, 0, SEEK_END);
    off_t from = size > (off_t)sizeof last ? size - (off_t)sizeof last : 0;
    int fd = open(file->temporary, O_RDONLY | O_CLOEXEC);
    ssize_t got = fd >= 0 ? pread(fd, last, sizeof last, from) : 0;
    if (fd >= 0)
        close(fd);
    size_t n = strlen(ending);
    for (ssize_t i = 0; i + (ssize_t)n <= got; i++)
        if (memcmp(last + i, ending, n) == 0)
            return true;
    return false;
}

/* FPK_IO when the folder's disk has no room left, which then is why nothing was drawn. */
static enum fpk_status check_room(const char *folder, const char *name)
{
    enum { PICTURE = 1 << 20 }; /* bytes that a picture may need */
    struct statvfs disk;
    FPK_CHECK(statvfs(folder, &disk) != 0 || disk.f_bavail * disk.f_frsize >= PICTURE, FPK_IO,
              "%s: the picture %s could not be written: disk full", folder, name);
    return FPK_OK;
}

enum fpk_status fpk_figure_draw(const char *name, const char *folder, char note[FPK_NOTE_TEXT])
{
    struct fpk_text path = {0}, home = {0}, set = {0}, script = {0};
    struct fpk_atomic svg = {.fd = -1}, png = {.fd = -1};
    char why[FPK_NOTE_TEXT];
    enum fpk_status status;
    fpk_text_add(&script, "%s.gp", name);
    fpk_text_add(&path, "%s/%s.svg", folder, name);
    FPK_TRY_DONE(status, fpk_text_status(&path));
    FPK_TRY_DONE(status, fpk_atomic_begin(&svg, path.bytes));
    memcpy(path.bytes + path.n - 3, "png", 3);
    FPK_TRY_DONE(status, fpk_atomic_begin(&png, path.bytes));
    /* gnuplot goes to the folder itself; "./" keeps it from reading a leading "~" */
    fpk_text_add(&home, "%s%s", folder[0] == '/' ? "" : "./", folder);
    FPK_TRY_DONE(status, fpk_text_status(&home));
    fpk_text_add(&set, "cd ");
    fpk_quote(&set, home.bytes);
    fpk_text_add(&set, "; svg = ");
    fpk_quote(&set, base_name(svg.temporary));
    fpk_text_add(&set, "; png = ");
    fpk_quote(&set, base_name(png.temporary));
    FPK_TRY_DONE(status, fpk_text_status(&set));
    FPK_TRY_DONE(status, fpk_text_status(&script));
    char *const argv[] = {"gnuplot", "-d", "-e", set.bytes, script.bytes, NULL};
    run(argv, why);
    if (!why[0] && (!whole(&svg, "</svg>") || !whole(&png, "IEND"))) {
        FPK_TRY_DONE(status, check_room(folder, name));
        snprintf(why, sizeof why, "gnuplot ran but drew no whole picture");
    }
    if (why[0]) {
        snprintf(note, FPK_NOTE_TEXT,
                 "no picture: %.200s; to draw it later: cd '%.180s' && gnuplot %.60s", why, folder,
                 script.bytes);
        goto done;
    }
    FPK_TRY_DONE(status, fpk_atomic_commit(&svg));
    status = fpk_atomic_commit(&png);
done:
    fpk_atomic_abandon(&svg);
    fpk_atomic_abandon(&png);
    fpk_text_clear(&path);
    fpk_text_clear(&home);
    fpk_text_clear(&set);
    fpk_text_clear(&script);
    return status;
}
