"""What a document says of itself: number, issuer, dates, validity, plan period, region, kind."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_up import BODY, document, documents

from ingest.model import Metadata
from ingest.plan_periods import plan_period
from ingest.regions import region_of
from ingest.titles import is_date_line, is_number_line, normalise_number, parse_date, title_kind

CHINESE = str.maketrans("0123456789", "〇一二三四五六七八九")
FULL = str.maketrans("0123456789", "０１２３４５６７８９")


def metadata(head: str, foot: str = "") -> Metadata:
    return document(f"{head}\n一、目标\n{BODY}\n二、任务\n{BODY}\n{foot}").metadata


@pytest.mark.parametrize("brackets", ["〔〕", "[]", "［］", "【】", "（）", "()", "﹝﹞"])
@pytest.mark.parametrize("form", ["青府发{0}2026{1}8号", "青府发 {0}2026{1} 8 号", "青府发{0}2026{1}第8号"])
def test_document_numbers_in_any_bracket(brackets: str, form: str) -> None:
    text = form.format(*brackets)
    for variant in (text, text.translate(FULL), text.replace("8", "08")):
        assert normalise_number(variant) == "青府发〔2026〕8号"
        assert is_number_line(variant)
    assert metadata(f"青禾区公园规划\n{text}").doc_number == "青府发〔2026〕8号"


def test_a_number_that_runs_into_the_addressees() -> None:
    glued = "青财〔2019〕38号各街道办事处，区政府各委办局：为优化营商环境，现通知如下："
    assert metadata(f"关于优化营商环境的通知\n{glued}").doc_number == "青财〔2019〕38号"
    cited = "青财〔2019〕38号文规定的各项措施继续执行。"
    assert metadata(f"关于优化营商环境的通知\n{cited}").doc_number is None


def test_a_number_in_the_text_is_not_the_documents_own() -> None:
    text = "根据《关于公园建设的通知》（青府办发〔2020〕3号）精神，制定本规划。"
    assert metadata(f"青禾区公园规划\n{text}").doc_number is None
    assert not is_number_line(text)


@given(st.dates(date(1950, 1, 1), date(2099, 12, 31)), st.integers(0, 3))
def test_dates_are_read_in_every_form(day: date, form: int) -> None:
    arabic = f"{day.year}年{day.month}月{day.day}日"
    written = f"{str(day.year).translate(CHINESE)}年{spoken(day.month)}月{spoken(day.day)}日"
    spaced = f"{day.year} 年 {day.month}月 {day.day} 日"
    text = (arabic, arabic.translate(FULL), written, spaced)[form]
    assert parse_date(text) == day
    assert is_date_line(text) and is_date_line(f"（{text}）")
    assert parse_date(text.replace("〇", "○")) == day


@pytest.mark.parametrize("zero", "0０OoＯΟО○")
def test_whatever_is_typed_for_the_zero_of_a_year(zero: str) -> None:
    text = f"二{zero}一六年三月五日"
    assert parse_date(text) == date(2016, 3, 5)
    assert metadata("青禾区公园建设方案", f"青禾区人民政府\n{text}\n").written == date(2016, 3, 5)


@pytest.mark.parametrize("text", ["2024-05-18", "2024.5.18", "（2024/5/18）"])
def test_a_date_in_figures_alone_on_its_line(text: str) -> None:
    assert is_date_line(text)
    assert metadata("青禾区公园建设方案", f"青禾区人民政府\n{text}\n").written == date(2024, 5, 18)
    assert not is_date_line(f"版本{text}")


def spoken(number: int) -> str:
    tens, ones = divmod(number, 10)
    digits = "〇一二三四五六七八九"
    return (digits[tens] if tens > 1 else "") + ("十" if tens else "") + (digits[ones] if ones else "")


@pytest.mark.parametrize("text", ["2026年2月30日", "2026年13月1日", "2026年2月", "", "二月三日"])
def test_impossible_dates_are_none(text: str) -> None:
    assert parse_date(text) is None


def test_date_number_and_issuer_of_the_head() -> None:
    found = metadata("青禾区人民政府文件\n青府发〔2026〕8号\n青禾区公园建设规划\n（2026年3月2日）")
    assert (found.issuer, found.doc_number, found.written) == (
        "青禾区人民政府",
        "青府发〔2026〕8号",
        date(2026, 3, 2),
    )


def test_an_order_has_its_name_and_a_number_under_it() -> None:
    head = (
        "青禾区人民政府令\n第12号\n\n《青禾区公园管理办法》已经2016年2月25日区政府常务会议通过，现予公布。\n"
    )
    found = metadata(f"{head}\n2016年3月5日\n\n青禾区公园管理办法\n")
    assert (found.title, found.doc_number) == ("青禾区公园管理办法", "青禾区人民政府令第12号")
    assert (found.issuer, found.written) == ("青禾区人民政府", date(2016, 3, 5))


def test_an_announcement_has_its_own_title_under_its_number() -> None:
    found = metadata("青禾区水务局\n公告\n2022年第3号\n\n关于公布公园名单的公告\n\n根据规定，现予公布。")
    assert (found.title, found.doc_number) == ("关于公布公园名单的公告", "青禾区水务局公告2022年第3号")
    assert found.issuer == "青禾区水务局"


def test_a_number_that_begins_with_its_year() -> None:
    found = metadata(
        "（2003）青府字第17号\n青禾区人民政府关于公园建设的若干意见\n各街道办事处：\n现提出如下意见。"
    )
    assert (found.title, found.doc_number) == ("青禾区人民政府关于公园建设的若干意见", "（2003）青府字第17号")


def test_signer_and_imprint_are_no_part_of_a_title() -> None:
    head = "青禾区人民政府文件\n青府发〔2006〕8号　　签发人：李建国\n青禾区人民政府关于印发公园规划的通知\n"
    found = document(
        f"{head}各街道办事处：\n现将规划印发给你们。\n二○○六年三月十八日\n主题词：公园  规划  通知\n"
        f"抄送：区委各部门。\n附件\n公园规划\n一、目标\n{BODY}\n二、任务\n{BODY}\n"
    ).metadata
    assert found.title == "青禾区人民政府关于印发公园规划的通知"
    assert (found.doc_number, found.written) == ("青府发〔2006〕8号", date(2006, 3, 18))
    assert found.part_titles == ("公园规划",)


def test_a_report_is_of_the_region_where_it_was_given() -> None:
    head = (
        "政府工作报告\n——2023年1月12日在青禾县第十八届人民代表大会第二次会议上\n青禾县人民政府县长　王小青\n"
    )
    found = metadata(f"{head}\n各位代表：\n现在，我代表县人民政府，向大会报告工作。")
    assert (found.title, found.region, found.issuer) == ("政府工作报告", "青禾县", "青禾县人民政府")


def test_date_and_issuer_at_the_foot() -> None:
    found = metadata("青禾区公园建设方案", "青禾区人民政府办公室\n二〇二六年三月二日\n")
    assert found.written == date(2026, 3, 2)


def test_the_issuer_in_front_of_the_title() -> None:
    assert metadata("青禾区民政局关于印发养老方案的通知").issuer == "青禾区民政局"


def rules(last: str) -> Metadata:
    text = (
        f"青禾区补贴管理办法\n第一条　为规范补贴，制定本办法。\n第二条　本办法适用于本区。\n第三条　{last}\n"
    )
    return document(text).metadata


@pytest.mark.parametrize(
    ("sentence", "effective", "until"),
    [
        ("本办法自2025年1月1日起施行，有效期至2029年12月31日。", date(2025, 1, 1), date(2029, 12, 31)),
        ("本办法自2025年1月1日起施行，有效期5年。", date(2025, 1, 1), date(2029, 12, 31)),
        ("本办法自2025年1月1日起施行，有效期为五年。", date(2025, 1, 1), date(2029, 12, 31)),
        (
            "本办法自２０２５年３月１日起实施，有效期至２０３０年２月２８日。",
            date(2025, 3, 1),
            date(2030, 2, 28),
        ),
        ("本办法自二〇二五年一月一日起施行。", date(2025, 1, 1), None),
        ("本办法自2024年2月29日起施行，有效期两年。", date(2024, 2, 29), date(2026, 2, 27)),
        ("本办法由区财政局负责解释。", None, None),
        ("本法自2025年1月1日起施行。", date(2025, 1, 1), None),
        ("本标准自2025年1月1日起实施。", date(2025, 1, 1), None),
        ("本法院自2025年1月1日起实施新的办法。", None, None),
        ("区财政局《资金办法》自2020年1月1日起施行。", None, None),
        ("消费券：指由区财政出资发放的电子券，有效期至2025年12月31日。", None, None),
        ("《资金办法》涉及五个方面，有效期至2025年12月31日。", None, None),
        ("有效期至2025年12月31日。", None, date(2025, 12, 31)),
        ("自印发之日起施行，有效期至2025年12月31日。", None, date(2025, 12, 31)),
    ],
)
def test_validity(sentence: str, effective: date | None, until: date | None) -> None:
    found = rules(sentence)
    assert (found.effective, found.valid_until) == (effective, until)


@pytest.mark.parametrize(
    ("title", "period"),
    [
        ("青禾区产业“十四五”规划", (2021, 2025)),
        ("青禾区产业“十五五”规划", (2026, 2030)),
        ("青禾区十三五规划", (2016, 2020)),
        ("青禾区国民经济和社会发展第十五个五年规划纲要", (2026, 2030)),
        ("青禾区行动计划（2024-2026年）", (2024, 2026)),
        ("青禾区行动计划（２０２４—２０２６年）", (2024, 2026)),
        ("青禾区行动方案（2024年至2026年）", (2024, 2026)),
        ("青禾区2026年工作要点", None),
        ("关于“十四五”资金的通知", None),
    ],
)
def test_plan_periods(title: str, period: tuple[int, int] | None) -> None:
    assert plan_period(title) == period


@pytest.mark.parametrize(
    ("title", "region"),
    [
        ("云岚市青禾区人民政府关于印发规划的通知", "青禾区"),
        ("关于批转区房管局《青禾区旧改方案》的通知", "青禾区"),
        ("2026年青禾区实事项目", "青禾区"),
        ("云岚市服务业规划", "云岚市"),
        ("城市更新方案", None),
        ("科技园区管理办法", None),
        ("政府工作报告", None),
    ],
)
def test_regions(title: str, region: str | None) -> None:
    assert region_of(title) == region


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("关于印发《青禾区公园规划》的通知", "通知"),
        ("青禾区补贴管理办法（试行）", "办法"),
        ("青禾区防汛应急预案", "预案"),
        ("关于王明同志任免的通知", "通知"),
        ("青禾区的春天", None),
    ],
)
def test_kinds(title: str, kind: str | None) -> None:
    assert title_kind(title) == kind


def test_the_kind_of_a_notice_is_that_of_what_it_passes_on() -> None:
    notice = "青禾区人民政府关于印发《青禾区公园规划》的通知\n青府发〔2026〕8号\n各单位：\n现印发给你们。\n"
    assert document(notice + "青禾区公园规划\n一、目标\n" + BODY).metadata.kind == "规划"


def test_a_bulletins_documents_share_what_they_print() -> None:
    one = (
        "青禾区人民政府\n关于印发公园方案的通知\n（2026年3月2日）\n青府发〔2026〕{}号\n各单位：\n"
        + BODY
        + "\n"
    )
    two = "关于印发绿道方案的通知\n（2026年3月9日）\n青府发〔2026〕9号\n各单位：\n" + BODY + "\n"
    found = [item.metadata for item in documents(one.format(8) + two)]
    assert [item.issuer for item in found] == ["青禾区人民政府", "青禾区人民政府"]
    assert [item.doc_number for item in found] == ["青府发〔2026〕8号", "青府发〔2026〕9号"]


def test_two_issuers_parted_by_a_blank() -> None:
    title = "中共青禾区委 青禾区人民政府\u3000关于2026年度法治政府建设情况的报告"
    text = f"{title}\n（2026年2月13日）\n市委、市政府：\n{BODY}\n一、成效\n{BODY}\n二、问题\n{BODY}\n"
    assert document(text).metadata.issuer == "中共青禾区委、青禾区人民政府"
    broken = document(text.replace(title, "青禾区人民 政府关于法治政府建设情况的报告"))
    assert broken.metadata.issuer == "青禾区人民政府"


def test_the_cover_ends_with_the_addressees() -> None:
    text = (
        "青禾区政府工作报告\n——2026年1月14日在青禾区第三届\n人民代表大会第六次会议上\n\n青禾区区长 王明\n\n"
    )
    text += f"各位代表：\n现在报告工作，请予审议。{BODY}\n一、回顾\n{BODY}\n二、任务\n{BODY}\n"
    (front,) = [passage for passage in document(text).passages if passage.kind == "front"]
    assert front.text.endswith("王明\n各位代表：")


def test_the_occasion_of_adoption_is_part_of_the_cover() -> None:
    text = "青禾区国民经济和社会发展第十五个五年规划纲要\n2026年1月16日青禾区第二届\n"
    text += f"人民代表大会第七次会议通过\n大会审议了纲要。{BODY}\n第一章 基础\n{BODY}\n第二章 目标\n{BODY}\n"
    (front,) = [passage for passage in document(text).passages if passage.kind == "front"]
    assert front.text.endswith("第七次会议通过")


def test_taking_effect_on_a_day_without_more_words() -> None:
    assert metadata("青禾区公园管理办法", "本办法自2018年3月1日施行。").effective == date(2018, 3, 1)


def test_a_congress_prints_more_over_the_papers_laid_before_it() -> None:
    title = "关于青禾区2025年计划执行情况与2026年计划草案的报告"
    cover = "青禾区第十八届人民代表大会\n第五次会议文件（十二）\n\n"
    body = f"——2026年1月22日在青禾区第十八届人民代表大会第五次会议上\n各位代表：\n{BODY}\n一、成效\n{BODY}\n"
    found = document(f"{cover}{title}\n{body}").metadata
    assert (found.title, found.written) == (title, date(2026, 1, 22))
    notice = "青禾区人民政府关于印发2026年计划的通知\n各街道：\n现印发。\n青禾区人民政府\n2026年1月27日\n\n"
    whole = document(f"{notice}[附件全文]\n{cover}{title[:16]}\n{title[16:]}\n\n{body}")
    assert whole.metadata.part_titles == (title,)
