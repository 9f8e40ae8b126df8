"""Origins: the organisation behind a claim, which is the unit of independence.

origin(claim) is the organisation of the act that the claim names, else of its speaker's act. An act without an
organisation is the outlet itself, ``outlet:<publisher>``; for a copy the publisher of the original.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from deconflict.records.incident import Incident
from deconflict.records.source import Claim, Source

#: Prefix of origins that are outlets.
OUTLET_PREFIX = "outlet:"


def origin(claim: Claim, source: Source, incident: Incident, sources: Mapping[str, Source]) -> str:
    """Name the organisation behind a claim."""
    organisation = incident.acts[claim.act].organisation
    if organisation is not None:
        return organisation
    return OUTLET_PREFIX + publisher_slug(original(source, sources).publisher)


def original(source: Source, sources: Mapping[str, Source]) -> Source:
    """Follow copies back to the report that the chain began with."""
    seen = {source.key}
    while source.copy_of is not None and source.copy_of in sources and source.copy_of not in seen:
        source = sources[source.copy_of]
        seen.add(source.key)
    return source


def publisher_slug(publisher: str) -> str:
    """Fold a publisher's name: what stands before a bracket, lower case, no apostrophes, hyphens between words."""
    name = re.sub("['\u2019]", "", publisher.split(" (", maxsplit=1)[0].lower())
    return re.sub(r"[\W_]+", "-", name).strip("-")


def tree(sources: Mapping[str, Source]) -> dict[str, tuple[str, ...]]:
    """For each source the sources that copy it directly, in order of keys."""
    found: dict[str, list[str]] = {key: [] for key in sources}
    for source in sources.values():
        if source.copy_of in found:
            found[source.copy_of].append(source.key)
    return {key: tuple(sorted(copies)) for key, copies in found.items()}
