/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A plan as text: words separated by blanks, one instruction a line, so that a person can read it
 * and a line number can be given when it is wrong. 17 digits name a double uniquely. */
#include "fpk/base/parameter.h"
#include "fpk/plan/plan.h"

#include <errno.h>
#include <limits.h>
#include <stdbool.h>
#include <string.h>

static void print_level(FILE *out, const struct fpk_level *level)
{
    fprintf(out, " at alpha %.17g sigma %.17g t %.17g", level->alpha, level->sigma, level->t);
}

static void print_instruction(FILE *out, const struct fpk_instruction *in)
{
    switch (in->op) {
    case FPK_EVAL:
        fprintf(out, "EVAL r%d <- %s r%d", in->out, fpk_head_name(in->head), in->in[0]);
        print_level(out, &in->level);
        break;
    case FPK_MIX:
        fprintf(out, "MIX r%d <-", in->out);
        for (int j = 0; j < in->n_in; j++)
            fprintf(out, " %.17g r%d +", in->c[j], in->in[j]);
        fprintf(out, " %.17g xi", in->noise);
        print_level(out, &in->level);
        break;
    case FPK_CLIP:
        fprintf(out, "CLIP r%d <- r%d within %.17g", in->out, in->in[0], in->bound);
        break;
    case FPK_THRESHOLD:
        fprintf(out, "THRESHOLD r%d <- r%d quantile %.17g within %.17g", in->out, in->in[0],
                in->quantile, in->bound);
        break;
    case FPK_ACCEPT:
        fprintf(out, "ACCEPT r%d <- r%d or r%d means r%d r%d width %.17g", in->out, in->in[0],
                in->in[1], in->in[2], in->in[3], in->noise);
        print_level(out, &in->level);
        break;
    }
    fprintf(out, " step %llu\n", (unsigned long long)in->step);
}

enum fpk_status fpk_plan_print(const struct fpk_plan *plan, FILE *out)
{
    fprintf(out, "plan %s\nregisters %d steps %llu start-std %.17g", plan->name, plan->n_register,
            (unsigned long long)plan->steps, plan->start_std);
    print_level(out, &plan->first);
    fprintf(out, "\n");
    for (size_t i = 0; i < plan->n; i++)
        print_instruction(out, &plan->instruction[i]);
    fprintf(out, "end\n");
    FPK_CHECK(!ferror(out), FPK_IO, "the plan could not be written; is the disk full?");
    return FPK_OK;
}

#define LINE_MAX_BYTES 2048

struct reader {
    FILE *in;
    unsigned long number; /* of the line, from 1 */
    char line[LINE_MAX_BYTES];
    char *rest; /* what of the line is not yet read */
};

static enum fpk_status wrong(const struct reader *r, const char *want, const char *got)
{
    return fpk_fail(FPK_USAGE, "plan, line %lu: expected %s, found \"%.40s\"", r->number, want,
                    got && *got ? got : "(the end of the line)");
}

static enum fpk_status next_line(struct reader *r)
{
    r->number++;
    errno = 0;
    if (!fgets(r->line, sizeof r->line, r->in)) {
        r->line[0] = '\0';
        FPK_CHECK(!ferror(r->in), FPK_IO, "plan, line %lu: %s", r->number, strerror(errno));
        return wrong(r, "another line (the last one is \"end\")", "(the end of the file)");
    }
    size_t length = strlen(r->line);
    FPK_CHECK(length > 0 && r->line[length - 1] == '\n', FPK_USAGE,
              "plan, line %lu: longer than %d characters, or not ended by a newline", r->number,
              LINE_MAX_BYTES - 2);
    r->line[length - 1] = '\0';
    r->rest = r->line;
    return FPK_OK;
}

/* The next word of the line; "" at its end. */
static char *word(struct reader *r)
{
    char *start = r->rest + strspn(r->rest, " ");
    char *end = start + strcspn(start, " ");
    r->rest = *end ? end + 1 : end;
    *end = '\0';
    return start;
}

static enum fpk_status read_word(struct reader *r, const char *want)
{
    const char *got = word(r);
    return strcmp(got, want) == 0 ? FPK_OK : wrong(r, want, got);
}

static enum fpk_status read_end(struct reader *r)
{
    const char *got = word(r);
    return *got == '\0' ? FPK_OK : wrong(r, "the end of the line", got);
}

static enum fpk_status read_real(struct reader *r, double *out)
{
    const char *got = word(r);
    return fpk_parse_real("number", got, out) == FPK_OK ? FPK_OK : wrong(r, "a number", got);
}

static enum fpk_status to_count(struct reader *r, const char *got, long long *out)
{
    if (fpk_parse_integer("count", got, out) != FPK_OK || *out < 0)
        return wrong(r, "a whole number >= 0", got);
    return FPK_OK;
}

static enum fpk_status to_register(struct reader *r, const char *got, int *out)
{
    long long k;
    if (got[0] != 'r' || fpk_parse_integer("register", got + 1, &k) != FPK_OK || k < 0 || k > 1000)
        return wrong(r, "a register such as r0", got);
    *out = (int)k;
    return FPK_OK;
}

static enum fpk_status read_register(struct reader *r, int *out)
{
    return to_register(r, word(r), out);
}

static enum fpk_status read_level(struct reader *r, struct fpk_level *level)
{
    FPK_TRY(read_word(r, "at"));
    FPK_TRY(read_word(r, "alpha"));
    FPK_TRY(read_real(r, &level->alpha));
    FPK_TRY(read_word(r, "sigma"));
    FPK_TRY(read_real(r, &level->sigma));
    FPK_TRY(read_word(r, "t"));
    return read_real(r, &level->t);
}

static enum fpk_status read_eval(struct reader *r, struct fpk_instruction *in)
{
    const char *head = word(r);
    if (fpk_head_find(head, &in->head) != FPK_OK)
        return wrong(r, "score, eps, x0, v or flow", head);
    in->n_in = 1;
    FPK_TRY(read_register(r, &in->in[0]));
    return read_level(r, &in->level);
}

static enum fpk_status read_mix(struct reader *r, struct fpk_instruction *in)
{
    for (;;) {
        double c;
        FPK_TRY(read_real(r, &c));
        const char *what = word(r);
        if (strcmp(what, "xi") == 0) {
            in->noise = c;
            return read_level(r, &in->level);
        }
        if (in->n_in == FPK_MIX_MAX)
            return wrong(r, "the noise, after at most 8 terms", what);
        in->c[in->n_in] = c;
        FPK_TRY(to_register(r, what, &in->in[in->n_in]));
        in->n_in++;
        FPK_TRY(read_word(r, "+"));
    }
}

static enum fpk_status read_clip(struct reader *r, struct fpk_instruction *in)
{
    in->n_in = 1;
    FPK_TRY(read_register(r, &in->in[0]));
    FPK_TRY(read_word(r, "within"));
    return read_real(r, &in->bound);
}

static enum fpk_status read_threshold(struct reader *r, struct fpk_instruction *in)
{
    in->n_in = 1;
    FPK_TRY(read_register(r, &in->in[0]));
    FPK_TRY(read_word(r, "quantile"));
    FPK_TRY(read_real(r, &in->quantile));
    FPK_TRY(read_word(r, "within"));
    return read_real(r, &in->bound);
}

static enum fpk_status read_accept(struct reader *r, struct fpk_instruction *in)
{
    in->n_in = 4;
    FPK_TRY(read_register(r, &in->in[0]));
    FPK_TRY(read_word(r, "or"));
    FPK_TRY(read_register(r, &in->in[1]));
    FPK_TRY(read_word(r, "means"));
    FPK_TRY(read_register(r, &in->in[2]));
    FPK_TRY(read_register(r, &in->in[3]));
    FPK_TRY(read_word(r, "width"));
    FPK_TRY(read_real(r, &in->noise));
    return read_level(r, &in->level);
}

static enum fpk_status (*const read_op[FPK_OPS])(struct reader *, struct fpk_instruction *) = {
    read_eval, read_mix, read_clip, read_threshold, read_accept};

static bool find_op(const char *word, enum fpk_op *op)
{
    for (int i = 0; i < FPK_OPS; i++)
        if (strcmp(word, fpk_op_name((enum fpk_op)i)) == 0) {
            *op = (enum fpk_op)i;
            return true;
        }
    return false;
}

/* One instruction, whose first word was read. */
static enum fpk_status read_instruction(struct reader *r, enum fpk_op op,
                                        struct fpk_instruction *in)
{
    *in = (struct fpk_instruction){.op = op};
    FPK_TRY(read_register(r, &in->out));
    FPK_TRY(read_word(r, "<-"));
    FPK_TRY(read_op[op](r, in));
    FPK_TRY(read_word(r, "step"));
    long long step;
    FPK_TRY(to_count(r, word(r), &step));
    in->step = (uint64_t)step;
    return read_end(r);
}

static enum fpk_status read_header(struct reader *r, struct fpk_plan *plan)
{
    FPK_TRY(next_line(r));
    FPK_TRY(read_word(r, "plan"));
    char name[LINE_MAX_BYTES];
    memcpy(name, r->rest, strlen(r->rest) + 1);
    FPK_TRY(next_line(r));
    FPK_TRY(read_word(r, "registers"));
    long long registers, steps;
    FPK_TRY(to_count(r, word(r), &registers));
    FPK_TRY(fpk_plan_init(plan, name, registers > INT_MAX ? INT_MAX : (int)registers));
    FPK_TRY(read_word(r, "steps"));
    FPK_TRY(to_count(r, word(r), &steps));
    plan->steps = (uint64_t)steps;
    FPK_TRY(read_word(r, "start-std"));
    FPK_TRY(read_real(r, &plan->start_std));
    FPK_CHECK(plan->start_std > 0, FPK_USAGE,
              "plan, line %lu: start-std %.17g is the standard deviation of the start; it must be "
              "positive",
              r->number, plan->start_std);
    FPK_TRY(read_level(r, &plan->first));
    return read_end(r);
}

/* Is `said`, the header's number of steps, that of the instructions? */
static enum fpk_status check_steps(const struct reader *r, const struct fpk_plan *plan,
                                   uint64_t said)
{
    uint64_t found = plan->n ? plan->instruction[plan->n - 1].step + 1 : 0;
    FPK_CHECK(said == found, FPK_USAGE,
              "plan, line %lu: its header says %llu steps, its instructions make %llu", r->number,
              (unsigned long long)said, (unsigned long long)found);
    return FPK_OK;
}

static enum fpk_status read_plan(struct reader *r, struct fpk_plan *plan)
{
    FPK_TRY(read_header(r, plan));
    uint64_t said = plan->steps;
    for (;;) {
        FPK_TRY(next_line(r));
        const char *got = word(r);
        enum fpk_op op;
        if (strcmp(got, "end") == 0)
            return check_steps(r, plan, said);
        if (!find_op(got, &op))
            return wrong(r, "EVAL, MIX, CLIP, THRESHOLD, ACCEPT or end", got);
        struct fpk_instruction in;
        FPK_TRY(read_instruction(r, op, &in));
        enum fpk_status status = fpk_plan_add(plan, in);
        if (status != FPK_OK)
            return fpk_fail_context(status, "line %lu", r->number);
    }
}

enum fpk_status fpk_plan_parse(struct fpk_plan *plan, FILE *in)
{
    *plan = (struct fpk_plan){0};
    struct reader r = {.in = in};
    enum fpk_status status = read_plan(&r, plan);
    if (status != FPK_OK)
        fpk_plan_clear(plan);
    return status;
}
