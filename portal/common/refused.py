"""What a service raises when a deed cannot be done."""


class Refused(Exception):
    """A sentence for the person who tried."""
