/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "../../src/record/zip_priv.h"

#include "npz.h"
#include "npz_bytes.h"

static unsigned char text[300];

static struct archive two_entries(void)
{
    struct archive a = {.n = 0};
    for (size_t i = 0; i < sizeof text; i++)
        text[i] = (unsigned char)(i * i);
    add_entry(&a, "one", text, 300);
    add_entry(&a, "two", text + 7, 11);
    finish(&a);
    return a;
}

static void test_stored(void **state)
{
    (void)state;
    struct archive a = two_entries();
    struct fpk_zip zip;
    struct fpk_zip_entry entry;
    unsigned char *out;
    size_t at = 0;
    unsigned char comment[24] = "a PK\5\6"; /* behind the end record, and looks like another */
    comment[22] = 7;
    memcpy(a.bytes + a.n, comment, 24);
    a.bytes[a.n - 2] = 24;
    check_ok(fpk_zip_init(&zip, "z", a.bytes, a.n + 24));
    check_equal(zip.entries, 2);
    check_true(fpk_zip_next(&zip, &at, &entry) && memcmp(entry.name, "one", 3) == 0);
    check_ok(fpk_zip_unpack(&zip, &entry, &out));
    check_true(entry.size == 300 && memcmp(out, text, 300) == 0);
    fpk_release(&out);
    check_true(fpk_zip_next(&zip, &at, &entry) && entry.size == 11);
    check_ok(fpk_zip_unpack(&zip, &entry, &out));
    check_true(memcmp(out, text + 7, 11) == 0);
    fpk_release(&out);
    check_true(!fpk_zip_next(&zip, &at, &entry));
}

/* Unpacks every entry; the first failure, or FPK_OK. */
static enum fpk_status unpack_all(const unsigned char *bytes, size_t n)
{
    struct fpk_zip zip;
    struct fpk_zip_entry entry;
    size_t at = 0;
    FPK_TRY(fpk_zip_init(&zip, "z", bytes, n));
    while (fpk_zip_next(&zip, &at, &entry)) {
        unsigned char *out;
        FPK_TRY(fpk_zip_unpack(&zip, &entry, &out));
        fpk_release(&out);
    }
    return FPK_OK;
}

/* A byte of the first central entry, or of the end record, changed. */
static void planted(size_t from_end, uint32_t v, size_t bytes, const char *part)
{
    struct archive a = two_entries();
    put_number(a.bytes + a.n - from_end, v, bytes);
    check_refused(unpack_all(a.bytes, a.n), FPK_USAGE, part);
    check_true(strncmp(fpk_message(), "z: not a usable .npz", 20) == 0);
}

static void test_faults(void **state)
{
    (void)state;
    enum { FIRST = 22 + 2 * 49 }; /* the first central entry, from the end */
    planted(FIRST - 8, 1, 2, "encrypted");
    planted(FIRST - 10, 12, 2, "neither stored nor deflated");
    planted(FIRST - 10, 8, 2, "CRC-32");
    planted(FIRST - 16, 7, 4, "CRC-32");
    planted(FIRST - 20, 299, 4, "two sizes");
    planted(FIRST - 24, 0xfffffff0, 4, "two sizes");
    planted(FIRST - 42, 1, 4, "not where the directory says");
    planted(FIRST - 42, 0xfffffff0, 4, "not where the directory says");
    planted(FIRST - 28, 60000, 2, "directory is damaged");
    planted(FIRST, 0, 1, "directory is damaged");
    planted(22 - 10, 3, 2, "directory is damaged");
    planted(22 - 12, 0xfffffff0, 4, "outside the file");
    planted(22 - 16, 0xfffffff0, 4, "outside the file");
    planted(22 - 16, 0xffffffff, 4, "ZIP64");
    struct archive a = two_entries();
    a.bytes[a.n - FIRST + 10] = 8; /* a bomb: 300 bytes that promise a gigabyte */
    put_number(a.bytes + a.n - FIRST + 24, 1 << 30, 4);
    check_refused(unpack_all(a.bytes, a.n), FPK_USAGE, "promises more");
    a = two_entries();
    put_number(a.bytes + a.n - FIRST + 20, 100000, 4);
    put_number(a.bytes + a.n - FIRST + 24, 100000, 4);
    check_refused(unpack_all(a.bytes, a.n), FPK_USAGE, "beyond the file");
    check_refused(unpack_all(text, 300), FPK_USAGE, "no ZIP archive");
    check_refused(unpack_all(text, 0), FPK_USAGE, "no ZIP archive");
}

/* Cut off anywhere, or with any one byte changed, an archive is read whole or refused: nothing is
 * read outside it (the sanitizers watch). */
static void test_damage(void **state)
{
    (void)state;
    unsigned char *copy = NULL;
    check_ok(unpack_all(compressed, sizeof compressed));
    for (size_t n = 0; n < sizeof compressed; n++) {
        check_ok(fpk_allocate(&copy, n));
        memcpy(copy, compressed, n);
        check_equal(unpack_all(copy, n), FPK_USAGE);
        fpk_release(&copy);
    }
    size_t refused = 0;
    for (size_t i = 0; i < sizeof compressed; i++) {
        check_ok(fpk_allocate(&copy, sizeof compressed));
        memcpy(copy, compressed, sizeof compressed);
        copy[i] ^= 0xff;
        enum fpk_status status = unpack_all(copy, sizeof compressed);
        check_true(status == FPK_OK || status == FPK_USAGE);
        refused += status == FPK_USAGE;
        fpk_release(&copy);
    }
    check_between((double)refused, 150, (double)sizeof compressed);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_stored),
        cmocka_unit_test(test_faults),
        cmocka_unit_test(test_damage),
    };
    return check_main(tests);
}
