"""The commands that begin a text: `import_article` makes a briefing of a saved article, `new_briefing` one of an archetype."""
