"""What every test may ask for, and what a run says about the tests it left out."""

from __future__ import annotations

import gc
import itertools
import os
import re
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

import subject
import today
from podium.laws.weeks import Week

# `desk` tries the same examples on every machine; `night` searches, and remembers where it found something.
settings.register_profile(
    "desk", max_examples=25, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile(
    "night",
    max_examples=500,
    deadline=None,
    derandomize=False,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "desk"))


# Files of ten seconds and more.
LONG = (
    "test_answers",
    "test_base",
    "test_calendar",
    "test_design",
    "test_docs",
    "test_door",
    "test_events",
    "test_export",
    "test_faults",
    "test_first_minutes",
    "test_first_screen",
    "test_honesty",
    "test_incidents",
    "test_kept_screen",
    "test_laws",
    "test_look_in_a_terminal",
    "test_look_on_an_engine",
    "test_org_cli",
    "test_practices_cli",
    "test_privacy",
    "test_red_team",
    "test_result",
    "test_rules",
    "test_same_refusals",
    "test_sync",
    "test_tactics_on_a_server",
    "test_together",
    "test_unknown_values",
    "test_week",
)
# Folders of tests are many and small, and much of what is written waits for the disk: in memory there is nothing to wait for.
IN_MEMORY = Path("/dev/shm")
NEEDED_BYTES = 8 << 30


def pytest_configure(config: pytest.Config) -> None:
    """Put the folders of the tests into memory where there is plenty of it, and nobody named another place."""
    has_room = IN_MEMORY.is_dir() and os.access(IN_MEMORY, os.W_OK) and shutil.disk_usage(IN_MEMORY).free > NEEDED_BYTES
    if has_room and not config.option.basetemp and not os.statvfs(IN_MEMORY).f_flag & os.ST_NOEXEC:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(IN_MEMORY))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The files that take longest begin first, so that the workers end together: browsers, servers, and some by name."""
    items.sort(key=lambda item: (item.get_closest_marker("browser") is None, not _is_long(item)))


def _is_long(item: pytest.Item) -> bool:
    return item.get_closest_marker("server") is not None or item.path.parent.name == "web" or item.path.stem in LONG


def pytest_collection_finish() -> None:
    """What was collected stays to the end: the collector of garbage need not walk through it again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say how many tests were left out for each reason, and how to run them; a skip alone is easily overlooked."""
    reports: list[pytest.TestReport] = terminalreporter.stats.get("skipped", [])
    reasons = Counter(report.longrepr[2] for report in reports if isinstance(report.longrepr, tuple))
    for reason, count in sorted(reasons.items()):
        terminalreporter.write_line(f"left out: {count}, {reason.removeprefix('Skipped: ')}", yellow=True)


@pytest.fixture(scope="session")
def _new_folder(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Makes a folder; pytest's own way reads, for each of thousands, the names of all that were made before."""
    root, numbers = tmp_path_factory.mktemp("tests"), itertools.count()

    def make(name: str) -> Path:
        made = root / f"{next(numbers)}-{re.sub(r'[^A-Za-z0-9]+', '_', name)[:30]}"
        made.mkdir(mode=0o700)
        return made

    return make


@pytest.fixture
def tmp_path(request: pytest.FixtureRequest, _new_folder: Callable[[str], Path]) -> Path:
    """A folder of this test's own, as pytest's fixture of the same name."""
    return _new_folder(str(request.node.name))


@pytest.fixture(autouse=True)
def _at_home(_new_folder: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch) -> None:
    """No test reads or writes the home or the keyring of whoever runs it."""
    home = _new_folder("home")
    monkeypatch.setenv("PODIUM_HOME", str(home / "podium"))
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("XDG_DATA_HOME", str(home / "data"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(home / "config"))
    monkeypatch.setenv("PODIUM_KEYRING", "off")
    for name in ("PODIUM_JOURNAL", "COLUMNS", "LINES", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    subject.known_as(home / "podium")
    today.pin(monkeypatch)


@pytest.fixture
def week(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Week]:
    """Evidence from the test's own docstring."""
    made = Week(request.function.__doc__ or "", tmp_path / "week")
    yield made
    made.evidence.close()


@pytest.fixture
def weeks(tmp_path: Path) -> Iterator[Callable[..., Week]]:
    """Evidence from any text, as often as a test likes."""
    made: list[Week] = []

    def make(text: str, **named: object) -> Week:
        made.append(Week(text, tmp_path / f"week{len(made)}", **named))  # type: ignore[arg-type]
        return made[-1]

    yield make
    for one in made:
        one.evidence.close()


@pytest.fixture(scope="session")
def samples() -> Path:
    """The real payloads kept beside the repository; without them the test says so and is left out."""
    named = os.environ.get("PODIUM_SAMPLES")
    folder = Path(named) if named else Path(__file__).parents[2] / "shared" / "samples"
    if not folder.is_dir():
        pytest.skip("the sample payloads are not here; set PODIUM_SAMPLES to their folder")
    return folder
