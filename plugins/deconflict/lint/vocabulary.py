"""Vocabulary: what the package and the site explain, and the aircraft that are named."""

from __future__ import annotations

from functools import cached_property

from deconflict.lint.lexicon import Lexicon
from deconflict.page.frame import Frame


class Vocabulary:
    """What is explained, as far as one incident's facts need it."""

    def __init__(self, frame: Frame, lexicon: Lexicon) -> None:
        """Take an incident's frame and the lexicon of its words."""
        self._frame = frame
        self._world = frame.world
        self._lexicon = lexicon

    @cached_property
    def text(self) -> str:
        """All that is explained."""
        world, findings = self._world, self._frame.findings.values()
        tables = (world.units, world.hedges, world.vagues, world.prepositions)
        texts = [entry.sentence for table in tables for entry in table.values()]
        for fact in {f.fact.id: f.fact for f in findings}.values():
            texts += [fact.label, fact.definition, *fact.codes.values()]
        used = {name for source in self._frame.sources.values() for name in source.acts}
        texts += [act.what for name, act in self._frame.incident.acts.items() if name in used]
        asked = {finding.about for finding in findings}
        texts += [text for name, text in world.about_terms.items() if name in asked]
        return "\n".join(filter(None, texts))

    @cached_property
    def types(self) -> frozenset[str]:
        """Aircraft types that some claim or the vocabulary names, with their wider types."""
        findings = self._frame.findings.values()
        counts = (v.value for f in findings if f.fact.type == "count_of_type" for v in f.voices)
        named = {item.type for value in counts for item in value.items}
        named |= {finding.about for finding in findings if finding.about in self._world.aircraft}
        wider = self._world.root.wider
        return self.types_in(self.text).union(*(wider.get(kind, frozenset({kind})) for kind in named))

    def types_in(self, text: str) -> frozenset[str]:
        """Aircraft types that a text names, with their wider types."""
        wider = self._world.root.wider
        return frozenset(up for hit in self._lexicon.find(text) if hit.kind == "aircraft" for up in wider[hit.id])
