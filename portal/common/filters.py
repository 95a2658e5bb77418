"""What a list is narrowed to: plain fields whose values stand in the address."""

from django import forms
from django.db.models import Q, QuerySet

from portal.common.folding import fold


class ListFilterForm(forms.Form):
    """`q`, where there is one, looks for words in the columns `looked_in`; of `exact` each is a field and a column."""

    looked_in: tuple[str, ...] = ()
    exact: tuple[str, ...] = ()

    def narrow(self, rows: QuerySet) -> QuerySet:
        """Apply what is filled in and makes sense."""
        self.is_valid()
        for name in self.exact:
            if self.cleaned_data.get(name):
                rows = rows.filter(**{name: self.cleaned_data[name]})
        for word in self.words:
            rows = rows.filter(self.holding(word))
        return rows

    def holding(self, word: str) -> Q:
        found = Q()
        for column in self.looked_in:
            found |= Q(**{f"{column}__has": word})
        return found

    @property
    def words(self) -> list[str]:
        return self.cleaned_data.get("q", "").split()

    def fits(self, *texts: str, **values: str) -> bool:
        """After `narrow`: whether what stands in no table would be among the rows."""
        chosen = {name: self.cleaned_data[name] for name in self.exact if self.cleaned_data.get(name)}
        whole = fold(" ".join(texts))
        return all(values.get(name) == value for name, value in chosen.items()) and all(
            fold(word) in whole for word in self.words
        )
