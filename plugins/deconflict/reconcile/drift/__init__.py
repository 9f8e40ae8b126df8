"""Drift: how one speaker's words and figures travelled through the reports.

Heard        an incident's reviewed claims, with the speaker and the language of each
Words        a quote as folded words (``lexicon`` folds them)
likeness     whether two wordings are of one saying; an index that finds those that are
comparison   how two of one saying differ; ``pieces`` cuts one where its words differ
Strand       claims in the same words of one act and speaker, gathered into groups around the fullest wording
Saying       a group, or the figures of one slot, with its variants and with those who are credited
credit       sayings in sentences
"""

from __future__ import annotations

from deconflict.reconcile.drift import figures, wordings
from deconflict.reconcile.drift.heard import Heard, reports
from deconflict.reconcile.drift.saying import KINDS, Credit, Kind, Saying, Variant
from deconflict.records.incident import Incident
from deconflict.records.load import Records


def drift(records: Records, incident: Incident) -> tuple[Saying, ...]:
    """Find the sayings of an incident that two reports or more have: those of most reports first."""
    heard = Heard(records, incident)
    return tuple(sorted((*wordings.find(heard), *figures.find(heard)), key=_rank))


def _rank(saying: Saying) -> tuple[int, str, str, str, str]:
    claims = saying.claims
    return (-reports(claims), saying.slot or "", saying.base, saying.act, claims[0].id)


__all__ = ["KINDS", "Credit", "Kind", "Saying", "Variant", "drift"]
