#!/usr/bin/python3
"""Parses a message with Python's email package: parse_mail.py MESSAGE.eml OUT.json

Tells every defect of every part and header, the decoded headers, the text, and
the attachments with their bytes in hexadecimal.  An encoded word that is not
whole UTF-8 characters by itself counts as a defect too.
"""

import base64
import email
import email.header
import email.policy
import email.utils
import json
import re
import sys


def broken_words(raw):
    for word in re.findall(rb"=\?UTF-8\?B\?([^?]*)\?=", raw):
        try:
            base64.b64decode(word, validate=True).decode()
        except ValueError:
            yield f"encoded word {word!r}"


def phrase_of(raw):
    """The name in From: by RFC 2047; the header registry puts a blank between two encoded words of a phrase."""
    value = email.message_from_bytes(raw)["from"]
    name, _ = email.utils.parseaddr(value)
    return str(email.header.make_header(email.header.decode_header(name)))


def main():
    with open(sys.argv[1], "rb") as file:
        raw = file.read()
    message = email.message_from_bytes(raw, policy=email.policy.default)
    defects = list(broken_words(raw))
    for part in message.walk():
        defects += map(repr, part.defects)
        for value in part.values():
            defects += map(repr, value.defects)
        if not part.is_multipart():
            part.get_content()
            defects += map(repr, part.defects)
    body = message.get_body(("plain",))
    with open(sys.argv[2], "w", encoding="utf-8") as file:
        json.dump({
            "defects": defects,
            "headers": [[name, str(value)] for name, value in message.items()],
            "subject": str(message["subject"]),
            "from_name": phrase_of(raw),
            "from": message["from"].addresses[0].addr_spec,
            "to": [address.addr_spec for address in message["to"].addresses],
            "date": message["date"].datetime.isoformat(),
            "text": body.get_payload(decode=True).decode(),
            "attachments": [{"name": part.get_filename(), "type": part.get_content_type(),
                             "hex": part.get_payload(decode=True).hex()}
                            for part in message.iter_attachments()] if message.is_multipart() else [],
        }, file)


main()
