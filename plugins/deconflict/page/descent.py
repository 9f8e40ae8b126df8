"""Who relies on whom, as the page draws and lists it, and what would be found without the editor's decisions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from deconflict.page import fragments
from deconflict.page.dates import spoken
from deconflict.page.facts import UneditedView
from deconflict.page.frame import Frame
from deconflict.page.marks import MARKS
from deconflict.page.reports import BranchView, DescentView, InferredView, LeafView, RootView
from deconflict.reconcile.descent import Branch, Leaf, Root, counted_reports, descent
from deconflict.reconcile.findings import Finding
from deconflict.reconcile.names import capital, counted, listed
from deconflict.reconcile.origins import main_origin
from deconflict.records.source import Source

#: Branches by their place: the root's number and the branch's.
_Place = tuple[int, int]


def build(frame: Frame) -> DescentView:
    """Build the view of all origins, acts and reports."""
    roots = descent(frame.records, frame.incident)
    named = _named(roots, frame)
    return DescentView(
        summary=_summary(roots, frame),
        roots=tuple(
            RootView(
                label=frame.names.origin(root.origin),
                tone=frame.tone(root.party),
                reports=len(root.reports),
                note=_note(root, frame),
                own=root.outlet,
                branches=tuple(_branch(b, frame, (n, m), named) for m, b in enumerate(root.branches)),
            )
            for n, root in enumerate(roots)
        ),
        decisions=tuple(_decisions(frame)),
    )


def _named(roots: Sequence[Root], frame: Frame) -> dict[str, _Place]:
    """Where each report's name is drawn: under the origin that it mainly draws on, at the act that it lists first."""
    found: dict[str, tuple[bool, int, _Place]] = {}
    for n, root in enumerate(roots):
        for m, branch in enumerate(root.branches):
            for leaf in branch.reports:
                source = frame.sources[leaf.key]
                main = main_origin(source, frame.incident, frame.sources) == root.origin
                act = branch.act.id if branch.act else ""
                turn = source.acts.index(act) if act in source.acts else len(source.acts)
                rank = (not main, turn, (n, m))
                found[leaf.key] = min(found.get(leaf.key, rank), rank)
    return {key: place for key, (_, _, place) in found.items()}


def _branch(branch: Branch, frame: Frame, place: _Place, named: dict[str, _Place]) -> BranchView:
    act = branch.act
    return BranchView(
        said_on=act.said_on or "" if act else "",
        said_words="no act" if act is None else spoken(act.said_on) if act.said_on else "no date",
        name=capital(act.name) if act else "Told to the report alone, or its own words",
        leaves=tuple(_leaf(leaf, frame, place, named) for leaf in branch.reports),
    )


def _leaf(leaf: Leaf, frame: Frame, place: _Place, named: dict[str, _Place]) -> LeafView:
    main = named[leaf.key] == place
    return LeafView(
        id=fragments.of_source(leaf.key),
        name=short(frame.sources[leaf.key]),
        how=leaf.how,
        of=(fragments.of_source(leaf.of), short(frame.sources[leaf.of])) if leaf.of else ("", ""),
        main=main,
        hangs=main and leaf.of is not None and named[leaf.of] == place,
    )


def short(source: Source) -> str:
    """A publisher's name without what stands in brackets."""
    return source.publisher.split(" (")[0]


def _summary(roots: Sequence[Root], frame: Frame) -> str:
    """Say how few origins the reports come down to."""
    reports = counted_reports(roots)
    heard = [root for root in roots if not root.outlet]
    parts = [f"{frame.names.origin(root.origin)} ({counted(len(root.reports), 'report')})" for root in heard]
    own = len(roots) - len(heard)
    if own:
        parts.append("an outlet's own words" if own == 1 else f"{own} outlets' own words")
    rely = "relies" if reports == 1 else "rely"
    more = " A report can draw on several." if sum(len(root.reports) for root in roots) > reports else ""
    return f"{counted(reports, 'report')} {rely} on {counted(len(roots), 'origin')}: {listed(parts)}.{more}"


def _note(root: Root, frame: Frame) -> str:
    """Say what an editor decided about an origin."""
    joined = sorted({o for d in root.decisions for o in d.of} - {root.origin})
    if joined:
        return f"with {listed([frame.names.origin(o) for o in joined])}, by an editor's decision"
    return "split off by an editor's decision" if any(branch.decision for branch in root.branches) else ""


def _decisions(frame: Frame) -> Iterator[tuple[str, str, str]]:
    acts, names = frame.incident.acts, frame.names
    for decision in frame.incident.independence:
        into = names.origin(decision.into)
        if decision.kind == "join":
            words = f"{listed([names.origin(o) for o in decision.of])} count as one origin, {into}."
        else:
            words = f"{into} counts as an origin of its own: {listed([acts[a].name for a in decision.of])}."
        yield words, decision.reason, f"{decision.by}, {spoken(decision.date.isoformat())}"


def unedited(finding: Finding) -> UneditedView | None:
    """What a row would be without the editor's decisions, where that is another verdict or number of origins."""
    other = finding.unedited
    if other is None or (other.verdict, len(other.origins)) == (finding.verdict, len(finding.origins)):
        return None
    return UneditedView(
        verdict=other.verdict,
        word=MARKS[other.verdict].word,
        origins=len(other.origins),
        counts=counted(len(other.origins), "origin"),
    )


def inferred(source: Source, frame: Frame) -> InferredView | None:
    """What a report was measured to repeat."""
    near = source.near_copy
    if near is None or near.of not in frame.sources:
        return None
    return InferredView(
        id=fragments.of_source(near.of),
        name=short(frame.sources[near.of]),
        containment=near.containment,
        percent=near.percent,
        shingles=near.shingles,
        measured=spoken(near.measured.isoformat()),
        measured_iso=near.measured.isoformat(),
    )
