"""The search index of one build: what of it the store has, and what is made anew. Used by `site_plan` and `site_files`."""
