"""Bodies and the fund directory in; an index out that a browser reads in small pieces. No number of the data is in it.

fold -> entry -> terms -> shards is how it is made; query -> reader -> excerpt is how it is asked. templates/assets/finder.js
is the reader's twin. docs/decisions/0010-search.md has the form of every file.
"""
