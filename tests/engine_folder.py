"""Evidence written into a folder of Parquet files and asked there, as another engine is asked."""

from __future__ import annotations

from pathlib import Path

from podium.core.journal_facts import Fact, Witness
from podium.evidence.engines import about
from podium.evidence.engines.address import EngineAddress
from podium.evidence.engines.asked import EngineEvidence, open_there
from podium.evidence.engines.folder import Folder
from podium.evidence.engines.written import FolderStore
from podium.evidence.views.query import Evidence


def at(folder: Path) -> EngineAddress:
    """The address of the folder."""
    return EngineAddress("duckdb", str(folder), str(folder))


def on_an_engine(
    evidence: Evidence, folder: Path, manager: str = "ana", journal: tuple[Fact, ...] = ()
) -> EngineEvidence:
    """The same evidence, written into a folder and opened there beside what stands in her journal."""
    facts = about.of(evidence, weeks=4, repositories=(), gaps=(), connected=())
    keys = {somebody.number: f"person {somebody.number}" for somebody in evidence.book.everybody()}
    evidence.write_for_engines(FolderStore(folder), manager, facts, keys)
    return open_there(Folder(at(folder), manager), lambda as_of_s: Witness(journal, ()))
