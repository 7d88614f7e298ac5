"""A small site as its generated pages read it: two briefings, two funds, one of them never mentioned."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest

from builder.model import Directory, GeneratedFile, Instrument, Measure, Page, PageMeta, PageProjection
from builder.pages import SiteContent
from builder.settings.settings import Settings
from builder.templating import Templates

FUND = Instrument(id="fund:990001", code="990001", name="示例人工智能联接A", facts={"short_name": "示例AI A"})
OTHER = Instrument(id="fund:990002", code="990002", name="示例芯片联接C")
INDEX = Instrument(id="index:990930", code="990930", name="示例指数")
TOPICS = {"Sora横空出世,哪些板块受益?": "topics/sora-heng-kong-chu-shi/", "人工智能": "topics/ren-gong-zhi-neng/"}
LISTINGS = {
    "topics": TOPICS,
    "series": {"热点追踪": "series/re-dian-zhui-zong/"},
    "authors": {"研究部": "authors/yan-jiu-bu/"},
}
SORA = PageProjection(
    path="briefings/2024/2024-02-20-sora.md",
    kind="briefing",
    url="briefings/sora/",
    mentions=("990001",),
    meta=PageMeta(
        title="一文看懂 <Sora> & 文生视频",
        date="2024-02-20T18:30:00+08:00",
        as_of="2024-02-19",
        summary="文生视频会带来什么?",
        authors=("研究部",),
        column="热点追踪",
        topics=("Sora横空出世,哪些板块受益?", "人工智能"),
        slug="sora",
    ),
    listings=LISTINGS,
)
SORA_PAGE = Page(path=SORA.path, kind=SORA.kind, url=SORA.url, markdown="", mentions=SORA.mentions, meta=SORA.meta)
CHIPS = PageProjection(
    path="briefings/2024/2024-01-10-chips.md",
    kind="briefing",
    url="briefings/chips/",
    meta=PageMeta(
        title="芯片的一月", date="2024-01-10", as_of="2024-01-09", topics=("人工智能",), slug="chips", funds=("111111",)
    ),
    excerpt="一月里芯片板块先抑后扬。",
    listings={"topics": {"人工智能": TOPICS["人工智能"]}, "series": {}, "authors": {}},
)
ABOUT = PageProjection(path="pages/about.md", kind="page", url="about/", meta=PageMeta(title="关于"))
MEASURES = {
    "return": Measure(name="return", label="收益率", unit="ratio", formula="期末 ÷ 期初 − 1", source="《办法》第四条"),
    "nav": Measure(name="nav", label="单位净值", unit="nav", kinds=("fund",)),
}


def site_of(*, site_url: str = "") -> SiteContent:
    """The small site, at this address."""
    root = Path("/nowhere")
    settings = Settings(
        root=root, config=root / "mkdocs.yml", site_name="示例 & 简报", site_url=site_url, description="有据可查"
    )
    return SiteContent(
        settings=settings,
        briefings=(SORA, CHIPS),
        plain_pages=(ABOUT,),
        directory=Directory(instruments={instrument.id: instrument for instrument in (OTHER, FUND, INDEX)}),
        measures=MEASURES,
    )


def by_path(files: Iterable[GeneratedFile]) -> dict[str, GeneratedFile]:
    """The files by path."""
    return {file.path: file for file in files}


def html(file: GeneratedFile) -> str:
    """The HTML of a generated page."""
    assert file.shell_input is not None
    return file.shell_input.html


@pytest.fixture
def site() -> SiteContent:
    return site_of()


@pytest.fixture(scope="session")
def templates() -> Templates:
    return Templates()
