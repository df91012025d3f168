/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/lab/threads.h"

#include <stdlib.h>
#include <unistd.h>

void fpk_threads_sleep(char **argv)
{
    if (getenv("OMP_WAIT_POLICY") || setenv("OMP_WAIT_POLICY", "passive", 0) != 0)
        return;
    execv("/proc/self/exe", argv); /* where there is none, the threads spin: slower, not wrong */
}
