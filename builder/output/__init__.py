"""The last step: a page is filled with its numbers, and `publish` alone writes it into the site's folder."""
