"""A project's public page: what could be on it, what was approved for it, what the world is shown."""
