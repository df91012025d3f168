/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/record/digest.h"

#include "../scratch.h"

static void check_digest(const char *text, const char *want)
{
    struct fpk_digest d;
    char got[FPK_DIGEST_TEXT];
    fpk_digest_init(&d);
    fpk_digest_add(&d, text, strlen(text));
    fpk_digest_text(&d, got);
    check_text(got, want);
}

/* NIST, "Cryptographic Standards and Guidelines: examples with intermediate values", SHA256.pdf. */
static void test_known_answers(void **state)
{
    (void)state;
    check_digest("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    check_digest("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    check_digest("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
                 "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
}

/* A million letters a, in pieces of every size up to 200: the pieces must not matter. */
static void test_pieces(void **state)
{
    (void)state;
    struct fpk_digest d;
    char got[FPK_DIGEST_TEXT], a[200];
    memset(a, 'a', sizeof a);
    fpk_digest_init(&d);
    size_t left = 1000000;
    for (size_t n = 0; left; n = (n + 1) % 201) {
        size_t take = n < left ? n : left;
        fpk_digest_add(&d, a, take);
        left -= take;
    }
    fpk_digest_text(&d, got);
    check_text(got, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

static void test_file(void **state)
{
    (void)state;
    char got[FPK_DIGEST_TEXT];
    put(in_scratch("abc"), "abc", 3);
    check_ok(fpk_digest_file(in_scratch("abc"), got));
    check_text(got, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    check_refused(fpk_digest_file(in_scratch("none"), got), FPK_USAGE, "none");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_known_answers),
        cmocka_unit_test(test_pieces),
        scratch_test(test_file),
    };
    return check_main(tests);
}
