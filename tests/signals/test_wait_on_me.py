"""Wait on me: working hours from a request for her review to her first answer."""

from podium.signals.wait_on_me import WAIT_ON_ME


def test_nights_and_weekends_do_not_count(week):
    """
    2026-03-02 09:00+0000 bo  requested web#1 of=ana
    2026-03-02 11:00+0000 ana reviewed  web#1 of=bo state=approved   # two hours
    2026-03-06 17:00+0000 bo  requested web#2 of=ana                 # Friday, an hour before the end
    2026-03-09 10:00+0000 ana commented web#2 of=bo                  # Monday, an hour in
    2026-03-09 11:00+0000 bo  requested web#3 of=ana                 # never answered
    2026-03-09 12:00+0000 bo  requested web#4 of=chi                 # not hers
    """
    assert week.receipts(WAIT_ON_ME) == {"web#1": 7200, "web#2": 7200}


def test_twenty_answers_are_needed(week):
    """
    2026-03-02 09:00+0000 bo  requested web#1 of=ana
    2026-03-02 11:00+0000 ana reviewed  web#1 of=bo state=approved
    """
    assert week.read(WAIT_ON_ME).value is None
