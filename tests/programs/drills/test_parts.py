"""Every part: its model is heard, its material is not, and every framework is there."""

from __future__ import annotations

import pytest

from podium.core.errors import Misuse
from podium.programs.drills import parts, reading

SAID = [part for part in parts.every() if part.part]
TOLD = [part for part in parts.every() if part.level]


@pytest.mark.parametrize("part", SAID, ids=lambda part: part.name)
def test_the_rules_hear_the_model_and_not_the_material(part: parts.Part) -> None:
    assert reading.read(part, part.model).is_heard
    assert not reading.read(part, part.materials[0]).is_heard
    assert part.task
    assert part.frame


@pytest.mark.parametrize("part", TOLD, ids=lambda part: part.name)
def test_a_level_is_told_by_number_or_name_and_no_other(part: parts.Part) -> None:
    from podium.programs.delegation.cards import LEVELS

    for number, name in enumerate(LEVELS, 1):
        assert reading.read(part, str(number)).is_heard == (number == part.level)
        assert reading.read(part, f" {name.upper()}. ").is_heard == (number == part.level)


def test_every_framework_is_drilled_and_the_first_week_meets_four_of_them() -> None:
    assert {part.framework for part in parts.every()} == set(parts.FRAMEWORKS.values())
    assert len({part.framework for part in parts.every()[:4]}) == 4
    assert len({part.name for part in parts.every()}) == len(parts.every()) == len(SAID) + len(TOLD)


def test_a_part_nobody_knows_is_refused() -> None:
    with pytest.raises(Misuse, match="no drill 'sbi'"):
        parts.named("sbi")
