"""What is printed about a call: laid out at once, because a protocol is a few pages long."""

from mobilities.selection_record import Record, ranking_rule
from portal.common.pdf import render_pdf
from portal.common.text import active_language


def render_protocol(record: Record) -> bytes:
    """Who applied, how they were ranked, what was decided and why, with places to sign. In the reader's language."""
    context = {"selection": record.selection, "record": record, "rule": ranking_rule()}
    return render_pdf("mobilities/pdf/protocol.html", context, language=active_language())
