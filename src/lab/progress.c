/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The talk of a run: a progress line on standard error, and the signals that stop it. */
#include "run_priv.h"

#include <signal.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#define TERMINAL_EVERY 0.2 /* seconds */
#define PLAIN_EVERY    30.0

double fpk_clock(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

void fpk_progress_begin(struct fpk_progress *p, bool silent)
{
    double now = fpk_clock();
    *p = (struct fpk_progress){
        .silent = silent, .terminal = isatty(STDERR_FILENO), .started = now, .last = now};
}

/* A terminal: one line, written over itself with blanks, so that no control sequence is needed. */
void fpk_progress_show(struct fpk_progress *p, double fraction, const char *what)
{
    double now = fpk_clock();
    if (p->silent || now - p->last < (p->terminal ? TERMINAL_EVERY : PLAIN_EVERY))
        return;
    p->last = now;
    char line[80];
    int n = snprintf(line, sizeof line, "%3.0f %%  %.48s  (%.0f s)", 100 * fraction, what,
                     now - p->started);
    if (!p->terminal) {
        fprintf(stderr, "%s\n", line);
        return;
    }
    int gap = (int)p->shown > n ? (int)p->shown - n : 0;
    fprintf(stderr, "\r%s%*s", line, gap, "");
    fflush(stderr);
    p->shown = (size_t)n;
}

void fpk_progress_end(struct fpk_progress *p)
{
    if (p->shown)
        fprintf(stderr, "\r%*s\r", (int)p->shown, "");
    p->shown = 0;
}

static volatile sig_atomic_t seen;

static void note(int number)
{
    seen = number;
}

void fpk_signals_begin(void)
{
    struct sigaction action = {.sa_handler = note, .sa_flags = (int)SA_RESETHAND | SA_RESTART};
    sigemptyset(&action.sa_mask);
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
}

int fpk_signals_seen(void)
{
    return (int)seen;
}
