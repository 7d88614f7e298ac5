"""The files of the search index, made by a build: `site_build.search` asks for them."""
