/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spectral_priv.h"

#include "fpk/base/memory.h"

#include <gsl/gsl_blas.h>
#include <gsl/gsl_eigen.h>
#include <gsl/gsl_errno.h>
#include <gsl/gsl_linalg.h>
#include <math.h>
#include <string.h>

static enum fpk_status all_finite(size_t n, const double *a)
{
    for (size_t i = 0; i < n; i++)
        FPK_CHECK(isfinite(a[i]), FPK_NUMERIC,
                  "entry %zu of a matrix of the spectral oracle is not finite: the coefficients "
                  "are too large for the domain",
                  i);
    return FPK_OK;
}

/* GSL ends the program where it fails, unless told not to. */
static enum fpk_status ended(int code, gsl_error_handler_t *handler, const char *what)
{
    gsl_set_error_handler(handler);
    FPK_CHECK(code == GSL_SUCCESS, FPK_NUMERIC, "%s of the spectral oracle: %s", what,
              gsl_strerror(code));
    return FPK_OK;
}

enum fpk_status fpk_dense_singular(size_t m, size_t n, double *a, double *sigma, double *vector)
{
    double *v = NULL, *s = NULL, *work = NULL;
    enum fpk_status status;
    FPK_TRY(all_finite(m * n, a));
    FPK_TRY_DONE(status, fpk_allocate(&v, n * n));
    FPK_TRY_DONE(status, fpk_allocate(&s, n));
    FPK_TRY_DONE(status, fpk_allocate(&work, n));
    gsl_matrix_view av = gsl_matrix_view_array(a, m, n), vv = gsl_matrix_view_array(v, n, n);
    gsl_vector_view sv = gsl_vector_view_array(s, n), wv = gsl_vector_view_array(work, n);
    gsl_error_handler_t *handler = gsl_set_error_handler_off();
    FPK_TRY_DONE(status, ended(gsl_linalg_SV_decomp(&av.matrix, &vv.matrix, &sv.vector, &wv.vector),
                               handler, "the singular values"));
    for (size_t k = 0; k < n; k++) { /* GSL's descend */
        sigma[k] = s[n - 1 - k];
        for (size_t j = 0; j < n; j++)
            vector[k * n + j] = v[j * n + n - 1 - k];
    }
done:
    fpk_release(&v);
    fpk_release(&s);
    fpk_release(&work);
    return status;
}

enum fpk_status fpk_dense_solve(size_t n, double *a, size_t count, double *b)
{
    enum fpk_status status = FPK_OK;
    int sign;
    FPK_TRY(all_finite(n * n, a));
    gsl_matrix_view av = gsl_matrix_view_array(a, n, n);
    gsl_error_handler_t *handler = gsl_set_error_handler_off();
    gsl_permutation *order = gsl_permutation_alloc(n);
    int code = order ? gsl_linalg_LU_decomp(&av.matrix, order, &sign) : GSL_ENOMEM;
    for (size_t k = 0; k < count && code == GSL_SUCCESS; k++) {
        gsl_vector_view bv = gsl_vector_view_array(b + k * n, n);
        code = gsl_linalg_LU_svx(&av.matrix, order, &bv.vector);
    }
    gsl_permutation_free(order);
    status = ended(code, handler, "the linear equations");
    return status;
}

static void sort_pairs(size_t n, double *re, double *im)
{
    for (size_t i = 1; i < n; i++) { /* insertion: conjugate pairs stay as they come, + first */
        double r = re[i], m = im[i];
        size_t j = i;
        for (; j > 0 && re[j - 1] > r; j--) {
            re[j] = re[j - 1];
            im[j] = im[j - 1];
        }
        re[j] = r;
        im[j] = m;
    }
}

enum fpk_status fpk_dense_eigenvalues(size_t n, double *a, double *re, double *im)
{
    FPK_TRY(all_finite(n * n, a));
    gsl_matrix_view av = gsl_matrix_view_array(a, n, n);
    gsl_error_handler_t *handler = gsl_set_error_handler_off();
    gsl_eigen_nonsymm_workspace *work = gsl_eigen_nonsymm_alloc(n);
    gsl_vector_complex *value = gsl_vector_complex_alloc(n);
    int code = GSL_ENOMEM;
    if (work && value) {
        gsl_eigen_nonsymm_params(0, 1, work);
        code = gsl_eigen_nonsymm(&av.matrix, value, work);
        for (size_t k = 0; k < n; k++) {
            gsl_complex z = gsl_vector_complex_get(value, k);
            re[k] = GSL_REAL(z);
            im[k] = GSL_IMAG(z);
        }
        sort_pairs(n, re, im);
    }
    gsl_eigen_nonsymm_free(work);
    gsl_vector_complex_free(value);
    return ended(code, handler, "the eigenvalues");
}

/* out <- a b. */
static void multiply(size_t n, double *a, double *b, double *out)
{
    gsl_matrix_view av = gsl_matrix_view_array(a, n, n), bv = gsl_matrix_view_array(b, n, n);
    gsl_matrix_view ov = gsl_matrix_view_array(out, n, n);
    (void)gsl_blas_dgemm(CblasNoTrans, CblasNoTrans, 1, &av.matrix, &bv.matrix, 0, &ov.matrix);
}

/* The diagonal Pade approximant of degree 13 of e^a, |a| < 5.37, from a, a^2, a^4, a^6: Higham
 * 2005, doi:10.1137/04061101X, (2.3). u = odd part, v = even part; e^a = (v - u)^-1 (v + u), into
 * u. room [5][n][n]. */
static enum fpk_status pade(size_t n, double *a, double *u, double *room)
{
    static const double b[14] = {64764752532480000,
                                 32382376266240000,
                                 7771770303897600,
                                 1187353796428800,
                                 129060195264000,
                                 10559470521600,
                                 670442572800,
                                 33522128640,
                                 1323241920,
                                 40840800,
                                 960960,
                                 16380,
                                 182,
                                 1};
    size_t m = n * n;
    double *a2 = room, *a4 = room + m, *a6 = room + 2 * m, *v = room + 3 * m, *w = room + 4 * m;
    multiply(n, a, a, a2);
    multiply(n, a2, a2, a4);
    multiply(n, a4, a2, a6);
    for (size_t i = 0; i < m; i++)
        w[i] = b[13] * a6[i] + b[11] * a4[i] + b[9] * a2[i];
    multiply(n, a6, w, v);
    for (size_t i = 0; i < m; i++)
        v[i] += b[7] * a6[i] + b[5] * a4[i] + b[3] * a2[i] + (i % (n + 1) ? 0 : b[1]);
    multiply(n, a, v, u);
    for (size_t i = 0; i < m; i++)
        w[i] = b[12] * a6[i] + b[10] * a4[i] + b[8] * a2[i];
    multiply(n, a6, w, v);
    for (size_t i = 0; i < m; i++)
        v[i] += b[6] * a6[i] + b[4] * a4[i] + b[2] * a2[i] + (i % (n + 1) ? 0 : b[0]);
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < n; j++) {
            w[i * n + j] = v[i * n + j] - u[i * n + j];
            a2[j * n + i] = v[i * n + j] + u[i * n + j];
        }
    FPK_TRY(fpk_dense_solve(n, w, n, a2));
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < n; j++)
            u[i * n + j] = a2[j * n + i];
    return FPK_OK;
}

enum fpk_status fpk_dense_exponential(size_t n, double *a, double *out)
{
    double *room = NULL, norm = 0;
    size_t m = n * n;
    int squarings = 0;
    FPK_TRY(all_finite(m, a));
    for (size_t j = 0; j < n; j++) {
        double sum = 0;
        for (size_t i = 0; i < n; i++)
            sum += fabs(a[i * n + j]);
        norm = fmax(norm, sum);
    }
    for (; ldexp(norm, -squarings) > 5.371920351148152; squarings++)
        continue;
    for (size_t i = 0; i < m; i++)
        a[i] = ldexp(a[i], -squarings);
    FPK_TRY(fpk_allocate(&room, 5 * m));
    enum fpk_status status = pade(n, a, out, room);
    for (int k = 0; k < squarings && status == FPK_OK; k++) {
        multiply(n, out, out, room);
        memcpy(out, room, m * sizeof *out);
    }
    fpk_release(&room);
    return status;
}
