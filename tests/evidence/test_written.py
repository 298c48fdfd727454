"""Evidence for an engine is written week by week: what did not change is left alone, and a week that is gone is taken away."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from engine_folder import on_an_engine
from podium.core.time import week_no
from podium.evidence.engines.written import FolderStore
from podium.laws.weeks import Week

Weeks = Callable[..., Week]
FIRST_WEEK = week_no(1_773_133_200)  # 2026-03-10


def acts_of(store: FolderStore) -> set[str]:
    """The weeks of her acts that are there."""
    return {name for name in store.digests("ana") if name.startswith("acts/")}


def test_a_week_that_is_gone_is_taken_away_and_its_answers_are_left_to_whoever_wrote_them(
    weeks: Weeks, tmp_path: Path
) -> None:
    folder = tmp_path / "store"
    store = FolderStore(folder)
    changes = [f"2026-03-{day} 10:00+0100 ana wrote c{day} a.py\n" for day in (10, 17, 24)]
    on_an_engine(weeks("".join(changes)).evidence, folder).close()
    weeks_of_work = {f"acts/{FIRST_WEEK + n}" for n in range(3)}
    assert weeks_of_work <= acts_of(store)
    store.put_results("ana", FIRST_WEEK + 1, [("late-share", "share", 0.5, "4", "")])
    on_an_engine(weeks(changes[0] + changes[2]).evidence, folder).close()
    assert acts_of(store) & weeks_of_work == weeks_of_work - {f"acts/{FIRST_WEEK + 1}"}
    assert f"results/{FIRST_WEEK + 1}" in store.digests("ana")
