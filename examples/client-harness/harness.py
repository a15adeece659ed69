#!/usr/bin/env python3
"""A harness for a client that is not written in Rust.

    occi conform client -- python3 examples/client-harness/harness.py

It reads operations from its standard input, a JSON object a line, has the client carry them out, and
writes an answer for each. The client here is a small one for the text rendering; put your own in its
place and keep `OPERATIONS` and `main`.
"""

import json
import re
import sys
import time
import urllib.error
import urllib.parse
import urllib.request


class Refused(Exception):
    """The server refuses, or answers with what is no answer."""

    def __init__(self, message, status=None):
        super().__init__(message)
        self.status = status


class Client:
    """Speaks text/plain with one server."""

    def __init__(self, endpoint):
        self.endpoint = endpoint
        self.locations = {}

    def ask(self, method, where, lines=None, fields=()):
        request = urllib.request.Request(
            urllib.parse.urljoin(self.endpoint, where), method=method
        )
        request.add_header("Accept", "text/plain")
        request.add_header("User-Agent", "example/1.0 OCCI/1.2")
        for name, value in fields:
            request.add_header(name, value)
        if lines is not None:
            request.data = "".join(line + "\r\n" for line in lines).encode()
            request.add_header("Content-Type", "text/plain")
        try:
            with urllib.request.urlopen(request, timeout=20) as answer:
                text = answer.read().decode()
                kind = answer.headers.get_content_type()
                if text and kind not in ("text/plain", "text/occi", "text/uri-list"):
                    raise Refused("%s is no text rendering" % kind)
                return text, answer
        except urllib.error.HTTPError as error:
            raise Refused(str(error), error.code) from error
        except (OSError, ValueError, urllib.error.URLError) as error:
            raise Refused(str(error)) from error

    def discover(self):
        text, _ = self.ask("GET", "/-/")
        found = []
        for line in field(text, "Category"):
            term, rest = line.split(";", 1)
            scheme = re.search(r'scheme="([^"]*)"', rest).group(1)
            location = re.search(r'location="([^"]*)"', rest)
            if location:
                self.locations[scheme + term.strip()] = location.group(1)
            found.append(scheme + term.strip())
        return found

    def location(self, kind):
        if kind not in self.locations:
            self.discover()
        if kind not in self.locations:
            raise Refused("%s is not offered" % kind)
        return self.locations[kind]

    def create(self, kind, mixins, attributes):
        lines = [category(kind, "kind")] + [category(mixin, "mixin") for mixin in mixins]
        lines += ["X-OCCI-Attribute: " + pair for pair in pairs(attributes)]
        _, answer = self.ask("POST", self.location(kind), lines)
        if answer.headers["Location"] is None:
            raise Refused("the server does not say where it is")
        place = urllib.parse.urljoin(self.endpoint, answer.headers["Location"])
        while answer.status == 202:
            # Not done yet: the place is a temporary one, and leads to the instance in the end.
            time.sleep(0.1)
            _, answer = self.ask("GET", place)
            place = answer.url
        return place

    def get(self, location):
        text, _ = self.ask("GET", location)
        ids, values = [], {}
        for line in field(text, "Category"):
            term, rest = line.split(";", 1)
            ids.append(re.search(r'scheme="([^"]*)"', rest).group(1) + term.strip())
        for line in field(text, "X-OCCI-Attribute"):
            for name, value in re.findall(r'([a-zA-Z0-9._-]+)=("(?:[^"\\]|\\.)*"|[^,]+)', line):
                values[name] = json.loads(value.strip())
        if not ids:
            raise Refused("the answer holds no instance")
        return ids[0], ids[1:], values

    def list(self, kind, attributes):
        # A client in Python would read text/uri-list; this one has one reader for everything.
        fields = [("X-OCCI-Attribute", pair) for pair in pairs(attributes)]
        text, _ = self.ask("GET", self.location(kind), fields=fields)
        found = field(text, "X-OCCI-Location")
        return [urllib.parse.urljoin(self.endpoint, place) for place in found]

    def act(self, location, action, parameters):
        lines = [category(action, "action")]
        lines += ["X-OCCI-Attribute: " + pair for pair in pairs(parameters)]
        self.ask("POST", location + "?action=" + action.split("#")[1], lines)

    def delete(self, location):
        self.ask("DELETE", location)


def field(text, name):
    """The values of a field, one a line."""
    begin = name.lower() + ":"
    lines = [line for line in text.splitlines() if line.lower().startswith(begin)]
    return [line[len(begin) :].strip() for line in lines]


def category(identifier, kind):
    scheme, term = identifier.split("#")
    return 'Category: %s; scheme="%s#"; class="%s"' % (term, scheme, kind)


def pairs(attributes):
    return ["%s=%s" % (name, json.dumps(value)) for name, value in attributes.items()]


class Unsupported(Exception):
    """The client does not have this."""


def listed(client, told):
    if "page" in told or "category" in told:
        raise Unsupported("the client asks for everything at once, and filters by values alone")
    found = client.list(told["kind"], told.get("attributes", {}))
    return {"locations": found}


def got(client, told):
    kind, mixins, values = client.get(told["location"])
    return {"kind": kind, "mixins": mixins, "attributes": values}


def created(client, told):
    mixins = told.get("mixins", [])
    return {"location": client.create(told["kind"], mixins, told["attributes"])}


def acted(client, told):
    client.act(told["location"], told["action"], told.get("parameters", {}))
    return {}


def deleted(client, told):
    client.delete(told["location"])
    return {}


OPERATIONS = {
    "discover": lambda client, told: {"categories": client.discover()},
    "create": created,
    "get": got,
    "list": listed,
    "action": acted,
    "delete": deleted,
}


def answer(told, state):
    command = told["command"]
    if command == "start":
        state["client"] = Client(told["endpoint"])
        return {"result": {"client": "example", "version": "1.0"}}
    name = told.get("op", command)
    operation = OPERATIONS.get(name)
    if operation is None:
        return {"unsupported": {"message": "the client has no operation `%s`" % name}}
    if command == "probe":
        return {"result": {}}
    try:
        return {"result": operation(state["client"], told)}
    except Unsupported as why:
        return {"unsupported": {"message": str(why)}}
    except Refused as why:
        error = {"message": str(why)}
        if why.status is not None:
            error["status"] = why.status
        return {"error": error}


def main():
    state = {}
    for line in sys.stdin:
        print(json.dumps(answer(json.loads(line), state)), flush=True)


if __name__ == "__main__":
    main()
