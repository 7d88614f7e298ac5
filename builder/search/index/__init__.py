"""The files of the search index, made by a build: `site_build.search.search_index` asks for them."""
