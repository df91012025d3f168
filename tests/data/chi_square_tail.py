# SPDX-License-Identifier: GPL-3.0-or-later
"""How often Pearson's statistic exceeds the chi-square quantile under the null: the figures of
docs/verdicts.md (about three minutes).

    python3 chi_square_tail.py"""

import numpy as np
from scipy import stats

rng = np.random.default_rng(5)
for cells, n, trials in [(10, 200, 40_000_000), (19, 1000, 16_000_000), (49, 10000, 6_000_000)]:
    critical = {a: stats.chi2.isf(a, cells - 1) for a in (1e-3, 1e-4, 1e-5, 1e-6)}
    count = dict.fromkeys(critical, 0)
    for _ in range(trials // 200_000):
        x = rng.multinomial(n, [1 / cells] * cells, size=200_000)
        statistic = ((x - n / cells) ** 2).sum(1) / (n / cells)
        for alpha in critical:
            count[alpha] += int((statistic >= critical[alpha]).sum())
    print(cells, n, trials, {a: (count[a] / trials / a, count[a]) for a in count}, flush=True)
