/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/lab/target.h"

#include "fpk/base/memory.h"
#include "fpk/record/file.h"
#include "fpk/record/json.h"
#include "fpk/record/npy.h"

#include <math.h>
#include <string.h>

/* A mixture as written, before it is checked as a whole. Arrays as in struct fpk_mixture. */
struct draft {
    size_t n, dim;
    double *weight, *mean, *covariance;
};

static void clear(struct draft *d)
{
    fpk_release(&d->weight);
    fpk_release(&d->mean);
    fpk_release(&d->covariance);
}

static enum fpk_status read_weights(const struct fpk_json_value *root, struct draft *d)
{
    struct fpk_json_value list, item;
    double sum = 0;
    FPK_TRY(fpk_json_member(root, "weights", &list));
    FPK_TRY(fpk_json_numbers(&list, &d->weight, &d->n));
    if (d->n < 1 || d->n > FPK_MIXTURE_MAX)
        return fpk_json_fail(&list, "%zu components; write 1 to %d weights", d->n, FPK_MIXTURE_MAX);
    for (size_t k = 0; k < d->n; k++) {
        item = fpk_json_item(&list, k);
        if (!(d->weight[k] > 0))
            return fpk_json_fail(&item, "%.10g is not positive; leave out components of no weight",
                                 d->weight[k]);
        sum += d->weight[k];
    }
    if (!(fabs(sum - 1) <= 1e-9))
        return fpk_json_fail(&list, "they sum to %.12g; scale them to sum to 1 within 1e-9", sum);
    return FPK_OK;
}

/* The list under `key`, one item per weight. */
static enum fpk_status read_list(const struct fpk_json_value *root, const char *key,
                                 const struct draft *d, struct fpk_json_value *list)
{
    size_t n;
    FPK_TRY(fpk_json_member(root, key, list));
    FPK_TRY(fpk_json_list(list, &n));
    if (n != d->n)
        return fpk_json_fail(list, "%zu items for %zu weights; write one for each", n, d->n);
    return FPK_OK;
}

/* A list of d->dim numbers, copied to out. */
static enum fpk_status read_vector(const struct fpk_json_value *value, const struct draft *d,
                                   double *out)
{
    double *v = NULL;
    size_t n;
    FPK_TRY(fpk_json_numbers(value, &v, &n));
    if (n == d->dim)
        memcpy(out, v, n * sizeof *v);
    fpk_release(&v);
    if (n != d->dim)
        return fpk_json_fail(value, "%zu numbers where the means have %zu dimension%s", n, d->dim,
                             d->dim == 1 ? "" : "s");
    return FPK_OK;
}

/* The first mean says the dimension. */
static enum fpk_status read_means(const struct fpk_json_value *root, struct draft *d)
{
    struct fpk_json_value list, item;
    FPK_TRY(read_list(root, "means", d, &list));
    item = fpk_json_item(&list, 0);
    d->dim = fpk_json_kind(&item) == FPK_JSON_LIST ? fpk_json_count(&item) : 1;
    if (d->dim == 0)
        return fpk_json_fail(&item, "an empty mean; write one number per dimension");
    if (d->dim > FPK_MIXTURE_DIM_MAX)
        return fpk_json_fail(&item, "%zu dimensions; write 1 to %d", d->dim, FPK_MIXTURE_DIM_MAX);
    FPK_TRY(fpk_allocate(&d->mean, d->n * d->dim));
    for (size_t k = 0; k < d->n; k++) {
        item = fpk_json_item(&list, k);
        if (fpk_json_kind(&item) == FPK_JSON_NUMBER && d->dim == 1)
            FPK_TRY(fpk_json_number(&item, &d->mean[k]));
        else
            FPK_TRY(read_vector(&item, d, &d->mean[k * d->dim]));
    }
    return FPK_OK;
}

static enum fpk_status positive(const struct fpk_json_value *value, double v)
{
    if (!(v > 0))
        return fpk_json_fail(value, "the variance %.10g is not positive", v);
    return FPK_OK;
}

static enum fpk_status read_matrix(const struct fpk_json_value *value, const struct draft *d,
                                   double *out)
{
    size_t dim = d->dim;
    if (fpk_json_count(value) != dim)
        return fpk_json_fail(value, "%zu rows where the means have %zu dimension%s",
                             fpk_json_count(value), dim, dim == 1 ? "" : "s");
    for (size_t i = 0; i < dim; i++) {
        struct fpk_json_value row = fpk_json_item(value, i);
        FPK_TRY(read_vector(&row, d, out + i * dim));
    }
    for (size_t i = 0; i < dim; i++)
        for (size_t j = 0; j < i; j++)
            if (out[i * dim + j] != out[j * dim + i])
                return fpk_json_fail(value,
                                     "not symmetric: [%zu][%zu] is %.10g, [%zu][%zu] is %.10g", i,
                                     j, out[i * dim + j], j, i, out[j * dim + i]);
    return FPK_OK;
}

/* A number, a diagonal or a matrix; out is [dim][dim] and zero. */
static enum fpk_status read_covariance(const struct fpk_json_value *value, const struct draft *d,
                                       double *out)
{
    struct fpk_json_value first = fpk_json_item(value, 0);
    size_t dim = d->dim;
    double v, *diagonal = NULL;
    if (fpk_json_kind(value) == FPK_JSON_LIST && fpk_json_count(value) > 0 &&
        fpk_json_kind(&first) == FPK_JSON_LIST)
        return read_matrix(value, d, out);
    if (fpk_json_kind(value) == FPK_JSON_LIST) {
        FPK_TRY(fpk_allocate(&diagonal, dim));
        enum fpk_status status = read_vector(value, d, diagonal);
        for (size_t i = 0; i < dim && status == FPK_OK; i++) {
            struct fpk_json_value item = fpk_json_item(value, i);
            status = positive(&item, diagonal[i]);
            out[i * dim + i] = diagonal[i];
        }
        fpk_release(&diagonal);
        return status;
    }
    if (fpk_json_kind(value) != FPK_JSON_NUMBER)
        return fpk_json_fail(value, "a covariance is a number, a list or a matrix [[...], ...]");
    FPK_TRY(fpk_json_number(value, &v));
    FPK_TRY(positive(value, v));
    for (size_t i = 0; i < dim; i++)
        out[i * dim + i] = v;
    return FPK_OK;
}

static enum fpk_status read_draft(const struct fpk_json_value *root, struct draft *d)
{
    static const char *const keys[] = {"kind", "weights", "means", "covariances"};
    struct fpk_json_value kind, list;
    const char *text;
    FPK_TRY(fpk_json_only(root, keys, sizeof keys / sizeof *keys));
    FPK_TRY(fpk_json_member(root, "kind", &kind));
    FPK_TRY(fpk_json_text(&kind, &text));
    if (strcmp(text, "gaussian-mixture") != 0)
        return fpk_json_fail(&kind, "\"%.40s\" is no known kind; write \"gaussian-mixture\"", text);
    FPK_TRY(read_weights(root, d));
    FPK_TRY(read_means(root, d));
    FPK_TRY(read_list(root, "covariances", d, &list));
    FPK_TRY(fpk_allocate(&d->covariance, d->n * d->dim * d->dim));
    for (size_t k = 0; k < d->n; k++) {
        struct fpk_json_value item = fpk_json_item(&list, k);
        FPK_TRY(read_covariance(&item, d, &d->covariance[k * d->dim * d->dim]));
    }
    return FPK_OK;
}

/* What only the whole can show (a matrix that is not positive definite) is said by the mixture. */
static enum fpk_status build(struct fpk_mixture *target, struct fpk_json *json)
{
    struct draft d = {0};
    struct fpk_json_value root = fpk_json_root(json);
    enum fpk_status status = read_draft(&root, &d);
    if (status == FPK_OK) {
        status = fpk_mixture_init(target, d.dim, d.n, d.weight, d.mean, d.covariance);
        if (status != FPK_OK) {
            char why[FPK_MESSAGE_MAX / 2];
            strncpy(why, fpk_message(), sizeof why - 1);
            why[sizeof why - 1] = '\0';
            if (status == FPK_USAGE)
                status = fpk_json_fail(&root, "%s", why);
        }
    }
    clear(&d);
    return status;
}

enum fpk_status fpk_target_read(struct fpk_mixture *target, const char *path)
{
    struct fpk_json *json = NULL;
    *target = (struct fpk_mixture){0};
    FPK_TRY(fpk_json_read(&json, path));
    enum fpk_status status = build(target, json);
    fpk_json_free(&json);
    return status;
}

enum fpk_status fpk_target_parse(struct fpk_mixture *target, const char *name, const char *text,
                                 size_t n)
{
    struct fpk_json *json = NULL;
    *target = (struct fpk_mixture){0};
    FPK_TRY(fpk_json_parse(&json, name, text, n));
    enum fpk_status status = build(target, json);
    fpk_json_free(&json);
    return status;
}

static bool begins(const char *text, const char *with)
{
    return strncmp(text, with, strlen(with)) == 0;
}

static bool ends(const char *text, const char *with)
{
    size_t n = strlen(text), m = strlen(with);
    return n >= m && strcmp(text + n - m, with) == 0;
}

enum fpk_status fpk_start_read(struct fpk_start *start, const char *text)
{
    *start = (struct fpk_start){0};
    if (begins(text, "normal:") || begins(text, "delta:") || begins(text, "uniform:"))
        return fpk_start_parse(start, text);
    if (ends(text, ".npy")) {
        struct fpk_points points;
        FPK_TRY(fpk_npy_read(&points, text));
        return fpk_start_points(start, &points);
    }
    /* Neither a form nor a file: the forms are the better answer. */
    if (!fpk_file_exists(text) && !ends(text, ".json"))
        return fpk_start_parse(start, text);
    start->kind = FPK_START_MIXTURE;
    return fpk_target_read(&start->mixture, text);
}
