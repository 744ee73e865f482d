"""A paraphrase that says more than its source is told so."""

from __future__ import annotations

from qa_service.check.absent import MOST, absent_words

SOURCE = "支持企业建设示范园区，\n培育专业人才，完善公共服\n务。"


def test_words_that_the_document_lacks_are_named() -> None:
    assert absent_words("建设示范园区，并免除全部税收", SOURCE)[-1] == "税收"


def test_one_word_of_its_own_is_the_authors_wording() -> None:
    assert absent_words("着力培育专业人才", SOURCE) == ()


def test_a_word_broken_over_two_lines_is_there() -> None:
    assert "服务" not in absent_words("完善公共服务和交通设施网络", SOURCE)


def test_traditional_characters_and_figures_are_no_other_words() -> None:
    assert absent_words("支持企業建設示範園區，2025年培育專業人才30名", SOURCE) == ()


def test_a_long_list_is_cut() -> None:
    strange = "火星基地、月球工厂、太空电梯、海底隧道、空中花园、地下森林"
    assert len(absent_words(strange, SOURCE)) == MOST


def test_common_words_and_numbers_in_words_do_not_count() -> None:
    others = ["各区已经提出意见", "全区提出方案", "本市其他文件"]
    assert absent_words("提出意见，全区已经达到四百五十多亿", SOURCE, others) == ()
