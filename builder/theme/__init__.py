"""The theme's frame around each page, and its static files. Besides the plugin the only room that imports MkDocs."""
