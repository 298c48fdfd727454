"""A team of six that works with agents and without, with a known truth."""

TEAM = ("ana", "bo", "chi", "dee", "eli", "fay")
AGENT = "\\n\\nCo-authored-by:_Claude_<noreply@anthropic.com>"


def at_work(*, with_agents: int = 6, path: str = "s{n}.py", kind: str = "feature", people: int = 6) -> str:
    """Two changes of everybody a day for ten days, the first with an agent for as many people as said."""
    lines = []
    for n in range(120):
        who = TEAM[n % people]
        agent = AGENT if (n // 6) % 2 == 0 and n % people < with_agents else ""
        lines.append(
            f"2026-03-{2 + n // 12:02d} {9 + n % 8:02d}:{n % 60:02d}+0100 {who} wrote c{n} {path.format(n=n)} says={kind}:_c{n}{agent}"
        )
    return "\n".join(lines) + "\n"


def taken_back(*numbers: int) -> str:
    """Reverts of some of those changes, by another of the team."""
    return "".join(
        f'2026-03-13 10:{k:02d}+0100 bo wrote r{k} z{k}.py says=Revert_"feature:_c{n}"\n' for k, n in enumerate(numbers)
    )
