"""The prose linter: what an article's sentences say, held against what the records of its incident say.

Evidence     everything that the records, and what follows from them, allow a sentence to say
Sentence     a sentence of a passage, with its roles, citations, links and the values seen in it
lint         findings of an article; a pure function of its passages and the evidence
Tally        findings of many files as diagnostics, counted
"""

from __future__ import annotations

from deconflict.lint.article import Report, Tally, lint
from deconflict.lint.evidence import Evidence, build

__all__ = ["Evidence", "Report", "Tally", "build", "lint"]
