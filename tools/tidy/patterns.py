"""Banned constructs: one row each. `bad` is a line that must be found, `good` one that must not."""

import re
from dataclasses import dataclass

# Where a row holds, as predicates over a path relative to the checkout.
CPP = lambda path: True
HEADERS = lambda path: path.endswith(".h")
TESTS = lambda path: path.endswith(("_test.cc", "_test.h")) or path.startswith("tests/")
PRODUCT = lambda path: not TESTS(path)


@dataclass
class Pattern:
    rule: str
    regex: str
    instead: str
    bad: str
    good: str
    where: object = CPP
    # True: looked for in comments; False: in code (string contents are blank there).
    in_comments: bool = False

    def lines(self, text):
        """1-based numbers of the lines where the pattern ends. Group `bad`, if any, must match."""
        for hit in re.finditer(self.regex, text, re.MULTILINE):
            if hit.groupdict("").get("bad") == "":
                continue  # the alternative that is allowed
            yield text.count("\n", 0, hit.end() - 1) + 1


SCALAR = (
    r"(?:const\s+)?(?:unsigned|signed|char|short|int|long|float|double|bool|size_t|ssize_t"
    r"|u?int(?:8|16|32|64)_t|uintptr_t)"
)

PATTERNS = [
    Pattern(
        "using-namespace",
        r"^[ \t]*using\s+namespace\b",
        "name what you use",
        "using namespace std;",
        "using std::string;",
        HEADERS,
    ),
    Pattern(
        "iostream",
        r"#include\s*<(?:iostream|format|print)>",
        "{fmt} in .cc files, or std::fprintf",
        "#include <iostream>",
        "#include <istream>",
    ),
    Pattern(
        "absent-library",
        r"#include\s*<(?:generator|mdspan|flat_map|flat_set|coroutine)>",
        "g++ 12 does not have it",
        "#include <generator>",
        "#include <map>",
    ),
    Pattern(
        "absent-library",
        r"\bviews::(?:zip|enumerate|chunk)\b|\branges::to\b",
        "g++ 12 does not have it",
        "for (auto x : std::views::zip(a, b)) {",
        "for (auto x : std::views::keys(a)) {",
    ),
    Pattern("endl", r"\bstd::endl\b", "'\\n'", "out << std::endl;", "out << '\\n';"),
    Pattern(
        "strtok",
        r"\bstrtok(?:_r)?\s*\(",
        "std::string_view and find",
        "strtok(a, b);",
        "tokens(a, b);",
    ),
    Pattern(
        "volatile",
        r"\bvolatile\b",
        "std::atomic, or std::sig_atomic_t with a reason",
        "volatile int x;",
        "std::atomic<int> x;",
    ),
    Pattern(
        "new-delete",
        r"_ptr<[^;{}()]*\(\s*new\b"
        r"|(?<!operator )(?P<bad>\bnew)\s+(?:\([^)]*\)\s*)?[A-Za-z_:]+\s*[<({\[;]",
        "std::make_unique, or unique_ptr<T>(new T()) for a private constructor",
        "auto* p = new Thing(3);",
        "std::unique_ptr<Thing> p(new Thing(3));",
    ),
    Pattern(
        "new-delete",
        r"(?<!operator )\bdelete(?:\s*\[\])?\s+[A-Za-z_*(]",
        "an owner: std::unique_ptr, Handle",
        "delete thing;",
        "Thing(const Thing&) = delete;",
    ),
    Pattern(
        "c-cast",
        r"(?<![\w)\]>])\(\s*" + SCALAR + r"\s*\**\s*\)\s*[\w(*&]",
        "static_cast, or braces",
        "int x = (int)y;",
        "int f(int);",
    ),
    Pattern(
        "c-cast",
        r"(?<![\w)\]>])\(\s*(?:const\s+)?(?:struct\s+)?\w(?:[\w:]*\w)?\s*\*+\s*\)\s*[\w(&]",
        "static_cast or reinterpret_cast",
        "bind((sockaddr*)&a, 1);",
        "void f(sockaddr*);",
    ),
    Pattern(
        "assert",
        r"(?<!static_)\bassert\s*\(|#include\s*<c?assert(?:\.h)?>",
        "TESSERA_CHECK for own bugs, Result for the rest",
        "assert(x);",
        "static_assert(x);",
    ),
    Pattern(
        "test-sleep",
        r"\bsleep_for\b|\bsleep_until\b|\busleep\s*\(|\bnanosleep\s*\(|::sleep\s*\(",
        "wait for a condition, never for time",
        "std::this_thread::sleep_for(1s);",
        "loop.run_until(done);",
        TESTS,
    ),
    Pattern("if-0", r"^[ \t]*#[ \t]*if\s+0\b", "delete it; the history has it", "#if 0", "#if 1"),
    Pattern(
        "deducing-this",
        r"\(\s*this\s+(?:auto|const|\w+)\b[^)]*&",
        "g++ 12 does not have it",
        "void f(this auto& self);",
        "f(this);",
    ),
    Pattern(
        "todo",
        r"\b(?:TODO|FIXME|XXX|HACK)\b(?!\(#\d+\))",
        "do it, or open an issue and write TODO(#N)",
        "// TODO: later",
        "// TODO(#12): later",
        in_comments=True,
    ),
    Pattern(
        "nolint",
        r"NOLINT(?:NEXTLINE|BEGIN)?(?:\([^)]*\))?:?\s*$",
        "say why after the NOLINT",
        "// NOLINT(some-check)",
        "// NOLINT(some-check): the moved-from state is the point",
        in_comments=True,
    ),
    Pattern(
        "commented-out",
        r"^[ \t]*// ?(?:\}|(?:if|for|while|return|auto|const auto)\b[^`]*[;{]"
        r"|[\w.:]+(?:->|\.)?\w+\([^`]*\);)\s*$",
        "delete it; the history has it",
        "// auto x = 3;",
        "// what follows; read on",
        in_comments=True,
    ),
]

# Headers for .cc files of one directory: they cost seconds or open a way around a seam.
HEAVY = {
    "CLI/": "cli",
    "spdlog/": "io",
    "wasmtime": "wasm",
    "wasm.h": "wasm",
    "uv.h": "io",
    "curl/": "net",
    "openssl/": "net",
    "boost/": "web",
    "re2/": "vt",
}

# What core directories may not see: they take values and return values.
IMPURE = {
    "unistd.h",
    "fcntl.h",
    "poll.h",
    "signal.h",
    "csignal",
    "pthread.h",
    "termios.h",
    "pty.h",
    "thread",
    "mutex",
    "condition_variable",
    "atomic",
    "fstream",
    "filesystem",
    "random",
}
IMPURE_CODE = Pattern(
    "pure-core",
    r"\b(?:getenv|system_clock|steady_clock|std::this_thread|gettimeofday|clock_gettime)\b",
    "core takes values: pass the time, the environment or the text in",
    'std::getenv("HOME");',
    "clock.now();",
)
