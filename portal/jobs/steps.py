"""What a job says while it works: kept in English with its numbers, said in the language of whoever looks."""

import json

from django.utils.translation import gettext as _

from portal.common.text import number


def step(words: str, **numbers: int) -> str:
    """`words` as gettext_noop() marks them, with places for `numbers`."""
    return json.dumps({"words": words, "numbers": numbers})


def spoken(kept: str) -> str:
    """A step as it was told; names of people and the like are said as they are."""
    if not kept.startswith('{"words"'):
        return _(kept) if kept else ""
    told = json.loads(kept)
    return _(told["words"]) % {name: number(value) for name, value in told["numbers"].items()}
