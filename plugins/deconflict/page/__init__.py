"""The page model: everything that a page, a map or an export says about one incident, as plain data."""
