/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `fpk law` of Gaussian data: mean, covariance and distances of the output in closed form, in any
 * dimension. */
#include "law.h"

#include "fpk/base/memory.h"
#include "fpk/numeric/elementary.h"
#include "fpk/study/gaussian.h"

#include <math.h>

#define ROOT_HALF   0.707106781186547524401
#define DENSITY_TOP 0.398942280401432677940 /* 1/sqrt(2 pi) */

static enum fpk_status answer_line(struct fpk_answer *a, const struct fpk_probe *output)
{
    double mean, variance, mean_error, variance_error;
    fpk_probe_mean(output, &mean, &mean_error);
    fpk_probe_covariance(output, &variance, &variance_error);
    fpk_answer_bounded(a, "mean", mean, mean_error);
    fpk_answer_bounded(a, "variance", variance, variance_error);
    fpk_answer_bounded(a, "covariance", variance, variance_error);
    fpk_answer_bounded(a, "mass", 1, 0);
    return FPK_OK;
}

static enum fpk_status answer_space(struct fpk_answer *a, const struct fpk_probe *output)
{
    size_t dim = output->dim;
    double *mean = NULL, *mean_error = NULL, *covariance = NULL, *error = NULL;
    enum fpk_status status;
    FPK_TRY_DONE(status, fpk_allocate(&mean, dim));
    FPK_TRY_DONE(status, fpk_allocate(&mean_error, dim));
    FPK_TRY_DONE(status, fpk_allocate(&covariance, dim * dim));
    FPK_TRY_DONE(status, fpk_allocate(&error, dim * dim));
    fpk_probe_mean(output, mean, mean_error);
    fpk_probe_covariance(output, covariance, error);
    fpk_answer_list(a, "mean", dim, mean, mean_error);
    fpk_answer_matrix(a, "covariance", dim, covariance, error);
done:
    fpk_release(&mean);
    fpk_release(&mean_error);
    fpk_release(&covariance);
    fpk_release(&error);
    return status;
}

/* Density and distribution of N(mean, s^2) at the points of --at. An error e of mean and s moves
 * phi(z)/s by at most (.25 + .4) e/s^2 and Phi(z) by (.4 + .25) e/s. */
static enum fpk_status answer_at(struct fpk_answer *a, const struct fpk_probe *output,
                                 const struct fpk_values *values)
{
    double *x = NULL, *found = NULL, mean = output->mean[0], s = sqrt(output->variance[0]);
    size_t n = 0;
    enum fpk_status status;
    if (!fpk_values_has(values, "at"))
        return FPK_OK;
    FPK_CHECK(output->dim == 1, FPK_USAGE,
              "--at: the target has %zu dimensions; densities are printed in one", output->dim);
    FPK_CHECK(s > 0, FPK_NUMERIC,
              "--at: the output is the point %.17g and has no density; leave --at out", mean);
    FPK_TRY(fpk_values_reals(values, "at", &x, &n));
    FPK_TRY_DONE(status, fpk_allocate(&found, 4 * n));
    double off = output->error[0] / s;
    for (size_t i = 0; i < n; i++) {
        double z = (x[i] - mean) / s;
        found[i] = DENSITY_TOP / s * fpk_exp(-.5 * z * z);
        found[n + i] = .65 * off / s + 1e-15 * (1 + z * z) * found[i];
        found[2 * n + i] = .5 * fpk_erfc(-z * ROOT_HALF);
        found[3 * n + i] = .65 * off + 1e-15;
    }
    fpk_answer_list(a, "x", n, x, NULL);
    fpk_answer_column(a, "p", n, found, found + n);
    fpk_answer_column(a, "cdf", n, found + 2 * n, found + 3 * n);
done:
    fpk_release(&x);
    fpk_release(&found);
    return status;
}

static enum fpk_status answer_parts(struct fpk_answer *a, const struct fpk_job *job,
                                    const struct fpk_values *values, const struct fpk_probe *output)
{
    struct fpk_distances d;
    struct fpk_split split;
    struct fpk_truncation truncation;
    bool line = output->dim == 1;
    FPK_TRY(fpk_job_gaussian_distances(output, &d));
    fpk_law_answer_distances(a, &d, line);
    if (fpk_values_flag(values, "split")) {
        FPK_TRY(fpk_job_gaussian_split(job, output, &split));
        fpk_law_answer_split(a, &split, line);
    }
    if (fpk_job_truncated(job)) {
        FPK_TRY(fpk_job_gaussian_truncation(job, output, &truncation));
        fpk_law_answer_truncation(a, &truncation, line);
    }
    return FPK_OK;
}

enum fpk_status fpk_law_gaussian(struct fpk_answer *a, const struct fpk_job *job,
                                 const struct fpk_values *values)
{
    struct fpk_probe output;
    if (job->sampler)
        FPK_TRY(fpk_sampler_supports(job->sampler, FPK_SUPPORTS_PROBE));
    FPK_TRY(fpk_job_probe(job, &output));
    enum fpk_status status = answer_parts(a, job, values, &output);
    if (status == FPK_OK)
        status = output.dim == 1 ? answer_line(a, &output) : answer_space(a, &output);
    if (status == FPK_OK)
        status = answer_at(a, &output, values);
    fpk_probe_clear(&output);
    return status;
}
