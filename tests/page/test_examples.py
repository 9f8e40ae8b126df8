"""Live examples of the rules, as the method page prints them."""

import pytest

from deconflict.page.prose import Published, RoleFault, Setting, example
from deconflict.reconcile.rules import RULES


@pytest.fixture
def setting(explainers):
    articles = tuple(Published(f"Title of {key} & more", f"/{key}", page) for key, page in sorted(explainers.items()))
    return Setting(here="/method", frame=None, explainer=None, terms={}, published=articles)


@pytest.mark.parametrize("number", RULES)
def test_every_rule_has_an_example_that_leads_to_its_row(setting, number):
    shown = example(str(number), setting)
    found = [
        row
        for article in setting.published
        for row in article.explainer.rows
        if f'href="{article.link}#{row.id}"' in shown
    ]
    assert [row.explanation.number for row in found] == [number]
    assert found[0].mark.word in shown
    assert "&amp; more" in shown


def test_the_example_is_the_fact_with_most_reports(setting):
    rows = [row for article in setting.published for row in article.explainer.rows if row.explanation.number == 3]
    assert f"#{max(rows, key=lambda row: row.reports).id}" in example("3", setting)


def test_without_records_it_says_so():
    setting = Setting(here="/method", frame=None, explainer=None, terms={})
    assert example("3", setting) == '<span class="dc-example">No fact in our records is decided by this rule.</span>'


@pytest.mark.parametrize("body", ["0", "8", "three", "３", "-1"])
def test_there_are_seven_rules(setting, body):
    with pytest.raises(RoleFault, match="rules are 1, 2, 3, 4, 5, 6, 7") as raised:
        example(body, setting)
    assert raised.value.code == "unknown-rule"
