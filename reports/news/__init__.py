"""A news text of a conference or a project: made from the record, edited by people, given away in several forms."""
