"""Mail that came back: reports of delivery (RFC 3464) read without believing anything in them.

A report is multipart/report with a message/delivery-status part; where it quotes the letter that failed, the key in
its Message-ID says which one it was. Reports of delay or of success, receipts of reading and out-of-office answers
are none.
"""

import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import Message

MOST_BYTES = 512 * 1024  # the report stands first; what is quoted after it may be cut off
MOST_RECIPIENTS, MOST_PARTS = 50, 20
KEY = re.compile(r"<([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})@", re.ASCII)
NAMES_LETTER = ("Message-ID", "X-Original-Message-ID", "In-Reply-To", "References")
STATUS = re.compile(r"[245]\.\d{1,3}\.\d{1,3}", re.ASCII)
FAILED = "failed"


@dataclass(frozen=True)
class Return:
    """One recipient to whom a letter did not get. `keys`: of letters of ours that the report names."""

    recipient: str
    status: str
    words: str
    keys: tuple[uuid.UUID, ...]


def read_returns(raw: bytes) -> list[Return]:
    """Nothing where the mail is no report, or one that cannot be read."""
    try:
        message = message_from_bytes(raw[:MOST_BYTES], policy=policy.compat32)
        return list(returns_of(message))
    except (RecursionError, LookupError, ValueError, AttributeError, TypeError):
        return []  # whoever made it so did not mean it to be read


def returns_of(message: Message) -> Iterator[Return]:
    if message.get_content_type() != "multipart/report" or not message.is_multipart():
        return
    parts = message.get_payload()[:MOST_PARTS]
    report = next((part for part in parts if part.get_content_type() == "message/delivery-status"), None)
    if report is None:
        return
    found = blocks(report)[:MOST_RECIPIENTS]
    keys = tuple(keys_of(message, [*parts, *found]))
    for block in found:
        if header(block, "Action").lower() == FAILED:
            status = STATUS.search(header(block, "Status"))
            yield Return(
                recipient=address(header(block, "Original-Recipient")) or address(header(block, "Final-Recipient")),
                status=status[0] if status else "",
                words=after_type(header(block, "Diagnostic-Code")),
                keys=keys,
            )


def blocks(report: Message) -> list[Message]:
    """A block of fields for each recipient; the parser makes each block of a delivery-status part a message."""
    payload = report.get_payload()
    return payload if isinstance(payload, list) else []


def keys_of(message: Message, parts: list[Message]) -> Iterator[uuid.UUID]:
    """Keys in the letter that is quoted, whole or its head alone, in what the report answers, and in its blocks."""
    texts = [header(message, name) for name in NAMES_LETTER[1:]]
    for part in parts:
        kind = part.get_content_type()
        texts.append(header(part, "X-Original-Message-ID"))
        if kind == "message/rfc822" and part.is_multipart():
            texts += [header(part.get_payload()[0], name) for name in NAMES_LETTER[:2]]
        elif kind in ("text/rfc822-headers", "message/rfc822-headers"):
            head = part.get_payload(decode=True) or str(part.get_payload()).encode()
            quoted = message_from_bytes(head, policy=policy.compat32)
            texts += [header(quoted, name) for name in NAMES_LETTER[:2]]
    for text in texts:
        yield from (uuid.UUID(key) for key in KEY.findall(text.lower())[:MOST_RECIPIENTS])


def header(message: Message, name: str) -> str:
    return str(message.get(name, ""))[:2000]


def address(field: str) -> str:
    """Of a field such as "rfc822; anna@example.org"."""
    found = after_type(field).strip("<> ")
    return found if found.count("@") == 1 and len(found) <= 254 else ""


def after_type(field: str) -> str:
    return " ".join(field.partition(";")[2].split()) if ";" in field else " ".join(field.split())
