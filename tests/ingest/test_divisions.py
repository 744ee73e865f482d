"""Administrative divisions: the longest name at each place, and what lies in what."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.divisions import COUNTY, PREFECTURE, PROVINCE, around, named_divisions


def named(text: str) -> list[tuple[str, str, int, bool]]:
    return [
        (text[n.start : n.end], n.divisions[0].name, n.divisions[0].size, n.full)
        for n in named_divisions(text)
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", []),
        ("区里的规划", []),
        ("上海市黄浦区", [("上海市", "上海市", PROVINCE, True), ("黄浦区", "黄浦区", COUNTY, True)]),
        ("浦东新区与浦东", [("浦东新区", "浦东新区", COUNTY, True), ("浦东", "浦东新区", COUNTY, False)]),
        (
            "内蒙古呼和浩特",
            [("内蒙古", "内蒙古自治区", PROVINCE, False), ("呼和浩特", "呼和浩特市", PREFECTURE, False)],
        ),
        ("香港和台湾", [("香港", "香港特别行政区", PROVINCE, False), ("台湾", "台湾省", PROVINCE, False)]),
        ("吉林的冬天", [("吉林", "吉林省", PROVINCE, False)]),
        ("昆山市", [("昆山市", "昆山市", COUNTY, True)]),
    ],
)
def test_names(text: str, found: list[tuple[str, str, int, bool]]) -> None:
    assert named(text) == found


def test_several_of_one_name_are_all_meant() -> None:
    (found,) = named_divisions("鼓楼区")
    assert {one.within[-1] for one in found.divisions} >= {"南京市", "福州市"}


def test_what_lies_in_what() -> None:
    assert around("黄浦区") == {"上海市"}
    assert around("苏州市") == {"江苏省"}
    assert around("江苏省") == frozenset()
    assert around("澄湖区") is None


@given(st.text(alphabet="上海市黄浦区江苏州北京朝阳的规划", max_size=30))
def test_names_follow_one_another(text: str) -> None:
    places = [(n.start, n.end) for n in named_divisions(text)]
    assert all(a < b for a, b in places)
    assert all(end <= start for (_, end), (start, _) in zip(places, places[1:], strict=False))
