"""All that goes into a site, with its digests: content, data, templates, settings and our own code. Every build reads these."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from builder import numbers
from builder.cache.code_version import code_digest
from builder.cache.store import Store, key
from builder.model import Page, digest
from builder.problem import Failed, Problem
from builder.settings.settings import Settings
from builder.site_build import publication
from builder.templating import templates_digest, vega_digest
from builder.words.content_folder import ContentFolder, read_content
from builder.words.media import linked_files
from builder.words.media.documents import document_type, read_document
from builder.words.media.picture_files import read_publishable


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
        """The inputs as they are on disk now. Data files are not parsed."""
        content = read_content(settings.content_dir, data=settings.options.data)
        problems = [in_content(problem, settings) for problem in content.problems]
        data: Mapping[str, str] = {}
        try:
            data = numbers.digests(settings.data_dir, problem_path=settings.data_path)
        except Failed as failed:
            problems += failed.problems
        vega = vega_digest(settings.root)
        shown = {**settings.page_settings, "vega": vega}
        appearance = key("appearance", templates_digest(), shown)
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


@dataclass(frozen=True, kw_only=True)
class Media:
    """The pictures and documents of pages that may be published, with their digests, and what is wrong with the others."""

    images: Mapping[str, str]
    documents: Mapping[str, str]
    problems: Sequence[Problem]


def read_media(pages: Sequence[Page], inputs: Inputs, settings: Settings, store: Store) -> Media:
    """The files that these pages show or link to."""
    assets, content = inputs.content.assets, settings.content_dir
    shown = linked_files.shown_images(pages, assets)
    linked = [
        path
        for path in linked_files.linked_documents(pages, assets)
        if document_type(path) in settings.options.documents
    ]
    images, faults = _published_digests(shown, read_publishable, inputs, content, store)
    documents, document_faults = _published_digests(linked, read_document, inputs, content, store)
    problems = linked_files.missing_images(pages, assets.keys() | inputs.content.unreadable)
    problems += linked_files.file_problems(pages, faults, document_faults)
    # A document with a problem of its own is no dead link besides.
    return Media(images=images, documents={**dict.fromkeys(document_faults, ""), **documents}, problems=problems)


Read = Callable[
    [Path, str, Mapping[str, str]], bytes
]  # what is published of a file: `read_publishable`, `read_document`


def _published_digests(
    paths: Iterable[str], read: Read, inputs: Inputs, content: Path, store: Store
) -> tuple[dict[str, str], dict[str, Problem]]:
    """For each file the digest of what `read` lets be published of it, and for each that may not be what is wrong with it.

    `paths` are from the folder `content`; those without a file are left out.
    """
    assets = inputs.content.assets
    keys = {path: key(read.__name__, inputs.code, path, assets[path]) for path in paths if path in assets}
    known = store.get_many(keys.values())
    digests, faults = {path: known[file] for path, file in keys.items() if file in known}, {}
    for path in keys.keys() - digests.keys():
        try:
            digests[path] = digest(read(content, path, inputs.content.names_on_disk))
        except Failed as failed:
            faults[path] = failed.problems[0]
        else:
            store.put(keys[path], digests[path])
    return digests, faults


def in_content(problem: Problem, settings: Settings) -> Problem:
    """A problem of a content file, with its path from the project's root."""
    return replace(problem, path=f"{settings.content}/{problem.path}".rstrip("/"))
