"""What other programs read of the site: metadata in the head of pages, feeds, the sitemap, JSON. Used by `pages`."""
