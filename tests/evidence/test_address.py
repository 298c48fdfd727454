"""Where an engine is: the place of the evidence is named behind `#`, else it is the schema `podium`."""

from __future__ import annotations

import pytest

from podium.core.errors import Misuse
from podium.evidence.engines.address import EngineAddress, parse


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("postgresql://ana@db/work", EngineAddress("postgresql", "postgresql://ana@db/work", "podium", "ana")),
        ("postgres://ana@db/work#team", EngineAddress("postgresql", "postgresql://ana@db/work", "team", "ana")),
        ("spark://host:7077#/data/here", EngineAddress("spark", "spark://host:7077", "/data/here")),
        ("sc://host:15002", EngineAddress("sc", "sc://host:15002", "podium")),
        ("duckdb:/data/here", EngineAddress("duckdb", "/data/here", "/data/here")),
    ],
)
def test_an_address_names_a_server_and_a_place(text: str, address: EngineAddress) -> None:
    assert parse(text) == address
    assert parse(text).is_folder == ("/data" in text)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("mysql://db/work", "Not an engine podium can ask: mysql"),
        ("work", "Not an engine podium can ask: work"),
        ("duckdb:", "Not an engine podium can ask: duckdb"),
        ("postgresql://ana:secret@db/work", "holds a password"),
        ("sc://host:15002/;token=secret", "holds a password"),
        ("postgresql:///work", "names no host"),
        ("postgresql://db/work#No Schema", "Not a schema or a folder: No Schema"),
    ],
)
def test_what_is_no_address_is_refused_and_so_is_a_secret_in_one(text: str, says: str) -> None:
    with pytest.raises(Misuse, match=says):
        parse(text)
