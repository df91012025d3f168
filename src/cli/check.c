/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `fpk check`: do these samples come from the declared scheme? The exact pair of
 * docs/verdicts.md. */
#include "answer.h"
#include "sampling.h"
#include "scheme.h"

#include "fpk/compare/verdict.h"
#include "fpk/record/npy.h"
#include "fpk/study/split.h"

static enum fpk_status law_of(const struct fpk_values *values, struct fpk_law **law)
{
    if (!fpk_sampling_given(values)) {
        uint64_t n_step;
        return fpk_scheme_law(values, law, &n_step);
    }
    struct fpk_law_options options = fpk_law_options_of(values);
    struct fpk_sampling sampling;
    enum fpk_status status = fpk_sampling_read(&sampling, values);
    if (status == FPK_OK)
        status = fpk_job_law(&sampling.job, &options, law);
    fpk_sampling_clear(&sampling);
    return status;
}

static enum fpk_status judge(const struct fpk_law *law, const struct fpk_points *points,
                             struct fpk_verdict *verdict)
{
    struct fpk_law_pair pair = {0};
    struct fpk_chi_square test;
    enum fpk_status status;
    FPK_TRY(fpk_law_read(law, &pair));
    struct fpk_side side = fpk_law_side(&pair);
    FPK_TRY_DONE(status, fpk_chi_square_side(&side, points, &test));
    status = fpk_verdict_exact(1, &test, FPK_FAMILY_ALPHA, verdict);
done:
    fpk_law_pair_clear(&pair);
    return status;
}

static enum fpk_status run(const struct fpk_call *call)
{
    struct fpk_answer answer = {0};
    struct fpk_points points = {0};
    struct fpk_law *law = NULL;
    struct fpk_verdict verdict;
    enum fpk_status status;
    FPK_CHECK(call->n_argument == 1, FPK_USAGE, "which samples? give one .npy file");
    FPK_TRY_DONE(status, fpk_npy_read(&points, call->argument[0]));
    FPK_TRY_DONE(status, law_of(call->values, &law));
    FPK_TRY_DONE(status, judge(law, &points, &verdict));
    fpk_answer_text(&answer, "verdict", fpk_verdict_word(&verdict));
    fpk_answer_number(&answer, "p_value", verdict.adjusted_p);
    fpk_answer_number(&answer, "statistic", verdict.test.statistic);
    fpk_answer_number(&answer, "dof", verdict.test.dof);
    fpk_answer_number(&answer, "false_alarm_rate", verdict.alpha);
    fpk_answer_number(&answer, "detects_chi_distance", verdict.detects);
    fpk_answer_integer(&answer, "particles", (long long)points.n);
    fpk_answer_text(&answer, "reason", verdict.reason);
    status = fpk_answer_print(&answer, call);
    if (status == FPK_OK)
        status = verdict.outcome;
done:
    fpk_answer_clear(&answer);
    fpk_law_end(&law);
    fpk_points_clear(&points);
    return status;
}

const struct fpk_verb fpk_verb_check = {
    .name = "check",
    .sentence = "test samples against the exact law of the scheme that they should come from",
    .arguments = "SAMPLES.npy (the options of `fpk law`)",
    .example = "fpk check samples.npy --target m1.json --sampler ddpm --variance small",
    .story = "A chi-square test on equiprobable cells of the scheme's own law, at a false-alarm\n"
             "rate of 1e-6. Exit code 0 accepted, 1 rejected, 3 inconclusive.\n"
             "detects_chi_distance: a law this far away would be rejected with probability 0.999.",
    .most_arguments = 1,
    .takes = FPK_TAKES_SAMPLER | FPK_TAKES_EQUATION | FPK_TAKES_STEPPER | FPK_TAKES_LAW,
    .run = run,
};
