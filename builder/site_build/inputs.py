"""All that goes into a site, with its digests: content, data, templates, settings and our own code. Every build reads these."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import NamedTuple

from builder import numbers
from builder.cache.code_version import code_digest
from builder.cache.store import Store, key
from builder.problem import Failed, Problem
from builder.settings.settings import Settings
from builder.site_build import publication
from builder.site_templates import site_templates_digest
from builder.templating import templates_digest, vega_digest
from builder.words.content_folder import ContentFolder, read_content


class Outcome(NamedTuple):
    """What a build made of its inputs."""

    files: Mapping[str, str]  # of the site: path -> digest
    notes: Sequence[str]  # what it told, and a build with nothing to do tells again


@dataclass(frozen=True, kw_only=True)
class Inputs:
    """The inputs of one build."""

    content: ContentFolder
    data: Mapping[str, str]  # data file -> digest
    code: str  # digest of our code and of the packages that it builds on
    appearance: str  # key of templates, theme and settings
    vega: str  # digest of the script that runs charts with parameters; "" where there is none
    problems: tuple[Problem, ...]  # of files that cannot be read

    @classmethod
    def read(cls, settings: Settings) -> Inputs:
        """The inputs as they are on disk now. Data files are not parsed. Raises Failed for mistakes in the site's own templates."""
        content = read_content(settings.content_dir, data=settings.options.data)
        problems = [in_content(problem, settings) for problem in content.problems]
        data: Mapping[str, str] = {}
        try:
            data = numbers.digests(settings.data_dir, problem_path=settings.data_path)
        except Failed as failed:
            problems += failed.problems
        vega = vega_digest(settings.root)
        sheets = [content.assets.get(sheet) for sheet in settings.theme.sheets]
        shown = {**settings.page_settings, "vega": vega}
        appearance = key("appearance", templates_digest(), site_templates_digest(settings.root), shown, sheets)
        return cls(
            content=content,
            data=data,
            code=code_digest(),
            appearance=appearance,
            vega=vega,
            problems=tuple(problems),
        )

    @cached_property
    def words_key(self) -> str:
        """The key of all inputs but the data."""
        sources = sorted((path, source.digest) for path, source in self.content.sources.items())
        described = self.content.descriptions.digest if self.content.descriptions else ""
        return key("words", self.code, self.appearance, sources, described, sorted(self.content.assets.items()))

    @cached_property
    def key(self) -> str:
        """The key of all inputs."""
        return key("inputs", self.words_key, sorted(self.data.items()))

    def known_outcome(self, store: Store, now: datetime) -> Outcome | None:
        """What an earlier build made of the same inputs, when the same pages were published."""
        instants = None if self.problems else store.get("instants:" + self.words_key)
        outcome = store.get(self._outcome_key(json.loads(instants), now)) if instants else None
        return Outcome(*json.loads(outcome)) if outcome else None

    def keep_outcome(self, store: Store, now: datetime, instants: Sequence[str], outcome: Outcome) -> None:
        """Keep what was made of these inputs. At `instants` further pages are published."""
        store.put(self._outcome_key(instants, now), json.dumps(outcome))

    def _outcome_key(self, instants: Sequence[str], now: datetime) -> str:
        return key("outcome", self.key, publication.passed(instants, now))


def in_content(problem: Problem, settings: Settings) -> Problem:
    """A problem of a content file, with its path from the project's root."""
    return replace(problem, path=f"{settings.content}/{problem.path}".rstrip("/"))
