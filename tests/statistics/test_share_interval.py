"""Wilson's interval, against another implementation of it."""

from __future__ import annotations

import pytest

from podium.statistics.share_interval import share_interval


@pytest.mark.parametrize("z", [1.0, 1.96, 2.58])
@pytest.mark.parametrize(("hits", "n"), [(0, 1), (1, 1), (3, 7), (50, 100), (999, 1000)])
def test_it_is_the_interval_statsmodels_gives(hits: int, n: int, z: float) -> None:
    # Loaded here: whoever only collects the tests need not wait for it.
    from scipy.stats import norm
    from statsmodels.stats.proportion import proportion_confint

    expected = proportion_confint(hits, n, alpha=2 * norm.sf(z), method="wilson")
    assert share_interval(hits / n, n, z) == pytest.approx(expected, abs=1e-9)
