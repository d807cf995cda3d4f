"""Each rule finds what it forbids and leaves alone what it allows."""

import os
import sys
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import patterns
import rules_cpp
import rules_text
import rules_tree
from functions import functions
from text import Source

LAYERS = rules_tree.Layers("base:\nvt: base\n# ------ edges\nio: base\n")
HEADER = "#pragma once\n// What it is.\n// Threads: any.\n"


def rules(check, path, text):
    return sorted({rule for _, rule, _ in check(Source(path, text))})


def includes(path, text):
    return [r for _, r, _ in rules_tree.check_includes(Source(path, text), LAYERS)]


class Patterns(unittest.TestCase):
    def test_each_row_finds_its_bad_line_and_not_its_good_one(self):
        for row in patterns.PATTERNS + [patterns.IMPURE_CODE]:
            text = lambda s: Source("a.cc", s + "\n")
            part = lambda s: text(s).comment_lines if row.in_comments else text(s).code_lines
            with self.subTest(row.bad):
                self.assertEqual(list(row.lines(part(row.bad))), [1])
                self.assertEqual(list(row.lines(part(row.good))), [])

    def test_strings_and_comments_are_not_code(self):
        text = 'auto a = "new Thing(3)"; // delete thing;\nauto b = R"(volatile\n)";\n'
        self.assertEqual(rules(rules_cpp.check, "a.cc", text), [])

    def test_digit_separators_do_not_begin_a_character(self):
        self.assertEqual(
            rules(rules_cpp.check, "a.cc", "int a = 1'000; volatile int b = 2'000;\n"), ["volatile"]
        )


class Text(unittest.TestCase):
    def test_finds(self):
        for text, rule in [
            ("x" * 101 + "\n", "columns"),
            ("a \n", "white-space"),
            ("a", "white-space"),
            ("\n" * 501, "file-length"),
            ("// see /wo" + "rk/main\n", "machine-path"),
            ("// py" + "pi.org/simple\n", "registry"),
        ]:
            with self.subTest(text[:20]):
                self.assertEqual(rules(rules_text.check, "a.cc", text), [rule])

    def test_leaves_lock_files_and_prose_alone(self):
        registry = "source = https://index.crat" + "es.io/\n"
        self.assertEqual(rules(rules_text.check, "Cargo.lock", registry), [])
        self.assertEqual(rules(rules_text.check, "a.md", "x" * 120 + "\n"), [])


class Functions(unittest.TestCase):
    def length(self, body, head="void f()"):
        return [f.length for f in functions(Source("a.cc", head + " {\n" + body + "}\n"))]

    def test_lines_are_counted_without_data(self):
        self.assertEqual(self.length("a();\n" * 80), [80])
        self.assertEqual(self.length("int a[] = {\n" + "1,\n" * 80 + "};\n"), [2])
        self.assertEqual(self.length('auto a = R"(\n' + "x\n" * 80 + ')";\n'), [2])
        self.assertEqual(self.length("switch (a) {\n" + "case 1: return 2;\n" * 80 + "}\n"), [2])

    def test_constructors_tests_and_members_are_functions(self):
        text = "struct A {\n  A() : a_{1} {\n}\n  int b() const {\n}\n};\nTEST(S, N) {\n}\n"
        names = [f.name for f in functions(Source("a.cc", text))]
        self.assertEqual(names, ["A", "b", "S.N"])

    def test_types_in_trailing_returns_are_no_types(self):
        self.assertEqual(self.length("a();\n", "auto f() -> struct X"), [1])

    def test_nesting_counts_control_statements(self):
        body = "if (a) {\nfor (;;) {\nwhile (b) {\nif (c) {\n}\n}\n}\n}\n"
        self.assertEqual(rules(rules_cpp.check, "a.cc", "void f() {\n" + body + "}\n"), ["nesting"])


class Headers(unittest.TestCase):
    def test_finds(self):
        for text, rule in [
            ("int f();\n", "header-comment"),
            ("#pragma once\n", "header-comment"),
            ("#pragma once\n// What.\n", "header-threads"),
            (HEADER + "void f(bool wrap);\n", "bool-parameter"),
        ]:
            with self.subTest(text):
                self.assertIn(rule, rules(rules_cpp.check, "src/a.h", text))

    def test_a_good_header_passes(self):
        self.assertEqual(rules(rules_cpp.check, "src/a.h", HEADER + "bool f(Wrap wrap);\n"), [])


class Tests(unittest.TestCase):
    def test_names_and_places(self):
        for path, text, rule in [
            ("src/a.cc", "TEST(A, SaysWhatItDoes) {\n}\n", "test-file"),
            ("src/a_test.cc", "\n", "test-file"),
            ("src/a_test.cc", "TEST(A, Works) {\n}\n", "test-name"),
            ("src/a_test.cc", "TEST(A, works_well) {\n}\n", "test-name"),
        ]:
            with self.subTest(text):
                self.assertEqual(rules(rules_cpp.check, path, text), [rule])


class Tree(unittest.TestCase):
    def test_layers(self):
        self.assertEqual(includes("src/tessera/io/a.cc", '#include "tessera/vt/a.h"\n'), ["layers"])
        self.assertEqual(includes("src/tessera/io/a.cc", '#include "tessera/base/a.h"\n'), [])
        self.assertEqual(includes("src/tessera/io/a_test.cc", '#include "tessera/vt/a.h"\n'), [])
        self.assertEqual(includes("src/tessera/new/a.cc", "\n"), ["layers"])

    def test_core_is_pure(self):
        self.assertEqual(includes("src/tessera/vt/a.cc", "#include <thread>\n"), ["pure-core"])
        self.assertEqual(includes("src/tessera/vt/a.cc", "#include <sys/stat.h>\n"), ["pure-core"])
        self.assertEqual(includes("src/tessera/io/a.cc", "#include <thread>\n"), [])

    def test_heavy_headers_stay_behind_their_directory(self):
        self.assertEqual(includes("src/tessera/io/a.cc", "#include <uv.h>\n"), [])
        self.assertEqual(includes("src/tessera/io/a.h", "#include <uv.h>\n"), ["heavy-header"])
        self.assertEqual(includes("src/tessera/vt/a.cc", "#include <uv.h>\n"), ["heavy-header"])

    def test_readmes_and_cmake(self):
        files = {
            "src/tessera/vt/a.cc": "",
            "src/tessera/vt/b/c.cc": "",
            "src/tessera/vt/CMakeLists.txt": "tessera_library(vt SOURCES b/c.cc)",
        }
        readmes = [f[2] for f in rules_tree.check_readmes(files, files.get)]
        cmake = [f[0] for f in rules_tree.check_cmake(files, files.get)]
        self.assertEqual((readmes, cmake), (["readme"], ["src/tessera/vt/a.cc"]))


unittest.main()
