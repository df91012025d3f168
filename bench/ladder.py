# SPDX-License-Identifier: GPL-3.0-or-later
"""Ladder: solvers of one question, each at several resolutions; what each rung's error and time
are, and how long fpk takes for the same error.

All rungs of all contenders run in turn, round after round, in one process. A rung's error is
computed from the answers of the first and of the last call, so what was timed is what was judged.

At equal error: fpk's time at error e is read off the line through its own rungs in
(log error, log time), of which those are left out that another one beats in both. Nothing is
extrapolated: where e is larger than the error of fpk's quickest rung it is that rung's time, which
understates the ratio (printed with >=); where e is smaller than any of fpk's errors there is no
ratio. Errors within one per cent of each other count as equal."""

import math
import sys
import time


class Rung:
    """One resolution of one contender: work() -> answer, error(answer) -> number; claim(answer) ->
    what the answer itself says that its error is, where it does."""

    def __init__(self, label, work, error, claim=None):
        self.label, self.work, self.judge, self.claim = label, work, error, claim
        self.error, self.said, self.spent = math.nan, '', []

    @property
    def best(self):
        return min(self.spent)

    @property
    def median(self):
        return sorted(self.spent)[len(self.spent) // 2]


class Contender:
    """rungs, coarse to fine; at_most: what the finest one's error must not exceed, or it does not
    solve the same problem; ours: whether it is fpk's."""

    def __init__(self, name, rungs, at_most, ours=False):
        self.name, self.rungs, self.at_most, self.ours = name, rungs, at_most, ours


def timed(rung):
    begin = time.process_time_ns()
    answer = rung.work()
    return 1e-9 * (time.process_time_ns() - begin), answer


def judged(contender, rung, answer):
    error = float(rung.judge(answer))
    if not math.isfinite(error):
        sys.exit(f'{contender.name}, {rung.label}: the error is {error}')
    return error


def start(contender, rounds, seconds):
    """Warms up; [(calls to be timed, contender, rung)]. What a peer's library raises (it may be too
    old or too new) is said, and the contender left out: []."""
    turns = []
    for rung in contender.rungs:
        try:
            first, answer = timed(rung)
        except Exception as error:  # pylint: disable=broad-except
            print(f'{contender.name}: left out: {type(error).__name__}: {error}')
            return []
        rung.error = judged(contender, rung, answer)
        if rung.claim:
            rung.said = f'estimate {rung.claim(answer):.1e}'
        turns.append((max(1, min(rounds, int(seconds / max(first, 1e-9)))), contender, rung))
    if not rung.error <= contender.at_most:
        sys.exit(f'{contender.name}, {rung.label}: the error is {rung.error:.1e} where '
                 f'{contender.at_most:.0e} was due: not the same problem')
    return turns


def race(contenders, rounds, seconds):
    """Fills error and times; gives the contenders that took part. The first call of each rung warms
    up; a slow one is then called less often than `rounds` times, as often as fits in `seconds`, but
    once at least."""
    turns = [turn for one in contenders for turn in start(one, rounds, seconds)]
    for k in range(rounds):
        for times, contender, rung in turns:
            if k >= times:
                continue
            spent, answer = timed(rung)
            rung.spent.append(spent)
            if k == times - 1:
                again = judged(contender, rung, answer)
                if not abs(again - rung.error) <= 0.1 * rung.error:  # expm_multiply draws lots
                    sys.exit(f'{contender.name}, {rung.label}: error {again:.3e} where it was '
                             f'{rung.error:.3e}: not the same work')
    return [one for one in contenders if one.rungs[-1].spent]


def frontier(contenders):
    """[(error, time)] of the rungs that none beats in both, errors falling and times rising."""
    points = sorted((rung.best, rung.error) for one in contenders for rung in one.rungs)
    kept = []
    for spent, error in points:
        if not kept or error < kept[-1][0]:
            kept.append((error, spent))
    return kept


def time_at(error, kept):
    """As the docstring of this file says; None where `error` is below all."""
    error *= 1.01  # the same matrix by two routes
    if error >= kept[0][0]:
        return kept[0][1]
    for (high, quick), (low, slow) in zip(kept, kept[1:]):
        if low <= error <= high:
            if low == 0:
                return slow
            part = math.log(high / error) / math.log(high / low)
            return math.exp((1 - part) * math.log(quick) + part * math.log(slow))
    return None


def ratio(rung, contenders):
    """(how many times longer the rung took than `contenders` for the same error, or None; whether
    that is a lower bound)."""
    kept = frontier(contenders)
    ours = time_at(rung.error, kept)
    return ours and rung.best / ours, rung.error > kept[0][0]


def show(title, measure, contenders):
    """The table, as it stands in bench/README.md; ratios are over all of fpk's rungs."""
    ours = [one for one in contenders if one.ours]
    print(f'\n| {title} | | {measure} | ms | median | x fpk at that error |')
    print('|---|---|---|---|---|---|')
    for one in contenders:
        for rung in one.rungs:
            times, bound = ratio(rung, ours) if ours else (None, False)
            said = ('wrong' if rung.error > 0.5 else 'none so good' if times is None else
                    f'{">= " * bound}{times:.3g}')
            print(f'| {one.name} | {rung.label} | {rung.error:.1e} | {1e3 * rung.best:.3g} '
                  f'| {1e3 * rung.median:.3g} | {rung.said if one.ours else said} |')
    sys.stdout.flush()


def goal(text, contender, against, least):
    """contender's finest rung over those of `against` at equal error, beside what it is to be."""
    found, bound = ratio(contender.rungs[-1], against)
    met = found is not None and found >= least
    print(f'\n{text}: {contender.name}, {contender.rungs[-1].label}, over '
          + ', '.join(one.name for one in against) + ': '
          + (f'{"at least " * bound}{found:.0f} times' if found else 'no answer as good')
          + f' (goal {least}{"" if met else ": MISSED"})')
    return 0 if met else 1
