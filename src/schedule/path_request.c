/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Options of a path, read: which schedule, which spacing, and nothing given that nothing reads. */
#include "path_priv.h"

#include "fpk/base/memory.h"

#include <string.h>

/* Tables differ from method to method: a row that is not there counts as not set. */
static bool has_row(const struct fpk_values *values, const char *name)
{
    for (size_t i = 0; i < values->n; i++)
        if (strcmp(values->parameter[i]->name, name) == 0)
            return true;
    return false;
}

static bool has(const struct fpk_values *values, const char *name)
{
    return has_row(values, name) && fpk_values_has(values, name);
}

static bool given(const struct fpk_values *values, const char *name)
{
    return has_row(values, name) && fpk_values_given(values, name);
}

static double real(const struct fpk_values *values, const char *name, double otherwise)
{
    return has(values, name) ? fpk_values_real(values, name) : otherwise;
}

static enum fpk_status refuse_all(const struct fpk_values *values, const char *const *names,
                                  const char *why)
{
    for (; *names; names++)
        FPK_CHECK(!given(values, *names), FPK_USAGE, "--%s: nothing reads it %s; leave it out",
                  *names, why);
    return FPK_OK;
}

#define REFUSE(values, why, ...) refuse_all(values, (const char *const[]){__VA_ARGS__, NULL}, why)

static enum fpk_status read_spacing(struct fpk_path_request *request, const char *name)
{
    static const char *const names[] = {
        [FPK_SPACING_LEADING] = "leading",        [FPK_SPACING_LINSPACE] = "linspace",
        [FPK_SPACING_TRAILING] = "trailing",      [FPK_SPACING_UNIFORM] = "uniform",
        [FPK_SPACING_LOGSNR] = "logsnr",          [FPK_SPACING_KARRAS] = "karras",
        [FPK_SPACING_EXPONENTIAL] = "exponential"};
    for (int i = FPK_SPACING_LEADING; i <= FPK_SPACING_EXPONENTIAL; i++)
        if (strcmp(name, names[i]) == 0) {
            request->spacing = (enum fpk_spacing)i;
            request->spacing_name = names[i];
            return FPK_OK;
        }
    return fpk_fail(FPK_USAGE, "spacing \"%.40s\" is unknown; known: %s", name,
                    "leading, linspace, trailing, uniform, logsnr, karras, exponential");
}

/* A discrete schedule by its name or its betas. */
static enum fpk_status read_discrete(struct fpk_path *path, const struct fpk_values *values,
                                     const char *name)
{
    if (has(values, "betas")) {
        FPK_TRY(REFUSE(values, "beside --betas", "schedule", "training-times"));
        double *beta = NULL;
        size_t T = 0;
        FPK_TRY(fpk_values_reals(values, "betas", &beta, &T));
        enum fpk_status status = fpk_schedule_from_betas(&path->schedule, beta, T);
        fpk_release(&beta);
        FPK_TRY(status);
    } else {
        size_t T = has(values, "training-times")
                       ? (size_t)fpk_values_integer(values, "training-times")
                       : 1000;
        FPK_TRY(fpk_schedule_init(&path->schedule, name, T));
    }
    path->discrete = true;
    if (has(values, "zero-terminal-snr") && fpk_values_flag(values, "zero-terminal-snr"))
        FPK_TRY(fpk_schedule_zero_terminal(&path->schedule));
    return REFUSE(values, "with a discrete schedule", "beta-min", "beta-max");
}

/* Is it the name of a process? "linear" is one where the table knows no training times. */
static bool find_process(const struct fpk_values *values, const char *name,
                         struct fpk_process *process)
{
    if (strcmp(name, "linear") == 0) {
        *process = fpk_process_vp_linear();
        return !has_row(values, "training-times");
    }
    for (int kind = FPK_VP; kind <= FPK_FLOW; kind++)
        if (strcmp(name, fpk_process_name((enum fpk_process_kind)kind)) == 0) {
            process->kind = (enum fpk_process_kind)kind;
            return true;
        }
    return false;
}

static enum fpk_status read_process(struct fpk_path_request *request, struct fpk_path *path,
                                    const struct fpk_values *values, const char *name)
{
    struct fpk_process *p = &request->process;
    bool betas = (p->kind == FPK_VP || p->kind == FPK_SUB_VP) && strcmp(name, "linear") != 0;
    FPK_TRY(REFUSE(values, "with a continuous process", "training-times", "betas",
                   "zero-terminal-snr", "offset", "set-alpha-to-one"));
    if (!betas)
        FPK_TRY(REFUSE(values, "but with --schedule vp and sub-vp", "beta-min", "beta-max"));
    if (betas) {
        p->low = real(values, "beta-min", 0.1);
        p->high = real(values, "beta-max", 20);
    } else if (p->kind == FPK_VE || p->kind == FPK_EDM) {
        p->low = real(values, "sigma-min", p->kind == FPK_VE ? 0.01 : 0.002);
        p->high = real(values, "sigma-max", p->kind == FPK_VE ? 50 : 80);
    }
    request->truncated = request->truncate > 0; /* time 0 is the clean end */
    path->continuous = true;
    path->process = *p;
    path->family = p->kind == FPK_VP       ? FPK_PATH_PRESERVING
                   : p->kind == FPK_SUB_VP ? FPK_PATH_SUB_PRESERVING
                   : p->kind == FPK_FLOW   ? FPK_PATH_FLOW
                                           : FPK_PATH_EXPLODING;
    return fpk_process_check(p);
}

/* Which ends and exponents the spacing reads. */
static enum fpk_status read_ends(struct fpk_path_request *request, const struct fpk_path *path,
                                 const struct fpk_values *values)
{
    bool by_ratio = request->spacing >= FPK_SPACING_LOGSNR;
    bool ve = path->continuous && path->process.kind == FPK_VE;
    bool edm = path->continuous && path->process.kind == FPK_EDM && !request->is_sigmas;
    request->rho = real(values, "rho", 7);
    if (request->spacing != FPK_SPACING_KARRAS)
        FPK_TRY(REFUSE(values,
                       "but with --spacing karras (a list of sigmas: karras:FIRST:LAST:"
                       "COUNT:RHO)",
                       "rho"));
    if (!by_ratio && !ve && !edm)
        FPK_TRY(REFUSE(values, "with this schedule and spacing", "sigma-max", "sigma-min"));
    if (!ve && (!by_ratio || request->truncated))
        FPK_TRY(REFUSE(values,
                       "unless the spacing is logsnr, karras or exponential, down to the "
                       "clean end",
                       "sigma-min"));
    if (by_ratio && !ve && !edm)
        request->most = real(values, "sigma-max", 0);
    if (by_ratio && !request->truncated)
        request->least = real(values, "sigma-min", 0);
    return FPK_OK;
}

static enum fpk_status read_sigmas(struct fpk_path_request *request, struct fpk_path *path,
                                   const struct fpk_values *values)
{
    FPK_TRY(REFUSE(values, "beside --sigmas", "schedule", "betas", "training-times", "spacing",
                   "steps", "times", "zero-terminal-snr", "beta-min", "beta-max", "offset",
                   "set-alpha-to-one"));
    FPK_TRY(fpk_sigma_list(fpk_values_text(values, "sigmas"), &request->list, &request->steps));
    request->is_sigmas = true;
    request->spacing_name = "list";
    double last = request->list[request->steps - 1];
    if (last == 0 && request->steps > 1)
        last = request->list[request->steps - 2];
    path->continuous = true;
    path->family = FPK_PATH_EXPLODING;
    path->process = (struct fpk_process){.kind = FPK_EDM, .low = last, .high = request->list[0]};
    return read_ends(request, path, values);
}

/* How a discrete path begins and ends where implementations differ. */
static enum fpk_status read_switches(struct fpk_path_request *request,
                                     const struct fpk_values *values)
{
    if (request->spacing != FPK_SPACING_LEADING)
        FPK_TRY(REFUSE(values, "but with --spacing leading", "offset"));
    if (request->truncated)
        FPK_TRY(REFUSE(values, "beside --truncate, which says where the path ends",
                       "set-alpha-to-one"));
    if (request->spacing >= FPK_SPACING_UNIFORM)
        FPK_TRY(REFUSE(values,
                       "with this spacing, which reaches training time 0 by itself; "
                       "--truncate 0 ends there",
                       "set-alpha-to-one"));
    request->offset = has(values, "offset") ? (long)fpk_values_integer(values, "offset") : 0;
    request->ends_at_0 =
        has(values, "set-alpha-to-one") && !fpk_values_flag(values, "set-alpha-to-one");
    return FPK_OK;
}

/* Steps and spacing, or the times themselves. */
static enum fpk_status read_grid(struct fpk_path_request *request, const struct fpk_path *path,
                                 const struct fpk_values *values)
{
    if (has(values, "times")) {
        FPK_TRY(REFUSE(values, "beside --times", "steps", "spacing"));
        request->spacing_name = "list";
        return fpk_values_reals(values, "times", &request->list, &request->steps);
    }
    size_t otherwise = path->discrete ? path->schedule.T : 1000;
    const char *spacing = has(values, "spacing") ? fpk_values_text(values, "spacing")
                          : path->discrete       ? "leading"
                                                 : "uniform";
    request->steps = has(values, "steps") ? (size_t)fpk_values_integer(values, "steps") : otherwise;
    FPK_TRY(read_spacing(request, spacing));
    FPK_CHECK(path->discrete || request->spacing >= FPK_SPACING_UNIFORM, FPK_USAGE,
              "--spacing %s is made for training times; a continuous process takes uniform, "
              "logsnr, karras or exponential",
              spacing);
    return FPK_OK;
}

enum fpk_status fpk_path_request_read(struct fpk_path_request *request, struct fpk_path *path,
                                      const struct fpk_values *values)
{
    *request = (struct fpk_path_request){.truncated = has(values, "truncate")};
    request->truncate = real(values, "truncate", 0);
    if (has(values, "sigmas"))
        return read_sigmas(request, path, values);
    const char *name = has(values, "schedule") ? fpk_values_text(values, "schedule") : "linear";
    if (!has(values, "betas") && find_process(values, name, &request->process))
        FPK_TRY(read_process(request, path, values, name));
    else
        FPK_TRY(read_discrete(path, values, name));
    FPK_TRY(read_grid(request, path, values));
    if (path->discrete)
        FPK_TRY(read_switches(request, values));
    return read_ends(request, path, values);
}

void fpk_path_request_clear(struct fpk_path_request *request)
{
    fpk_release(&request->list);
}
