"""The files of the search index, made by a build: `build.search_index` asks for them."""
