#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Bits: the same commands through two builds of fpk (two compilers, say) at several thread counts,
# instruction sets, and with the C library's own AVX2 and FMA variants masked off; every standard
# output and every file must have the same bytes as the first.
# compare.sh FPK [FPK2]     ends with "Ok: N" and "Fail: N". --self-test as the first word asks that
# a difference of one byte is found.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
unset FPK_ISA

target='{"kind": "gaussian-mixture", "weights": [0.3, 0.7], "means": [-2, 1.5],
  "covariances": [0.09, 0.25]}'
echo "$target" >"$folder/target.json"
echo '{"kind": "gaussian-mixture", "weights": [1], "means": [[1, -2, 0.5]],
  "covariances": [[[1, 0.5, 0.1], [0.5, 2, 0.3], [0.1, 0.3, 0.4]]]}' >"$folder/gaussian.json"
langevin="--sigmas geometric:10:0.1:10 --inner-steps 20 --step 0.002"

# NAME: what is run, with OUT where a file can be written. Each exercises one way to the numbers.
declare -A cases=(
    [simulate]="simulate --drift x-x^3+sin(x)*exp(-x^2) --diffusion 0.7+0.1*cos(x) --initial \
normal:0:1 --scheme euler-maruyama --dt 0.01 --time 1 --particles 5000 --out OUT.npy --json"
    [simulate-space]="simulate --drift y*z;sin(x)-y;exp(-z^2)-x*y --diffusion \
x,cos(y);0.3,z;tanh(x),1 --convention stratonovich --initial normal:0.5,0,1:0.1 --dt 0.01 \
--particles 5000 --out OUT.npy --json"
    [simulate-linear]="simulate --drift y;-x-0.2*y --diffusion 0;1 --scheme exact --dt 0.3 \
--initial delta:1,0 --particles 5000 --out OUT.npy --json"
    [simulate-weak]="simulate --drift y*z;sin(x)-y;exp(-z^2)-x*y --diffusion \
x,cos(y);0.3,z;tanh(x),1 --scheme dri1 --initial normal:0.5,0,1:0.1 --dt 0.01 --particles 3000 \
--out OUT.npy --json"
    [simulate-adaptive]="simulate --drift x-x^3 --diffusion 0.7+0.1*cos(x) --scheme sriw1 \
--adaptive 0.01 --time 2 --particles 3000 --out OUT.npy --json"
    [show-models]="show models --json"
    [simulate-way]="simulate --drift x-x^3 --diffusion 0.7 --dt 0.01 --time 1 --particles 9000 \
--store 0.3,1 --histogram -2:2:100 --quantiles 0.1,0.5 --paths 50 --path-out OUT.h5 --json"
    [solve]="solve --potential x^4/4-x^2/2 --temperature 0.25 --initial normal:0.3:0.25 \
--time 0.5 --at -1,0,1 --json"
    [law-model]="law --drift -x --diffusion 1 --scheme euler-maruyama --dt 0.1 --time 1 \
--initial normal:0:1 --json"
    [law-ddim]="law --target TARGET --sampler ddim --schedule cosine --steps 10 \
--spacing trailing --json"
    [law-ddpm]="law --target TARGET --sampler ddpm --schedule linear --steps 50 --variance large \
--json"
    [law-langevin]="law --target TARGET --sampler annealed-langevin $langevin --json"
    [law-gaussian]="law --target GAUSSIAN --sampler dpm-solver++-sde --steps 20 \
--start normal:0,1,0:1.2,0.5,2 --json"
    [sample-ddim]="sample --target TARGET --sampler ddim --schedule scaled-linear --steps 20 \
--spacing linspace --eta 0.5 --particles 20000 --seed 7 --out OUT.npy --json"
    [sample-langevin]="sample --target TARGET --sampler annealed-langevin $langevin \
--particles 5000 --seed 7 --out OUT.npy --json"
    [three-views-agree]="run three-views-agree --quick --out OUT"
    [wiener]="run wiener --quick --out OUT"
    [ito]="run ito --quick --out OUT"
    [conventions]="run conventions --quick --out OUT"
    [tilted-ring]="run tilted-ring --quick --out OUT"
    [kramers-rate]="run kramers-rate --quick --out OUT"
    [smld]="run smld --quick --out OUT"
    [ddpm]="run ddpm --quick --out OUT"
    [ddim]="run ddim --quick --out OUT"
    [law-sweep]="law --target TARGET --sweep steps=8,20 --samplers \
lms,plms,edm-heun:churn=5,dpm-solver:order=3,dpm-solver++:order=3,unipc:order=3,flow-heun --json"
    [ddim-duel]="run ddim-duel --quick --out OUT"
)

# run PLACE FPK CASE [NAME=VALUE...]: leaves in PLACE what may not depend on the circumstances: the
# standard output and the data files. Manifests name the machine; pictures belong to gnuplot.
run() {
    local place=$1 fpk=$2 case=$3 words
    shift 3
    words=${cases[$case]//TARGET/$folder/target.json}
    words=${words//GAUSSIAN/$folder/gaussian.json}
    words=${words//OUT/out}
    mkdir -p "$place"
    # shellcheck disable=SC2086  # the case is a list of words
    (cd "$place" && env "$@" "$fpk" $words >stdout 2>stderr) || return
    rm -f "$place/stderr"
    find "$place" -type f ! -name '*.npy' ! -name '*.h5' ! -name stdout -delete
}

# same A B: the same files with the same bytes, and at least one byte.
same() {
    [ -n "$(find "$1" -type f -size +0c)" ] && diff -rq "$1" "$2" >&2
}

if [ "${1:-}" = --self-test ]; then
    shift
    mkdir "$folder/a" "$folder/b" "$folder/c"
    echo 1 | tee "$folder/a/x" >"$folder/b/x"
    same "$folder/a" "$folder/b" || { echo "self-test: equal bytes refused"; exit 1; }
    echo 2 >"$folder/b/x"
    ! same "$folder/a" "$folder/b" 2>/dev/null || { echo "self-test: a byte missed"; exit 1; }
    ! same "$folder/c" "$folder/c" || { echo "self-test: nothing taken for equal"; exit 1; }
fi

first=$(readlink -f "$1")
second=$(readlink -f "${2:-$1}")
masked=glibc.cpu.hwcaps=-AVX512F,-AVX512VL,-AVX512BW,-AVX512DQ,-AVX2,-FMA,-FMA4,-AVX
circumstances=(
    "$first OMP_NUM_THREADS=1" # the reference
    "$first OMP_NUM_THREADS=2"
    "$first OMP_NUM_THREADS=3"
    "$first FPK_ISA=sse2 OMP_NUM_THREADS=2"
    "$first OMP_NUM_THREADS=2 GLIBC_TUNABLES=$masked"
    "$second OMP_NUM_THREADS=1"
    "$second FPK_ISA=sse2 OMP_NUM_THREADS=3"
)
for isa in avx2 avx512; do # those that this CPU has
    flags=" $(grep -m1 '^flags' /proc/cpuinfo 2>/dev/null) "
    if [[ $isa = avx2 && $flags = *" avx2 "* || $isa = avx512 && $flags = *" avx512dq "* ]]; then
        circumstances+=("$first FPK_ISA=$isa OMP_NUM_THREADS=2" "$second FPK_ISA=$isa")
    else
        echo "this CPU has no $isa; not compared"
    fi
done

ok=0 bad=0
for case in $(printf '%s\n' "${!cases[@]}" | sort); do
    number=0
    for circumstance in "${circumstances[@]}"; do
        read -ra words <<<"$circumstance"
        place=$folder/$case/$number
        if ! run "$place" "${words[0]}" "$case" "${words[@]:1}"; then
            echo "$case: failed with $circumstance: $(tail -n 1 "$place/stderr")"
            bad=$((bad + 1))
            break
        elif ! same "$folder/$case/0" "$place"; then
            echo "$case: other bytes with $circumstance"
            bad=$((bad + 1))
        else
            ok=$((ok + 1))
        fi
        number=$((number + 1))
    done
    echo "$case: $ok the same so far, $bad not"
    rm -rf "${folder:?}/$case"
done
echo "Ok: $ok"
echo "Fail: $bad"
[ "$bad" -eq 0 ]
