/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/record/json_writer.h"

#include "fpk/record/file.h"
#include "fpk/record/json.h"

#include "../scratch.h"

static void compose(struct fpk_json_writer *w)
{
    double list[] = {1, NAN, 0.1};
    fpk_json_object_begin(w, NULL);
    fpk_json_add_number(w, "tv", 0.1 + 0.2);
    fpk_json_add_number(w, "kl", INFINITY);
    fpk_json_add_text(w, "text", "a \"b\"\\\n\x01");
    fpk_json_add_numbers(w, "list", 3, list);
    fpk_json_object_begin(w, "inner");
    fpk_json_add_null(w, "p", "no particles were asked for");
    fpk_json_add_integer(w, "n", -5);
    fpk_json_add_bool(w, "on", true);
    fpk_json_object_end(w);
    fpk_json_object_begin(w, "none");
    fpk_json_object_end(w);
    fpk_json_object_end(w);
}

static void test_text(void **state)
{
    (void)state;
    struct fpk_json_writer w = {0};
    compose(&w);
    check_text(w.text.bytes, "{\n  \"tv\": 0.30000000000000004,\n  \"kl\": null,\n"
                             "  \"text\": \"a \\\"b\\\"\\\\\\n\\u0001\",\n"
                             "  \"list\": [1, null, 0.1],\n  \"inner\": {\n    \"p\": null,\n"
                             "    \"n\": -5,\n    \"on\": true,\n"
                             "    \"reason\": \"p: no particles were asked for\"\n  },\n"
                             "  \"none\": {},\n"
                             "  \"reason\": \"kl is infinite; list[1] is undefined\"\n}");
    fpk_json_writer_clear(&w);
}

/* Another parser reads what was written. */
static void test_reads_back(void **state)
{
    (void)state;
    struct fpk_json_writer w = {0};
    struct fpk_json *json = NULL;
    struct fpk_json_value root, v;
    double tv;
    const char *text;
    compose(&w);
    check_ok(fpk_json_save(&w, in_scratch("t.json")));
    check_ok(fpk_json_read(&json, in_scratch("t.json")));
    root = fpk_json_root(json);
    check_ok(fpk_json_member(&root, "tv", &v));
    check_ok(fpk_json_number(&v, &tv));
    check_same_bits(tv, 0.1 + 0.2);
    check_ok(fpk_json_member(&root, "text", &v));
    check_ok(fpk_json_text(&v, &text));
    check_text(text, "a \"b\"\\\n\x01");
    fpk_json_free(&json);
}

static void test_stream(void **state)
{
    (void)state;
    struct fpk_json_writer w = {0};
    FILE *full = fopen("/dev/full", "w");
    if (!full)
        skip();
    compose(&w);
    check_refused(fpk_json_flush(&w, full), FPK_IO, "could not be written");
    fclose(full);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_text),
        scratch_test(test_reads_back),
        cmocka_unit_test(test_stream),
    };
    return check_main(tests);
}
