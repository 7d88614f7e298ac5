"""The theme's frame around each page. The only room that imports MkDocs."""
