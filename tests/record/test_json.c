/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/record/json.h"

#include "../scratch.h"

static void refused(const char *text, const char *part)
{
    struct fpk_json *json = NULL;
    check_refused(fpk_json_parse(&json, "t.json", text, strlen(text)), FPK_USAGE, part);
    check_true(json == NULL && strncmp(fpk_message(), "t.json: ", 8) == 0);
    check_true(strchr(fpk_message(), '\n') == NULL);
}

static void test_malformed(void **state)
{
    (void)state;
    refused("", "empty");
    refused(" \n\t", "empty");
    refused("{\"a\": 1", "truncated");
    refused("{\"a\": 1} x", "remove what follows");
    refused("{\"a\": NaN}", "finite");
    refused("{\"a\": 1e999}", "range of a double");
    refused("{\"a\": 123456789012345678901234567890}x", "remove");
    refused("{\"a\": 1, \"a\": 2}", "each key once");
    refused("{\n \"a\": 1,\n}", "line 3, column 1");
    refused("\x01\x02\xff\xfe", "line 1");
    refused("{\"a\": \"\xff\"}", "not a text file");
    refused("3", "JSON wants");
}

/* Ten million brackets are answered at once and in one line. */
static void test_ten_megabytes_of_brackets(void **state)
{
    (void)state;
    size_t n = 10u << 20;
    char *text = NULL;
    struct fpk_json *json = NULL;
    check_ok(fpk_allocate(&text, n));
    memset(text, '[', n);
    put(in_scratch("t"), text, n);
    fpk_release(&text);
    check_refused(fpk_json_read(&json, in_scratch("t")), FPK_USAGE, "too deep");
    check_refused(fpk_json_read(&json, in_scratch("none")), FPK_USAGE, "no such file");
}

static void test_access(void **state)
{
    (void)state;
    const char *text =
        "{\"kind\": \"x\", \"w\": [0.25, 3, \"a\"], \"m\": [[1], [2.5]], \"on\": true}";
    struct fpk_json *json = NULL;
    struct fpk_json_value w, m, item, root;
    const char *kind;
    double v, *list = NULL;
    bool on;
    size_t n;
    check_ok(fpk_json_parse(&json, "t.json", text, strlen(text)));
    root = fpk_json_root(json);
    check_ok(fpk_json_member(&root, "kind", &item));
    check_ok(fpk_json_text(&item, &kind));
    check_text(kind, "x");
    check_refused(fpk_json_number(&item, &v), FPK_USAGE,
                  "t.json: \"kind\": not a number but a text");
    check_ok(fpk_json_member(&root, "w", &w));
    check_equal(fpk_json_count(&w), 3);
    item = fpk_json_item(&w, 1);
    check_ok(fpk_json_number(&item, &v));
    check_close(v, 3, 0);
    check_refused(fpk_json_numbers(&w, &list, &n), FPK_USAGE, "t.json: \"w\"[2]: not a number");
    check_true(list == NULL);
    check_ok(fpk_json_member(&root, "m", &m));
    item = fpk_json_item(&m, 1);
    check_ok(fpk_json_numbers(&item, &list, &n));
    check_equal(n, 1);
    check_close(list[0], 2.5, 0);
    fpk_release(&list);
    check_refused(fpk_json_text(&item, &kind), FPK_USAGE, "\"m\"[1]: not a text but a list");
    check_refused(fpk_json_member(&item, "x", &w), FPK_USAGE, "not an object {...} but a list");
    check_ok(fpk_json_member(&root, "on", &item));
    check_ok(fpk_json_bool(&item, &on));
    check_true(on);
    fpk_json_free(&json);
}

static void test_keys(void **state)
{
    (void)state;
    static const char *const keys[] = {"kind", "weights"};
    const char *text = "{\"kind\": 1, \"weigts\": 2}";
    struct fpk_json *json = NULL;
    struct fpk_json_value out, root;
    check_ok(fpk_json_parse(&json, "t.json", text, strlen(text)));
    root = fpk_json_root(json);
    check_refused(fpk_json_only(&root, keys, 2), FPK_USAGE, "did you mean \"weights\"?");
    check_refused(fpk_json_member(&root, "means", &out), FPK_USAGE, "\"means\" is missing");
    check_true(!fpk_json_find(&root, "means", &out) && fpk_json_find(&root, "kind", &out));
    fpk_json_free(&json);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_malformed),
        scratch_test(test_ten_megabytes_of_brackets),
        cmocka_unit_test(test_access),
        cmocka_unit_test(test_keys),
    };
    return check_main(tests);
}
