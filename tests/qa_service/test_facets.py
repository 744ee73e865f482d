"""Facets: counts that a reader can rely on."""

from __future__ import annotations

from datetime import date

from qa_service.engine import Engine
from qa_service.facets import facets_of
from qa_service.filters import admitted
from qa_service.model import Filters

pytest_plugins = ["api_fixtures"]

TODAY = date(2026, 11, 22)


def counted(engine: Engine, filters: Filters) -> dict[str, dict[str | int, int]]:
    facets = facets_of(engine.searcher.documents, filters, TODAY)
    return {facet.name: {value.value: value.count for value in facet.values} for facet in facets}


def test_each_count_is_what_choosing_the_value_leaves(engine: Engine) -> None:
    documents = engine.searcher.documents
    for name, values in counted(engine, Filters()).items():
        for value, count in values.items():
            chosen: dict[str, tuple[str | int, ...]] = {name: (value,)}
            verdicts, _ = admitted(documents, Filters(**chosen), TODAY)  # type: ignore[arg-type]
            assert sum(verdicts) == count > 0, (name, value)


def test_a_facet_is_counted_under_the_other_facets(engine: Engine) -> None:
    free = counted(engine, Filters())
    kind = next(iter(free["kinds"]))
    narrowed = counted(engine, Filters(kinds=(str(kind),)))
    assert narrowed["kinds"] == free["kinds"]
    assert sum(narrowed["regions"].values()) <= free["kinds"][kind]


def test_what_is_chosen_is_shown_even_at_zero(engine: Engine) -> None:
    kinds = [str(kind) for kind in counted(engine, Filters())["kinds"]]
    documents = engine.searcher.documents
    other = next(d for d in documents if d.metadata.kind != kinds[0])
    facets = facets_of(documents, Filters(documents=(other.id,), kinds=(kinds[0],)), TODAY)
    chosen = {f.name: [v.value for v in f.values if v.chosen] for f in facets}
    assert chosen["kinds"] == [kinds[0]]
    assert chosen["documents"] == [other.id]


def test_validity_is_a_hard_filter(engine: Engine) -> None:
    states = counted(engine, Filters())["validity"]
    assert "expired" in states
    answer = engine.ask("租金补贴", filters=Filters(validity=("expired",)), k=20, today=TODAY)
    assert {hit.document.validity.state for hit in answer.hits} == {"expired"}
    answer = engine.ask("租金补贴", filters=Filters(validity=("expiring",)), today=TODAY)
    if "expiring" not in states:
        assert answer.hits == () and "将届满" in answer.reason
