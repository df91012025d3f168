/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Parameter: one table per thing (a method, a model, an experiment, a verb) that feeds the command
 * line, its help, the man page and the provenance of results. Nothing about an option is written
 * twice. */
#ifndef FPK_BASE_PARAMETER_H
#define FPK_BASE_PARAMETER_H

#include "fpk/base/status.h"

#include <stdbool.h>
#include <stddef.h>

enum fpk_parameter_type {
    FPK_REAL,    /* a finite decimal number, "1e-3" */
    FPK_INTEGER, /* a whole number below 2^53; "1e6" is one */
    FPK_FLAG,    /* present or absent; "true" / "false" when a value is given */
    FPK_TEXT,    /* any text */
    FPK_CHOICE,  /* one of `choices` */
    FPK_REALS    /* "1,2.5,3": at least one real */
};

struct fpk_parameter {
    const char *name; /* as typed after "--": lower case, digits and '-' */
    enum fpk_parameter_type type;
    const char *fallback; /* default in the user's spelling; NULL: no default, may stay unset */
    double min, max;      /* inclusive range of a number; both 0: any finite value */
    const char *choices;  /* FPK_CHOICE: "leading|linspace|trailing" */
    const char *unit;     /* "1" or NULL when dimensionless; "time", ... */
    const char *doc;      /* one sentence, no full stop needed */
    bool free_of_numbers; /* does not influence any number (threads, out, quiet): no provenance */
};

/* A table with the values given for it. Plain struct, owned by the caller; cleared by
 * fpk_values_clear. The tables themselves are static and borrowed. */
struct fpk_values {
    size_t n;
    const struct fpk_parameter **parameter; /* [n], borrowed entries */
    char **text;                            /* [n], the value as typed; NULL while unset; owned */
    bool *given;                            /* [n], by the user rather than the default */
};

/* Starts with the defaults of one table; fpk_values_add appends another (names must differ). */
enum fpk_status fpk_values_init(struct fpk_values *values, const struct fpk_parameter *table,
                                size_t n) FPK_MUST_USE;
enum fpk_status fpk_values_add(struct fpk_values *values, const struct fpk_parameter *table,
                               size_t n) FPK_MUST_USE;
void fpk_values_clear(struct fpk_values *values);

/* Checks `text` against type, range and choices and stores a copy. FPK_USAGE with a sentence that
 * names the parameter, the value and what is allowed; an unknown name is answered with the nearest
 * one. */
enum fpk_status fpk_values_set(struct fpk_values *values, const char *name,
                               const char *text) FPK_MUST_USE;

/* Is there a value (given or default)? Was it given by the user? */
bool fpk_values_has(const struct fpk_values *values, const char *name);
bool fpk_values_given(const struct fpk_values *values, const char *name);

/* Typed access. Asking for a name that is not in the tables, or for an unset one, is a programming
 * error (assert). fpk_values_text returns NULL for an unset one. Borrowed text. */
double fpk_values_real(const struct fpk_values *values, const char *name);
long long fpk_values_integer(const struct fpk_values *values, const char *name);
bool fpk_values_flag(const struct fpk_values *values, const char *name);
const char *fpk_values_text(const struct fpk_values *values, const char *name);

/* "1,2.5,3" -> *out [*n], owned by the caller (fpk_release). */
enum fpk_status fpk_values_reals(const struct fpk_values *values, const char *name, double **out,
                                 size_t *n) FPK_MUST_USE;

/* ---- the pieces, for others who read text ---- */

/* Whole text to a finite double or to a whole number; FPK_USAGE otherwise (`what` names it in the
 * sentence). A program that sets a locale leaves LC_NUMERIC at "C", as it is at its start: numbers
 * are read and written with a point. */
enum fpk_status fpk_parse_real(const char *what, const char *text, double *out) FPK_MUST_USE;
enum fpk_status fpk_parse_integer(const char *what, const char *text, long long *out) FPK_MUST_USE;
enum fpk_status fpk_parse_reals(const char *what, const char *text, double **out,
                                size_t *n) FPK_MUST_USE;

/* The candidate nearest to `word` by edit distance; when none is near (more than a third of its
 * letters would have to change) the first that begins with the word, three letters at least; else
 * NULL. candidates is [n]. */
const char *fpk_nearest(const char *word, const char *const *candidates, size_t n);

#endif
