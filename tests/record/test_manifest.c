/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/record/manifest.h"

#include "fpk/record/json.h"

#include "../scratch.h"

static void test_manifest(void **state)
{
    (void)state;
    const char *file[] = {"data.h5"}, *digest[] = {"ba78"}, *text;
    struct fpk_manifest m = {
        .command = "fpk run x", .threads = 2, .seconds = 0.5, .n_file = 1, file, digest};
    struct fpk_json *json = NULL;
    struct fpk_json_value root, v;
    double n;
    check_ok(fpk_manifest_write(&m, scratch));
    check_ok(fpk_json_read(&json, in_scratch("manifest.json")));
    root = fpk_json_root(json);
    static const char *const texts[] = {"compiler", "build", "commit", "isa", "written"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        check_ok(fpk_json_member(&root, texts[i], &v));
        check_ok(fpk_json_text(&v, &text));
        check_true(*text != '\0' && strchr(text, '%') == NULL && strchr(text, '@') == NULL);
    }
    check_ok(fpk_json_member(&root, "threads", &v));
    check_ok(fpk_json_number(&v, &n));
    check_close(n, 2, 0);
    check_ok(fpk_json_member(&root, "files", &v));
    check_ok(fpk_json_member(&v, "data.h5", &v));
    check_ok(fpk_json_text(&v, &text));
    check_text(text, "ba78");
    fpk_json_free(&json);
    check_refused(fpk_manifest_write(&m, in_scratch("none")), FPK_IO, "No such");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        scratch_test(test_manifest),
    };
    return check_main(tests);
}
