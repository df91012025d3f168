/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spectral_priv.h"

#include "fpk/base/memory.h"

#include <gsl/gsl_eigen.h>
#include <gsl/gsl_errno.h>
#include <gsl/gsl_linalg.h>
#include <math.h>

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
