# SPDX-License-Identifier: GPL-3.0-or-later
"""Ratios: contenders timed in turn, their table, and the check that they did the same work."""

import math
import sys
import time


def measure(rounds, field, clock=time.thread_time_ns):
    """{name: (minimum, median)} in seconds of field {name: work}. All meet the same neighbours and
    clock rate, because each round runs each of them once; round 0 warms up and compiles. The time
    is that of the processor, so that being interrupted is not counted as work: with a busy
    neighbour whatever lasts longer than a time slice would always be. Work on several threads
    takes time.perf_counter_ns."""
    spent = {name: [] for name in field}
    for k in range(rounds + 1):
        for name, work in field.items():
            begin = clock()
            work()
            if k > 0:
                spent[name].append(1e-9 * (clock() - begin))
    return {name: (min(s), sorted(s)[len(s) // 2]) for name, s in spent.items()}


class Table:
    """One block of rows per task: time of one item, and the time over that of the first row."""

    def __init__(self, markdown):
        self.markdown, self.missed = markdown, 0

    def head(self, title):
        if self.markdown:
            print(f'\n| {title} | ns | median | x | x median | |\n|---|---|---|---|---|---|')
        else:
            print(f'\n{title}\n  {"":28s}{"ns":>8s} {"median":>8s} {"x":>8s} {"x median":>8s}')

    def row(self, name, cells, said):
        if self.markdown:
            print('| ' + ' | '.join([name] + cells + [said]) + ' |')
        else:
            print(f'  {name:28s}' + ' '.join(f'{c:>8s}' for c in cells) + '  ' + said)

    def task(self, title, items, times, goals):
        """goals {name: least ratio}; 1/most for a row that may be at most so much faster."""
        self.head(title)
        first = next(iter(times.values()))
        for name, pair in times.items():
            ratios = [t / f for t, f in zip(pair, first)]
            said = ''
            if name in goals:
                met = ratios[0] >= goals[name]
                self.missed += not met
                said = f'goal {goals[name]:.3g}' + ('' if met else ': MISSED')
            self.row(name, [f'{1e9 * t / items:.2f}' for t in pair] + [f'{r:.2f}' for r in ratios],
                     said)
        sys.stdout.flush()


def moments(values):
    """Means of x, x^2 and x^4, each with its standard error."""
    values = list(values)
    n, out = len(values), []
    for power in [1, 2, 4]:
        mean = math.fsum(v**power for v in values) / n
        spread = math.fsum((v**power - mean)**2 for v in values) / n
        out.append((mean, math.sqrt(spread / n)))
    return out


def agree(task, found, exact=None):
    """Every moment within 6 standard errors of the exact one, or else of the first's: a false alarm
    once in 5e8 comparisons."""
    for name, got in found.items():
        for k, (mean, error) in enumerate(got):
            want, its = (exact[k], 0.0) if exact else next(iter(found.values()))[k]
            if not abs(mean - want) <= 6 * math.hypot(error, its):
                sys.exit(f'{task}, {name}: the mean of x^{[1, 2, 4][k]} is {mean:.5f} +- '
                         f'{error:.5f} where {want:.5f} +- {its:.5f} is right: not the same work')
