"""Rules about any text file: columns, white space, paths of one machine, registries."""

import re

COLUMNS_MAX = 100
LINES_MAX = 1000
LINES_REASON = 500
CODE_SUFFIXES = (".cc", ".h", ".def", ".py", ".rs", ".c")
LOCK_FILES = ("Cargo.lock", "package-lock.json", "requirements.txt", "uv.lock")

MACHINE_PATH = re.compile(r"(?<![\w/.])/(?:work|root)(?:/|\b)")
REGISTRY = re.compile(
    r"\b(?:(?:index|static)\.crates\.io|crates\.io/api|files\.pythonhosted\.org|pypi\.org/simple"
    r"|registry\.npmjs\.org|registry\.yarnpkg\.com|(?:deb|security|ftp)\.debian\.org"
    r"|proxy\.golang\.org)\b"
)


def is_code(path):
    return path.endswith(CODE_SUFFIXES) or path in ("dev", ".ci/run")


def check(source):
    """Yields (line, rule, message)."""
    yield from _every_line(source)
    if is_code(source.path):
        count = len(source.lines) - 1
        if count > LINES_MAX:
            yield 1, "file-length", f"{count} lines; {LINES_MAX} is the limit: split it by noun"
        elif count > LINES_REASON:
            yield 1, "file-length", f"{count} lines; above {LINES_REASON} give a reason"
    if source.text and not source.text.endswith("\n"):
        yield len(source.lines), "white-space", "no new line at the end of the file"


def _every_line(source):
    code, markdown = is_code(source.path), source.path.endswith(".md")
    locked = source.path.endswith(LOCK_FILES)
    for number, line in enumerate(source.lines, 1):
        if code and len(line) > COLUMNS_MAX:
            yield number, "columns", f"{len(line)} columns; {COLUMNS_MAX} is the limit"
        if code and line != line.rstrip():
            yield number, "white-space", "blanks at the end of the line"
        if "\t" in line and code or "\r" in line and (code or markdown):
            yield number, "white-space", "tab or carriage return; write \\t or \\r in literals"
        if MACHINE_PATH.search(line):
            yield number, "machine-path", "a path of one machine; take it from the environment"
        if not locked and REGISTRY.search(line):
            yield number, "registry", "hosts of registries belong in lock files only"
