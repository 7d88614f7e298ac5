"""Pages that say the same in several languages: what is wrong with `translation_of`, and whose twin a page is. For `site_plan`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from builder.language import LANGUAGES, Twin
from builder.model import Page, PageProjection
from builder.problem import Problem
from builder.suggest import did_you_mean

TwinsByPath = Mapping[str, tuple[Twin, ...]]


def faults(pages: Sequence[Page]) -> Iterator[Problem]:
    """A problem for each `translation_of` that names no page, one of another kind, or one of a language that is there already."""
    by_path = {page.path: page for page in pages}
    taken: dict[tuple[str, str], str] = {}  # original and language -> the page that has it
    for page in sorted(pages, key=lambda page: page.path):
        target = page.meta.translation_of
        if not target:
            continue
        original = by_path.get(target)
        message, hint = "", ""
        if original is None:
            message = f"translation_of: there is no page {target}"
            hint = did_you_mean(target, sorted(by_path), otherwise="name its file as it is seen from this one")
        elif original.kind != page.kind:
            message, hint = f"{target} is a {original.kind}, and this is a {page.kind}", "twins are of one kind"
        elif original.meta.translation_of:
            message = f"{target} is a translation itself"
            hint = "one of the two is the original, and says nothing"
            if original.meta.translation_of != page.path:
                hint = f"name the original, {original.meta.translation_of}"
        elif original.meta.lang == page.meta.lang:
            message = f"{target} is in the same language, {page.meta.lang}"
            hint = f"say in which language this page is, e.g. lang: {_other(page.meta.lang)}"
        elif (other := taken.setdefault((target, page.meta.lang), page.path)) != page.path:
            message, hint = f"{other} is the translation of {target} into {page.meta.lang} already", "keep one of them"
        if message:
            line = page.keys.get("translation_of", 1)
            problem = Problem(id="bad-translation", message=message, hint=hint)
            yield problem.at(path=page.path, line=line, column=1, length=len("translation_of"))


def twins(public: Iterable[PageProjection]) -> TwinsByPath:
    """Of each published page that has twins, by its path: the page in all its languages, the original first."""
    pages = {page.path: page for page in public}
    groups: dict[str, list[PageProjection]] = {}
    for page in pages.values():
        if page.meta.translation_of in pages:
            groups.setdefault(page.meta.translation_of, [pages[page.meta.translation_of]]).append(page)
    order = list(LANGUAGES)
    by_path: dict[str, tuple[Twin, ...]] = {}
    for original, *others in groups.values():
        others.sort(key=lambda page: order.index(page.meta.lang))
        group = tuple(Twin(page.meta.lang, page.url) for page in (original, *others))
        by_path |= {page.path: group for page in (original, *others)}
    return by_path


def is_listed(page: PageProjection, by_path: TwinsByPath, language: str) -> bool:
    """Whether lists show a page: of twins the one in the site's language, else the original."""
    group = by_path.get(page.path)
    if not group or page.meta.lang == language:
        return True
    return page.url == group[0].url and all(twin.lang != language for twin in group)


def _other(language: str) -> str:
    return next(other for other in LANGUAGES if other != language)
