"""Train the shipped work-kind weights from a table of commits: same table, same bytes.

Usage: python tools/train_work_kind.py t2_commits_train.csv [src/podium/text/data/work_kind.weights]

Only commits of the permissively licensed repositories named below are read. Everything chosen (how strong the
regularisation is, how sure the odds are, how precise each path rule is, how far odds are sharpened before they are
summed, how wide an unlabelled share is) is chosen or measured on these repositories alone, judged by weights that never
saw them: each fifth of them, and for the shares each one by itself. Needs scikit-learn and about ten minutes.
"""

from __future__ import annotations

import os

os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = "1"

import csv
import json
import random
import sys
from collections import Counter, defaultdict
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import scipy.sparse as sp
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score

from podium.text.work_kind.features import Marks, read_marks
from podium.text.work_kind.judged import KINDS, LEAST_SURE
from podium.text.work_kind.paths import look_at
from podium.text.work_kind.structure import find_rule
from podium.text.work_kind.weights import FORMAT, LARGEST_BYTES, LEARNED, key_of

LICENCES = {
    "angular/angular-cli": "MIT",
    "angular/components": "MIT",
    "apache/opendal": "Apache-2.0",
    "aquasecurity/trivy": "Apache-2.0",
    "argoproj/argo-cd": "Apache-2.0",
    "clap-rs/clap": "MIT or Apache-2.0",
    "commitizen-tools/commitizen": "MIT",
    "conventional-changelog/conventional-changelog": "ISC",
    "eslint/eslint": "MIT",
    "influxdata/telegraf": "MIT",
    "microsoft/playwright": "Apache-2.0",
    "pnpm/pnpm": "MIT",
    "python-semantic-release/python-semantic-release": "MIT",
    "semantic-release/semantic-release": "MIT",
    "tauri-apps/tauri": "MIT or Apache-2.0",
    "tree-sitter/tree-sitter": "MIT",
    "vitejs/vite": "MIT",
    "vuejs/core": "MIT",
    "wandb/wandb": "MIT",
}
NAMES = {"bugfix": "fix"}
FOLDS = 5
LEAST_REPOSITORIES, LEAST_CHANGES = 3, 5  # a mark seen less widely is a habit of one house
WORDS_VOICE = 8.0
DUMMY = 3.0  # each repository gets its own intercepts in training, so that marks explain only what is left
STRENGTHS = (0.06, 0.12, 0.24)
PLAIN_PART = 0.1  # the joint model's strength, as a part of the one-against-rest one's
SMOOTH, STRONGEST = 3.0, 2.0
WINDOW, WINDOWS = 150, 40
EXPONENTS = (1.0, 1.1, 1.2, 1.3, 1.4, 1.5, 1.6, 1.7, 1.8, 1.9, 2.0)
HELD = 0.9  # how often the interval of an unlabelled share is to hold on a new repository

Array = Any


class Commits(NamedTuple):
    """The rows of the table, ready to learn from."""

    marks: list[Marks]
    rules: list[str]
    y: Array
    repos: Array
    days: Array


def read_commits(path: Path) -> Commits:
    """Read the table, keep the permissive repositories, drop repeated rows."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["repo"] in LICENCES]
    rows = list({(row["subject"].lower(), row["paths"]): row for row in reversed(rows)}.values())[::-1]
    marks, rules = [], []
    for row in rows:
        paths = [part for part in row["paths"].split("|") if part]
        marks.append(read_marks(row["subject"], row["body"], paths, int(row["n_files"])))
        rules.append(find_rule(row["subject"], {look_at(part).kind for part in paths}) or "")
    labels = [LEARNED.index(NAMES.get(row["label"], row["label"])) for row in rows]
    return Commits(
        marks, rules, np.array(labels), np.array([row["repo"] for row in rows]), np.array([row["date"] for row in rows])
    )


def choose_marks(commits: Commits, rows: Array) -> dict[int, int]:
    """Number the marks seen in enough changes of enough repositories."""
    changes: Counter[int] = Counter()
    homes: dict[int, set[str]] = defaultdict(set)
    for i in rows:
        for mark in (*commits.marks[i].shape, *commits.marks[i].words):
            changes[key_of(mark)] += 1
            homes[key_of(mark)].add(commits.repos[i])
    kept = [k for k, n in changes.items() if n >= LEAST_CHANGES and len(homes[k]) >= LEAST_REPOSITORIES]
    return {key: i for i, key in enumerate(sorted(kept))}


def lay_out(marks: list[Marks], columns: dict[int, int]) -> Array:
    """Lay marks out as a sparse matrix; words share one voice."""
    at_row, at_column, values = [], [], []
    for i, one in enumerate(marks):
        voice = WORDS_VOICE / np.sqrt(max(1, len(one.words)))
        for group, value in ((one.shape, 1.0), (one.words, voice)):
            found = [columns[key] for key in map(key_of, group) if key in columns]
            at_row += [i] * len(found)
            at_column += found
            values += [value] * len(found)
    return sp.csr_matrix((values, (at_row, at_column)), shape=(len(marks), len(columns)))


def rate_marks(x: Array, y: Array, repos: Array) -> Array:
    """Rate how much each mark moves each kind inside repositories; rare or fickle marks get a small voice."""
    present = (x > 0).astype(float)
    seen = np.stack([np.asarray(present[y == k].sum(0)).ravel() for k in range(len(LEARNED))], 1)
    expected = np.zeros_like(seen)
    for repo in sorted(set(repos)):
        here = repos == repo
        usual = np.bincount(y[here], minlength=len(LEARNED)) / here.sum()
        expected += np.asarray(present[here].sum(0)).ravel()[:, None] * usual
    return np.minimum(np.abs(np.log((seen + SMOOTH) / (expected + SMOOTH))), STRONGEST)


def _fit(x: Array, y: Array, weight: Array, strength: float) -> LogisticRegression:
    return LogisticRegression(C=strength, max_iter=200, tol=1e-4).fit(x, y, sample_weight=weight)


def fit(x: Array, y: Array, repos: Array, strength: float) -> tuple[Array, Array]:
    """Fit five one-against-rest models and one joint model, and average their weights."""
    names = sorted(set(repos))
    own = [names.index(repo) for repo in repos]
    dummies = sp.csr_matrix((np.full(len(y), DUMMY), (np.arange(len(y)), own)), shape=(len(y), len(names)))
    counts = np.bincount(y, minlength=len(LEARNED))
    weight = np.sqrt(len(y) / counts)[y]
    weight /= weight.mean()
    width, rated = x.shape[1], rate_marks(x, y, repos)
    joint = _fit(sp.hstack([x, dummies]).tocsr(), y, weight, strength * PLAIN_PART)
    weights = joint.coef_[:, :width].T / 2
    bias = (joint.intercept_ + DUMMY * joint.coef_[:, width:].mean(1)) / 2
    for k in range(len(LEARNED)):
        scaled = sp.hstack([x @ sp.diags(rated[:, k]), dummies]).tocsr()
        one = _fit(scaled, y == k, weight, strength)
        weights[:, k] += rated[:, k] * one.coef_[0][:width] / 2
        bias[k] += (one.intercept_[0] + DUMMY * one.coef_[0][width:].mean()) / 2
    return weights, bias


def judge_unseen(commits: Commits, strength: float, folds: int) -> Array:
    """Score every change by weights fitted without its repository."""
    names = sorted(set(commits.repos), key=lambda name: sha256(name.encode()).hexdigest())
    fold = np.array([names.index(repo) % folds for repo in commits.repos])
    scores = np.zeros((len(commits.y), len(LEARNED)))
    for f in range(folds):
        seen, unseen = np.where(fold != f)[0], np.where(fold == f)[0]
        columns = choose_marks(commits, seen)
        x = lay_out([commits.marks[i] for i in seen], columns)
        weights, bias = fit(x, commits.y[seen], commits.repos[seen], strength)
        scores[unseen] = lay_out([commits.marks[i] for i in unseen], columns) @ weights + bias
    return scores


def soften(scores: Array, heat: float) -> Array:
    """Turn scores into odds, less sure with more heat."""
    raised = np.exp((scores - scores.max(1, keepdims=True)) / heat)
    return raised / raised.sum(1, keepdims=True)


def choose_heat(scores: Array, y: Array) -> float:
    """Choose the heat under which the odds of unseen repositories are most honest."""
    rows = np.arange(len(y))
    heats = np.round(np.arange(0.8, 2.01, 0.02), 2)
    return float(min(heats, key=lambda heat: -np.mean(np.log(soften(scores, heat)[rows, y]))))


def measure_rules(commits: Commits) -> dict[str, list[float]]:
    """Count, for each rule, what the committers called it; rules below the bar are left out."""
    rules: dict[str, list[float]] = {}
    for name in sorted(set(commits.rules) - {""}):
        here = np.array([rule == name for rule in commits.rules])
        counts = np.bincount(commits.y[here], minlength=len(LEARNED)) + 0.2
        odds = dict(zip(LEARNED, counts / counts.sum(), strict=True))
        print(f"rule {name}: n={here.sum()}", {kind: round(float(p), 3) for kind, p in odds.items()})
        if max(odds.values()) >= LEAST_SURE:
            rules[name] = [round(float(odds.get(kind, 0.0)), 4) for kind in KINDS]
    return rules


def draw_windows(commits: Commits) -> list[tuple[str, list[int]]]:
    """Draw windows of each repository: some at random, as many of changes that follow each other."""
    draw = random.Random(20)
    windows = []
    for repo in sorted(set(commits.repos)):
        rows = np.where(commits.repos == repo)[0]
        in_order = rows[np.argsort(commits.days[rows], kind="stable")].tolist()
        for first in np.linspace(0, len(in_order) - WINDOW, WINDOWS).astype(int):
            windows.append((repo, draw.sample(rows.tolist(), WINDOW)))
            windows.append((repo, in_order[first : first + WINDOW]))
    return windows


def sharpen_odds(odds: Array, exponent: float) -> Array:
    """Raise the odds of each change to a power, so that small ones do not add up to a share that is not there."""
    raised = odds**exponent
    return raised / raised.sum(1, keepdims=True)


def miss_shares(odds: Array, commits: Commits) -> Array:
    """How far the summed odds of each window miss its true shares."""
    misses = []
    for _, window in draw_windows(commits):
        truth = np.bincount(commits.y[window], minlength=len(LEARNED)) / WINDOW
        misses.append(odds[window].mean(0) - truth)
    return np.array(misses)


def measure_shares(odds: Array, commits: Commits) -> tuple[float, list[float], list[float]]:
    """Choose the exponent, and measure the error of unlabelled shares: its conformal bound, and its spread.

    A window of a new repository is like one drawn from a repository of these, so each repository has one voice, the
    new one has one too, and that one may be anywhere: the bound is the (1 + 1/n) * 0.9 quantile over n repositories.
    """
    by_exponent = {a: np.abs(miss_shares(sharpen_odds(odds, a), commits)).mean() for a in EXPONENTS}
    exponent = min(by_exponent, key=lambda a: (round(by_exponent[a], 4), a))
    table = miss_shares(sharpen_odds(odds, exponent), commits)
    print(f"mean share error by exponent {by_exponent}; chosen {exponent}; by kind {np.abs(table).mean(0).round(3)}")
    who = np.array([repo for repo, _ in draw_windows(commits)])
    print_held(np.abs(table), who)
    wide, spread = bound_errors(np.abs(table), who), np.sqrt((table**2).mean(0))
    incident = LEARNED.index("feature")  # nothing public measures incidents; podium's own default: as wide as features
    columns = [LEARNED.index(kind) if kind in LEARNED else incident for kind in KINDS]
    return exponent, [round(float(wide[k]), 4) for k in columns], [round(float(spread[k]), 4) for k in columns]


def bound_errors(errors: Array, who: Array) -> Array:
    """The errors that a window of a new repository stays within nine times in ten."""
    n = len(set(who))
    return np.quantile(errors, min(1.0, HELD * (n + 1) / n), axis=0)


def print_held(errors: Array, who: Array) -> None:
    """Print how often the interval holds on each repository when it is fitted without it."""
    held = {repo: (errors[who == repo] <= bound_errors(errors[who != repo], who[who != repo])) for repo in set(who)}
    whole = np.concatenate(list(held.values()))
    worst = min(held, key=lambda repo: held[repo].mean())
    print(f"interval fitted without the repository holds {whole.mean():.3f}, by kind {whole.mean(0).round(3)}")
    print(f"  least on {worst}: {held[worst].mean():.3f}")


def apply_rules(odds: Array, commits: Commits, rules: dict[str, list[float]]) -> Array:
    """Put each rule's odds where it speaks."""
    out = odds.copy()
    for i, name in enumerate(commits.rules):
        if name in rules:
            out[i] = [rules[name][KINDS.index(kind)] for kind in LEARNED]
    return out


def pack(columns: dict[int, int], weights: Array, facts: dict[str, Any]) -> bytes:
    """Round the weights to small integers and write the file."""
    scale = np.abs(weights).max(0) / 127
    small = np.rint(weights / scale).astype(np.int8)
    kept = np.flatnonzero(np.abs(small).sum(1))
    keys = np.array(sorted(columns), dtype="<u4")[kept]
    head = {"format": FORMAT, "marks": len(kept), "scale": [float(f"{s:.6g}") for s in scale], **facts}
    return json.dumps(head, sort_keys=True).encode() + b"\n" + keys.tobytes() + small[kept].tobytes()


def train(table: Path) -> bytes:
    """Choose, measure, fit on everything, pack."""
    commits = read_commits(table)
    print(f"{len(commits.y)} commits of {len(set(commits.repos))} repositories")
    tried = {strength: judge_unseen(commits, strength, FOLDS) for strength in STRENGTHS}
    found = {s: f1_score(commits.y, scores.argmax(1), average="macro") for s, scores in tried.items()}
    best = max(found, key=lambda s: found[s])
    heat = choose_heat(tried[best], commits.y)
    rules = measure_rules(commits)
    odds = apply_rules(soften(tried[best], heat), commits, rules)
    with_rules = f1_score(commits.y, odds.argmax(1), average="macro")
    print(f"macro-F1 by strength {found}; chosen {best}, heat {heat}; with the rules {with_rules:.4f}")
    alone = soften(judge_unseen(commits, best, len(set(commits.repos))), heat)
    exponent, wide, spread = measure_shares(apply_rules(alone, commits, rules), commits)
    columns = choose_marks(commits, np.arange(len(commits.y)))
    weights, bias = fit(lay_out(commits.marks, columns), commits.y, commits.repos, best)
    words = {key_of(mark) for marks in commits.marks for mark in marks.words}
    voice = np.array([WORDS_VOICE if key in words else 1.0 for key in sorted(columns)])
    facts = {
        "bias": [float(f"{b / heat:.6g}") for b in bias],
        "rules": rules,
        "sharpen": exponent,
        "unlabelled_error": wide,
        "shift_spread": spread,
        "trained_on": LICENCES,
        "unseen_macro_f1": round(float(with_rules), 4),
    }
    return pack(columns, weights * voice[:, None] / heat, facts)


if __name__ == "__main__":
    target = Path(sys.argv[2] if len(sys.argv) > 2 else "src/podium/text/data/work_kind.weights")
    data = train(Path(sys.argv[1]))
    if len(data) > LARGEST_BYTES:
        raise SystemExit(f"{len(data)} bytes are over {LARGEST_BYTES}")
    target.parent.mkdir(exist_ok=True)
    target.write_bytes(data)
    print(f"{target.name}: {len(data)} bytes, sha256 {sha256(data).hexdigest()}")
