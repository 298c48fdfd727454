"""The words of the first screen: its head, the four states, the reasons, and what to do next."""

from podium.sentences import Sentence

STATES = {
    "in it": ("●", "caught"),
    "watch": ("◐", "watch"),
    "clear": ("○", "clear"),
    "not enough evidence": ("?", "not enough"),
}
SOURCES = {
    "journal": "your journal",
    "calendar": "your calendar",
    "incidents": "your incidents",
    "tickets": "your tickets",
    "code review": "your code reviews",
    "chat": "your chat",
}

SENTENCES = (
    Sentence("head.window", "{weeks} to {day}"),
    Sentence("head.today", "newest change today"),
    Sentence("head.age", "newest change {count} days old", "newest change {count} day old"),
    Sentence("head.private", "only you see this"),
    Sentence("head.example", "an example: this team is made up"),
    Sentence("state.in it", "caught: the marks of it are strong."),
    Sentence("state.watch", "watch: some marks of it are there."),
    Sentence("state.clear", "clear: podium looked and saw none of it."),
    Sentence("state.not enough evidence", "not enough: too little was read to tell."),
    Sentence("reason.needs", "needs {needs}."),
    Sentence("reason.fewer", "{count} of the {needed} {rows} it needs."),
    Sentence("reason.people", "numbers of a team need five people."),
    Sentence("reason.leads", "does not apply to a team as small as yours."),
    Sentence("reason.once", "up for one month only: {short}."),
    Sentence("reason.doubt", "first say which addresses are yours."),
    Sentence("reason.role", "landing the work of others is your job."),
    Sentence("reason.little", "too little to tell yet."),
    Sentence("finding.usual", "usual: {usual}"),
    Sentence("finding.clears", "this clears at: {usual}."),
    Sentence("next.me", "say which addresses are yours"),
    Sentence("next.role", "say whether you land the work of others by role"),
    Sentence("next.connect", "connect what is missing"),
    Sentence("next.nothing", "nothing needs you today"),
    Sentence("since.new", "new: {names}."),
    Sentence("since.gone", "gone: {names}."),
    Sentence("since.same", "nothing new since {day}."),
    Sentence("missing.calendar", "your calendar: 1:1s held, moved or lost to incidents. It takes 2 minutes."),
    Sentence("missing.journal", "a journal: your goals, your wins and those you serve. It takes 2 minutes."),
    Sentence("missing.incidents", "your incidents: what broke, what came back, and who was called."),
    Sentence("missing.tickets", "your tickets: what was planned, and what came back to you."),
    Sentence("missing.code review", "your code reviews: who waits for you, and for how long."),
    Sentence("missing.chat", "your chat: how much of it is about incidents."),
    Sentence("unseen", "{count} things could not be read", "{count} thing could not be read"),
    Sentence("all", "everything, sorted by trap"),
    Sentence("all.more", "{count} more findings", "{count} more finding"),
    Sentence("all.fine", "fine"),
    Sentence("all.unknown", "not known yet"),
)
