"""The Markdown that this site reads: CommonMark, with tables, notes, boxes and what else `docs/authoring.md` names."""
