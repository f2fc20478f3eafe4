"""Keeps the translations complete: `python -m web.catalogue update` and `python -m web.catalogue check`.

Update extracts every message of the project and merges it into the Chinese catalogue: new ones come untranslated at
their place in the alphabet, those no longer used go. Check names what is missing and fails if anything is.
"""

from __future__ import annotations

import sys
from collections.abc import Collection
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po, write_po

from matchmaker.locale.catalogues import DEFAULT_LOCALE, DOMAIN, catalogue_path

ROOT = Path(__file__).parents[1]
SOURCES = ("matchmaker", "web")
NOT_SOURCES = frozenset({"node_modules", "static", "versions", "__pycache__"})
# gettext's functions and the names under which the project imports their lazy and silent forms
KEYWORDS = {
    "_": None,
    "gettext": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "_l": None,
    "N_": None,
}


# Written as it stands: Babel's own header carries dates, which would make every run a change.
HEADER = """msgid ""
msgstr ""
"Project-Id-Version: matchmaker\\n"
"Language: zh_Hans_CN\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""


def is_source(folder: str, packages: Collection[str]) -> bool:
    inside = Path(folder).resolve().relative_to(ROOT).parts
    return not inside or (inside[0] in packages and not NOT_SOURCES & set(inside))


def extract(packages: Collection[str] = SOURCES) -> Catalog:
    """Every message that stands in the sources and templates of these packages."""
    with (ROOT / "babel.cfg").open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)
    found = Catalog(locale=DEFAULT_LOCALE, domain=DOMAIN, fuzzy=False)
    rows = extract_from_dir(
        ROOT,
        methods,
        options,
        keywords=KEYWORDS,
        comment_tags=("Translators:",),
        strip_comment_tags=True,
        directory_filter=lambda folder: is_source(folder, packages),
    )
    for name, line, message, comments, context in rows:
        found.add(message, None, [(name, line)], auto_comments=comments, context=context)
    return found


def read() -> Catalog:
    with catalogue_path(DEFAULT_LOCALE).open("rb") as file:
        return read_po(file, locale=DEFAULT_LOCALE, domain=DOMAIN, abort_invalid=True)


def update() -> None:
    """Merge what the sources hold now into the catalogue and write it."""
    found, kept = extract(), read()
    kept.update(found, no_fuzzy_matching=True)
    kept.obsolete.clear()
    with catalogue_path(DEFAULT_LOCALE).open("wb") as file:
        file.write(HEADER.encode())
        write_po(file, kept, width=120, no_location=True, omit_header=True, sort_output=True, ignore_obsolete=True)


def problems(packages: Collection[str] = SOURCES) -> list[str]:
    """What is missing for these packages; uncertain messages; texts that drop or invent a placeholder."""
    kept = read()
    rows = [(message, kept.get(message.id, message.context)) for message in extract(packages) if message.id]
    missing = [f"no translation: {source.id!r}" for source, entry in rows if entry is None or not is_whole(entry)]
    fuzzy = [f"uncertain: {entry.id!r}" for entry in kept if entry.id and entry.fuzzy]
    broken = [f"{error}: {entry.id!r}" for entry, errors in kept.check() for error in errors]
    return sorted(missing + fuzzy + broken)


def is_whole(message: Message) -> bool:
    texts = message.string if isinstance(message.string, list | tuple) else [message.string]
    return all(texts) and bool(texts)


def main(arguments: list[str]) -> int:
    if arguments == ["update"]:
        update()
    elif arguments != ["check"]:
        print(__doc__, file=sys.stderr)
        return 2
    found = problems()
    for problem in found:
        print(problem, file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
