"""Rules about where files are and what they may know of each other."""

import os
import re

from patterns import HEAVY, IMPURE, IMPURE_CODE, TESTS

README_LINES_MAX = 40
INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*(["<])([^">]+)[">]', re.M)
GENERATED = ("all_messages.h", "all_messages.list")
SNAKE = re.compile(r"^[a-z0-9_.]+$")


class Layers:
    """tools/layers.txt: `directory: what it may include`; edges follow the dashed line."""

    def __init__(self, text):
        self.may, self.core, edges = {}, set(), False
        for line in text.splitlines():
            if line.startswith("# ---"):
                edges = True
            name, colon, rest = line.partition(":")
            if colon and not line.startswith("#"):
                self.may[name.strip()] = set(rest.split())
                if not edges:
                    self.core.add(name.strip())


def directory_of(path):
    """`vt` for src/tessera/vt/screen/grid.h; None outside src/tessera."""
    parts = path.split("/")
    return parts[2] if parts[:2] == ["src", "tessera"] and len(parts) > 3 else None


def check_includes(source, layers):
    """Yields (line, rule, message) for one C++ file."""
    own = directory_of(source.path)
    for hit in INCLUDE.finditer(source.code):
        line, quote, name = source.line_of(hit.end() - 1), hit.group(1), hit.group(2)
        other = name.split("/")[1] if name.startswith("tessera/") and name.count("/") > 1 else None
        if name.endswith(".wire.h"):
            other = "wire"
        if own and other and other != own and not TESTS(source.path):
            if other not in layers.may.get(own, set()):
                yield line, "layers", f"{own} may not include {other} (tools/layers.txt)"
        if own and quote == '"' and "/" not in name and name not in GENERATED:
            yield line, "include-path", f'write "tessera/.../{name}"'
        for prefix, owner in HEAVY.items():
            if name.startswith(prefix) and own and (own != owner or source.path.endswith(".h")):
                yield line, "heavy-header", f"<{name}> belongs in .cc files of {owner}/ only"
        if own in layers.core and own != "base" and not TESTS(source.path):
            if quote == "<" and (name in IMPURE or name.startswith("sys/")):
                yield line, "pure-core", f"<{name}> in core: it takes and returns values"
    if own in layers.core and own != "base" and not TESTS(source.path):
        for line in IMPURE_CODE.lines(source.code_lines):
            yield line, "pure-core", IMPURE_CODE.instead
    if own and own not in layers.may:
        yield 1, "layers", f"{own} has no line in tools/layers.txt"


def check_readmes(paths, read):
    """Yields (path, line, rule, message): every directory of ours says what it is."""
    directories = sorted({"/".join(p.split("/")[:3]) for p in paths if directory_of(p)})
    for directory in directories:
        readme = directory + "/README.md"
        if readme not in paths:
            yield directory, 1, "readme", "no README.md"
        elif "**May include:**" not in read(readme):
            yield readme, 1, "readme", "no line **May include:**"
    for path in paths:
        if path.endswith("/README.md") and read(path).count("\n") > README_LINES_MAX:
            yield path, 1, "readme", f"more than {README_LINES_MAX} lines"


def check_cmake(paths, read):
    """A .cc that no CMakeLists.txt above it names is a file nobody builds."""
    lists = {
        os.path.dirname(p): set(re.findall(r"[\w./-]+", read(p)))
        for p in paths
        if os.path.basename(p) == "CMakeLists.txt"
    }
    globs = {
        os.path.dirname(p)
        for p in paths
        if os.path.basename(p) == "CMakeLists.txt" and re.search(r"GLOB.*\*\.cc", read(p))
    }
    for path in paths:
        if path.endswith((".cc", ".c")) and not _named(path, lists, globs):
            yield path, 1, "cmake", "no CMakeLists.txt names this file"


def _named(path, lists, globs):
    directory = os.path.dirname(path)
    while True:
        name = os.path.relpath(path, directory or ".")
        if directory in globs or {name, os.path.splitext(name)[0]} & lists.get(directory, set()):
            return True
        if not directory:
            return False
        directory = os.path.dirname(directory)


def check_names(paths):
    for path in paths:
        if path.endswith((".cc", ".h", ".def", ".py", ".proto")) and not SNAKE.match(
            os.path.basename(path)
        ):
            yield path, 1, "file-name", "file names are snake_case"
