# SPDX-License-Identifier: GPL-3.0-or-later
"""Symbols: every function or table that a layer exports begins with fpk_, and the layers whose
results are the same bits everywhere call nothing of the mathematical library but what is exact.

    python3 symbols.py [--self-test] LIBRARY...     (the libfpk_<layer>.a of a build)"""

import pathlib
import re
import subprocess
import sys
import tempfile


# Results through these depend on the C library or on a compiled library: GSL gives p-values, FFTW
# spectra, HDF5 and jansson give files. What they write as promise (i) is computed below them.
OTHER_PROMISE = {'compare', 'study', 'series', 'record', 'figure', 'lab'}

# The same, of single files of the other layers: GSL's matrices of the spectral oracle, and its
# adaptive steps of the probability flow.
OTHER_PROMISE_FILES = {'src_fokker_planck_spectral_dense.c.o', 'src_sampler_flow_point.c.o'}

# IEEE 754 fixes the result of these to the last bit, whoever computes them. frexp and ldexp move
# an exponent; nextafter and the classifications have one answer.
EXACT = {'sqrt', 'fabs', 'floor', 'ceil', 'rint', 'nearbyint', 'trunc', 'round', 'lround', 'lrint',
         'llrint', 'llround', 'fmin', 'fmax', 'copysign', 'nextafter', 'frexp', 'ldexp', 'scalbn',
         'ilogb', 'logb', 'modf', 'fmod', 'remainder'}

# The rest of <math.h>, and what replaces a loop of it.
INEXACT = {'acos', 'acosh', 'asin', 'asinh', 'atan', 'atan2', 'atanh', 'cbrt', 'cos', 'cosh', 'erf',
           'erfc', 'exp', 'exp10', 'exp2', 'expm1', 'hypot', 'j0', 'j1', 'jn', 'lgamma', 'lgamma_r',
           'log', 'log10', 'log1p', 'log2', 'pow', 'pow10', 'sin', 'sincos', 'sinh', 'tan', 'tanh',
           'tgamma', 'y0', 'y1', 'yn', 'fma'}
LIBRARIES = re.compile(r'^(gsl_|cblas_|LAPACKE_|fftw_|_ZGV|d?(dot|nrm2|gemm|gemv)_$)')


def table(library):
    """(file, kind, name) of each symbol of a static library."""
    member = ''
    text = subprocess.run(['nm', '-g', str(library)], text=True, capture_output=True,
                          check=True).stdout
    for line in text.split('\n'):
        match = re.match(r'(?:[0-9a-f]+)?\s+([A-Za-z])\s+(\S+)$', line)
        if match:
            yield member, match.group(1), match.group(2).split('@')[0]
        elif line.endswith(':'):
            member = pathlib.Path(line[:-1]).name # meson's: src_<layer>_<file>.c.o


def base_name(symbol):
    """exp for exp, expf, expl, __exp_finite."""
    symbol = re.sub(r'^__(\w+)_finite$', r'\1', symbol)
    return symbol[:-1] if symbol[:-1] in INEXACT and symbol[-1] in 'fl' else symbol


def check_library(library):
    layer = re.sub(r'^libfpk_|\.a$', '', library.name)
    for member, kind, name in table(library):
        # (A named critical section of OpenMP is a common symbol that gcc calls .gomp_...)
        if kind in 'TDBRCGS' and not name.startswith(('fpk_', '.gomp_critical_user_fpk_')):
            yield f'{library.name}: exports {name}; a public name begins with fpk_ (or is static)'
        if kind != 'U' or layer in OTHER_PROMISE or member in OTHER_PROMISE_FILES:
            continue
        if base_name(name) in INEXACT or LIBRARIES.match(name):
            yield (f'{library.name}: calls {name}, whose last bits differ between machines; '
                   'use fpk/numeric/elementary.h')


def check(root):
    for library in sorted(pathlib.Path(root).glob('*.a')):
        yield from check_library(library)


def self_test():
    cases = [
        ('numeric', 'double fpk_a(double x); double fpk_a(double x) { return x + 1; }', []),
        ('numeric', 'double a(double x); double a(double x) { return x + 1; }', ['exports a']),
        ('numeric', 'double exp(double); double fpk_a(double x); '
                    'double fpk_a(double x) { return exp(x); }', ['calls exp']),
        ('numeric', 'float expf(float); float fpk_a(float x); '
                    'float fpk_a(float x) { return expf(x); }', ['calls expf']),
        ('compare', 'double exp(double); double fpk_a(double x); '
                    'double fpk_a(double x) { return exp(x); }', []),
        ('law', 'double gsl_sf_erf(double); double fpk_a(double x); '
                'double fpk_a(double x) { return gsl_sf_erf(x); }', ['calls gsl_sf_erf']),
        ('fokker_planck', 'double gsl_sf_erf(double); double fpk_a(double x); '
                          'double fpk_a(double x) { return gsl_sf_erf(x); }', []),
    ]
    # (fokker_planck's is compiled as the file that may)
    failed = 0
    for layer, source, expected in cases:
        member = '/src_fokker_planck_spectral_dense.c.o' if layer == 'fokker_planck' else '/a.o'
        with tempfile.TemporaryDirectory() as folder:
            library = pathlib.Path(folder) / f'libfpk_{layer}.a'
            subprocess.run(['cc', '-O0', '-fno-builtin', '-x', 'c', '-', '-c', '-o',
                            folder + member], input=source, text=True, check=True)
            subprocess.run(['ar', 'rcs', str(library), folder + member], check=True)
            got = list(check(folder))
        if len(got) != len(expected) or not all(e in g for e, g in zip(expected, got)):
            failed += 1
            print(f'self-test: got {got}, want sentences with {expected}')
    print(f'self-test: {len(cases) - failed} of {len(cases)} cases as planted')
    return failed


def main():
    arguments = sys.argv[1:]
    status = 1 if '--self-test' in arguments and self_test() else 0
    for name in arguments:
        if name.endswith('.a'):
            for sentence in check_library(pathlib.Path(name)):
                print(sentence)
                status = 1
    sys.exit(status)


if __name__ == '__main__':
    main()
