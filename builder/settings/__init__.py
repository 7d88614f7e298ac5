"""The settings file mkdocs.yml: what may stand in it, and the values that every other room reads."""
