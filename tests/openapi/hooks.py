"""What schemathesis cannot know of the API: how TOML travels, and which articles there are.

Half of what it makes up for an article's id and for a text is exchanged for something that is there, or that can be
published, so that not all it sends ends at the first check. Only what fits the description is exchanged: wrong data
stays wrong.
"""

import re
import zlib

import schemathesis

IDS = ["gabaryty", "elektroodpady", "nowy-artykul", "odpis-aktu"]
TEXTS = [
    "---\ntitle: Próba\nstatus: published\n---\n\nTekst.\n",
    "---\ntitle: Próba\naudience: public\nstatus: review\n---\n\n## Dla konsultanta {.internal}\n\nTekst.\n",
    "---\ntitle: [\n---\n",
    "# Sam tekst\n\nBez nagłówka.\n",
]


@schemathesis.serializer("application/toml", "text/markdown")
def as_text(ctx, value):
    if isinstance(value, bytes):
        return value
    return (value if isinstance(value, str) else str(value)).encode("utf-8", "surrogatepass")


def chosen(value, known):
    """One of `known` for half of the values, always the same one for a value."""
    mark = zlib.crc32(value.encode("utf-8", "surrogatepass"))
    return known[(mark >> 1) % len(known)] if mark % 2 else value


@schemathesis.hook
def map_path_parameters(ctx, path_parameters):
    path = ctx.operation.path if ctx.operation else ""
    value = (path_parameters or {}).get("id")
    if "/articles/" in path and isinstance(value, str) and re.fullmatch(r"[a-z0-9-]{1,200}", value):
        path_parameters["id"] = chosen(value, IDS)
    return path_parameters


@schemathesis.hook
def map_body(ctx, body):
    path = ctx.operation.path if ctx.operation else ""
    return chosen(body, TEXTS) if "/articles/" in path and isinstance(body, str) else body


@schemathesis.hook
def filter_query(ctx, query):
    # An empty parameter is as good as none (`allowEmptyValue`), so it is not wrong, whatever its type.
    return all(value != "" for value in (query or {}).values())


@schemathesis.hook
def map_headers(ctx, headers):
    match = (headers or {}).get("If-Match")
    if isinstance(match, str):
        headers["If-Match"] = chosen(match, ["*"])
    return headers
