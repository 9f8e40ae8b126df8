"""An author's file taken apart: front matter, Markdown, roles, passages of prose; no Pelican here."""
