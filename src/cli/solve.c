/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `fpk solve`: what the Fokker-Planck equation says of an equation on a line, to a tolerance. */
#include "equation.h"
#include "question.h"

#include "fpk/record/file.h"

#include <stdio.h>
#include <string.h>

static const struct fpk_parameter rows[] = {
    {.name = "at", .type = FPK_REALS, .doc = "points where the density or the like is wanted"},
    {.name = "times",
     .type = FPK_REALS,
     .unit = "time",
     .doc = "times of the density fields written to --out; left out: --time alone"},
    {.name = "method",
     .type = FPK_CHOICE,
     .fallback = "auto",
     .choices = "auto|march|contour",
     .doc = "how time is gone through: in steps (TR-BDF2), or at once by a contour integral"},
    {.name = "stationary",
     .type = FPK_FLAG,
     .doc = "the density that lasts; with an absorbing end the shape of what is left and its rate; "
            "on a ring current, velocity, effective diffusivity, entropy production as well"},
    {.name = "survival",
     .type = FPK_REALS,
     .unit = "time",
     .doc = "times: probability to be inside still, and the density of the exit time"},
    {.name = "eigenvalues",
     .type = FPK_INTEGER,
     .min = 1,
     .max = 500,
     .doc = "so many eigenvalues of minus the generator, ascending; with --at their modes there"},
    {.name = "first-passage",
     .type = FPK_TEXT,
     .doc = "FROM:TO: mean and variance of the time from FROM until TO is reached"},
    {.name = "committor",
     .type = FPK_TEXT,
     .doc = "A:B: probability to reach B before A from each point of --at"},
    {.name = "currents",
     .type = FPK_FLAG,
     .doc = "with the density: flux, relative entropy to the stationary state, entropy production"},
    {.name = "score",
     .type = FPK_FLAG,
     .doc = "with --out: fields of log p and its derivative, masked where p is too small"},
    {.name = "out",
     .type = FPK_TEXT,
     .doc = "write everything that was found, fields as well, to this HDF5 file",
     .free_of_numbers = true},
};

static const struct fpk_question *const questions[] = {
    &fpk_question_eigenvalues, &fpk_question_first_passage,
    &fpk_question_committor,   &fpk_question_stationary,
    &fpk_question_survival,    &fpk_question_density, /* asked when no other is */
};
#define QUESTIONS (sizeof questions / sizeof *questions)

static bool is_asked(const struct fpk_question *q, const struct fpk_values *values)
{
    if (q->option)
        return fpk_values_given(values, q->option);
    for (size_t k = 0; k < QUESTIONS; k++)
        if (questions[k]->option && fpk_values_given(values, questions[k]->option))
            return false;
    return true;
}

static bool reads(const struct fpk_question *q, const char *option)
{
    for (size_t i = 0; i < FPK_QUESTION_READS && q->reads[i]; i++)
        if (strcmp(q->reads[i], option) == 0)
            return true;
    return false;
}

/* An option that nothing would read is refused, not ignored: the sentence names who reads it. */
static enum fpk_status check_read(const struct fpk_values *values, const char *option)
{
    char who[256] = "";
    bool read = !fpk_values_given(values, option);
    for (size_t k = 0; k < QUESTIONS; k++) {
        if (!reads(questions[k], option))
            continue;
        read = read || is_asked(questions[k], values);
        size_t used = strlen(who);
        snprintf(who + used, sizeof who - used, "%s%s%s", used ? ", " : "",
                 questions[k]->option ? "--" : "",
                 questions[k]->option ? questions[k]->option : "a density in time");
    }
    FPK_CHECK(read, FPK_USAGE, "--%s goes with %s, which is not what is asked for: use two runs",
              option, who);
    return FPK_OK;
}

static enum fpk_status check_options(const struct fpk_values *values)
{
    static const char *const options[] = {"initial",  "time", "times",  "at",       "method",
                                          "boundary", "mesh", "oracle", "currents", "score"};
    for (size_t i = 0; i < sizeof options / sizeof *options; i++)
        FPK_TRY(check_read(values, options[i]));
    return FPK_OK;
}

static enum fpk_status ask(struct fpk_asked *asked)
{
    fpk_line_answer(asked->line, asked->answer);
    for (size_t k = 0; k < QUESTIONS; k++)
        if (is_asked(questions[k], asked->values))
            FPK_TRY(questions[k]->ask(asked));
    fpk_answer_text(asked->answer, "converged", asked->converged ? "yes" : "no");
    return asked->answer->status;
}

static enum fpk_status save(struct fpk_asked *asked, const char *path)
{
    struct fpk_provenance provenance = {0};
    enum fpk_status status;
    FPK_TRY_DONE(status, fpk_answer_record(asked->answer, asked->record));
    FPK_TRY_DONE(status, fpk_provenance_init(&provenance));
    FPK_TRY_DONE(status, fpk_provenance_text(&provenance, "verb", "solve"));
    FPK_TRY_DONE(status, fpk_provenance_values(&provenance, asked->values));
    FPK_TRY_DONE(status, fpk_equation_provenance(asked->values, &provenance));
    FPK_TRY_DONE(status, fpk_record_provenance(asked->record, &provenance));
    FPK_TRY_DONE(status, fpk_record_save(asked->record, path, NULL));
    fpk_answer_text(asked->answer, "out", path);
done:
    fpk_provenance_clear(&provenance);
    return status;
}

static enum fpk_status run(const struct fpk_call *call)
{
    struct fpk_line line;
    struct fpk_answer answer = {0};
    struct fpk_asked asked = {
        .line = &line, .values = call->values, .answer = &answer, .converged = true};
    const char *out = fpk_values_text(call->values, "out");
    enum fpk_status status;
    FPK_TRY(check_options(call->values));
    FPK_TRY(fpk_line_init(&line, call->values));
    if (out) {
        FPK_TRY_DONE(status,
                     fpk_file_try(out)); /* a wrong --out ends a long run at its beginning */
        FPK_TRY_DONE(status, fpk_record_new(&asked.record));
    }
    FPK_TRY_DONE(status, ask(&asked));
    if (out)
        FPK_TRY_DONE(status, save(&asked, out));
    status = fpk_answer_print(&answer, call);
done:
    fpk_answer_clear(&answer);
    fpk_record_free(&asked.record);
    fpk_line_clear(&line);
    return status;
}

const struct fpk_verb fpk_verb_solve = {
    .name = "solve",
    .sentence = "solve the Fokker-Planck equation of dX = f dt + g dW to a tolerance",
    .arguments = "--potential U --temperature D | --drift F --diffusion G  [--at x1,x2,...]",
    .example =
        "fpk solve --potential \"x^4/4 - x^2/2\" --temperature 0.25 --initial normal:0.3:0.25 "
        "--time 0.5 --at -1,0,1",
    .story =
        "p_t = -(f p)_x + 1/2 (g^2 p)_xx (Ito) on a grid that is refined until the numbers are\n"
        "good to --tolerance. p is the density at a point; numerical_error goes with it. min_p\n"
        "is the least density of any cell at any time: nothing is clipped. --eigenvalues,\n"
        "--first-passage and --committor ask for rates instead, without a start or an end;\n"
        "without --domain the ends are so far away that they do not matter.",
    .takes = FPK_TAKES_EQUATION | FPK_TAKES_LINE,
    .own = {rows, sizeof rows / sizeof *rows},
    .run = run,
};
