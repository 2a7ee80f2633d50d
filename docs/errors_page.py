"""The page docs/errors.md, written from the message catalog and from where the code raises each error."""

from docs.catalogs import source
from docs.raise_sites import RaiseSite, raise_sites

_INTRODUCTION = """\
# Errors

<!-- Written by `make docs` from withhold.messages and the code. Change those, not this page. -->

Every error has a code. A command shows the code in parentheses after the message, and ends with the exit code of the
error ([commands.md](commands.md#exit-codes)). A page shows the message. To a script, which asks for JSON, it also gives
the code. Codes are stable, so that you can search logs for them. A message names what is wrong and then the cure. The
words in braces stand for values: names of fields and files, ids and numbers, never anything about a record subject.

To change a message, edit `src/withhold/messages/en.po` and `es.po`, then run `make docs`.

"""


def errors_page() -> str:
    """The whole page."""
    sites: dict[str, list[RaiseSite]] = {}
    for site in raise_sites():
        sites.setdefault(site.code, []).append(site)
    lines = ["| code | message | exit code | raised in |", "| --- | --- | --- | --- |"]
    for entry in source("en"):
        if entry.msgid in sites:
            raised = sites[entry.msgid]
            message = entry.msgstr or entry.msgstr_plural[1]
            exits = ", ".join(sorted({str(each.error.exit_code) for each in raised}))
            modules = ", ".join(sorted({f"`{each.module}`" for each in raised}))
            lines.append(f"| `{entry.msgid}` | {message} | {exits} | {modules} |")
    return _INTRODUCTION + "\n".join(lines) + "\n"
