/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/record/provenance.h"

#include "fpk/base/memory.h"
#include "fpk/record/manifest.h"
#include "fpk/record/text.h"

#include <assert.h>
#include <string.h>

enum fpk_status fpk_provenance_init(struct fpk_provenance *p)
{
    *p = (struct fpk_provenance){0};
    return fpk_provenance_text(p, "fpk-version", fpk_version());
}

void fpk_provenance_clear(struct fpk_provenance *p)
{
    for (size_t i = 0; i < p->n; i++) {
        fpk_release(&p->fact[i].key);
        fpk_release(&p->fact[i].text);
        fpk_release(&p->fact[i].value);
    }
    fpk_release(&p->fact);
    *p = (struct fpk_provenance){0};
}

/* Room for one more fact with its key in place; the caller fills it and counts it. */
static enum fpk_status prepare(struct fpk_provenance *p, const char *key, struct fpk_fact **out)
{
    if (p->n == p->room) {
        struct fpk_fact *fact = NULL;
        size_t room = p->room ? 2 * p->room : 16;
        FPK_TRY(fpk_allocate(&fact, room));
        if (p->n)
            memcpy(fact, p->fact, p->n * sizeof *fact);
        fpk_release(&p->fact);
        p->fact = fact;
        p->room = room;
    }
    *out = &p->fact[p->n];
    **out = (struct fpk_fact){0};
    return fpk_copy_text(&(*out)->key, key);
}

enum fpk_status fpk_provenance_text(struct fpk_provenance *p, const char *key, const char *text)
{
    struct fpk_fact *fact = NULL;
    FPK_TRY(prepare(p, key, &fact));
    p->n++;
    return fpk_copy_text(&fact->text, text);
}

enum fpk_status fpk_provenance_numbers(struct fpk_provenance *p, const char *key, size_t n,
                                       const double *value)
{
    struct fpk_fact *fact = NULL;
    FPK_TRY(prepare(p, key, &fact));
    p->n++;
    FPK_TRY(fpk_allocate(&fact->value, n));
    memcpy(fact->value, value, n * sizeof *value);
    fact->n = n;
    return FPK_OK;
}

static enum fpk_status add_parameter(struct fpk_provenance *p, const struct fpk_values *values,
                                     const struct fpk_parameter *parameter)
{
    double *list = NULL, v;
    size_t n;
    enum fpk_status status;
    switch (parameter->type) {
    case FPK_REAL:
    case FPK_INTEGER:
        v = fpk_values_real(values, parameter->name);
        return fpk_provenance_numbers(p, parameter->name, 1, &v);
    case FPK_REALS:
        FPK_TRY(fpk_values_reals(values, parameter->name, &list, &n));
        status = fpk_provenance_numbers(p, parameter->name, n, list);
        fpk_release(&list);
        return status;
    default:
        return fpk_provenance_text(p, parameter->name, fpk_values_text(values, parameter->name));
    }
}

enum fpk_status fpk_provenance_values(struct fpk_provenance *p, const struct fpk_values *values)
{
    for (size_t i = 0; i < values->n; i++) {
        const struct fpk_parameter *parameter = values->parameter[i];
        if (!parameter->free_of_numbers && fpk_values_has(values, parameter->name))
            FPK_TRY(add_parameter(p, values, parameter));
    }
    return FPK_OK;
}

enum fpk_status fpk_provenance_input(struct fpk_provenance *p, const char *key, const char *path)
{
    char digest[FPK_DIGEST_TEXT], text[FPK_DIGEST_TEXT + 16] = "sha256:";
    FPK_TRY(fpk_digest_file(path, digest));
    return fpk_provenance_text(p, key, strcat(text, digest));
}

void fpk_provenance_digest(const struct fpk_provenance *p, char out[FPK_DIGEST_TEXT])
{
    struct fpk_digest digest;
    char number[FPK_NUMBER_TEXT];
    fpk_digest_init(&digest);
    /* Every piece with its final NUL, so that no two lists of facts give the same bytes. */
    for (size_t i = 0; i < p->n; i++) {
        const struct fpk_fact *f = &p->fact[i];
        fpk_digest_add(&digest, f->key, strlen(f->key) + 1);
        if (f->text)
            fpk_digest_add(&digest, f->text, strlen(f->text) + 1);
        for (size_t j = 0; j < f->n; j++) {
            fpk_number_text(f->value[j], number);
            fpk_digest_add(&digest, number, strlen(number) + 1);
        }
        fpk_digest_add(&digest, "\n", 1);
    }
    fpk_digest_text(&digest, out);
}
