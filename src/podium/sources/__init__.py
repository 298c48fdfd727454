"""Where traces come from: one file per place; returns traces, stores nothing.

A source is one file of this folder with an object called `SOURCE`. It reads pages and hands them on; it keeps no
state, opens no store and asks nobody anything. Whoever calls it owns the settings, the secret, the cursors and the
wire (transport, clock and sleep are injected), so that every source can be tested against a server on loopback.

What a page may say:

- `events`: the acts it found. The key is `event_id`; the greatest `revision` wins; at equal revision the later read.
- `whole`: object id -> revision, for objects the page tells completely. Every event of such an object with a smaller
  revision is gone. An object that vanished is told with no events and a greater revision.
- `is_whole_stream`: with this page the stream was read from beginning to end in this run; what the run did not see is
  gone. The store refuses to believe it when most of what it knew would vanish.
- `cursor`: what the source wants to be given next time for this stream. Only simple values; never a secret.
- `complete_from_s`, `complete_until_s`: between these instants nothing is missing; outside them silence means nothing.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Literal

import msgspec

from podium.core.errors import CannotReach, Misuse, OurFault
from podium.core.event import Event
from podium.core.intake import Intake
from podium.core.note import Note
from podium.system import points

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

    from podium.sources.http.client import HttpClient
    from podium.sources.secrets import Secret

Trap = Literal["code_refuge", "meritocracy_myth", "eq_blind_spots", "strategic_tunnel", "firefighting"]
Feed = Literal["calendar", "code review", "incidents", "tickets", "chat", "agent sessions"]
Cursor = Mapping[str, str | int | None]
Settings = Mapping[str, str]
if TYPE_CHECKING:
    Read = Callable[[Settings, Secret | None, Mapping[str, Cursor], HttpClient], Iterator["StreamPage"]]
else:
    # A record's types are there when the program runs; what reaches the network is not loaded for this one.
    Read = Callable[..., Iterator["StreamPage"]]

GROUP = "podium.sources"
# What people type for one of our files.
ALSO_CALLED = {"csv": "tables", "grimoirelab": "perceval", "json": "tables", "parquet": "tables"}


class StreamPage(msgspec.Struct, frozen=True):
    """A piece of a stream, small enough to hold in memory, with the cursor that is right once it is stored.

    Attributes:
        stream: the stream's name within the source: changes, log_entries, oncalls, events.
        events: the acts found, in any order, duplicates allowed; records, or a `Sheet` where there are hundreds a page.
        cursor: what to hand to `read` next time; None keeps the old one.
        whole: object id -> revision of objects told completely here.
        is_whole_stream: this page ends a read of everything there is.
        complete_from_s, complete_until_s: epoch seconds between which nothing is missing; None when unknown.
        missing: field name -> how often it was absent where it is needed.
        unknown: `field=value` -> how often a value was met that we have no word for.
        notes: problems of single records, as values.
        total: how many items (changes, issues, series) the stream holds at most, when the source says so.
        items: how many of them this page tells.
        doubts: names of actors to ask the manager about (may be bots); keys, never display names.
        bridges: pairs of identity keys the source says are one person (an account and its address).
        intake: the records that came in with this page, and what became of each.
    """

    stream: str
    events: Sequence[Event] = ()
    cursor: Cursor | None = None
    whole: Mapping[str, int] = msgspec.field(default_factory=dict[str, int])
    is_whole_stream: bool = False
    complete_from_s: int | None = None
    complete_until_s: int | None = None
    missing: Mapping[str, int] = msgspec.field(default_factory=dict[str, int])
    unknown: Mapping[str, int] = msgspec.field(default_factory=dict[str, int])
    notes: tuple[Note, ...] = ()
    total: int | None = None
    items: int = 0
    doubts: frozenset[str] = frozenset()
    bridges: frozenset[tuple[str, str]] = frozenset()
    intake: Intake = msgspec.field(default_factory=Intake)


class Setting(msgspec.Struct, frozen=True):
    """One thing to ask when a source is connected.

    Attributes:
        name: the key in sources.toml.
        asks: the question, in the manager's words.
        default: taken when nothing is answered; empty with `is_needed` means the answer is required.
        is_needed: whether an empty answer is refused.
        is_path: a file or folder of this machine; made absolute before it is kept.
        is_label: names the place in every act's key; the connection's own label where she gave it one, so that two
            connections of one kind never share a key.
    """

    name: str
    asks: str
    default: str = ""
    is_needed: bool = True
    is_path: bool = False
    is_label: bool = False

    def usual(self, label: str) -> str:
        """What is taken when nothing is answered; `label` is empty where she gave the connection none."""
        return (label if self.is_label else "") or self.default


class Guide(msgspec.Struct, frozen=True):
    """How a stranger sets a source up.

    Attributes:
        where: where to click for the secret, the address or the file, in the vendor's own words, a step each.
        first_sync: what the first sync of a team of seven and two years takes.
        fails: what went wrong and what to do, in pairs.
    """

    where: tuple[str, ...]
    first_sync: str
    fails: tuple[tuple[str, str], ...] = ()


# What may go wrong with every server.
SERVER_FAILS = (
    ("the server does not know this secret", "it ran out or was taken back: make a new one and connect again"),
    ("the secret lacks a right", "give it the least scope above and no more"),
    ("refuses connections, was silent, no such host", "check the address and your VPN; the last good read is kept"),
)


class Source(msgspec.Struct, frozen=True):
    """A place traces come from, and what the manager is told before it is connected.

    Attributes:
        name: the file's name with dashes: `incident-io`.
        title: as people say it.
        informs: the traps its events speak about.
        settings: what to ask; the first one may be given on the command line without its name.
        scope: the least right the token needs; empty when there is no token.
        secret: what the secret is, in words (`a fine-grained token`); empty when there is none.
        is_secret_needed: whether it cannot work without one.
        reads: what is read, one line.
        never_reads: what never is, one line.
        blind_to: what cannot be seen this way, one line.
        read: yields pages; see the module's text.
        feeds: what there is once it was read, by the names a trap uses for what would tell more.
        guide: how a stranger sets it up.
    """

    name: str
    title: str
    informs: tuple[Trap, ...]
    settings: tuple[Setting, ...]
    reads: str
    never_reads: str
    blind_to: str
    read: Read
    scope: str = ""
    secret: str = ""
    is_secret_needed: bool = False
    feeds: tuple[Feed, ...] = ()
    guide: Guide = Guide((), "")


def feeds(name: str) -> tuple[Feed, ...]:
    """What a source feeds; nothing for one this podium does not know."""
    return load(name).feeds if name in names() else ()


@cache
def names() -> tuple[str, ...]:
    """Every source of the folder and of installed packages, by name; nothing is imported."""
    return tuple(sorted({*own_names(), *_brought()}))


@cache
def own_names() -> tuple[str, ...]:
    """Those podium brings itself."""
    return tuple(sorted(_walk()))


@cache
def _brought() -> Mapping[str, EntryPoint]:
    """What installed packages bring: `my-source = "my_package.my_source:SOURCE"` under this group."""
    return {point.name: point for point in points.named(GROUP)}


def load(name: str) -> Source:
    """Import one source; Misuse with the nearest name when there is none."""
    wanted = ALSO_CALLED.get(name, name)
    source_names = names()
    if wanted not in source_names:
        import difflib

        near = difflib.get_close_matches(name, [*source_names, *ALSO_CALLED], n=1)
        step = f"did you mean {near[0]!r}?" if near else f"there are: {', '.join(source_names)}"
        raise Misuse(f"there is no source called {name!r}", next_step=step)
    if wanted in _brought() and wanted not in own_names():
        place = _brought()[wanted].value
        try:
            source = _brought()[wanted].load()
        except (ImportError, AttributeError) as fault:
            raise CannotReach(f"the source {wanted} cannot be loaded: {fault}", where=place) from fault
    else:
        module = importlib.import_module(f"{__name__}.{wanted.replace('-', '_')}")
        place, source = f"{module.__name__}.SOURCE", module.SOURCE
    if not isinstance(source, Source) or source.name != wanted:
        raise OurFault(f"{place} is not the source called {wanted!r}")
    return source


def _walk() -> Iterator[str]:
    for module in pkgutil.iter_modules(__path__):
        if module.ispkg:
            continue
        text = pkgutil.get_data(__name__, f"{module.name}.py") or b""
        if b"\nSOURCE = " in text or b"\nSOURCE: " in text:
            yield module.name.replace("_", "-")
