"""The words of `podium why`: the answer, how it was counted, what is usual, and what it cannot see."""

from collections.abc import Iterator

from podium.sentences import Sentence

SENTENCES = (
    Sentence("why.raised", "this is raised: {short}."),
    Sentence("why.mild", "this is raised a little: {short}."),
    Sentence("why.fine", "this is fine: {short}."),
    Sentence("why.unknown", "there is too little to tell yet: {short}."),
    Sentence("why.usual", "usual is {usual}."),
    Sentence("why.clears", "it clears at {usual}."),
    Sentence("why.trap", "it is one sign of {trap}."),
    Sentence("why.looked", "podium looked at {weeks}."),
    Sentence("why.counted", "podium counted {count} {rows}, and needs {needed}."),
    Sentence("why.late", "outside your hours means {value}."),
    Sentence("why.more", "{count} more: add --all."),
    Sentence("why.events", "your events, newest first"),
    Sentence("why.weeks", "weeks with something to count"),
    Sentence("why.private", "whose they were is not kept."),
)


def sentences() -> Iterator[Sentence]:
    """All of them."""
    yield from SENTENCES
