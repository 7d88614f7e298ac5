"""The commands of authors and owners: refresh, preview, explain, record, verify and their reports."""
