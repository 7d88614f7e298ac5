"""Everything about processes: the workers that make pages, and the helper that renders fragments beside the build."""
