/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Plans by name and options, the exact mean and variance of any plan on Gaussian data (a covariance
 * over its registers), and the table of known answers. */
#ifndef FPK_TESTS_SAMPLER_PLANS_H
#define FPK_TESTS_SAMPLER_PLANS_H

#include "../check.h"

#include "fpk/sampler/sampler.h"

#include <stdlib.h>

enum { REGISTERS = 16, NORMALS = 64 };

/* "key=value,key=value" for the sampler's own table. */
static inline void values_of(struct fpk_values *values, const struct fpk_sampler *sampler,
                             const char *options)
{
    char text[256], *rest = text;
    snprintf(text, sizeof text, "%s", options);
    check_ok(fpk_values_init(values, sampler->parameter, sampler->n_parameter));
    for (char *pair; (pair = strtok_r(rest, ",", &rest)) != NULL;) {
        char *value = strchr(pair, '=');
        *value++ = '\0';
        for (char *c = value; *c; c++)
            *c = *c == ';' ? ',' : *c; /* a list's own commas are written ; */
        check_ok(fpk_values_set(values, pair, value));
    }
}

static inline enum fpk_status try_plan(struct fpk_plan *plan, const char *name, const char *options)
{
    const struct fpk_sampler *sampler = NULL;
    struct fpk_values values;
    check_ok(fpk_sampler_find(name, &sampler));
    values_of(&values, sampler, options);
    enum fpk_status status = sampler->build(plan, &values);
    fpk_values_clear(&values);
    return status;
}

static inline struct fpk_plan plan_of(const char *name, const char *options)
{
    struct fpk_plan plan;
    check_ok(try_plan(&plan, name, options));
    return plan;
}

/* head = a x + b for data N(m, v), each from its definition. */
static inline void line_of(enum fpk_head head, struct fpk_level level, double m, double v,
                           double *a, double *b)
{
    double alpha = level.alpha, sigma = level.sigma, w = alpha * alpha * v + sigma * sigma;
    double eps = sigma / w, x0 = alpha * v / w, p = 0, q = 0, shift = 0;
    switch (head) {
    case FPK_HEAD_SCORE:
        *a = -1 / w;
        *b = alpha * m / w;
        return;
    case FPK_HEAD_EPS:
        q = 1;
        break;
    case FPK_HEAD_X0:
        p = 1;
        break;
    case FPK_HEAD_V:
        p = -sigma;
        q = alpha;
        break;
    case FPK_HEAD_FLOW:
        p = -1;
        q = 1;
        break;
    }
    shift = p * m;
    *a = p * x0 + q * eps;
    *b = shift - *a * alpha * m;
}

/* Registers as sums over independent normals: the start's, then one per noise; no variance is
 * ever the difference of two. */
struct registers {
    double mean[REGISTERS], part[REGISTERS][NORMALS];
};

/* out <- sum c r + shift + noise xi_k. */
static inline void combine(struct registers *r, const struct fpk_instruction *in, const double *c,
                           double shift, int k)
{
    double mean = shift, part[NORMALS] = {0};
    for (int j = 0; j < in->n_in; j++) {
        mean += c[j] * r->mean[in->in[j]];
        for (int l = 0; l < NORMALS; l++)
            part[l] += c[j] * r->part[in->in[j]][l];
    }
    if (in->noise > 0)
        part[k] = in->noise;
    memcpy(r->part[in->out], part, sizeof part);
    r->mean[in->out] = mean;
}

static inline void gaussian_law(const struct fpk_plan *plan, double m, double v, double *mean,
                                double *variance)
{
    struct registers r = {{0}, {{0}}};
    int noises = 0;
    check_true(plan->n_register <= REGISTERS && fpk_plan_noises(plan) < NORMALS);
    r.mean[0] = *mean;
    r.part[0][0] = sqrt(*variance);
    for (size_t i = 0; i < plan->n; i++) {
        const struct fpk_instruction *in = &plan->instruction[i];
        double a, b;
        if (in->op == FPK_EVAL) {
            line_of(in->head, in->level, m, v, &a, &b);
            combine(&r, in, &a, b, 0);
        } else {
            noises += in->noise > 0;
            combine(&r, in, in->c, 0, noises);
        }
    }
    *mean = r.mean[0];
    *variance = 0;
    for (int l = 0; l < NORMALS; l++)
        *variance += r.part[0][l] * r.part[0][l];
}

/* The rows of a method in sampler_ode.txt: errors below `tol` of the standard deviation. Returns
 * their number. */
static inline int check_known(const char *method, double tol)
{
    FILE *file = fopen(FPK_TEST_DATA "/sampler_ode.txt", "r");
    char line[256], name[32], options[128], mean[32], variance[32];
    int rows = 0;
    check_true(file != NULL);
    while (fgets(line, sizeof line, file)) {
        if (line[0] == '#')
            continue;
        check_equal(sscanf(line, "%31s %127s %31s %31s", name, options, mean, variance), 4);
        if (strcmp(name, method) != 0)
            continue;
        struct fpk_plan plan = plan_of(name, options);
        double got_mean = 0, got = plan.start_std * plan.start_std, want = strtod(variance, NULL);
        double floor = tol * (strtod(mean, NULL) + sqrt(want));
        gaussian_law(&plan, .7, .25, &got_mean, &got);
        if (!(fabs(got_mean - strtod(mean, NULL)) <= fabs(floor)) ||
            !(fabs(sqrt(got) - sqrt(want)) <= fabs(floor)))
            check_fail("%s %s: mean %.17g, want %s; variance %.17g, want %s", name, options,
                       got_mean, mean, got, variance);
        fpk_plan_clear(&plan);
        rows++;
    }
    fclose(file);
    return rows;
}

#endif
