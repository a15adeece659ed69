#!/usr/bin/env python3
"""A harness for a reader and writer of OCCI messages that knows listings alone.

    occi conform rendering -- python3 examples/reader-harness/harness.py

It reads commands from its standard input, a JSON object a line, and writes an answer for each to its
standard output. What the reader does not know it calls unsupported, which counts against nobody.
"""

import json
import sys

FIELD = "x-occi-location"


class Unsupported(Exception):
    """The reader has no such form or media type."""


class Malformed(Exception):
    """The message is none."""


def read(message):
    """The locations of a listing."""
    media, body = message["type"], message.get("body", "")
    if media == "text/uri-list":
        lines = (line.strip() for line in body.splitlines())
        return [line for line in lines if line and not line.startswith("#")]
    if media == "text/plain":
        fields = [line.split(":", 1) for line in body.splitlines() if line.strip()]
    elif media == "text/occi":
        fields = message.get("headers", [])
    else:
        raise Unsupported("it does not read " + media)
    found = []
    for field in fields:
        if len(field) != 2 or field[0].strip().lower() != FIELD:
            raise Malformed("not a location: %r" % (field,))
        found.extend(location.strip() for location in field[1].split(","))
    return found


def write(media, locations):
    """A listing as a message."""
    if media == "text/uri-list":
        return {"type": media, "body": "".join(one + "\r\n" for one in locations)}
    if media == "text/plain":
        lines = ("X-OCCI-Location: %s\r\n" % one for one in locations)
        return {"type": media, "body": "".join(lines)}
    if media == "text/occi":
        return {"type": media, "headers": [["X-OCCI-Location", ", ".join(locations)]]}
    raise Unsupported("it does not write " + media)


def answer(told):
    command = told["command"]
    if command == "start":
        return {"result": {"client": "listings", "version": "1.0"}}
    try:
        if command == "read" and told["form"] == "locations":
            return {"result": {"form": "locations", "locations": read(told["message"])}}
        if command == "write" and told["facts"]["form"] == "locations":
            return {"result": write(told["type"], told["facts"]["locations"])}
    except Unsupported as why:
        return {"unsupported": {"message": str(why)}}
    except Malformed as why:
        return {"error": {"message": str(why)}}
    return {"unsupported": {"message": "it knows listings alone"}}


def main():
    for line in sys.stdin:
        print(json.dumps(answer(json.loads(line))), flush=True)


if __name__ == "__main__":
    main()
