"""Articles from elsewhere become briefings: a saved page, a Word file or copied text is read, cleaned and written as Markdown.

`desk.import_article` calls the steps in this order: `saved_file` and the readers of its formats, `article`, `briefing_text`,
`doubts`, `offers`.
"""
