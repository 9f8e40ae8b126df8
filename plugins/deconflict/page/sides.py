"""What each side says: its dated statements, its answers to the key facts, and where it is silent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from deconflict.page.dates import spoken
from deconflict.page.evidence import claim_view, position_view
from deconflict.page.explainer import SideView
from deconflict.page.facts import PositionView, RowView
from deconflict.page.frame import Frame
from deconflict.page.reports import ActView
from deconflict.reconcile.answers import is_slip, leading
from deconflict.records.incident import Act


def build(frame: Frame, rows: Mapping[str, RowView], key_slots: Sequence[str]) -> tuple[SideView, ...]:
    """One view for each party."""
    return tuple(_side(party, frame, rows, key_slots) for party in frame.parties)


def acts(frame: Frame, keep: Sequence[str]) -> tuple[ActView, ...]:
    """Acts by date, those without one last."""
    shown = [frame.incident.acts[act] for act in keep]
    shown.sort(key=lambda a: (a.said_on is None, a.said_on or "", a.id))
    return tuple(act_view(a, frame) for a in shown)


def act_view(act: Act, frame: Frame) -> ActView:
    """Show one act with the number of reports that draw on it."""
    return ActView(
        id=f"act-{act.id}",
        said_on=act.said_on or "",
        said_words=spoken(act.said_on) if act.said_on else "no date",
        what=act.what,
        organisation=act.organisation or "",
        reports=sum(act.id in s.acts for s in frame.sources.values()),
    )


def _side(party: str, frame: Frame, rows: Mapping[str, RowView], key_slots: Sequence[str]) -> SideView:
    used = {v.claim.act for f in frame.findings.values() for v in (*f.voices, *(o for o, _ in f.left_out))}
    mine = [a.id for a in frame.incident.acts.values() if a.id in used and frame.incident.party_of.get(a.side) == party]
    answers: dict[str, tuple[RowView, tuple[PositionView, ...]]] = {}
    for slot, finding in frame.findings.items():
        views = [
            position_view(p, voices, finding, frame)
            for p in leading(finding, frame.world, party)
            if not is_slip(finding, p, party) and (voices := [v for v in p.voices if v.party == party])
        ]
        if views:
            answers[slot] = (rows[slot], tuple(views))
    no_answer = [
        claim_view(v, f, frame, why)
        for f in frame.findings.values()
        for v, why in f.left_out
        if why == "open" and v.party == party
    ]
    return SideView(
        party=party,
        name=frame.names.party_in_full(party),
        tone=frame.tone(party),
        acts=acts(frame, mine),
        answers=tuple(answers[s] for s in key_slots if s in answers),
        further=len(answers.keys() - set(key_slots)),
        silent_on=tuple(rows[s] for s in key_slots if s in rows and s not in answers),
        no_answer=tuple(no_answer),
    )
