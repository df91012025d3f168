/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Threads that wait: OpenMP's idle threads sleep rather than spin.
 *
 * On a machine with other work a spinning thread takes the processor from the one that it waits
 * for: a law of 1000 steps took ten times as long beside a busy neighbour. Asleep they cost five
 * per cent on a free machine. The OpenMP library reads its setting (OMP_WAIT_POLICY, OpenMP 5.2
 * section 21.7) before main begins, so the program sets it and starts itself once more.
 */
#ifndef FPK_LAB_THREADS_H
#define FPK_LAB_THREADS_H

/* First thing in main. Returns at once when OMP_WAIT_POLICY is set; else sets it to passive and
 * executes the program again with the same arguments, and returns only when that is impossible. */
void fpk_threads_sleep(char **argv);

#endif
