"""What the tests use to look at a built site: links, markup, policy, feeds and a real browser."""
