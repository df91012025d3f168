/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Failure: where a parallel run went wrong, the same at any number of threads.
 *
 * Each worker offers the failures that it meets; the one with the smallest (step, particle) is
 * kept, whatever the order of arrival, and the caller words it after the loop. To keep the answer
 * independent of scheduling a worker goes on until the step of the failure found so far. */
#ifndef FPK_BASE_FAILURE_H
#define FPK_BASE_FAILURE_H

#include <stdbool.h>
#include <stdint.h>

struct fpk_failure {
    bool found;
    uint64_t step, particle;
    double t, x; /* time, and the value that was not finite */
};

/* Keeps the smaller of the two by (step, particle). Not atomic: call it in a critical section, or
 * keep one per thread and merge. */
void fpk_failure_offer(struct fpk_failure *kept, struct fpk_failure candidate);

#endif
