"""Wait on me: working hours from a request for her review to her first answer."""

from podium.evidence.people.me_file import Me, MeFile
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


def test_without_any_clock_of_hers_a_wait_has_no_length(week):
    """
    2026-03-02 09:00 bo  requested web#1 of=ana
    2026-03-02 11:00 ana reviewed  web#1 of=bo state=approved
    """
    assert week.receipts(WAIT_ON_ME) == {}


def test_a_wait_is_counted_by_the_clock_her_commits_tell(weeks):
    """Nine in the morning in Berlin is eight in London and three in New York."""
    commits = "".join(f"2026-02-{d:02d} {h}:00+0100 ana wrote c{d}{h} a.py\n" for d in range(1, 29) for h in (10, 11))
    asked = "2026-02-20 06:00 bo requested web#1 of=ana\n2026-02-20 10:00 ana reviewed web#1 of=bo\n"
    assert weeks(commits + asked).receipts(WAIT_ON_ME) == {"web#1": 2 * 3600}


def test_a_wait_over_a_clock_change_counts_working_hours_only(weeks):
    """Friday 16:00 to Monday 11:00 in Berlin, the clocks go forward on Sunday: two hours and two hours."""
    me = Me(emails=("ana@example.org",), aliases=("ana",), hours="Mon-Fri 09:00-18:00", zone="Europe/Berlin")
    asked = "2026-03-27 15:00 bo requested web#1 of=ana\n2026-03-30 09:00 ana reviewed web#1 of=bo\n"
    assert weeks(asked, file=MeFile(me=me)).receipts(WAIT_ON_ME) == {"web#1": 4 * 3600}
