"""The region that a document is of, from its title, issuer or occasion: 静安区, 浙江省, 延边朝鲜族自治州."""

from __future__ import annotations

import re
from functools import lru_cache

_PASSED_ON = "|".join(
    "关于 印发 批转 转发 发布 公布 批准 同意 中共 加快 加强 支持 推进 促进 做好 进一步 推动 实施 开展".split()
)
_LETTER = f"(?:(?!{_PASSED_ON})[^\\W\\d_a-zA-Z的为在年号份、委省市区县])"
_PEOPLES = "|".join(
    "维吾尔 蒙古 哈萨克 柯尔克孜 塔吉克 乌孜别克 塔塔尔 俄罗斯 锡伯 达斡尔 鄂温克 鄂伦春 赫哲 朝鲜 土家 "
    "布依 哈尼 傈僳 拉祜 纳西 景颇 布朗 撒拉 毛南 仫佬 仡佬 阿昌 普米 德昂 保安 裕固 东乡 独龙 门巴 珞巴 "
    "基诺 高山 满 回 藏 壮 苗 彝 侗 瑶 白 傣 黎 水 土 羌 怒 佤 畲 京".split()
)
_PROVINCE = "(?:新疆维吾尔|广西壮族|宁夏回族|内蒙古|西藏)自治区"
_PREFECTURE = "(?:大兴安岭|阿克苏|阿勒泰|塔城|喀什|和田|阿里)地区"
_COUNTY = f"{_LETTER}{{2,6}}?(?:新区|林区|特区|区|县|旗)(?!域|间|位|块|分|别)"
_CITY = f"{_LETTER}{{2,7}}?(?:[市省州](?!场|民|政(?!府|协)|容|级)|(?<!联)盟)"
_UNIT = re.compile(
    rf"(?![一二三四五六七八九十]+[月日至届])(?:(?:北京|上海|天津|重庆)(?!市))?"
    rf"(?P<area>{_PROVINCE}|{_PREFECTURE}|{_LETTER}{{2,16}}?自治[州县旗]|{_COUNTY}|{_CITY})"
)
_BEFORE = re.compile(rf"^|[\s《“（(、，：:年月日—]|{_PASSED_ON}|[在于对及和与由]")
"""What stands before a region's name."""

_NO_REGION = tuple(
    "功能区 园区 社区 地区 片区 城区 示范区 校区 街区 景区 库区 山区 市区 开发区 试验区 保税区 先行区 集聚区 "
    "小区 郊区 湾区 本区 全区 各区 本县 全县 各县 本市 全市 各市 全省 本省".split()
)
_COUNTIES = ("区", "县", "旗")
_MUNICIPALITIES = ("北京市", "上海市", "天津市", "重庆市")


def region_of(text: str) -> str | None:
    """Return the region that a title or issuer names: the last of a chain (浙江省杭州市 → 杭州市), of several
    chains the first that ends in a district or county.

    >>> region_of("上海市静安区人民政府关于印发《大宁功能区“十四五”规划》的通知"), region_of("徐汇区产业规划")
    ('静安区', '徐汇区')
    >>> region_of("广西壮族自治区柳州市规划"), region_of("延边朝鲜族自治州规划"), region_of("园区管理办法")
    ('柳州市', '延边朝鲜族自治州', None)
    """
    found = [area for match in _BEFORE.finditer(text) if (area := _chain_end(text, match.end()))]
    return next((area for area in found if level(area) == "county"), found[0] if found else None)


def _chain_end(text: str, start: int) -> str | None:
    """The last of the regions that follow one another from ``start`` on, each within the one before it."""
    last = None
    while (match := _UNIT.match(text, start)) and _is_region(match["area"]):
        last, start = match["area"], match.end()
    return last


def _is_region(area: str) -> bool:
    return not area.endswith(_NO_REGION) or re.fullmatch(_PREFECTURE, area) is not None


def level(region: str) -> str:
    """Return ``province``, ``prefecture`` or ``county``.

    >>> level("浙江省"), level("上海市"), level("杭州市"), level("宁夏回族自治区"), level("静安区")
    ('province', 'province', 'prefecture', 'province', 'county')
    """
    if region.endswith(("省", "自治区")) or region in _MUNICIPALITIES:
        return "province"
    return "county" if region.endswith(_COUNTIES) and not region.endswith("地区") else "prefecture"


@lru_cache(maxsize=1024)
def bare_name(region: str) -> str:
    """Return a region's name without what it is, nor the peoples of an autonomous one.

    >>> bare_name("徐汇区"), bare_name("宁夏回族自治区"), bare_name("恩施土家族苗族自治州"), bare_name("和县")
    ('徐汇', '宁夏', '恩施', '和县')
    """
    if region.endswith("自治区"):
        return re.sub("(?:维吾尔|壮族|回族)?自治区$", "", region)
    bare = re.sub(
        rf"(?:(?:{_PEOPLES})族?)*自治[州县旗]$|(?:新区|林区|特区|地区|[省市区县旗州盟])$", "", region
    )
    return bare if len(bare) >= 2 and not region.endswith("高新区") else region
