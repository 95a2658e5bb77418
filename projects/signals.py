"""What the apps above may want to follow."""

from django.dispatch import Signal

# The call year of some projects is another one. Sent inside the transaction, with the keys of the `projects`, their
# `school` and the `user`.
call_year_changed = Signal()
