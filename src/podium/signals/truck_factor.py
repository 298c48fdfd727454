"""Truck factor: how many would have to leave until half of the files have no author."""

from collections.abc import Sequence
from typing import Any

from podium.core.folds import Row
from podium.core.measure import Words
from podium.core.time import Window
from podium.signals import Signal, Study, StudyResult
from podium.statistics.truck_factor import Share
from podium.statistics.truck_factor import truck_factor as find_truck_factor


def study(rows: Sequence[Row], beside: Sequence[tuple[Any, ...]], window: Window) -> StudyResult:
    """Avelino's truck factor over the files of the newest state; nobody's number leaves this function."""
    first: dict[str, tuple[int, int]] = {}
    for path, who, _by_me, _acts, first_s in beside:
        first[path] = min(first.get(path, (first_s, who)), (first_s, who))
    shares = [
        Share(path, who, first[path][1] == who, acts - (first[path][1] == who)) for path, who, _, acts, _ in beside
    ]
    mine = next((who for _, who, by_me, _, _ in beside if by_me), None)
    truck = find_truck_factor(shares, me=mine)
    if truck is None:
        return StudyResult(None, "no file with a known author")
    details = (
        ("files", f"{truck.files}, of which {truck.authored} have an author by degree of authorship"),
        ("files you are an author of", "?" if truck.my_files is None else str(truck.my_files)),
        ("you are one of them", {True: "yes", False: "no", None: "?"}[truck.is_mine_to_miss]),
    )
    return StudyResult(float(truck.truck_factor), details=details)


TRUCK_FACTOR = Signal(
    name="truck-factor",
    asks="How many people would have to leave until fewer than half of the files have an author?",
    words=Words(
        "people the code depends on",
        "half of the files would lose all who wrote them if {value} left.",
        unit=("person", "people"),
    ),
    rows="""
        select min(first_s) as moment, path as ref, count(distinct stranger) as amount
        from crowd
        where verb = 'knows'
        group by path
    """,
    fold=Study(
        "degree of authorship 3.293 + 1.098 FA + 0.164 DL - 0.321 ln(1 + AC); greedy removal (Avelino et al. 2016)",
        "people",
        "people",
        """
        select path, stranger, max(by_me) as by_me, sum(acts) as acts, min(first_s) as first_s
        from crowd
        where verb = 'knows'
        group by path, stranger
        """,
        study,
    ),
    least=20,
    rows_are="files",
    blind_to=(
        "what an agent wrote for somebody counts as their knowledge, for nobody known as nobody's; knowledge from review, "
        "pairing or reading; changes of more than two hundred files"
    ),
    confounders="generated and vendored files; renames start a new file",
    source="Avelino et al. 2016; published values: rails 11, docker 13, react 4",
    grade="moderate",
    is_group=True,
    over="two years",
    better="higher",
    informs=("code review",),
)
