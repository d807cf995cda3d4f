"""C++ text split into code and comment, both with the lines and columns of the file."""

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property

TOKEN = re.compile(
    r"""//[^\n]*
      | /\*.*?\*/
      | R"(?P<delimiter>[^()\\\s]{0,16})\(.*?\)(?P=delimiter)"
      | "(?:\\.|[^"\\\n])*"
      | (?:(?<![0-9a-zA-Z_])|(?<=u8)|(?<=[uUL]))'(?:\\.|[^'\\\n])+'""",
    re.DOTALL | re.VERBOSE,
)


def blanked(text):
    """`text` with everything but line ends turned into spaces."""
    return re.sub(r"[^\n]", " ", text)


@dataclass
class Source:
    """One file. `path` is relative to the checkout, with forward slashes."""

    path: str
    text: str

    @cached_property
    def lines(self):
        return self.text.split("\n")

    @cached_property
    def _split(self):
        code, comments, raw_spans, at = [], [], [], 0
        for token in TOKEN.finditer(self.text):
            between = self.text[at : token.start()]
            word = token.group()
            code.append(between)
            comments.append(blanked(between))
            if word.startswith("/"):
                code.append(blanked(word))
                comments.append(word)
            else:
                # An include's path stays readable; other literals keep only their quotes.
                start_of_line = self.text.rfind("\n", 0, token.start()) + 1
                include = self.text[start_of_line : token.start()].lstrip().startswith("#include")
                code.append(word if include else word[0] + blanked(word[1:-1]) + word[-1])
                comments.append(blanked(word))
                if word.startswith("R"):
                    raw_spans.append((token.start(), token.end()))
            at = token.end()
        code.append(self.text[at:])
        comments.append(blanked(self.text[at:]))
        return "".join(code), "".join(comments), raw_spans

    @property
    def code(self):
        return self._split[0]

    @property
    def comments(self):
        return self._split[1]

    @cached_property
    def code_lines(self):
        """`code` without the blanks at line ends: what patterns look at."""
        return re.sub(r"[ \t]+$", "", self.code, flags=re.M)

    @cached_property
    def comment_lines(self):
        return re.sub(r"[ \t]+$", "", self.comments, flags=re.M)

    @property
    def raw_strings(self):
        """(start, end) of every raw string literal."""
        return self._split[2]

    @cached_property
    def _starts(self):
        return [0] + [m.end() for m in re.finditer("\n", self.text)]

    def line_of(self, offset):
        """1-based line of a character."""
        return bisect_right(self._starts, offset)
