/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Elementary functions with the same bits on every CPU path, compiler and thread count.
 *
 * Block forms take n values (any n); `out` may be `x` itself. Scalar forms give the same bits as
 * the block forms. Special values (NaN, infinities, zeros, overflow) as in C11 Annex F, without
 * flags. Only + - * / sqrt and integer operations in a fixed order; see docs/numeric.md for
 * measured errors. */
#ifndef FPK_NUMERIC_ELEMENTARY_H
#define FPK_NUMERIC_ELEMENTARY_H

#include <stddef.h>

/* Error <= 1 ulp on all doubles (sin, cos: for |x| <= 2^20; beyond that see the docs). */
void fpk_exp_block(size_t n, const double *x, double *out);
void fpk_log_block(size_t n, const double *x, double *out);
void fpk_sin_block(size_t n, const double *x, double *out);
void fpk_cos_block(size_t n, const double *x, double *out);

/* Bounds of the following are stated in docs/numeric.md. */
void fpk_expm1_block(size_t n, const double *x, double *out);
void fpk_log1p_block(size_t n, const double *x, double *out);
void fpk_tan_block(size_t n, const double *x, double *out);
void fpk_sinh_block(size_t n, const double *x, double *out);
void fpk_cosh_block(size_t n, const double *x, double *out);
void fpk_tanh_block(size_t n, const double *x, double *out);
void fpk_atan_block(size_t n, const double *x, double *out);
void fpk_erf_block(size_t n, const double *x, double *out);
void fpk_erfc_block(size_t n, const double *x, double *out);
void fpk_erfcx_block(size_t n, const double *x, double *out); /* e^(x^2) erfc(x) */
void fpk_asin_block(size_t n, const double *x, double *out);
void fpk_acos_block(size_t n, const double *x, double *out);
void fpk_asinh_block(size_t n, const double *x, double *out);
void fpk_exp2_block(size_t n, const double *x, double *out);
void fpk_log2_block(size_t n, const double *x, double *out);
void fpk_log10_block(size_t n, const double *x, double *out);
/* out may be x or y. */
void fpk_pow_block(size_t n, const double *x, const double *y, double *out);

double fpk_exp(double x);
double fpk_log(double x);
double fpk_sin(double x);
double fpk_cos(double x);
double fpk_expm1(double x);
double fpk_log1p(double x);
double fpk_tan(double x);
double fpk_sinh(double x);
double fpk_cosh(double x);
double fpk_tanh(double x);
double fpk_atan(double x);
double fpk_erf(double x);
double fpk_erfc(double x);
double fpk_erfcx(double x);
double fpk_asin(double x);
double fpk_acos(double x);
double fpk_asinh(double x);
double fpk_exp2(double x);
double fpk_log2(double x);
double fpk_log10(double x);
double fpk_pow(double x, double y);

/* Standard normal density, distribution function, upper tail, and quantile. The tails keep their
 * relative accuracy: fpk_normal_cdf(-30) is 4.9e-198, not 0. */
double fpk_normal_pdf(double x);
double fpk_normal_cdf(double x);
double fpk_normal_tail(double x);     /* 1 - cdf */
double fpk_normal_log_cdf(double x);  /* log of the cdf, finite far below -38 */
double fpk_normal_quantile(double u); /* 0 < u < 1; 0 and 1 give the infinities */
void fpk_normal_pdf_block(size_t n, const double *x, double *out);
void fpk_normal_cdf_block(size_t n, const double *x, double *out);
void fpk_normal_log_cdf_block(size_t n, const double *x, double *out);

#endif
