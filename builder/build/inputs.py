"""Everything below a site's folder in, named by digests: what goes into a build, and whether the same went in before."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

from builder import numbers
from builder.build import publication
from builder.cache.code_version import code_digest
from builder.cache.store import Store, key
from builder.model import digest
from builder.problem import Failed, Problem
from builder.settings.settings import Settings
from builder.templating import templates_digest, vega_digest
from builder.words.content_folder import ContentFolder
from builder.words.content_folder import read_content as read


@dataclass(frozen=True, kw_only=True)
class Inputs:
    """All that goes into a site, read and named."""

    reading: ContentFolder
    data: Mapping[str, str]  # data file -> digest
    engine: str  # the code and what it builds on
    looks: str  # templates, theme and settings
    problems: tuple[Problem, ...]

    @classmethod
    def read(cls, settings: Settings) -> Inputs:
        """Everything below the content folder, the code, the templates and the settings."""
        reading = read(settings.content_dir, data=settings.options.data)
        problems = [placed_in_content(problem, settings) for problem in reading.problems]
        data: Mapping[str, str] = {}
        try:
            data = numbers.digests(settings.data_dir, problem_path=f"{settings.content}/{settings.options.data}")
        except Failed as failed:
            problems += failed.problems
        shown = {**settings.page_settings, "vega": vega_digest(settings.root)}
        looks = key("looks", digest(settings.config.read_bytes()), templates_digest(), shown)
        return cls(reading=reading, data=data, engine=code_digest(), looks=looks, problems=tuple(problems))

    @cached_property
    def words_key(self) -> str:
        """Names all but the data."""
        sources = sorted((path, source.digest) for path, source in self.reading.sources.items())
        return key("words", self.engine, self.looks, sources, sorted(self.reading.assets.items()))

    @cached_property
    def key(self) -> str:
        """Names all of it."""
        return key("inputs", self.words_key, sorted(self.data.items()))

    def known_outcome(self, store: Store, now: datetime) -> dict[str, str]:
        """The files (path -> digest) that these very inputs gave before, at an instant when the same pages were out."""
        instants = None if self.problems else store.get("instants:" + self.words_key)
        outcome = store.get(self._outcome_key(json.loads(instants), now)) if instants else None
        return json.loads(outcome) if outcome else {}

    def remember_outcome(self, store: Store, now: datetime, instants: Sequence[str], files: Mapping[str, str]) -> None:
        """Note the files that these inputs gave; `instants` are those at which others would have come out."""
        store.put(self._outcome_key(instants, now), json.dumps(files))

    def _outcome_key(self, instants: Sequence[str], now: datetime) -> str:
        return key("outcome", self.key, publication.passed(instants, now))


def placed_in_content(problem: Problem, settings: Settings) -> Problem:
    """A problem of the words with its path from the project's root."""
    return replace(problem, path=f"{settings.content}/{problem.path}".rstrip("/"))
