"""The organisation's page: what is common, how sure that is, and what could not be told."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from podium.core.measure import counted
from podium.documents import Document, Heading, Item, Listing, Paragraph, Picture, Table, line
from podium.programs.organisation.chance import chances
from podium.programs.organisation.contribution import YEAR_EPSILON
from podium.programs.organisation.invitation import TRAP, TRAP_ANSWERS, answers_to, in_words
from podium.programs.organisation.release import EVERYBODY, LEAST_GROUP

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from podium.documents import Block
    from podium.programs.organisation.release import GroupShares, QuestionShares, Release, Share

_WIDTH, _LEFT, _RIGHT, _ROW, _TOP = 720, 310, 60, 34, 40
_LONGEST = 44
_INK, _QUIET, _MARK = "#1a1a1a", "#767676", "#0b57a4"


def report_page(release: Release, today: date) -> Document:
    """The whole report."""
    invitation = release.invitation
    blocks: list[Block] = []
    with_shares = [group for group in release.groups if any(not line.why_not for line in group.questions)]
    for group in with_shares:
        blocks += _group(group)
    if not release.groups:
        blocks.append(Paragraph(line(f"Fewer than {LEAST_GROUP} managers took part, so nothing can be told.")))
    untold = [group for group in release.groups if group not in with_shares]
    if untold or release.left_out:
        blocks.append(Heading(line("What cannot be told")))
    if untold:
        names = ", ".join(f"{group.name} ({group.took_part} took part)" for group in untold)
        blocks.append(Paragraph(line(f"Too few answers to any one question for a useful interval: {names}.")))
    if release.left_out:
        blocks.append(Paragraph(line(_left_out(release))))
    blocks += [Heading(line("How to read this")), _how_to_read(release)]
    blocks += [Heading(line("What it cost")), Paragraph(line(_cost(release)))]
    if release.not_counted:
        blocks.append(Heading(line("Files that were not counted")))
        rows = tuple((line(why), line(str(count))) for why, count in release.not_counted)
        blocks.append(Table((line("Why"), line("Files")), rows))
    under = f"{invitation.organiser}. Answers were left to chance on each manager's own machine."
    return Document(f"What is common among managers: {invitation.name}", tuple(blocks), under, today)


def _group(group: GroupShares) -> list[Block]:
    name = "Everybody who took part" if group.name == EVERYBODY else f"Group {group.name}"
    blocks: list[Block] = [Heading(line(name)), Paragraph(line(f"{counted(group.took_part, 'manager')} took part."))]
    traps = [entry for entry in group.questions if entry.question.startswith(TRAP)]
    others = [entry for entry in group.questions if not entry.question.startswith(TRAP)]
    for title, questions in (("How many are in each trap", traps), ("Practices that were tried", others)):
        if not questions:
            continue
        blocks.append(Heading(line(title), 2))
        if any(not entry.why_not for entry in questions):
            blocks.append(_picture(group, title, questions))
        blocks.append(_table(questions))
    return blocks


def _table(questions: Sequence[QuestionShares]) -> Table:
    answers = answers_to(questions[0].question)
    rows = []
    for entry in questions:
        cells = [line(share_in_words(share)) for share in entry.shares]
        rows.append((line(in_words(entry.question)), *cells, line(str(entry.answers))))
    return Table((line(""), *(line(answer) for answer in answers), line("answers")), tuple(rows))


def share_in_words(share: Share) -> str:
    """`24 % (17 to 31)`, or that it cannot be told."""
    if share.share is None or share.low is None or share.high is None:
        return "cannot tell"
    return f"{share.share * 100:.0f} % ({share.low * 100:.0f} to {share.high * 100:.0f})"


def _shown(entry: QuestionShares) -> tuple[float, float, float] | None:
    """What the picture draws of a question: the first answer of a trap, the first two of a practice together."""
    parts = entry.shares[:1] if entry.question.startswith(TRAP) else entry.shares[2:]
    share = parts[0]
    if share.share is None or share.low is None or share.high is None:
        return None
    if entry.question.startswith(TRAP):
        return share.share, share.low, share.high
    return 1 - share.share, 1 - share.high, 1 - share.low


def _picture(group: GroupShares, title: str, questions: Sequence[QuestionShares]) -> Picture:
    """A point and its interval for each question, on one scale from nobody to all."""
    height = _TOP + _ROW * len(questions) + 30
    across = _WIDTH - _LEFT - _RIGHT
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" width="{_WIDTH}" height="{height}">',
        '<g font-family="system-ui, Helvetica, Arial, sans-serif" font-size="13">',
        f'<text x="0" y="16" fill="{_INK}" font-weight="bold">{escape(title)}, 95 % intervals</text>',
    ]
    for percent in (0, 25, 50, 75, 100):
        x = _LEFT + across * percent / 100
        parts.append(f'<line x1="{x:g}" y1="{_TOP - 8}" x2="{x:g}" y2="{height - 24}" stroke="#ddd"/>')
        parts.append(f'<text x="{x:g}" y="{height - 8}" fill="{_QUIET}" text-anchor="middle">{percent} %</text>')
    words = []
    for n, entry in enumerate(questions):
        y, name, shown_share = _TOP + _ROW * n + 12, in_words(entry.question), _shown(entry)
        parts.append(f'<text x="0" y="{y + 4}" fill="{_INK}">{escape(_short(name))}</text>')
        if shown_share is None:
            parts.append(f'<text x="{_LEFT + 6}" y="{y + 4}" fill="{_QUIET}">cannot tell</text>')
            words.append(f"{name}: cannot tell")
            continue
        middle, low, high = (_LEFT + across * part for part in shown_share)
        parts.append(f'<line x1="{low:.1f}" y1="{y}" x2="{high:.1f}" y2="{y}" stroke="{_MARK}" stroke-width="3"/>')
        parts.append(f'<circle cx="{middle:.1f}" cy="{y}" r="5" fill="{_MARK}"/>')
        parts.append(f'<text x="{_WIDTH - 44}" y="{y + 4}" fill="{_INK}">{shown_share[0] * 100:.0f} %</text>')
        words.append(f"{name}: {shown_share[0] * 100:.0f} % ({shown_share[1] * 100:.0f} to {shown_share[2] * 100:.0f})")
    parts.append("</g></svg>")
    kind = "traps" if questions[0].question.startswith(TRAP) else "practices"
    return Picture("".join(parts), f"{title}. {'; '.join(words)}", f"{group.name}-{kind}")


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST else f"{name[: _LONGEST - 1].rstrip()}…"


def _left_out(release: Release) -> str:
    names = ", ".join(release.left_out)
    within = (
        "Those who took part in them are counted with everybody."
        if release.is_everybody_whole
        else f"They are fewer than {LEAST_GROUP} together, so they are not counted with everybody either."
    )
    return f"Fewer than {LEAST_GROUP} took part in each of these: {names}. {within}"


def _how_to_read(release: Release) -> Listing:
    count = counted(len(release.invitation.questions), "question")
    drawn = f"Each manager answered one of {count}, drawn by chance. Who did not take part is not in it."
    texts = (
        drawn,
        "Shares are of those who took part. “24 % (17 to 31)”: of 100 such intervals about 95 hold the true share.",
        "“Cannot tell” means too few answers for a useful interval. It does not mean few managers.",
        "“In it” is what podium's rules say from traces of work. No group is better or worse for it; do not rank groups.",
    )
    return Listing(tuple(Item(line(text)) for text in texts))


def _cost(release: Release) -> str:
    epsilon = release.invitation.epsilon
    likely = chances(epsilon, len(TRAP_ANSWERS))
    return (
        f"Each contribution gave away epsilon {epsilon:g}: a true answer stands in it in {likely.truth * 100:.0f} of 100"
        f" draws, each other answer in {likely.other * 100:.0f}. Each manager's own machine keeps the ledger, and stops at"
        f" epsilon {YEAR_EPSILON:g} a year. This report is computed from the contributions alone, so printing it again, or"
        " laying two of them side by side, gives away nothing beyond that."
    )
