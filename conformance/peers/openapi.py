"""A minimal OpenAPI document of OCCI Infrastructure in its JSON rendering, written by hand.

It says of compute, network and storage what OpenAPI can say: attributes with their types and ranges,
statuses, required parts, links from a creation to what follows. It says nothing of state machines,
of what only the server sets, or of what was stored: the language has no words for that.
"""

STANDARD = "http://schemas.ogf.org/occi/infrastructure"
JSON = "application/occi+json"
LARGEST = 2**63 - 1
TOKEN = "^[!#$%&'*+.^_`|~0-9A-Za-z-]+$"

# Attributes that clients set, then those that only the server sets.
KINDS = {
    "compute": (
        {
            "occi.compute.architecture": {"enum": ["x86", "x64"]},
            "occi.compute.cores": {"type": "integer", "minimum": 1, "maximum": LARGEST},
            "occi.compute.hostname": {"type": "string"},
            "occi.compute.share": {"type": "integer", "minimum": 0, "maximum": LARGEST},
            "occi.compute.memory": {"type": "number", "exclusiveMinimum": 0},
        },
        {"occi.compute.state": {"enum": ["active", "inactive", "suspended", "error"]}},
        [],
        {
            "start": {},
            "stop": {"method": {"enum": ["graceful", "acpioff", "poweroff"]}},
            "restart": {"method": {"enum": ["graceful", "warm", "cold"]}},
            "suspend": {"method": {"enum": ["hibernate", "suspend"]}},
        },
    ),
    "network": (
        {
            "occi.network.vlan": {"type": "integer", "minimum": 0, "maximum": 4095},
            "occi.network.label": {"type": "string", "pattern": TOKEN},
        },
        {"occi.network.state": {"enum": ["active", "inactive", "error"]}},
        [],
        {"up": {}, "down": {}},
    ),
    "storage": (
        {"occi.storage.size": {"type": "number", "exclusiveMinimum": 0}},
        {"occi.storage.state": {"type": "string"}},
        ["occi.storage.size"],
        {"online": {}, "offline": {}},
    ),
}


def content(schema):
    return {JSON: {"schema": schema}}


def answers(**statuses):
    return {
        status.lstrip("s"): {"description": status, **({"content": content(schema)} if schema else {})}
        for status, schema in statuses.items()
    }


def opened(properties, required=()):
    """An object; the server passes over what it does not know."""
    schema = {"type": "object", "properties": properties}
    return {**schema, "required": list(required)} if required else schema


def closed(properties, required=()):
    """An object whose members are all known: attributes."""
    return {**opened(properties, required), "additionalProperties": False}


def of_kind(term, settable, fixed, required, actions):
    sent = opened(
        {
            "kind": {"const": f"{STANDARD}#{term}"},
            "title": {"type": "string"},
            "attributes": closed(settable, required),
        },
        ["kind", "attributes"] if required else ["kind"],
    )
    entity = {
        "type": "object",
        "properties": {
            "kind": {"const": f"{STANDARD}#{term}"},
            "id": {"type": "string", "pattern": "^urn:uuid:"},
            "attributes": closed({**settable, **fixed}, [*required, *fixed]),
        },
        "required": ["kind", "id", "attributes"],
    }
    listed = {
        "type": "object",
        "properties": {"resources": {"type": "array", "items": entity}},
    }
    created = answers(s201=entity, s400=None)
    created["201"]["headers"] = {"Location": {"required": True, "schema": {"type": "string"}}}
    follow = {
        name: {"operationId": f"{name}-{term}", "parameters": {"id": f"$response.header.Location#regex:/{term}/(.+)"}}
        for name in ("read", "update", "delete", *actions)
    }
    created["201"]["links"] = follow
    identifier = {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}
    body = {"required": True, "content": content(sent)}
    yield f"/{term}/", {
        "get": {"operationId": f"list-{term}", "responses": answers(s200=listed)},
        "post": {"operationId": f"create-{term}", "requestBody": body, "responses": created},
    }
    some = {**closed(settable), "minProperties": 1}
    changed = opened({"kind": {"const": f"{STANDARD}#{term}"}, "attributes": some})
    update = {"required": True, "content": content(changed)}
    missing = {"s404": None, "s400": None}
    yield f"/{term}/{{id}}", {
        "parameters": [identifier],
        "get": {"operationId": f"read-{term}", "responses": answers(s200=entity, **missing)},
        "post": {
            "operationId": f"update-{term}",
            "requestBody": update,
            "responses": answers(s200=entity, **missing),
        },
        "delete": {
            "operationId": f"delete-{term}",
            "responses": answers(s200=None, s204=None, **missing),
        },
    }
    for action, parameters in actions.items():
        name = f"{STANDARD}/{term}/action#{action}"
        invocation = opened({"action": {"const": name}, "attributes": closed(parameters)}, ["action"])
        yield f"/{term}/{{id}}?action={action}", {
            "parameters": [identifier],
            "post": {
                "operationId": f"{action}-{term}",
                "requestBody": {"required": True, "content": content(invocation)},
                "responses": answers(s200=entity, s204=None, s409=None, **missing),
            },
        }


def document():
    paths = {}
    for term, parts in KINDS.items():
        paths.update(of_kind(term, *parts))
    return {
        "openapi": "3.1.0",
        "info": {"title": "OCCI Infrastructure", "version": "1.2"},
        "paths": paths,
    }
