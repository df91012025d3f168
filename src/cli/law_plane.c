/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `fpk law` of a deterministic plan in two dimensions. */
#include "law.h"
#include "scheme.h"

#include "fpk/law/plane.h"

static struct fpk_number found(struct fpk_plane_number number)
{
    return (struct fpk_number){number.value, number.error, number.reason};
}

enum fpk_status fpk_law_on_plane(struct fpk_answer *a, const struct fpk_job *job,
                                 const struct fpk_values *values)
{
    struct fpk_law_options options = fpk_law_options_of(values);
    struct fpk_plane plane;
    FPK_CHECK(!fpk_values_has(values, "at"), FPK_USAGE,
              "--at: the target has 2 dimensions; densities are printed in one");
    FPK_TRY(fpk_plane_of_plan(&plane, &job->plan, &job->score, fpk_job_start(job), job->target,
                              &(struct fpk_plane_options){.threads = options.threads}));
    double mean[2], mean_error[2], covariance[4], error[4];
    for (size_t d = 0; d < 2; d++) {
        mean[d] = plane.mean[d].value;
        mean_error[d] = plane.mean[d].error;
        for (size_t e = 0; e < 2; e++) {
            covariance[2 * d + e] = plane.covariance[d + e].value;
            error[2 * d + e] = plane.covariance[d + e].error;
        }
    }
    fpk_answer_found(a, "kl_pq", found(plane.kl_pq));
    fpk_answer_found(a, "kl_qp", found(plane.kl_qp));
    fpk_answer_found(a, "tv", found(plane.tv));
    fpk_answer_list(a, "mean", 2, mean, mean_error);
    fpk_answer_matrix(a, "covariance", 2, covariance, error);
    fpk_answer_bounded(a, "mass", plane.mass.value, plane.mass.error);
    fpk_answer_integer(a, "nodes", (long long)plane.nodes);
    return FPK_OK;
}
