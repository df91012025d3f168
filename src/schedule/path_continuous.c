/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Paths down the time of a continuous process; a list of sigmas is one, of EDM. */
#include "path_priv.h"

#include <math.h>

/* The clean end, where the process begins. */
static struct fpk_level clean(void)
{
    return (struct fpk_level){.alpha = 1, .sigma = 0, .t = 0};
}

static void put(struct fpk_path *path, size_t i, double t)
{
    path->level[i] = t > 0 ? fpk_process_level(&path->process, t) : clean();
    path->noise[i] = path->level[i].sigma * path->level[i].sigma;
}

static enum fpk_status from_list(struct fpk_path *path, const struct fpk_path_request *request)
{
    const char *what = request->is_sigmas ? "--sigmas" : "--times";
    const double *list = request->list;
    size_t n = request->steps;
    double first = fpk_process_end(&path->process), end = request->truncate;
    for (size_t i = 0; i < n; i++) {
        FPK_CHECK(list[i] >= end && list[i] <= first, FPK_USAGE,
                  "%s: %.10g is not between the start %.10g and the end %.10g of the path", what,
                  list[i], first, end);
        FPK_CHECK(i == 0 || list[i] < list[i - 1], FPK_USAGE,
                  "%s must decrease, but %.10g comes after %.10g", what, list[i], list[i - 1]);
    }
    if (list[n - 1] == end)
        n--;
    FPK_CHECK(n > 0, FPK_USAGE, "%s: %.10g alone is the end, and no step leads to it", what,
              list[0]);
    FPK_TRY(fpk_path_allocate(path, n));
    for (size_t i = 0; i < n; i++)
        put(path, i, list[i]);
    put(path, n, end);
    return FPK_OK;
}

/* t_i = 1 - i/S, or from 1 to the truncation; of EDM times its end. */
static enum fpk_status uniform(struct fpk_path *path, const struct fpk_path_request *request)
{
    size_t S = request->steps;
    double first = fpk_process_end(&path->process), end = request->truncate;
    FPK_TRY(fpk_path_allocate(path, S));
    for (size_t i = 0; i < S; i++) {
        double share = (double)(S - i) / (double)S;
        put(path, i, request->truncated ? end + share * (first - end) : first * share);
    }
    put(path, S, end);
    return FPK_OK;
}

static double ratio_of(const struct fpk_process *process, double t)
{
    struct fpk_level level = fpk_process_level(process, t);
    return level.sigma / level.alpha;
}

/* The smallest level above the clean end when nothing else is asked for. */
static double least_ratio(const struct fpk_process *process)
{
    bool by_sigma = process->kind == FPK_VE || process->kind == FPK_EDM;
    return by_sigma ? process->low : ratio_of(process, 1e-3);
}

static enum fpk_status by_ratio(struct fpk_path *path, const struct fpk_path_request *request)
{
    const struct fpk_process *process = &path->process;
    size_t S = request->steps, last = request->truncated ? S : S - 1;
    double first = fpk_process_end(process), top = ratio_of(process, first);
    double most = request->most > 0 ? request->most : top;
    double least = request->truncated   ? ratio_of(process, request->truncate)
                   : request->least > 0 ? request->least
                                        : least_ratio(process);
    FPK_CHECK(isfinite(most), FPK_USAGE,
              "--spacing %s needs a finite sigma/alpha at its first level, and %s starts at alpha "
              "0; give --sigma-max, or use uniform",
              request->spacing_name, fpk_process_name(process->kind));
    FPK_CHECK(most <= top && least > 0 && least < most, FPK_USAGE,
              "--spacing %s: sigma/alpha cannot fall from %.10g to %.10g (the process reaches "
              "%.10g)",
              request->spacing_name, most, least, top);
    FPK_TRY(fpk_path_allocate(path, S));
    for (size_t i = 0; i <= last; i++) {
        double t = fpk_process_time(process, fpk_path_ratio(request, most, least, i, last));
        put(path, i, i == 0 && most == top ? first : t);
    }
    put(path, S, request->truncated ? request->truncate : 0);
    return FPK_OK;
}

/* keep and drop of a step by the process between its two times, free of cancellation. */
static void fill_steps(struct fpk_path *path)
{
    for (size_t i = 0; i < path->n; i++) {
        struct fpk_level step =
            fpk_process_between(&path->process, path->level[i + 1].t, path->level[i].t);
        path->keep[i] = step.alpha * step.alpha;
        path->drop[i] = step.sigma * step.sigma;
    }
}

enum fpk_status fpk_path_continuous(struct fpk_path *path, const struct fpk_path_request *request)
{
    double end = fpk_process_end(&path->process);
    FPK_CHECK(request->truncate >= 0 && request->truncate < end, FPK_USAGE,
              "--truncate %.10g: it lies between 0 and the start of the path, %.10g",
              request->truncate, end);
    if (request->spacing == FPK_SPACING_LIST)
        FPK_TRY(from_list(path, request));
    else if (request->spacing == FPK_SPACING_UNIFORM)
        FPK_TRY(uniform(path, request));
    else
        FPK_TRY(by_ratio(path, request));
    fill_steps(path);
    return FPK_OK;
}
