"""Every page of the built site carries the strict policy and holds nothing that breaks it."""

from pathlib import Path

from tests.support import policy
from tests.support.problem import listing

# The one page that may run WebAssembly, for its search index.
SEARCH = policy.POLICY.replace("script-src 'self'", "script-src 'self' 'wasm-unsafe-eval'")


def test_policy_is_there_and_kept(site: Path) -> None:
    problems = policy.check(site, exceptions={"search.html": SEARCH, "search/index.html": SEARCH})
    assert not problems, listing(problems)
