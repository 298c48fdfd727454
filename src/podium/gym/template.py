"""The scenario a new one starts from: it passes the check as it stands."""

from __future__ import annotations

TEMPLATE = """\
# A title that says what is hard
talk: 1
// The trap it trains against: code-refuge, meritocracy-myth, eq-blind-spots, tunnel-vision or firefighting.
trap: eq-blind-spots
// Rehearse a situation, never a person you know: `podium gym check` refuses names from your journal.
you: Sam, engineering manager
with: Iris, engineer in the team
about: One or two sentences on what this talk is for.
// What only listening uncovers. Mark the line that tells it with ~!
fact: She was told something that you do not know.
mood: trust 4, guard 5, clarity 1, commit 1
temper: blame guard+1
turns: 10 => stalled
must: gap = observe | expect; hear-her = ask.open & reflect; next-step = commit
never: label, threat

## open
> You wanted to see me?
- [blame] You keep missing the dates we gave.
- [ask.open] How does the last month look from your side?
- [observe] Two of the last three dates slipped by a week.
- [hedge] It's maybe a bit late, sort of.
~ blame: Here we go. (I knew it.)
~ observe: That is true. (At least it is a fact.)
~ else: What is this about?
=> leaves if guard >= 9
=> reason if clarity >= 2 | trust >= 5 | turn >= 4
## reason
> It is not as simple as it looks.
- [reflect] It sounds like there is something behind it.
- [ask.open] What made the last one so hard to hold?
- [advise] You should plan with more time.
- [label] You're careless with dates, I have to say.
~! reflect & trust >= 5: I was told the old plan still holds. (Finally.)
~ reflect & not fact: Maybe. (Not yet.)
~ label: Thanks. (That is that.)
~ else: It was a lot.
=> leaves if guard >= 9
=> close if fact | turn >= 6
## close
> What now?
- [threat] If this happens again, there will be consequences.
- [commit] I'll ask who changed the plan and tell you by Friday.
- [expect] The bar is a date we both wrote down.
- [dismiss] It's not a big deal, next time it works out.
~ threat: I see. (I will look around.)
~ else: All right.
=> leaves if guard >= 8
=> agreed if guard <= 3 & trust >= 5 & fact & gap & hear-her & next-step
=> polite if commit >= 3
## END agreed
> Thank you. I will bring you the dates myself.
## END polite
> Sure.
## END leaves
> I would rather stop here.
## END stalled
> I have another meeting.
"""
