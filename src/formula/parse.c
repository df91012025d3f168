/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "parse_priv.h"

#include "fpk/base/block.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Recursive descent, one function per line of the grammar in formula.h. After a failure `status`
 * sticks and every function returns at once. */
struct parser {
    const char *text;
    size_t at;      /* offset of the next character, never a blank */
    unsigned depth; /* of nesting */
    struct fpk_dag *dag;
    const struct fpk_parameters *parameters;
    uint64_t used;
    enum fpk_status status;
};

static int sum(struct parser *p);
static int signed_(struct parser *p);

/* The text around `at`, unprintable bytes as '?'. */
static void excerpt(const char *text, size_t at, char *out, size_t size)
{
    enum { REACH = 30 };
    size_t length = strlen(text), first = at > REACH ? at - REACH : 0;
    size_t last = length - at > REACH ? at + REACH : length;
    size_t n = (size_t)snprintf(out, size, "%s", first > 0 ? "..." : "");
    for (size_t i = first; i < last; i++)
        out[n++] = text[i] >= ' ' && text[i] <= '~' ? text[i] : '?';
    snprintf(out + n, size - n, "%s", last < length ? "..." : "");
}

enum fpk_status fpk_formula_fail_at(const char *text, size_t at, const char *what)
{
    char near[80];
    excerpt(text, at, near, sizeof near);
    return fpk_fail(FPK_USAGE, "at position %zu of \"%s\": %s", at + 1, near, what);
}

/* Only the first failure of a reading is kept. */
FPK_PRINTF(3, 4)
static int fail_at(struct parser *p, size_t at, const char *format, ...)
{
    if (p->status != FPK_OK)
        return 0;
    char what[300];
    va_list args;
    va_start(args, format);
    vsnprintf(what, sizeof what, format, args);
    va_end(args);
    p->status = fpk_formula_fail_at(p->text, at, what);
    return 0;
}

static void skip_blanks(struct parser *p)
{
    while (p->text[p->at] && strchr(" \t\r\n", p->text[p->at]))
        p->at++;
}

static bool accept(struct parser *p, char c)
{
    if (p->status != FPK_OK || p->text[p->at] != c)
        return false;
    p->at++;
    skip_blanks(p);
    return true;
}

static size_t name_length(const char *text)
{
    size_t n = 0;
    while (fpk_is_name_part(text[n]))
        n++;
    return n;
}

static size_t number_length(const char *text)
{
    size_t n = 0, digits = 0;
    for (; fpk_is_digit(text[n]); n++)
        digits++;
    if (text[n] == '.')
        for (n++; fpk_is_digit(text[n]); n++)
            digits++;
    if (digits == 0)
        return 0;
    if (text[n] == 'e' || text[n] == 'E') {
        size_t sign = text[n + 1] == '+' || text[n + 1] == '-';
        size_t m = n + 1 + sign;
        while (fpk_is_digit(text[m]))
            m++;
        if (m > n + 1 + sign)
            n = m;
    }
    return n;
}

/* What stands at `at`, in words. */
static void describe(const char *text, char *out, size_t size)
{
    size_t n = number_length(text);
    if (n == 0)
        n = fpk_is_name_start(*text) ? name_length(text) : 1;
    if (!*text)
        snprintf(out, size, "the end");
    else if (*text >= ' ' && *text <= '~')
        snprintf(out, size, "\"%.*s\"%s", (int)(n < 40 ? n : 40), text, n > 40 ? "..." : "");
    else
        snprintf(out, size, "byte 0x%02X, which is not a printable ASCII character",
                 (unsigned)(unsigned char)*text);
}

static int expected(struct parser *p, const char *what)
{
    char found[120];
    describe(p->text + p->at, found, sizeof found);
    return fail_at(p, p->at, "expected %s, found %s", what, found);
}

/* A constant part must be finite; `at` is its operator or name. */
static int checked(struct parser *p, size_t at, int i)
{
    if (p->status == FPK_OK && p->dag->status != FPK_OK)
        p->status = p->dag->status;
    const struct fpk_node *k = &p->dag->node[i];
    if (p->status == FPK_OK && k->op == FPK_OP_NUMBER && !isfinite(k->number))
        return fail_at(p, at, "this constant is %s; a formula's constants must be finite",
                       isnan(k->number) ? "undefined" : "infinite");
    return p->status == FPK_OK ? i : 0;
}

/* "2x", "x(1)", "2 3": two things side by side. */
static void refuse_product(struct parser *p, size_t start, size_t end)
{
    const char *next = p->text + p->at;
    bool follows = fpk_is_name_start(*next) || fpk_is_digit(*next) || *next == '.' || *next == '(';
    if (p->status != FPK_OK || !follows)
        return;
    size_t n = number_length(next), left = end - start;
    n = n ? n : fpk_is_name_start(*next) ? name_length(next) : 1;
    if (left > 20 || n > 20 || *next == '(')
        fail_at(p, p->at, "a multiplication sign is missing here: write *");
    else
        fail_at(p, p->at, "a multiplication sign is missing: write %.*s*%.*s", (int)left,
                p->text + start, (int)n, next);
}

static int number(struct parser *p)
{
    char digits[FPK_FORMULA_LENGTH + 1]; /* a copy, so that strtod does not read "0x1" as one */
    size_t start = p->at, n = number_length(p->text + start);
    memcpy(digits, p->text + start, n);
    digits[n] = '\0';
    double v = strtod(digits, NULL);
    if (!isfinite(v))
        return fail_at(p, start, "the number is beyond the range of a double");
    p->at += n;
    skip_blanks(p);
    refuse_product(p, start, start + n);
    return fpk_dag_number(p->dag, v);
}

static int unknown_name(struct parser *p, const char *name, size_t n)
{
    char word[41];
    snprintf(word, sizeof word, "%.*s", (int)(n < 40 ? n : 40), name);
    const char *near = fpk_function_nearest(word, p->parameters);
    size_t at = (size_t)(name - p->text);
    if (near)
        return fail_at(p, at, "unknown name \"%s\"; did you mean %s?", word, near);
    return fail_at(p, at, "unknown name \"%s\"; give it a value as a parameter, %s=NUMBER", word,
                   word);
}

/* y or z where there are fewer dimensions. */
static int beyond(struct parser *p, size_t at, int coordinate)
{
    const char *name = coordinate == 1 ? "y" : "z";
    return fail_at(p, at,
                   "%s is coordinate %d, but the equation is in %zu dimension%s: a drift has one "
                   "row for each coordinate, \"...; ...\"; or give %s a value as a parameter",
                   name, coordinate + 1, p->parameters->dim, p->parameters->dim > 1 ? "s" : "",
                   name);
}

static int build(struct parser *p, enum fpk_op op, const int *argument)
{
    switch (fpk_op_arity(op)) {
    case 1:
        return fpk_make1(p->dag, op, argument[0]);
    case 2:
        return fpk_make2(p->dag, op, argument[0], argument[1]);
    default:
        return fpk_make3(p->dag, op, argument[0], argument[1], argument[2]);
    }
}

static int call(struct parser *p, size_t start, const struct fpk_function *function)
{
    int argument[3] = {0, 0, 0}, arity = fpk_op_arity(function->op), n = 0;
    static const char *const form[] = {"", "(...)", "(..., ...)", "(..., ..., ...)"};
    if (!accept(p, '('))
        return fail_at(p, p->at, "%s is a function: write %s%s", function->name, function->name,
                       form[arity]);
    do {
        size_t at = p->at;
        int i = sum(p);
        if (n == arity)
            return fail_at(p, at, "%s takes %d argument%s: %s%s", function->name, arity,
                           arity > 1 ? "s" : "", function->name, form[arity]);
        argument[n++] = i;
    } while (accept(p, ','));
    if (n < arity && p->text[p->at] == ')')
        return fail_at(p, p->at, "%s takes %d arguments: %s%s", function->name, arity,
                       function->name, form[arity]);
    if (!accept(p, ')'))
        return expected(p, n < arity ? "an operator or \",\"" : "an operator or \")\"");
    refuse_product(p, start, p->at);
    return checked(p, start, build(p, function->op, argument));
}

static int name(struct parser *p)
{
    size_t start = p->at, n = name_length(p->text + start);
    const char *word = p->text + start;
    p->at += n;
    skip_blanks(p);
    const struct fpk_function *function = fpk_function_find(word, n);
    if (function)
        return call(p, start, function);
    int i = -1, coordinate = fpk_coordinate_find(word, n);
    if (coordinate >= 0 && (size_t)coordinate < p->parameters->dim)
        i = fpk_dag_coordinate(p->dag, coordinate);
    else if (n == 1 && *word == 't')
        i = fpk_dag_node(p->dag, FPK_OP_T, -1, -1, -1, 0);
    else if (n == 2 && memcmp(word, "pi", 2) == 0)
        i = fpk_dag_number(p->dag, FPK_PI);
    for (size_t k = 0; i < 0 && k < p->parameters->n; k++) {
        const char *known = p->parameters->item[k].name;
        if (strlen(known) == n && memcmp(known, word, n) == 0) {
            i = fpk_dag_number(p->dag, p->parameters->item[k].value);
            p->used |= (uint64_t)1 << k;
        }
    }
    if (i < 0 && coordinate >= 0)
        return beyond(p, start, coordinate);
    if (i < 0)
        return unknown_name(p, word, n);
    refuse_product(p, start, start + n);
    return i;
}

static int atom(struct parser *p)
{
    char c = p->text[p->at];
    if (fpk_is_name_start(c))
        return name(p);
    if (number_length(p->text + p->at) > 0)
        return number(p);
    size_t start = p->at;
    if (!accept(p, '('))
        return expected(p, "a number, a name or \"(\"");
    int i = sum(p);
    if (!accept(p, ')'))
        return expected(p, "an operator or \")\"");
    refuse_product(p, start, p->at);
    return i;
}

static int power(struct parser *p)
{
    int base = atom(p);
    size_t at = p->at;
    if (!accept(p, '^'))
        return base;
    int exponent = signed_(p); /* "2^-3^2" is 2^(-(3^2)) */
    if (p->status != FPK_OK)
        return 0;
    return checked(p, at, fpk_make2(p->dag, FPK_OP_POW, base, exponent));
}

/* Every recursion passes here, so this is where its depth is bounded. */
static int signed_(struct parser *p)
{
    if (p->status != FPK_OK)
        return 0;
    if (p->depth == FPK_FORMULA_DEPTH)
        return fail_at(p, p->at, "nested more than %d deep; write it with fewer parentheses",
                       FPK_FORMULA_DEPTH);
    p->depth++;
    int i;
    if (accept(p, '-'))
        i = fpk_make1(p->dag, FPK_OP_NEGATE, signed_(p));
    else if (accept(p, '+'))
        i = signed_(p);
    else
        i = power(p);
    p->depth--;
    return i;
}

static int product(struct parser *p)
{
    int i = signed_(p);
    while (p->status == FPK_OK) {
        size_t at = p->at;
        bool times = accept(p, '*');
        if (!times && !accept(p, '/'))
            break;
        if (times && p->text[p->at] == '*' && p->at == at + 1)
            return fail_at(p, at, "a power is written ^, not **");
        int j = signed_(p);
        i = checked(p, at, fpk_make2(p->dag, times ? FPK_OP_MUL : FPK_OP_DIV, i, j));
    }
    return i;
}

static int sum(struct parser *p)
{
    int i = product(p);
    while (p->status == FPK_OK) {
        size_t at = p->at;
        bool plus = accept(p, '+');
        if (!plus && !accept(p, '-'))
            break;
        int j = product(p);
        i = checked(p, at, fpk_make2(p->dag, plus ? FPK_OP_ADD : FPK_OP_SUB, i, j));
    }
    return i;
}

enum fpk_status fpk_formula_parse(struct fpk_dag *dag, const char *text, size_t *at,
                                  const char *separators, const struct fpk_parameters *parameters,
                                  int *root, uint64_t *used)
{
    size_t length = strlen(text);
    FPK_CHECK(length <= FPK_FORMULA_LENGTH, FPK_USAGE,
              "a formula of %zu characters, but at most %d are read", length, FPK_FORMULA_LENGTH);
    struct parser p = {.text = text, .at = *at, .dag = dag, .parameters = parameters};
    skip_blanks(&p);
    FPK_CHECK(*at > 0 || text[p.at], FPK_USAGE,
              "the formula is empty; write for example \"x - x^3\"");
    *root = sum(&p);
    if (p.status == FPK_OK && text[p.at] && !strchr(separators, text[p.at]))
        expected(&p,
                 *separators ? "an operator, a separator or the end" : "an operator or the end");
    *used = p.used;
    *at = p.at;
    return p.status != FPK_OK ? p.status : dag->status;
}
