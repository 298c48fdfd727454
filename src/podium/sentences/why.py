"""The words of `podium why`: the answer, the events, how it was counted."""

from collections.abc import Iterator

from podium.sentences import Sentence

SENTENCES = (
    Sentence("why.raised", "this is a strong sign of {trap}."),
    Sentence("why.raised.usual", "this is a strong sign of {trap} (usual: {usual})."),
    Sentence("why.mild", "this is a sign of {trap}."),
    Sentence("why.mild.usual", "this is a sign of {trap} (usual: {usual})."),
    Sentence("why.fine", "this is no sign of {trap}."),
    Sentence("why.unknown", "there is too little here to tell yet."),
    Sentence("why.looked", "looked at: {weeks}."),
    Sentence("why.counted", "podium counted {count} {rows} and needs {needed}."),
    Sentence("why.counted.group", "podium needs {needed} {rows} and had them."),
    Sentence("why.withheld", "a number of a team needs five people or more behind it."),
    Sentence("why.unknown.number", "not known yet"),
    Sentence("why.more", "{count} more events: {command} --all", "{count} more event: {command} --all"),
    Sentence("why.did", "{count} of {total} did:"),
    Sentence("why.did-not", "{count} of {total} did not:"),
    Sentence("why.weeks", "these weeks had something to count; of a team, podium shows no more."),
    Sentence(
        "why.quarter", "all of it but yours is one person's, so only the quarter it lies in is told, and no week."
    ),
    Sentence("why.people", "who they are is not kept."),
    Sentence("why.none", "there is nothing to show yet."),
)


def sentences() -> Iterator[Sentence]:
    """All of them."""
    yield from SENTENCES
