"""What a page asks of the query in its address."""

from django.http import QueryDict

EVERYTHING = "*"


class Listening(QueryDict):
    """A query that notes by name what it is asked for; EVERYTHING where it is copied as a whole."""

    def __init__(self, asked: set[str], *arguments, **options) -> None:
        self.asked = asked
        super().__init__(*arguments, **options)

    def note(self, name: str) -> None:
        if not self._mutable:  # it is, until all of the address is read
            self.asked.add(name)

    def __getitem__(self, name: str) -> str:
        self.note(name)
        return super().__getitem__(name)

    def __contains__(self, name: str) -> bool:
        self.note(name)
        return super().__contains__(name)

    def _getlist(self, name: str, *arguments, **options) -> list[str]:
        self.note(name)
        return super()._getlist(name, *arguments, **options)

    def __iter__(self):
        self.note(EVERYTHING)
        return super().__iter__()

    def lists(self):
        self.note(EVERYTHING)
        return super().lists()

    def copy(self) -> QueryDict:
        self.note(EVERYTHING)
        return QueryDict(self.urlencode(), mutable=True, encoding=self.encoding)
