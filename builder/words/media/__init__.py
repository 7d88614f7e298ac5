"""Files that pages show or link to: which may be published, and their bytes as they are. Used by `site_build`."""
