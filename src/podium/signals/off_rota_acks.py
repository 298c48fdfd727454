"""Off-rota acknowledgements: pages I took that were not mine."""

from podium.core.folds import count
from podium.core.measure import Words
from podium.signals import Signal
from podium.signals.first_mover import of_firsts

OFF_ROTA_ACKS = Signal(
    name="off-rota-acks",
    asks="How many incidents did I acknowledge or join off rota and unpaged?",
    words=Words(
        "pages that were not yours",
        "you stepped into {count} incidents that had not called you.",
        "you stepped into {count} incident that had not called you.",
        unit=("incident", "incidents"),
    ),
    rows=of_firsts("""
        select touched_s as moment, ref, is_unasked as amount
        from firsts
        where touched_s is not null
              and (select count(*) from ours where verb = 'on_call') > 0
    """),
    fold=count,
    least=1,
    rows_are="incidents you touched",
    blind_to="shifts no rota knows of; everything, while no rota is connected or declared",
    confounders="your own rota weeks (connect the rota or declare it)",
    source="not paged, do not acknowledge (PagerDuty)",
    grade="weak",
    over="quarter",
    better="lower",
    informs=("incidents",),
)
