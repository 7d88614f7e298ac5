"""Related links are planned by what briefings show of themselves: an edited paragraph plans no other page."""

from __future__ import annotations

from builder.site_build.site_plan import PlannedFile
from builder.site_build.steps import plan_site
from tests.site import BRIEFING, SmallSite
from tests.site_build.opened_run import opened

A = "content/briefings/2024/2024-02-20-a.md"
FAR = "---\ntitle: 旧文\ndate: 2024-01-0{day}\n---\n\n一句。\n"


def planned(site: SmallSite, url: str) -> PlannedFile:
    """A page as it is planned now."""
    with opened(site) as run:
        plan = plan_site(run).plan
        assert plan
        return plan.files[f"{url}index.html"]


def test_an_edited_paragraph_plans_no_other_page_and_a_title_its_neighbours(site: SmallSite) -> None:
    for day in (4, 5):
        site.write(f"content/briefings/2024/2024-01-0{day}-old{day}.md", FAR.format(day=day))
    urls = ("briefings/b/", "briefings/old5/", "briefings/old4/")
    before = [planned(site, url) for url in urls]
    site.write(A, BRIEFING.replace("近一年", "近一年来"))  # the first paragraph: the excerpt of lists
    assert [planned(site, url) for url in urls] == before
    site.write(A, BRIEFING.replace("一篇简报", "另一题"))
    after = [planned(site, url) for url in urls]
    assert [one.shell for one in after] == [one.shell for one in before]
    assert [one.slots == other.slots for one, other in zip(before, after, strict=True)] == [False, False, True]


def test_a_new_briefing_is_the_next_of_the_one_before(site: SmallSite) -> None:
    assert "上一篇" in site.read("site/briefings/b/index.html")
    assert site.read("site/briefings/b/index.html").count("下一篇") == 0
    site.write("content/briefings/2024/2024-02-28-c.md", "---\ntitle: 新<文>\ndate: 2024-02-28\n---\n\n一句。\n")
    assert site.build().problems == ()
    page = site.read("site/briefings/b/index.html")
    assert '<a href="../../briefings/c/index.html" rel="next"><span>下一篇</span>新&lt;文&gt;</a>' in page
    assert site.pages() == site.cold_pages()


def test_a_draft_is_nobodys_neighbour(site: SmallSite) -> None:
    site.write("content/briefings/2024/2024-02-28-c.md", "---\ntitle: 稿\ndate: 2024-02-28\ndraft: true\n---\n\n一。\n")
    assert site.build().problems == ()
    assert "下一篇" not in site.read("site/briefings/b/index.html")
