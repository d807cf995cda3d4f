"""Rules about one C++ file: banned constructs, headers, functions, tests."""

import re

from functions import functions
from patterns import PATTERNS, TESTS

FUNCTION_LINES_MAX = 70
NESTING_MAX = 3
HEADER_COMMENT_WITHIN = 25
TEST_MACRO = re.compile(
    r"^(?:TEST|TEST_F|TEST_P|TYPED_TEST|TYPED_TEST_P)\(\s*(\w+)\s*,\s*(\w+)\s*\)", re.M
)
BOOL_PARAMETER = re.compile(r"[(,]\s*(?:const\s+)?bool\s+\w+\s*(?:=\s*\w+\s*)?[,)]")
SHARED = re.compile(r"\b(?:std::)?(?:shared_ptr|make_shared)\b")


def check(source):
    """Yields (line, rule, message)."""
    for pattern in PATTERNS:
        if pattern.where(source.path):
            text = source.comment_lines if pattern.in_comments else source.code_lines
            for line in pattern.lines(text):
                yield line, pattern.rule, f"instead: {pattern.instead}"
    yield from _functions(source)
    if source.path.endswith(".h"):
        yield from _header(source)
    yield from _tests(source)


def _functions(source):
    for f in functions(source):
        if f.length > FUNCTION_LINES_MAX:
            text = f"{f.name} has {f.length} lines; {FUNCTION_LINES_MAX} is the limit"
            yield f.line, "function-length", text
        if f.nesting > NESTING_MAX:
            yield f.line, "nesting", f"{f.name} nests {f.nesting} deep; {NESTING_MAX} is the limit"


def _header(source):
    lines = source.lines
    if lines[0] != "#pragma once":
        yield 1, "pragma-once", "a header begins with #pragma once"
    if len(lines) < 2 or not lines[1].startswith("//"):
        yield 2, "header-comment", "say in 3-10 lines what this is and what it refuses to know"
    elif source.path.startswith("src/") and not any(
        "Threads:" in line for line in lines[:HEADER_COMMENT_WITHIN]
    ):
        yield 2, "header-threads", "say in a line `Threads:` which thread may call this"
    # The SDK's functions have the parameters that plugin authors know from Rust.
    if source.path.startswith("sdk/"):
        return
    for hit in BOOL_PARAMETER.finditer(source.code):
        yield source.line_of(
            hit.end() - 1
        ), "bool-parameter", "an enum class says what `true` means"


def _tests(source):
    macros = list(TEST_MACRO.finditer(source.code))
    if macros and not TESTS(source.path):
        yield source.line_of(macros[0].start()), "test-file", "tests live in files named *_test.cc"
    if source.path.endswith("_test.cc") and source.path.startswith("src/") and not macros:
        yield 1, "test-file", "a *_test.cc without a test"
    for hit in macros:
        if len(re.findall(r"[A-Z0-9]+[a-z0-9]*", hit.group(2))) < 2 or "_" in hit.group(2):
            yield source.line_of(
                hit.start()
            ), "test-name", f"{hit.group(2)}: a test's name is a sentence"
