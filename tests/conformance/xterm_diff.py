#!/usr/bin/env python3
"""Random input to xterm and to `tessera vt`: the screens and answers should be the same.

  xterm_diff.py [--tessera BINARY] [--xterm BINARY] [--seconds N] [--seed S] [--only FAMILY,...]
  xterm_diff.py [--tessera BINARY] --case 'ab\\x1b[D'

xterm runs in an Xvfb, on a pty that is ours (xterm -S). After each input both are asked the same
questions (cursor, margins, pen, modes). xterm's page comes from its printer (CSI ? 10 i), the
attributes of each cell from XTREPORTSGR (CSI # |). An input that differs is shrunk to its smallest
and shown once for each kind. KNOWN says which differences are meant. Ends with 1 for any other.
"""

import argparse
import base64
import json
import os
import pathlib
import pty
import random
import re
import select
import shutil
import subprocess
import sys
import tempfile
import time
import tty
import unicodedata

ROOT = pathlib.Path(__file__).resolve().parents[2]
ROWS, COLS = 6, 20
PLAIN = (None, None, frozenset())

# What differs and is meant to: what an input holds, and the reason.
WIDE = rb"[\xe3-\xf4][\x80-\xbf]{2}"
KNOWN = [(re.compile(pattern, re.S), reason) for pattern, reason in (
    (rb"\x1b\[0+T", "SD: 0 is 1, as ECMA-48 8.3.113 and esctest2 have it; xterm: a mouse mode"),
    (rb"\x1b\[[\d;]*(;|\d)[su]", "SCOSC with parameters: newer than xterm 379"),
    (rb"\x1b\[[\d;]*[#$]t", "DECRARA without attributes: VT420 manual, 0 is all; xterm: nothing"),
    (rb"\x1b\[[\d;]*\$r", "DECCARA as a stream from right to left: no rectangle for xterm"),
    (rb"\x1b\[\d*\$x", "DECFRA without a rectangle: xterm fills nothing"),
    (rb"\x1b\[[\d;]*\$z", "DECERA: blanks without attributes, VT510 manual; xterm: with the pen's"),
    (rb"%s.*\x1b(\[\d*( [@A]|'[}~])|[69])|\x1b(\[\d*( [@A]|'[}~])|[69]).*%s" % (WIDE, WIDE),
     "pages moved sideways: xterm loses a wide character at the edge, or leaves half of one"),
    (rb"\x1b\[\?7l.*%s" % WIDE, "no room for a wide character: xterm drops it, or the one before"),
    (rb"\x1b\[[\d;]*m(\x1b\[[\d;]*m)*\x1b\[\d*b", "REP behind SGR: the character's, not nothing"),
    (rb"\x1b\[u.*m", "xterm 379 takes a colour back with the next SGR that CSI u had ended"),
    (rb"\x1b\[\d{5}b", "REP of more than a page: ours stops then"),
    (rb"38;2;.*\x1b#8", "xterm tells an RGB pen as an index behind DECALN"),
    (rb"\x1b\[\d*Z", "CBT ends the wait to wrap, as every other motion does"),
    (rb"\x1b\[!p", "DECSTR ends SGR 2, 3, 9 too"),
    (rb"\x1bV", "SPA: DECSED and DECSEL of xterm 379 spare what it guards by chance"),
    (rb'\x1b\[1"q.*\x1b\[\?\d*[JK]', "xterm forgets DECSCA in DECSED"),
    (rb"\x1b\(0[^\x1b\x0e]*_", "0x5f of special graphics is a blank, VT220 manual; xterm: nothing"),
    (rb"\x1b\[\?1?0?45[hlrs]", "reverse wrap as xterm 383 and later do it"),
    (rb"\x1b\[\?69[rs]", "XTSAVE of DECLRMM: xterm 379 keeps it over RIS"),
    (rb"\x1b\[[\d;]*[;m]21[;m].*\x1b\[[\d;]*4|\x1b\[21.*\x1b\[[\d;]*4[;m]",
     "SGR 4 behind 21: one underline; xterm 379 keeps two"),
    (rb"\x1b\[\?69h.*(\t|\x1b\[\d*I)", "HT right of the margins: xterm goes left, to the margin"),
)]


def columns(char):
    if unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


# What both are asked.
MODES = b"4 20 ?1 ?5 ?6 ?7 ?25 ?45 ?66 ?69 ?47 ?1047 ?1049 ?2004 ?1000 ?1006".split()
QUESTIONS = (b"\x1b\\\x1b F\x1b[6n"
             + b"".join(b"\x1bP$q%s\x1b\\" % s for s in (b"r", b"s", b"m", b'"q'))
             + b"".join(b"\x1b[%s$p" % m for m in MODES))
END = b"\x1b[?9123$p"  # a mode that nobody has
ENDED = b"\x1b[?9123;0$y"
# What RIS leaves as it was in xterm: some modes, saved modes, the alternate page and its cursor.
FRESH = (b"\x1b\\\x1bc\x1b[!p\x1b[?69;5;6;41;42;45;2004;1;67l"
         b"\x1b[?47h\x1b[H\x1b[m\x1b7\x1b[2J\x1b[?47l\x1b7"
         b"\x1b[?7;25h\x1b[?41;45;2004;1;7;25;6s\x1b[H\x1b[3J")


def color_of(items, i):
    """Colour of 38 or 48 in `items`, and how many items it took besides the first."""
    parts = items[i].split(":")
    if len(parts) > 1:
        return (int(parts[2]) if parts[1] == "5" else tuple(map(int, parts[-3:]))), 0
    if items[i + 1] == "5":
        return int(items[i + 2]), 2
    return tuple(map(int, items[i + 2:i + 5])), 4


NAMES = {1: "bold", 2: "dim", 3: "italic", 4: "underline", 5: "blink", 7: "reverse", 9: "strike",
         21: "double"}


def style_of(sgr):
    """(foreground, background, attributes) of the parameters of an SGR sequence."""
    colors = {"3": None, "4": None}
    attributes = set()
    items = sgr.split(";")
    i = 0
    while i < len(items):
        code = int(items[i].split(":")[0] or 0)
        if code in (38, 48):
            colors[items[i][0]], taken = color_of(items, i)
            i += taken
        elif code // 10 in (3, 4, 9, 10):
            base = {3: 30, 4: 40, 9: 82, 10: 92}[code // 10]
            colors["3" if code // 10 in (3, 9) else "4"] = code - base
        elif items[i] == "4:2":
            attributes.add("double")
        elif code:
            attributes.add(NAMES.get(code, str(code)))
        i += 1
    if "double" in attributes:
        attributes.discard("underline")
    return colors["3"], colors["4"], frozenset(attributes)


def answers_of(replies):
    """Readable answers; two ways to say the same are one."""
    answers = []
    for reply in re.findall(rb"\x1bP.*?\x1b\\|\x1b\[[^@-~]*[@-~]|[^\x1b]+|\x1b", replies, re.S):
        text = reply.decode("latin1").replace("\x1b", "ESC ")
        pen = re.fullmatch(r"ESC P1\$r([\d;:]*)mESC \\", text)
        text = "pen %s" % show_style(style_of(pen[1])) if pen else text
        answers.append(text.replace('r2"q', 'r0"q'))  # DECSCA 0 and 2: both unprotected
    return answers


def show_style(style):
    return f"{style[0]}/{style[1]}/{'+'.join(sorted(style[2]))}"


class XTerm:
    """An xterm of ROWS and COLS in an Xvfb of its own."""

    def __init__(self, binary):
        self.binary = binary
        self.folder = tempfile.TemporaryDirectory()
        self.page = pathlib.Path(self.folder.name) / "page"
        read, write = os.pipe()
        self.xvfb = subprocess.Popen(
            ["Xvfb", "-displayfd", str(write), "-screen", "0", "800x600x24", "-nolisten", "tcp"],
            pass_fds=[write], stderr=subprocess.DEVNULL)
        os.close(write)
        with os.fdopen(read) as number:
            self.display = ":" + number.readline().strip()
        for _ in range(50):  # its server is there before it listens
            if self.start():
                return
            self.stop()
            time.sleep(0.1)
        raise SystemExit("xterm did not start")

    def start(self):
        """Whether it did."""
        master, self.fd = pty.openpty()
        tty.setraw(self.fd)
        resources = {
            "allowWindowOps": "true", "utf8": "2", "scrollBar": "false", "font": "fixed",
            "boldColors": "false", "decTerminalID": "420", "directColor": "true",
            "printerCommand": f"cat > {self.page}", "printAttributes": "2",
            "printerNewLine": "true", "printerAutoClose": "true", "printerExtent": "true"}
        command = [self.binary, "-display", self.display, "-geometry", f"{COLS}x{ROWS}"]
        command += [w for n, v in resources.items() for w in ("-xrm", f"XTerm*VT100.{n}: {v}")]
        self.process = subprocess.Popen(
            command + [f"-S{os.ttyname(self.fd)}/{master}"], pass_fds=[master],
            env=dict(os.environ, LC_ALL="C.UTF-8"), stderr=subprocess.DEVNULL)
        os.close(master)
        os.set_blocking(self.fd, False)
        return self.ask(b"", b"\n", 10) is not None  # its window's id

    def stop(self):
        self.process.kill()
        self.process.wait()
        os.close(self.fd)

    def close(self):
        self.stop()
        self.xvfb.terminate()
        self.xvfb.wait()

    def ask(self, data, until, seconds=5):
        """What xterm answers up to `until`; None when that does not come."""
        answer = b""
        end = time.monotonic() + seconds
        while until not in answer:
            left = end - time.monotonic()
            if left <= 0 or self.process.poll() is not None:
                return None
            ready, writable, _ = select.select([self.fd], [self.fd] if data else [], [], left)
            if writable:
                data = data[os.write(self.fd, data[:2000]):]
            answer += os.read(self.fd, 65536) if ready else b""
        return answer.split(until)[0]

    def printed(self):
        """The page as its printer got it."""
        for _ in range(500):
            text = self.page.read_bytes() if self.page.exists() else b""
            if text.count(b"\n") >= ROWS:
                break
            time.sleep(0.002)
        return text.decode("utf-8", "replace")

    def state(self, data):
        """Rows, styles and answers after `data`; None when it hangs (VT52 mode, a printer)."""
        answers = self.ask(FRESH + data + QUESTIONS + END, ENDED)
        self.page.unlink(missing_ok=True)
        cells = b"".join(b"\x1b[%d;%d;%d;%d#|" % (r, c, r, c)
                         for r in range(1, ROWS + 1) for c in range(1, COLS + 1))
        styles = answers and self.ask(b"\x1b[?6;69l\x1b[r" + cells + b"\x1b[?10i" + END, ENDED)
        if not styles:
            self.stop()
            self.start()
            return None
        each = [style_of(m.decode()) for m in re.findall(rb"\x1b\[([0-9;:]*)m", styles)]
        rows = [cells_of(line) for line in (self.printed().split("\n") + [""] * ROWS)[:ROWS]]
        return {"cells": rows, "answers": answers_of(answers),
                "styles": [each[r * COLS:(r + 1) * COLS] for r in range(ROWS)]}


def cells_of(line):
    """Cells of a printed line: a wide character is followed by an empty one."""
    cells = []
    for char in re.sub(r"\x1b#\d|\x1b\[[\d;:]*m|[\r\x0e\x0f]", "", line):
        if char == "\uffff":  # xterm's second half
            cells.append("")
        elif columns(char) == 0 and cells:
            base = max(i for i, cell in enumerate(cells) if cell)
            cells[base] += char
        else:
            cells.append(char)
    cells += [" "] * (COLS - len(cells))
    for i, cell in enumerate(cells):  # xterm leaves halves: blanks
        is_wide = columns(cell[:1] or " ") == 2
        if is_wide and cells[i + 1:i + 2] != [""]:
            cells[i] = " "
        elif cell == "" and (i == 0 or columns(cells[i - 1][:1] or " ") != 2):
            cells[i] = " "
    return [unicodedata.normalize("NFC", cell) for cell in cells]


class Tessera:
    def __init__(self, binary):
        self.command = [binary, "vt", "--rows", str(ROWS), "--cols", str(COLS), "--format", "json"]

    def state(self, data):
        screen = json.loads(subprocess.run(self.command, input=data + QUESTIONS,
                                           capture_output=True, check=True).stdout)
        cells, styles = [], []
        for line in screen["lines"]:
            row = []
            for char in unicodedata.normalize("NFC", line["text"]):
                if columns(char) == 0:
                    row[-1 if row[-1] else -2] += char
                row += [char, ""][:columns(char)]
            cells.append(row + [" "] * (COLS - len(row)))
            style = [PLAIN] * COLS
            for run in line["styles"]:
                for col in range(run["col"], min(COLS, run["col"] + run["width"])):
                    style[col] = self.style(run)
            styles.append(style)
        return {"cells": cells, "styles": styles,
                "answers": answers_of(base64.b64decode(screen["replies"]))}

    @staticmethod
    def style(run):
        def color(value):
            return tuple(bytes.fromhex(value[1:])) if isinstance(value, str) else value
        attributes = set(run.get("attrs", [])) - {"protected", "overline"}
        if run.get("underline"):
            attributes.add("double" if run["underline"] == 2 else "underline")
        return color(run.get("fg")), color(run.get("bg")), frozenset(attributes)


def seen(cell, style):
    """What of a style shows: of a blank not its colour."""
    lines = style[2] & {"reverse", "underline", "double", "strike"}
    return style if cell != " " else (style[0] if lines else None, style[1], lines)


def difference(xterm, tessera, data):
    """(kind, sentence), or None. Where a wide character has no room at the end of a line ours is
    blank (so that lines can be joined again), xterm's as it was: the last columns do not count."""
    has_wide = re.search(WIDE, data) is not None
    width = COLS - 2 if has_wide else COLS
    for row in range(ROWS):
        ours, theirs = tessera["cells"][row], xterm["cells"][row]
        if ours[:width] != theirs[:width]:
            return "text", f"row {row + 1}: xterm {''.join(theirs)!r} tessera {''.join(ours)!r}"
    for theirs, ours in zip(xterm["answers"] + [""], tessera["answers"] + [""]):
        if theirs != ours:
            return "answer", f"xterm {theirs!r} tessera {ours!r}"
    for row in range(ROWS):
        for col in range(width):
            theirs, ours = (seen(s["cells"][row][col], s["styles"][row][col])
                            for s in (xterm, tessera))
            if theirs != ours and not (has_wide and tessera["cells"][row][col] == " "):
                return "style", (f"row {row + 1} column {col + 1}: xterm {show_style(theirs)} "
                                 f"tessera {show_style(ours)}")
    return None


class Generator:
    """Sequences that programs send, with ordinary and with odd parameters."""

    def __init__(self, seed, only):
        self.random = random.Random(seed)
        self.pick = lambda *choices: self.random.choice(choices)
        self.families = [f for f in self.FAMILIES if not only or f[0] in only]

    def number(self, most):
        if self.random.random() < .7:
            return b"%d" % self.random.randint(1, most)
        return self.pick(b"", b"", b"", b"0", b"%d" % (most + 1), b"99", b"32767", b"99999")

    def csi(self, finals, *most):
        params = [self.number(m) for m in most][:self.random.choice([len(most)] * 3 + [0, 1])]
        return b"\x1b[" + b";".join(params) + self.random.choice(finals)

    def mode(self, lead, numbers):
        return b"\x1b[%s%d%s" % (lead, self.random.choice(numbers), self.pick(b"h", b"h", b"l"))

    def text(self):
        kind = self.random.random()
        if kind < .2:
            return b"x" * self.pick(COLS - 1, COLS, COLS + 1)
        letters = (list("abcdefghijklmnopqrstuvwxyz0123456789#@[]^`{|}~ ") if kind < .6
                   else list("漢字한あ\U0001f600\U0001f680Ａ") if kind < .8
                   else ["a", "é", "─", "ß", "漢", "e\u0301", "b\u0323"])
        return "".join(self.pick(*letters) for _ in range(self.pick(1, 1, 2, 5, 10, 30))).encode()

    def rectangle(self, finals, before=(), after=()):
        params = [*before, *(self.number(m) for m in (ROWS, COLS, ROWS, COLS)), *after]
        return b"\x1b[" + b";".join(params) + self.random.choice(finals)

    def sgr(self):
        codes = [b"%d" % c for c in (0, 1, 2, 3, 4, 5, 7, 9, 21, 22, 23, 24, 25, 27, 29, 31, 32,
                                     39, 41, 42, 49, 95, 105)]
        codes += [b"38;5;200", b"48;5;100", b"38;2;1;2;3", b""]
        return b"\x1b[" + b";".join(self.pick(*codes) for _ in range(self.pick(1, 1, 2, 3))) + b"m"

    FAMILIES = (
        ("text", 30, lambda g: g.text()),
        ("control", 8, lambda g: g.pick(b"\r", b"\n", b"\r\n", b"\t", b"\b", b"\v", b"\f", b"\0")),
        ("cup", 10, lambda g: g.csi([b"H", b"f"], ROWS, COLS)),
        ("move", 10, lambda g: g.csi([b"%c" % c for c in b"ABCDEFGdae`"], g.pick(3, COLS))),
        ("tab", 5, lambda g: g.pick(b"\x1bH", b"\t", g.csi([b"I", b"Z"], 3), b"\x1b[g",
                                    b"\x1b[3g", b"\x1b[2g")),
        ("margins", 8, lambda g: g.pick(
            g.csi([b"r"], ROWS, ROWS), b"\x1b[?69h" + g.csi([b"s"], COLS, COLS), b"\x1b[?69l")),
        ("edit", 14, lambda g: g.csi([b"@", b"P", b"X", b"L", b"M", b"S", b"T", b" @", b" A",
                                      b"'}", b"'~", b"^"], g.pick(3, COLS))),
        ("erase", 7, lambda g: b"\x1b[" + g.pick(b"", b"", b"?") + g.pick(b"", b"0", b"1", b"2")
         + g.pick(b"J", b"K")),
        ("index", 7, lambda g: g.pick(b"\x1bD", b"\x1bM", b"\x1bE", b"\x1b6", b"\x1b9")),
        ("protect", 3, lambda g: g.pick(b'\x1b[1"q', b'\x1b[2"q', b'\x1b["q', b"\x1bV", b"\x1bW")),
        ("rectangle", 6, lambda g: g.pick(
            g.rectangle([b"$z", b"${"]), g.rectangle([b"$x"], before=[g.pick(b"65", b"7", b"200")]),
            g.rectangle([b"$v"], after=[b"1", g.number(ROWS), g.number(COLS), b"1"]),
            g.rectangle([b"$r", b"$t"], after=[g.pick(b"0", b"1", b"4", b"7", b"22", b"1;4")]),
            b"\x1b[2*x", b"\x1b[1*x")),
        ("mode", 8, lambda g: g.pick(g.mode(b"", [4, 20]), g.mode(b"?", [6, 6, 7, 7, 45, 5, 41]))),
        ("save", 5, lambda g: g.pick(b"\x1b7", b"\x1b8", b"\x1b[s", b"\x1b[u")),
        ("alternate", 3, lambda g: g.mode(b"?", [47, 1047, 1048, 1049])),
        ("charset", 3, lambda g: g.pick(b"\x1b(0", b"\x1b)0", b"\x1b(B", b"\x1b)B", b"\x1b)R",
                                        b"\x1b(K", b"\x1b[?42h", b"\x0e", b"\x0f", b"\x1bn")),
        ("reset", 1, lambda g: g.pick(b"\x1b#8", b"\x1b[!p", b"\x1bc")),
        ("repeat", 2, lambda g: g.csi([b"b"], COLS)),
        ("sgr", 8, lambda g: g.sgr()),
        ("keep", 1, lambda g: b"\x1b[?%d%s" % (g.pick(6, 7, 25, 1, 2004), g.pick(b"s", b"r"))),
        ("odd", 3, lambda g: g.pick(
            b"\xc2\x84", b"\xc2\x85", b"\xc2\x8d", b"\xc2\x9b2C", b"\x1b[3\x18x", b"\x1b[2\x1aC",
            b"\x1b[3\x1b[2C", b"\x1b[2\nC", b"\x1b[1\x7fC", b"\x7f", b"\x1b[?1C", b"\x1b[>2B",
            b"\x1b[1$B", b"\x1b[ C", b"\x1b]2;t\x07", b"\x1b]2;abc\x18x", b"\x1bPabc\x1b\\",
            b"\x1b_abc\x1b\\", b"\x1b^abc\x1b\\", b"\x1bXabc\x1b\\", b"\xff", b"\xf5",
            b"\x1b\x1b", b"\x1b[<1C", b"\x1b[=1C", b"\x1b[!C", b"\x05", b"\x11")),
    )

    def sequence(self):
        weights = [weight for _, weight, _ in self.families]
        return self.random.choices(self.families, weights)[0][2](self)


TOKEN = re.compile(rb"\x1bP.*?\x1b\\|\x1b\].*?(?:\x07|\x1b\\)|\x1b\[[ -?]*[@-~]|\x1b[ -/]*[0-~]"
                   rb"|[\xc2-\xf4][\x80-\xbf]+|.", re.S)


def simpler(token):
    """Tokens to put in its place: fewer and smaller parameters, x for a letter."""
    parts = re.fullmatch(rb"\x1b\[([0-9;]+)([ -/]*[@-~])", token)
    if parts and parts[2] not in (b"h", b"l"):
        params = parts[1].split(b";")
        tries = [params[:-1]] + [params[:i] + [value] + params[i + 1:] for i in range(len(params))
                                 for value in (b"", b"1", b"2") if len(value) < len(params[i])]
        return [b"\x1b[" + b";".join(t) + parts[2] for t in tries]
    return [b"x"] if re.fullmatch(rb"[!-wyz-~]", token) else []


def shrink(tokens, differs):
    """The smallest list of tokens for which `differs` is still true."""
    size = max(1, len(tokens) // 2)
    while size:
        i = 0
        while i < len(tokens):
            rest = tokens[:i] + tokens[i + size:]
            if differs(rest):
                tokens = rest
            else:
                i += size
        size //= 2
    for i in range(len(tokens)):
        tries = simpler(tokens[i])
        while tries:
            there = tokens[:i] + [tries.pop(0)] + tokens[i + 1:]
            if differs(there):
                tokens = there
                tries = simpler(tokens[i])
    return tokens


def show(data):
    text = data.decode("utf-8", "backslashreplace").replace("\x1b[", "CSI ")
    return "".join("ESC " if c == "\x1b" else f"^{chr(ord(c) + 64)}" if c < " "
                   else f"\\x{ord(c):02x}" if "\x7e" < c < "\xa0" else c for c in text)


def kind_of(kind, tokens):
    """Name of a kind of difference: the sequences without their parameters."""
    names = []
    for token in tokens:
        name = re.sub(r"[0-9;:]+(?![0-9;:hl])", "", show(token))
        name = name if token[0] < 0x21 else "wide" if token[0] > 0xe2 else "text"
        names += [name] if names[-1:] != [name] else []
    return f"{kind}: {' '.join(names)}"


def compare(options, xterm, tessera):
    """Prints what differs; the number of kinds."""
    def differs(data):
        theirs = None if any(p.search(data) for p, _ in KNOWN) else xterm.state(data)
        return theirs and difference(theirs, tessera.state(data), data)

    kinds = {}
    tried = skipped = 0
    number = options.seed * 1_000_000
    end = time.monotonic() + options.seconds
    while time.monotonic() < end:
        generator = Generator(number, options.only)
        number += 1
        data = b"".join(generator.sequence() for _ in range(generator.random.randint(2, 14)))
        if any(pattern.search(data) for pattern, _ in KNOWN):
            skipped += 1
            continue
        tried += 1
        if not (found := differs(data)):
            continue
        small = shrink(TOKEN.findall(data),
                       lambda tokens: (differs(b"".join(tokens)) or [None])[0] == found[0])
        name = kind_of(found[0], small)
        again = differs(b"".join(small))
        if again and name not in kinds:
            print(f"{name}\n    {show(b''.join(small))}\n    {again[1]}", flush=True)
        kinds[name] = kinds.get(name, 0) + 1
    print(f"{tried} inputs, {sum(kinds.values())} differ, {len(kinds)} kinds "
          f"({skipped} more have what is known)")
    return len(kinds)


def main():
    parser = argparse.ArgumentParser(prog="xterm_diff.py")
    parser.add_argument("--tessera", default=str(ROOT / "build/dev/bin/tessera"))
    parser.add_argument("--xterm", default="xterm")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", type=lambda s: s.split(","), default=[])
    parser.add_argument("--case", help="one input, with escapes as in Python")
    options = parser.parse_args()
    if missing := [p for p in (options.xterm, "Xvfb") if shutil.which(p) is None]:
        print(f"no {' and no '.join(missing)} here: skipped")
        return 0
    xterm = XTerm(options.xterm)
    tessera = Tessera(options.tessera)
    try:
        if options.case is None:
            return 1 if compare(options, xterm, tessera) else 0
        data = options.case.encode().decode("unicode_escape").encode("latin1")
        theirs, ours = xterm.state(data), tessera.state(data)
        for left, right in zip(theirs["cells"], ours["cells"]):
            print(f"|{''.join(left)}| |{''.join(right)}|")
        print(difference(theirs, ours, data))
        return 0
    finally:
        xterm.close()


if __name__ == "__main__":
    sys.exit(main())
