"""A misspelt name is answered with the nearest one, or with where all of them are listed."""

from __future__ import annotations

from podium.core.nearest import did_you_mean


def test_the_nearest_name_is_typed_out_as_the_next_command() -> None:
    names = ["late-share", "late-nights", "head-start"]
    assert (
        did_you_mean("late-nigth", names, "podium why", "see `podium --help`")
        == "did you mean `podium why late-nights`?"
    )


def test_a_name_near_to_none_is_answered_with_where_they_are_listed() -> None:
    assert did_you_mean("xyz", ["late-share"], "podium why", "see `podium --help`") == "see `podium --help`"
