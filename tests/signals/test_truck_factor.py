"""Truck factor: how many people would have to leave until most files have no author."""

from podium.signals.truck_factor import TRUCK_FACTOR


def team(files: dict[str, str]) -> str:
    """One line a file, written by its only author; five people are there in any case."""
    lines = [f"2026-03-02 09:{n % 60:02d}+0100 {who} wrote c{n} {path}" for n, (path, who) in enumerate(files.items())]
    seen = [
        f"2026-03-03 10:0{n}+0100 {who} wrote s{n} common.py"
        for n, who in enumerate(("ana", "bo", "chi", "dee", "eli"))
    ]
    return "\n".join(lines + seen)


def test_when_one_wrote_nearly_everything_it_is_one(weeks):
    measure = weeks(team({f"f{n}.py": "ana" if n < 20 else "bo" for n in range(24)})).read(TRUCK_FACTOR)
    assert measure.value == 1
    assert dict(measure.details)["you are one of them"] == "yes"


def test_when_five_share_the_files_it_takes_three(weeks):
    names = ["ana", "bo", "chi", "dee", "eli"]
    measure = weeks(team({f"f{n}.py": names[n % 5] for n in range(25)})).read(TRUCK_FACTOR)
    assert measure.value == 3


def test_below_twenty_files_or_five_people_there_is_none(weeks):
    assert weeks(team({f"f{n}.py": "ana" for n in range(5)})).read(TRUCK_FACTOR).value is None
    small = team({f"f{n}.py": "bo" for n in range(30)}).replace("eli", "dee")
    assert weeks(small).read(TRUCK_FACTOR).rows == ()
