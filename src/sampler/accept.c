/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "run_priv.h"

#include "fpk/numeric/elementary.h"

/* log_ratio <- log p(y) - log p(x) + (|y - mean(x)|^2 - |x - mean(y)|^2)/(2 s^2). */
static void ratio(const struct fpk_instruction *instruction, const struct fpk_score *score,
                  size_t m, const double *const in[4], double *log_ratio, double *spare)
{
    score->log_pdf(&instruction->level, m, in[0], log_ratio, score->ctx);
    score->log_pdf(&instruction->level, m, in[1], spare, score->ctx);
    for (size_t i = 0; i < m; i++)
        log_ratio[i] -= spare[i];
    double scale = 0.5 / (instruction->noise * instruction->noise);
    for (size_t d = 0; d < score->dim; d++)
        for (size_t i = 0; i < m; i++) {
            size_t k = d * m + i;
            double there = in[0][k] - in[2][k], back = in[1][k] - in[3][k];
            log_ratio[i] += scale * (there * there - back * back);
        }
}

void fpk_accept_block(const struct fpk_instruction *instruction, const struct fpk_score *score,
                      struct fpk_stream stream, uint64_t first, size_t m, const double *const in[4],
                      double *log_ratio, double *spare, double *out)
{
    ratio(instruction, score, m, in, log_ratio, spare);
    fpk_uniform_fill(stream, first, m, spare);
    fpk_log_block(m, spare, spare);
    for (size_t d = 0; d < score->dim; d++)
        for (size_t i = 0; i < m; i++) {
            size_t k = d * m + i;
            double kept = spare[i] <= log_ratio[i] ? in[0][k] : in[1][k];
            out[k] = log_ratio[i] == log_ratio[i] ? kept : log_ratio[i];
        }
}
