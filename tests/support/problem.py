"""One fault that an instrument found in a built site."""

from collections.abc import Iterable

import msgspec


class Problem(msgspec.Struct, frozen=True, order=True):
    """A fault: the page (path below the output root), its line (0 if unknown), what it points at, and why."""

    page: str
    target: str
    reason: str
    line: int = 0

    def __str__(self) -> str:
        place = f"{self.page}:{self.line}" if self.line else self.page
        return f"{place}: {self.target}: {self.reason}" if self.target else f"{place}: {self.reason}"


def listing(problems: Iterable[Problem], limit: int = 40) -> str:
    """Render problems one to a line for an assertion message, cut after `limit` lines."""
    lines = [str(problem) for problem in problems]
    more = [f"... and {len(lines) - limit} more"] if len(lines) > limit else []
    return "\n".join([f"{len(lines)} problem(s)", *lines[:limit], *more])
