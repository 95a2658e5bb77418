"""Columns of the files that leave this app."""
