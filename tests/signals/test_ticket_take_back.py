"""Ticket take-back: tickets that were somebody else's and came to her."""

from podium.signals.ticket_take_back import TICKET_TAKE_BACK


def test_from_another_to_her(week):
    """
    2026-03-02 10:00+0100 ana assigned T-1 kind=issue of=bo
    2026-03-09 10:00+0100 ana assigned T-1 kind=issue of=ana      # taken back
    2026-03-02 11:00+0100 ana assigned T-2 kind=issue of=chi      # stayed there
    2026-03-02 12:00+0100 ana assigned T-3 kind=issue of=ana      # was hers from the start
    """
    assert week.receipts(TICKET_TAKE_BACK) == {"T-1": 1, "T-2": 0}


def test_ten_are_needed(week):
    """
    2026-03-02 10:00+0100 ana assigned T-1 kind=issue of=bo
    """
    assert week.read(TICKET_TAKE_BACK).value is None


def test_a_ticket_given_away_in_the_year_before_and_taken_back_now_counts(weeks):
    text = "".join(
        f"2025-09-0{1 + n % 5} 1{n}:00+0100 ana assigned T-{n} kind=issue of=bo\n"
        f"2026-03-0{1 + n % 5} 1{n}:00+0100 ana assigned T-{n} kind=issue of={'ana' if n < 4 else 'bo'}\n"
        for n in range(10)
    )
    measure = weeks(text).read(TICKET_TAKE_BACK)
    assert (measure.value, measure.n) == (0.4, 10)
