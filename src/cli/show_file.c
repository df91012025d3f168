/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `fpk show FILE.h5`: what a result file holds. HDF5 input is for trusted files. */
#include "show.h"

#include "fpk/record/json_writer.h"
#include "fpk/record/record.h"

#include <stdio.h>
#include <string.h>

struct dataset {
    const char *path;
    size_t rank, shape[FPK_RANK_MAX];
    char unit[FPK_NAME_TEXT], long_name[FPK_NAME_TEXT];
    char axis[FPK_RANK_MAX][FPK_NAME_TEXT];
};

static enum fpk_status describe(struct fpk_record *record, const char *path, struct dataset *out)
{
    *out = (struct dataset){.path = path};
    FPK_TRY(fpk_record_shape(record, path, &out->rank, out->shape));
    fpk_record_get_text(record, path, "units", out->unit);
    fpk_record_get_text(record, path, "long_name", out->long_name);
    for (size_t d = 0; d < out->rank; d++)
        fpk_record_axis_of(record, path, d, out->axis[d]);
    return FPK_OK;
}

static void print_line(const struct dataset *d)
{
    char shape[FPK_RANK_MAX * (FPK_NAME_TEXT + 24)] = "";
    for (size_t k = 0; k < d->rank; k++) {
        size_t used = strlen(shape);
        snprintf(shape + used, sizeof shape - used, "%s%s%s%zu", k ? ", " : "", d->axis[k],
                 *d->axis[k] ? "=" : "", d->shape[k]);
    }
    printf("%-34s (%s)  %s [%s]\n", d->path, shape, d->long_name, *d->unit ? d->unit : "1");
}

static void add_dataset(struct fpk_json_writer *w, const struct dataset *d)
{
    fpk_json_object_begin(w, NULL);
    fpk_json_add_text(w, "path", d->path);
    fpk_json_list_begin(w, "shape");
    for (size_t k = 0; k < d->rank; k++)
        fpk_json_add_integer(w, NULL, (long long)d->shape[k]);
    fpk_json_list_end(w);
    fpk_json_list_begin(w, "axes");
    for (size_t k = 0; k < d->rank; k++)
        fpk_json_add_text(w, NULL, d->axis[k]);
    fpk_json_list_end(w);
    fpk_json_add_text(w, "units", d->unit);
    fpk_json_add_text(w, "long_name", d->long_name);
    fpk_json_object_end(w);
}

enum fpk_status fpk_show_file(const struct fpk_call *call)
{
    struct fpk_record *record = NULL;
    struct fpk_json_writer w = {0};
    char **paths = NULL;
    size_t n = 0;
    bool json = fpk_values_flag(call->values, "json");
    enum fpk_status status;
    FPK_CHECK(call->n_argument == 1, FPK_USAGE, "a file takes no further word");
    FPK_TRY_DONE(status, fpk_record_open(&record, call->argument[0]));
    FPK_TRY_DONE(status, fpk_record_list(record, &paths, &n));
    fpk_json_object_begin(&w, NULL);
    fpk_json_list_begin(&w, "datasets");
    for (size_t i = 0; i < n; i++) {
        struct dataset d;
        FPK_TRY_DONE(status, describe(record, paths[i], &d));
        if (json)
            add_dataset(&w, &d);
        else
            print_line(&d);
    }
    fpk_json_list_end(&w);
    fpk_json_object_end(&w);
    if (json)
        status = fpk_json_flush(&w, stdout);
done:
    fpk_json_writer_clear(&w);
    fpk_record_list_free(&paths, n);
    fpk_record_free(&record);
    return status;
}
