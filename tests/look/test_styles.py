"""The style sheets that readers get mean what those that we write mean: packing them loses nothing."""

import pytest
from playwright.sync_api import Browser

from deconflict.site import assets

#: Selectors with the names of what they set; values may be written shorter.
RULES = """(text) => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(text);
  const read = (rules) => [...rules].flatMap((rule) => [
    ...(rule.selectorText ? [`${rule.selectorText} { ${[...rule.style].sort().join(" ")} }`] : []),
    ...(rule.cssRules ? read(rule.cssRules) : []),
  ]);
  return read(sheet.cssRules);
}"""
SHEETS = sorted(name for name in assets.read() if name.endswith(".css"))


@pytest.mark.parametrize("name", SHEETS)
def test_packed_styles_have_the_same_rules(browser: Browser, name: str) -> None:
    page = browser.new_page()
    written = page.evaluate(RULES, assets.written(name))
    packed = page.evaluate(RULES, assets.read()[name])
    page.close()
    assert len(written) > 20
    assert packed == written
