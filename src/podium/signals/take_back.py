"""Take-back: my changes that deleted lines somebody else had just written."""

from podium.core.folds import share
from podium.core.measure import Words
from podium.signals import Signal

TAKE_BACK = Signal(
    name="take-back",
    asks="What share of my changes deleted or rewrote lines that somebody else had written in the fourteen days before?",
    words=Words(
        "rewrites of others' recent work",
        "{hits} of your {total} changes rewrote lines others had written in the two weeks before.",
    ),
    rows="""
        select min(at_s) as moment, ref,
               case when sum(case when verb = 'rewrote' and state = 'confirmed' then 1 else 0 end) > 0 then 1
                    when sum(case when verb = 'rewrote' then 1 else 0 end) > 0 then null
                    else 0 end as amount
        from ours
        where by_me = 1 and (verb = 'touched' and n_paths <= 30 or verb = 'rewrote')
        group by ref
    """,
    fold=share,
    least=10,
    rows_are="changes of yours",
    blind_to=(
        "whether you were asked to; fewer than three lines of a file; pushes to a branch that was later squashed; a shared "
        "copy, which carries no lines"
    ),
    confounders=(
        "illness and leave of the other; left out are manifests, lock files, change logs, generated and vendored files, "
        "tests, pipelines, expected outputs, files half the team touched, old work landed anew, bumps, releases, ports, moves "
        "and formatting runs, lines that only moved or of which most stands on, and work you signed together"
    ),
    source="reverse delegation; ten per cent and the fourteen days are set by podium",
    grade="weak",
    counter="working on each other's code is also how a team shares it",
    better="lower",
    informs=("tickets", "code review"),
    version=4,
)
