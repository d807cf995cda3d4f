"""Finds functions in C++ text by its braces, with their length and nesting."""

import re
from dataclasses import dataclass

from text import blanked

PREPROCESSOR = re.compile(r"^[ \t]*#(?:[^\n\\]|\\\n|\\.)*", re.M)
BRACE = re.compile(r"[{};]")
TYPE = re.compile(r"\b(class|struct|union|enum|concept)\b")
NAME = re.compile(r"([~\w:]+|operator\s*\S{1,3})\s*\(")
ONE_LINE_CASE = re.compile(r"\s*(case\b.*|default):.*[;}]\s*$")
AFTER_PARAMETERS = re.compile(r"\)\s*(const|noexcept|override|final|->.*)?\s*$")
CONTROL = re.compile(r"\b(if|for|while|switch|do|else|try|catch)\b")


@dataclass
class Function:
    """`length`: lines between the braces, without tables, raw strings and one-line cases."""

    name: str
    line: int
    length: int
    nesting: int


def kind_of(head, enclosing):
    """What an opening brace begins, from the text since the last `;`, `{` or `}`."""
    if enclosing == "table":
        return "table"
    if enclosing in ("function", "block", "control"):
        if CONTROL.search(head):
            return "block" if "](" in head.replace(" ", "") else "control"
        return "table" if "=" in head and "](" not in head.replace(" ", "") else "block"
    if re.search(r"\bnamespace\b|\bextern\s*\"", head):
        return "namespace"
    if TYPE.search(head) and not AFTER_PARAMETERS.search(head):
        return "type"
    if "(" in head and not re.search(r"=\s*$", head):
        return "function"
    return "table"


def functions(source):
    code = source.code
    # Preprocessor lines hold no functions we count; continuation lines belong to them.
    code = PREPROCESSOR.sub(lambda m: blanked(m.group()), code)
    line_at = source.line_of
    data_lines = set()
    for start, end in source.raw_strings:
        data_lines.update(range(line_at(start) + 1, line_at(end)))
    stack, found, head_from = [], [], 0
    for token in BRACE.finditer(code):
        at = token.start()
        if token.group() == ";" and code.count("(", head_from, at) > code.count(")", head_from, at):
            continue  # the semicolons of for (;;)
        if token.group() == "{":
            head = code[head_from:at].strip()
            kind = kind_of(head, stack[-1][0] if stack else "namespace")
            stack.append((kind, at, head))
        elif token.group() == "}" and stack:
            kind, opened, head = stack.pop()
            if kind == "table":
                data_lines.update(range(line_at(opened) + 1, line_at(at)))
            elif kind == "function":
                found.append((head, opened, at))
            elif kind == "control":
                found.append((None, opened, at))
        head_from = token.end()
    return _measure(found, line_at, data_lines, source.lines)


def _measure(found, line_at, data_lines, lines):
    blocks = [(start, end) for head, start, end in found if head is None]
    for head, start, end in found:
        if head is None:
            continue
        first, last = line_at(start), line_at(end)
        counted = [
            n
            for n in range(first + 1, last)
            if n not in data_lines and not ONE_LINE_CASE.match(lines[n - 1])
        ]
        inside = [b for b in blocks if start < b[0] and b[1] < end]
        nesting = max((sum(a <= b[0] and b[1] <= e for a, e in inside) for b in inside), default=0)
        names = NAME.findall(head)
        yield Function(_name(head, names), first, len(counted), nesting)


def _name(head, names):
    """`TEST(Suite, Name)` is named Suite.Name; else the word before the first parenthesis."""
    test = re.match(r"(?:TEST|TEST_F|TEST_P|TYPED_TEST)\s*\(\s*(\w+)\s*,\s*(\w+)", head)
    if test:
        return f"{test.group(1)}.{test.group(2)}"
    return names[0] if names else "?"
