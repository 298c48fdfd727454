"""Precision and recall of whose hands: python -m bench.hands MIRRORS.

MIRRORS holds the histories as `owner+name/repo`, each a git folder. The labels are `labels.csv`: history, commit, and what a
person read in it: agent, automation or none. The histories were drawn from `histories.txt` with the seed written there.
"""

from __future__ import annotations

import csv
import subprocess
import sys
import time
from collections import Counter, defaultdict
from pathlib import Path

from podium.core.automation import habits_of, is_doubtful, kind_of
from podium.core.hands import hand_of
from podium.sources.git import open_repository
from podium.sources.git.agent_marks import read_notes

HERE = Path(__file__).parent
FORMAT = "%H%x00%an%x00%ae%x00%B%x01"
SAID = {"with an agent": "agent", "by an agent": "agent", "by automation": "automation", "no mark": "none"}


def main(mirrors: Path) -> None:
    """Print the table of marks and the share of lines of repositories with notes."""
    wanted: dict[str, dict[str, str]] = defaultdict(dict)
    with (HERE / "labels.csv").open(encoding="utf-8", newline="") as file:
        for history, commit, label in csv.reader(file):
            wanted[history][commit] = label
    hits, calls, truth = Counter[str](), Counter[str](), Counter[str]()
    by_mark: dict[str, Counter[bool]] = defaultdict(Counter)
    read = 0
    began = time.process_time()
    for history, labels in sorted(wanted.items()):
        for commit, name, address, message in commits(mirrors / history / "repo", labels):
            hand, mark = hand_of(name, address, message)
            said, label = SAID[hand], labels[commit[:12]]
            if said == "none" and is_doubtful(name, address) and is_machine(mirrors / history / "repo", name, address):
                said, mark = "automation", "habits"
            read += 1
            truth[label] += 1
            calls[said] += 1
            hits[label] += said == label
            if said != "none":
                by_mark[f"{said}: {mark}"][said == label] += 1
    print(f"{read} commits of {len(wanted)} histories, {time.process_time() - began:.1f} s")
    for label in ("agent", "automation"):
        precision, recall = hits[label] / calls[label], hits[label] / truth[label]
        print(f"{label}: precision {precision:.3f} of {calls[label]}, recall {recall:.3f} of {truth[label]}")
    for mark, counts in sorted(by_mark.items(), key=lambda item: -item[1].total()):
        print(f"  {mark}: {counts[True]} of {counts.total()}")
    for folder in sorted(mirrors.glob("*/repo")):
        share_of_lines(folder)


def commits(folder: Path, labels: dict[str, str]) -> list[list[str]]:
    """Hash, author and message of the commits named by their first twelve digits."""
    said = "".join(f"{commit}\n" for commit in labels)
    words = ["git", "-C", str(folder), "log", "--no-walk=unsorted", "--stdin", f"--format={FORMAT}"]
    out = subprocess.run(words, input=said.encode(), capture_output=True, check=True).stdout.decode("utf-8", "replace")
    return [row.lstrip("\n").split("\0") for row in out.split("\x01") if row.strip("\n")]


def is_machine(folder: Path, name: str, address: str) -> bool:
    """Whether the changes of a name that sounds like automation look like a machine's."""
    words = ["git", "-C", str(folder), "log", "--format=%an%x00%ae%x00%P%x00%ct%x00%s", "HEAD"]
    out = subprocess.run(words, capture_output=True, check=True).stdout.decode("utf-8", "replace")
    rows = [line.split("\0", 4) for line in out.split("\n") if line]
    own = [(row[4], " " in row[2], int(row[3])) for row in rows if row[0] == name and row[1] == address]
    return kind_of(name, address, habits_of(own))[0] == "bot"


def share_of_lines(folder: Path) -> None:
    """Of the lines added by commits that carry a note: what the notes give to agents, and what lies in marked commits."""
    repository = open_repository(folder)
    if not repository.notes_tip:
        return
    notes = read_notes(repository, {})
    listed = subprocess.run(
        ["git", "-C", str(folder), "rev-list", "--no-merges", "HEAD"], capture_output=True, check=True
    )
    noted = [commit for commit in listed.stdout.decode().split() if commit in notes]
    added_all = agents = claimed = marked = count = 0
    for start in range(0, len(noted), 50):
        for commit, name, address, message, added in numbered(folder, noted[start : start + 50]):
            lines = min(added, notes[commit].agent_lines)
            is_marked = lines > 0 or SAID[hand_of(name, address, message)[0]] == "agent"
            count, added_all, agents = count + 1, added_all + added, agents + lines
            claimed += added * (SAID[hand_of(name, address, message)[0]] == "agent")
            marked += added * is_marked
    if added_all:
        print(
            f"{folder.parent.name}: {count} commits with a note, {added_all} added lines; by agents, as the notes say:"
            f" {agents / added_all:.3f}; in changes marked without notes {claimed / added_all:.3f}, with them"
            f" {marked / added_all:.3f}"
        )


def numbered(folder: Path, chunk: list[str]) -> list[tuple[str, str, str, str, int]]:
    """Commit, author, message and added lines; a commit whose files are not all there is left out."""
    words = ["git", "-C", str(folder), "log", "--no-walk=unsorted", "--stdin", "--numstat", f"--format=%x02{FORMAT}"]
    done = subprocess.run(words, input="\n".join(chunk).encode(), capture_output=True, check=False)
    if done.returncode and len(chunk) > 1:
        return [row for commit in chunk for row in numbered(folder, [commit])]
    found = []
    for record in done.stdout.decode("utf-8", "replace").split("\x02")[1:] if not done.returncode else ():
        head, _, stat = record.partition("\x01")
        commit, name, address, message = head.split("\0")
        added = sum(int(line.split("\t")[0]) for line in stat.split("\n") if line[:1].isdigit())
        found.append((commit, name, address, message, added))
    return found


if __name__ == "__main__":
    main(Path(sys.argv[1]))
