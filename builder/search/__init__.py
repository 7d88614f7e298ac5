"""Full-text search of briefings and funds: the index that a browser reads in small files, and the queries that read it.

`index` makes the files for a build: page_words -> page_terms -> segments -> shards. `query` reads them for `briefings search`
and for tests: search_query -> index_reader -> page_text. A browser does the same with templates/assets/finder.js.
docs/decisions/0010-search.md describes every file. No number of the data is in the index.
"""
