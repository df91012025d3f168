/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fpk/lab/target.h"

#include "fpk/record/npy.h"

#include "../scratch.h"

static enum fpk_status parse(struct fpk_mixture *m, const char *text)
{
    return fpk_target_parse(m, "t.json", text, strlen(text));
}

static void test_one_dimension(void **state)
{
    (void)state;
    struct fpk_mixture m;
    check_ok(parse(&m, "{\"kind\": \"gaussian-mixture\", \"weights\": [0.3, 0.7],"
                       " \"means\": [[-2], 1.5], \"covariances\": [0.09, [[0.25]]]}"));
    check_equal(m.n, 2);
    check_equal(m.dim, 1);
    check_close(m.weight[0], 0.3, 1e-15);
    check_close(m.mean[1], 1.5, 0);
    check_close(m.covariance[0], 0.09, 0);
    check_close(m.covariance[1], 0.25, 0);
    fpk_mixture_clear(&m);
}

static void test_covariances(void **state)
{
    (void)state;
    struct fpk_mixture m;
    const double want[12] = {2, 0, 0, 2, 1, 0, 0, 3, 2, 0.5, 0.5, 1};
    check_ok(parse(&m, "{\"kind\": \"gaussian-mixture\", \"weights\": [0.25, 0.25, 0.5],"
                       " \"means\": [[0, 1], [2, 3], [4, 5]],"
                       " \"covariances\": [2, [1, 3], [[2, 0.5], [0.5, 1]]]}"));
    check_equal(m.dim, 2);
    for (size_t i = 0; i < 12; i++)
        check_close(m.covariance[i], want[i], 0);
    check_close(m.mean[5], 5, 0);
    fpk_mixture_clear(&m);
}

/* `weights`, `means`, `covariances` in place of M1's; NULL keeps them. */
static void refused(const char *weights, const char *means, const char *covariances,
                    const char *part)
{
    char text[512];
    struct fpk_mixture m;
    snprintf(
        text, sizeof text,
        "{\"kind\": \"gaussian-mixture\", \"weights\": %s, \"means\": %s, \"covariances\": %s}",
        weights ? weights : "[0.3, 0.7]", means ? means : "[[-2], [1.5]]",
        covariances ? covariances : "[0.09, 0.25]");
    check_refused(parse(&m, text), FPK_USAGE, part);
    check_true(strncmp(fpk_message(), "t.json: ", 8) == 0 && !strchr(fpk_message(), '\n'));
    check_true(m.weight == NULL);
}

static void test_malformed_numbers(void **state)
{
    (void)state;
    refused("[0.2, 0.7]", 0, 0, "\"weights\": they sum to 0.9; scale them to sum to 1");
    refused("[-0.3, 1.3]", 0, 0, "\"weights\"[0]: -0.3 is not positive");
    refused("[0, 1]", 0, 0, "\"weights\"[0]: 0 is not positive");
    refused("[]", 0, 0, "0 components");
    refused("0.5", 0, 0, "\"weights\": not a list but a number");
    refused("[0.3, \"x\"]", 0, 0, "\"weights\"[1]: not a number but a text");
    refused("[0.3, NaN]", 0, 0, "line 1");
    refused("[0.3, 1e999]", 0, 0, "range of a double");
    refused("[1e308, 1e308]", 0, 0, "sum to inf");
    refused(0, 0, "[-0.09, 0.25]", "\"covariances\"[0]: the variance -0.09 is not positive");
    refused(0, 0, "[0.09, [0]]", "\"covariances\"[1][0]: the variance 0 is not positive");
    refused(0, "[-2e150, 0]", 0, "-2e+150");
    refused(0, 0, "[0.09, null]", "\"covariances\"[1]: a covariance is");
}

static void test_malformed_shapes(void **state)
{
    (void)state;
    refused(0, "[[-2]]", 0, "\"means\": 1 items for 2 weights");
    refused(0, "[[-2], [1, 2]]", 0, "\"means\"[1]: 2 numbers where the means have 1 dimension");
    refused(0, "[[], [1]]", 0, "\"means\"[0]: an empty mean");
    refused(0, "[[1, 2], 3]", 0, "\"means\"[1]: not a list");
    refused(0, 0, "[0.09]", "\"covariances\": 1 items for 2 weights");
    refused(0, 0, "[0.09, [1, 2]]", "\"covariances\"[1]: 2 numbers where the means have 1");
    refused(0, 0, "[0.09, [[1, 2], [2, 1]]]", "\"covariances\"[1]: 2 rows");
    refused(0, "[[0, 0], [1, 1]]", "[1, [[1, 0.5], [0.4, 1]]]", "not symmetric: [1][0] is 0.4");
    refused(0, "[[0, 0], [1, 1]]", "[1, [[1, 2], [2, 1]]]", "positive definite");
    refused(0, "[[0, 0], [1, 1]]", "[1, []]", "0 numbers where the means have 2 dimensions");
}

static void test_malformed_objects(void **state)
{
    (void)state;
    struct fpk_mixture m;
    check_refused(parse(&m, "{\"kind\": \"gaussian-mixtur\"}"), FPK_USAGE, "write \"gaussian-m");
    check_refused(parse(&m, "{\"kind\": 3}"), FPK_USAGE, "\"kind\": not a text but a number");
    check_refused(parse(&m, "{\"weights\": [1]}"), FPK_USAGE, "\"kind\" is missing");
    check_refused(parse(&m, "{\"kind\": \"gaussian-mixture\"}"), FPK_USAGE,
                  "\"weights\" is missing");
    check_refused(parse(&m, "{\"kind\": \"x\", \"wieghts\": []}"), FPK_USAGE,
                  "unknown key \"wieghts\"; did you mean \"weights\"?");
    check_refused(parse(&m, "[1]"), FPK_USAGE, "not an object {...} but a list");
    check_refused(parse(&m, "{\"kind\": \"gaussian-mix"), FPK_USAGE, "line 1");
    check_refused(parse(&m, ""), FPK_USAGE, "empty");
    check_refused(fpk_target_read(&m, in_scratch("none.json")), FPK_USAGE, "no such file");
}

static void test_starts(void **state)
{
    (void)state;
    struct fpk_start s;
    struct fpk_points p;
    const char *text = "{\"kind\": \"gaussian-mixture\", \"weights\": [1], \"means\": [2],"
                       " \"covariances\": [4]}";
    check_ok(fpk_start_read(&s, "normal:1:2"));
    check_true(s.kind == FPK_START_MIXTURE);
    check_close(s.mixture.covariance[0], 4, 0);
    fpk_start_clear(&s);
    check_ok(fpk_start_read(&s, "delta:-1"));
    check_true(s.kind == FPK_START_DELTA);
    check_close(s.a, -1, 0);
    fpk_start_clear(&s);
    put(in_scratch("t.json"), text, strlen(text));
    check_ok(fpk_start_read(&s, in_scratch("t.json")));
    check_true(s.kind == FPK_START_MIXTURE);
    check_close(s.mixture.mean[0], 2, 0);
    fpk_start_clear(&s);
    check_ok(fpk_points_init(&p, 3, 1));
    p.x[0] = 0;
    p.x[1] = -3;
    p.x[2] = 5;
    check_ok(fpk_npy_write(&p, in_scratch("p.npy")));
    fpk_points_clear(&p);
    check_ok(fpk_start_read(&s, in_scratch("p.npy")));
    check_true(s.kind == FPK_START_POINTS);
    check_close(s.points.x[2], 5, 0);
    double low, high; /* a start is whole only with its sorted values */
    fpk_start_range(&s, 0, &low, &high);
    check_close(low, -3, 0);
    check_close(high, 5, 0);
    fpk_start_clear(&s);
    check_refused(fpk_start_read(&s, "norml:1:2"), FPK_USAGE, "delta:");
    check_refused(fpk_start_read(&s, in_scratch("none.npy")), FPK_USAGE, "no such file");
    check_refused(fpk_start_read(&s, in_scratch("none.json")), FPK_USAGE, "no such file");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_one_dimension),     cmocka_unit_test(test_covariances),
        cmocka_unit_test(test_malformed_numbers), cmocka_unit_test(test_malformed_shapes),
        scratch_test(test_malformed_objects),     scratch_test(test_starts),
    };
    return check_main(tests);
}
