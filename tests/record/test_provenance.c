/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/record/provenance.h"

#include "../scratch.h"

static const struct fpk_parameter table[] = {
    {.name = "n", .type = FPK_INTEGER, .fallback = "1e6"},
    {.name = "at", .type = FPK_REALS},
    {.name = "name", .type = FPK_TEXT, .fallback = "ou"},
    {.name = "threads", .type = FPK_INTEGER, .fallback = "1", .free_of_numbers = true},
};

/* The digest of a run with these values (NULL: the default). */
static void digest(const char *n, const char *at, const char *threads, char out[FPK_DIGEST_TEXT])
{
    struct fpk_values v;
    struct fpk_provenance p;
    check_ok(fpk_values_init(&v, table, 4));
    if (n)
        check_ok(fpk_values_set(&v, "n", n));
    if (at)
        check_ok(fpk_values_set(&v, "at", at));
    if (threads)
        check_ok(fpk_values_set(&v, "threads", threads));
    check_ok(fpk_provenance_init(&p));
    check_ok(fpk_provenance_values(&p, &v));
    fpk_provenance_digest(&p, out);
    fpk_provenance_clear(&p);
    fpk_values_clear(&v);
}

/* What does not influence a number does not influence the digest, nor does a number's spelling. */
static void test_digest(void **state)
{
    (void)state;
    char base[FPK_DIGEST_TEXT], other[FPK_DIGEST_TEXT];
    digest(NULL, NULL, NULL, base);
    digest("1000000", NULL, "7", other);
    check_text(other, base);
    digest("1000001", NULL, NULL, other);
    check_true(strcmp(other, base) != 0);
    digest(NULL, "1,2", NULL, base);
    check_true(strcmp(other, base) != 0);
    digest(NULL, "1,20e-1", NULL, other);
    check_text(other, base);
    digest(NULL, "12", NULL, other);
    check_true(strcmp(other, base) != 0);
}

static void test_input(void **state)
{
    (void)state;
    struct fpk_provenance p;
    put(in_scratch("a"), "abc", 3);
    check_ok(fpk_provenance_init(&p));
    check_ok(fpk_provenance_input(&p, "target", in_scratch("a")));
    check_equal(p.n, 2);
    check_text(p.fact[0].key, "fpk-version");
    check_text(p.fact[1].text,
               "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    check_refused(fpk_provenance_input(&p, "target", in_scratch("b")), FPK_USAGE, "b");
    fpk_provenance_clear(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_digest),
        scratch_test(test_input),
    };
    return check_main(tests);
}
