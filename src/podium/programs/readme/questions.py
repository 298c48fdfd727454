"""The questions of the interview, about twenty, each with the part its answer stands in."""

from __future__ import annotations

import msgspec


class Question(msgspec.Struct, frozen=True):
    """One question.

    Attributes:
        key: as typed after --set.
        part: where the answer goes.
        asks: the question.
        lead: words in front of the answer, where it would not be understood alone.
        example: an answer somebody could give; never written by itself.
        usual: podium's own default text, written when she says nothing else; empty for most.
    """

    key: str
    part: str
    asks: str
    example: str = ""
    usual: str = ""
    lead: str = ""


QUESTIONS = (
    Question("name", "", "What do people call you?", "Ada"),
    Question(
        "not",
        "not",
        "What is this page not?",
        "",
        "Not a contract, not rules for you, and no substitute for talking. It describes me; it asks nothing of you.",
    ),
    Question(
        "job", "job", "What is your job, in one sentence?", "I make sure the team can decide and ship without me."
    ),
    Question(
        "success",
        "job",
        "How would the team notice that you do it well?",
        "Nothing waits for me.",
        lead="You notice it when:",
    ),
    Question("hours", "hours", "When do you work?", "Monday to Friday, 9 to 18, Berlin."),
    Question(
        "after_hours",
        "hours",
        "What do you do after hours, and what does it mean for others?",
        "",
        "If I write outside my hours, it waits until your next working day.",
    ),
    Question(
        "channels", "channels", "Which channel for what?", "Chat for today, mail for this week, a document to decide."
    ),
    Question(
        "urgent",
        "channels",
        "What is urgent, and how do people reach you then?",
        "Customers cannot pay: phone me.",
        lead="Urgent:",
    ),
    Question("response", "channels", "How fast do you answer?", "Chat within half a day.", lead="Answers:"),
    Question(
        "one_on_ones", "one-on-ones", "How often are 1:1s, how long, whose agenda?", "Weekly, 30 minutes, your agenda."
    ),
    Question(
        "decide",
        "decide",
        "How do you decide, and what do others decide without you?",
        "I ask, then decide in writing.",
    ),
    Question(
        "disagree",
        "decide",
        "How does somebody disagree with you?",
        "Say 'I disagree'; I will write both views down.",
        lead="Disagree?",
    ),
    Question(
        "feedback_give",
        "feedback",
        "How and when do you give feedback?",
        "In private, within two days, about the work.",
        lead="I give it:",
    ),
    Question(
        "feedback_want",
        "feedback",
        "How do you want to hear it yourself?",
        "Directly, even in a meeting.",
        lead="I want it:",
    ),
    Question(
        "of_me",
        "expect",
        "What can people expect of you?",
        "I get you the context before the task.",
        lead="You from me:",
    ),
    Question("of_you", "expect", "What do you expect of them?", "Tell me early when a date slips.", lead="I from you:"),
    Question(
        "judged",
        "expect",
        "How is work judged, and who decides about it?",
        "By the goals we wrote down together.",
        lead="How work is judged:",
    ),
    Question("code", "code", "Do you still code or review?", "I review when asked; I do not take tickets."),
    Question("code_not", "code", "When will you not?", "Never in an incident I am not on call for.", lead="When not:"),
    Question(
        "bugs",
        "bugs",
        "Which bug of yours should people know, and what is its first sign?",
        "I jump in: I start typing.",
    ),
    Question(
        "stop", "stop", "How shall people stop you when you break this page?", "Say 'stop rule'. I will thank you."
    ),
    Question(
        "turn",
        "turn",
        "What do you ask them to tell you?",
        "",
        "If you like, tell me the same about you: your hours, how to reach you, how you want feedback. Nobody has to. "
        "And mark one line here that is unclear and one that is untrue.",
    ),
    Question(
        "promises",
        "",
        "Which promises do you make? (with ; between)",
        "no merges after 18:00; feedback within two days",
    ),
)


def question(key: str) -> Question | None:
    """The question of a key; None when there is none."""
    return next((known_question for known_question in QUESTIONS if known_question.key == key), None)
