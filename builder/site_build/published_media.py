"""The pictures and documents that a site publishes: which they are, and what is published of each. The site plan finds them with
it, and `steps` publishes them."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from builder.cache.store import Store, key
from builder.model import Page, canonical_json, digest
from builder.problem import Failed, Problem
from builder.settings.settings import Settings
from builder.site_build.inputs import Inputs
from builder.suggest import did_you_mean_file
from builder.theme.frame_files import StaticFiles
from builder.words.content_folder import ContentFolder
from builder.words.media import linked_files
from builder.words.media.documents import document_type, read_document
from builder.words.media.picture_files import is_picture, read_publishable
from builder.words.media.picture_size import Size, picture_size

Reader = Callable[[Path, str, Mapping[str, str]], bytes]  # of what is published of a file


@dataclass(frozen=True, kw_only=True)
class Media:
    """The pictures and documents of pages that may be published, with their digests, and what is wrong with the others."""

    images: Mapping[str, str]
    sizes: Mapping[str, Size]  # of the images that say theirs
    documents: Mapping[str, str]
    refused_documents: Collection[str]  # that pages link to, with a problem each
    problems: Sequence[Problem]

    @property
    def all_documents(self) -> frozenset[str]:
        """Those with problems, too: a link to one is no dead link besides."""
        return frozenset((*self.documents, *self.refused_documents))


def read_media(pages: Sequence[Page], inputs: Inputs, settings: Settings, store: Store) -> Media:
    """The files that these pages show or link to."""
    assets, content = inputs.content.assets, settings.content_dir
    shown = linked_files.shown_images(pages, assets, frame_pictures(settings))
    linked = [
        path
        for path in linked_files.linked_documents(pages, assets)
        if document_type(path) in settings.options.documents
    ]
    images, faults = _published_digests("picture", read_publishable, shown, inputs, content, store)
    documents, document_faults = _published_digests("document", read_document, linked, inputs, content, store)
    problems = linked_files.missing_images(pages, assets.keys() | inputs.content.unreadable)
    problems += linked_files.file_problems(pages, faults, document_faults)
    problems += [*_frame_problems(settings, faults, inputs.content)]
    sizes = _sizes(images, inputs, content, store)
    return Media(
        images=images, sizes=sizes, documents=documents, refused_documents=document_faults.keys(), problems=problems
    )


def frame_pictures(settings: Settings) -> dict[str, str]:
    """The pictures of every page's frame: file of the content folder -> the setting that names it."""
    return {path: key for key, path in settings.theme.frame_pictures.items() if path}


def _frame_problems(settings: Settings, faults: Mapping[str, Problem], content: ContentFolder) -> Iterator[Problem]:
    """What is wrong with the pictures of the frame, and with the site's own style sheets."""
    for path, setting in frame_pictures(settings).items():
        if path in faults:
            yield faults[path]
        elif path not in content.assets and path not in content.unreadable:
            hint = did_you_mean_file(
                path, filter(is_picture, content.assets), otherwise=f"{setting} in mkdocs.yml names it"
            )
            yield Problem(id="missing-image", path=path, message="there is no such file", hint=hint)
    if settings.theme.sheets:
        from builder.theme.site_sheets import site_rules

        try:
            site_rules(settings)
        except Failed as failed:
            yield from failed.problems


def _sizes(images: Mapping[str, str], inputs: Inputs, content: Path, store: Store) -> dict[str, Size]:
    """The sizes of images, by what is published of them."""
    keys = {path: key("picture-size", inputs.code, published) for path, published in images.items()}
    known = store.get_many(keys.values())
    new = {
        keys[path]: canonical_json(picture_size(read_publishable(content, path, inputs.content.names_on_disk)))
        for path in images
        if keys[path] not in known
    }
    store.put_many(new)
    sizes = {path: json.loads({**known, **new}[size_key]) for path, size_key in keys.items()}
    return {path: (size[0], size[1]) for path, size in sizes.items() if size}


def _published_digests(
    step: str, read: Reader, paths: Iterable[str], inputs: Inputs, content: Path, store: Store
) -> tuple[dict[str, str], dict[str, Problem]]:
    """For each file the digest of what `read` lets be published of it, and for each that may not be what is wrong with it.

    `paths` are from the folder `content`; those without a file are left out. `step` names the digests in the store.
    """
    assets = inputs.content.assets
    keys = {path: key(step, inputs.code, path, assets[path]) for path in paths if path in assets}
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


def media_files(
    images: Mapping[str, str], documents: Mapping[str, str], content: Path, names_on_disk: Mapping[str, str]
) -> StaticFiles:
    """Images that published pages show, e.g. {"briefings/2024/sora.png": the digest of what is published}, and documents that
    they link to.

    `names_on_disk` are those that differ from the paths.
    """
    return {
        f"media/{path}": (partial(read, content, path, names_on_disk), files[path])
        for read, files in ((read_publishable, images), (read_document, documents))
        for path in files
    }
