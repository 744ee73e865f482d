"""Which region a title, an issuer or an occasion names, and what people call it."""

from __future__ import annotations

import pytest

from ingest.regions import bare_name, level, region_of


@pytest.mark.parametrize(
    ("text", "region"),
    [
        ("宁夏回族自治区国民经济和社会发展第十四个五年规划", "宁夏回族自治区"),
        ("内蒙古自治区人民政府办公厅关于印发规划的通知", "内蒙古自治区"),
        ("广西壮族自治区柳州市规划", "柳州市"),
        ("恩施土家族苗族自治州规划", "恩施土家族苗族自治州"),
        ("积石山保安族东乡族撒拉族自治县规划", "积石山保安族东乡族撒拉族自治县"),
        ("甘孜州规划", "甘孜州"),
        ("阿勒泰地区规划", "阿勒泰地区"),
        ("锡林郭勒盟规划", "锡林郭勒盟"),
        ("浙江省人民政府", "浙江省"),
        ("浙江省杭州市余杭区规划", "余杭区"),
        ("呼和浩特市规划", "呼和浩特市"),
        ("日照市规划", "日照市"),
        ("韶关市曲江区规划", "曲江区"),
        ("重庆两江新区规划", "两江新区"),
        ("——2023年1月12日在云山县第十八届人民代表大会第二次会议上", "云山县"),
        ("关于云山县2025年预算执行情况的报告", "云山县"),
        ("中共云山县委办公室关于印发《云山县规划》的通知", "云山县"),
        ("云岚市人民政府关于印发《大宁功能区规划》的通知", "云岚市"),
        ("二○二一年十至十二月份区政府人事任免事项", None),
        ("关于全区工作的意见", None),
        ("关于推进县城建设的意见", None),
        ("推进城市更新区域工作", None),
        ("产业联盟管理办法", None),
        ("张江高新技术产业开发区规划", None),
        ("国家发展改革委关于印发长江三角洲区域规划的通知", None),
    ],
)
def test_region(text: str, region: str | None) -> None:
    assert region_of(text) == region


@pytest.mark.parametrize(
    ("region", "name", "size"),
    [
        ("徐汇区", "徐汇", "county"),
        ("浦东新区", "浦东", "county"),
        ("和县", "和县", "county"),
        ("本溪满族自治县", "本溪", "county"),
        ("上海市", "上海", "province"),
        ("杭州市", "杭州", "prefecture"),
        ("内蒙古自治区", "内蒙古", "province"),
        ("新疆维吾尔自治区", "新疆", "province"),
        ("恩施土家族苗族自治州", "恩施", "prefecture"),
        ("喀什地区", "喀什", "prefecture"),
        ("成都高新区", "成都高新区", "county"),
    ],
)
def test_name_and_level(region: str, name: str, size: str) -> None:
    assert (bare_name(region), level(region)) == (name, size)
