"""Facts, verdicts and claims as JSON; keys are stable, fragments name places on the page."""

from __future__ import annotations

import json
from typing import Any

from deconflict.page.explainer import Explainer
from deconflict.page.reports import InferredView
from deconflict.render.exports.about import About
from deconflict.render.exports.csv import claims

FORMAT = 1


def render(page: Explainer, about: About) -> str:
    """Write one object: about, incident, facts, claims, sources."""
    facts = [
        {
            "slot": row.slot,
            "label": row.label,
            "subject": row.subject or None,
            "definition": row.definition,
            "verdict": row.verdict,
            "summary": row.headline,
            "agreed_on": list(row.agreed),
            "one_origin_detail": [*row.finer, *row.apart],
            "slips": list(row.slips),
            "reports": row.reports,
            "origins": row.origins,
            "sides": row.parties,
            "rule": row.explanation.number,
            "why": row.explanation.why,
            "compared": list(row.explanation.compared),
            "would_change": list(row.explanation.change),
            "override": row.override,
            "unedited": {"verdict": row.unedited.verdict, "origins": row.unedited.origins} if row.unedited else None,
            "fragment": row.id,
        }
        for row in page.rows
    ]
    said = [
        {
            "id": claim.id,
            "slot": claim.slot,
            "value": claim.stated,
            "words": claim.words,
            "stance": claim.stance,
            "speaker": claim.speaker,
            "role": claim.role or None,
            "party": claim.party,
            "origin": claim.origin,
            "source": claim.source,
            "quote": claim.quote,
            "part": claim.part,
            "resolved": claim.resolved,
            "note": claim.note,
            "counted": counted,
            "fragment": claim.ref,
        }
        for _, claim, counted in claims(page)
    ]
    sayings = [
        {
            "words": saying.base,
            "fact": saying.row,
            "language": None if saying.row else saying.language,
            "kinds": list(saying.kinds),
            "credits": [{"text": c.text, "claims": [p.claim for p in c.prints]} for c in saying.credits],
            "variants": [
                {"kind": v.kind, "words": v.text, "changes": list(v.changes), "claims": [p.claim for p in v.prints]}
                for v in saying.variants
            ],
            "not_compared": list(saying.abroad),
        }
        for saying in page.drift.sayings
    ]
    sources = [
        {
            "key": source.key,
            "publisher": source.publisher,
            "title": source.title,
            "published": source.published,
            "language": source.language,
            "url": source.url,
            "original_url": source.original_url,
            "archive_url": source.archive_url,
            "sha256": source.sha256,
            "read": "full" if source.read_in_full else "excerpt",
            "kind": source.kind,
            "attributed_to": source.attributed_to,
            "copy_of": source.copy_of[0].removeprefix("source-") if source.copy_of else None,
            "near_copy": _inferred(source.inferred),
            "note": source.note,
        }
        for source in page.sources
    ]
    body: dict[str, Any] = {
        "format": FORMAT,
        "title": about.title,
        "page": about.page,
        "licence": {"name": about.licence, "url": about.licence_url},
        "attribution": about.credit,
        "incident": {"key": page.key, "code": page.code, "date": page.date, "title": page.title, "status": page.status},
        "facts": facts,
        "claims": said,
        "sayings": sayings,
        "sources": sources,
    }
    return json.dumps(body, ensure_ascii=False, indent=1) + "\n"


def _inferred(near: InferredView | None) -> dict[str, Any] | None:
    if near is None:
        return None
    return {
        "of": near.id.removeprefix("source-"),
        "inferred": True,
        "containment": near.containment,
        "shingles": near.shingles,
        "measured": near.measured_iso,
    }
