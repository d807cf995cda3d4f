#include "tessera/vt/tool/explain.h"

#include <algorithm>
#include <vector>

#include "tessera/vt/sequences/context.h"

namespace tessera::vt::tool {

namespace {

/// A table and how its ids are written.
struct Family {
    std::string_view title;
    std::string_view before;  // what stands before the parameters
    std::string_view after;   // what ends it
    std::vector<RowFacts> rows;
};

template <class Rows>
std::vector<RowFacts> facts_of(const Rows& rows) {
    std::vector<RowFacts> facts;
    for (const auto& row : rows) {
        facts.push_back(row.facts);
    }
    return facts;
}

std::vector<Family> families() {
    return {{"Control characters", "", "", facts_of(control_rows())},
            {"ESC", "ESC", "", facts_of(esc_rows())},
            {"CSI", "CSI", "", facts_of(csi_rows())},
            {"OSC", "OSC", "ST", facts_of(osc_rows())},
            {"DCS", "DCS", "ST", facts_of(dcs_rows())},
            {"APC", "APC", "ST", facts_of(apc_rows())}};
}

bool is_leader(char c) {
    return c >= '<' && c <= '?';
}

/// How the sequence is written: leader, parameters, intermediates and final in their order.
std::string spelling(const Family& family, const RowFacts& row) {
    std::string out(family.before);
    const auto add = [&](std::string_view part) {
        if (!part.empty()) {
            out += (out.empty() ? "" : " ") + std::string(part);
        }
    };
    if (family.before == "CSI" || family.before == "DCS") {
        std::string_view rest = row.id;
        if (is_leader(rest.front())) {
            add(rest.substr(0, 1));
            rest.remove_prefix(1);
        }
        add(family.before == "CSI" ? row.parameters : "");
        for (const char c : rest) {
            add(c == ' ' ? "SP" : std::string_view(&c, 1));
        }
        add(family.before == "DCS" ? row.parameters : "");
    } else {
        add(visible(row.id));
        add(row.parameters.empty() || family.before != "OSC" ? "" : ";");
        add(row.parameters);
    }
    add(family.after);
    return out;
}

std::string_view peers_text(Peers peers) {
    switch (peers) {
    case Peers::Neither: return "-";
    case Peers::Tmux: return "tmux";
    case Peers::Zellij: return "Zellij";
    case Peers::Both: return "tmux, Zellij";
    }
    return "";
}

/// As code in a table of Markdown, whatever characters it has.
std::string code(std::string_view text) {
    std::string out = "<code>";
    for (const char c : text) {
        switch (c) {
        case '|': out += "&#124;"; break;
        case '`': out += "&#96;"; break;
        case '*': out += "&#42;"; break;
        case '<': out += "&lt;"; break;
        case '>': out += "&gt;"; break;
        case '&': out += "&amp;"; break;
        case ' ': out += "&#32;"; break;
        default: out += c;
        }
    }
    return out + "</code>";
}

std::string_view look_text(Example::Look look) {
    using enum Example::Look;
    switch (look) {
    case Page: return "page";
    case Reply: return "reply";
    case Attributes: return "attributes";
    case LineSize: return "line";
    case Events: return "event";
    case Image: return "image";
    }
    return "";
}

}  // namespace

std::string visible(std::string_view bytes) {
    std::string out;
    for (const char c : bytes) {
        if (c == '\x1b') {
            out += "ESC ";
        } else if (static_cast<unsigned char>(c) < 0x20) {
            out += {'^', static_cast<char>(c + 0x40)};
        } else {
            out += c;
        }
    }
    return out;
}

std::string explain_text() {
    std::string out;
    for (const Family& family : families()) {
        for (const RowFacts& row : family.rows) {
            std::string line = spelling(family, row);
            const auto pad = [&](std::size_t column) {
                line.append(line.size() < column ? column - line.size() : 1, ' ');
            };
            pad(34);
            line += row.mnemonic;
            pad(50);
            line += row.meaning;
            pad(100);
            line += std::string(row.source) + "; handled";
            out += line + "\n";
        }
    }
    return out;
}

std::string explain_markdown() {
    std::string out =
        "# Sequences\n\n"
        "What the terminal engine handles; everything else is skipped whole. Written by\n"
        "`tessera vt --explain=markdown` from the tables in `src/tessera/vt/sequences/`; a test "
        "fails when this\n"
        "file is not what the tables say. Each row's test is its example, on a page of 4 rows and "
        "10\n"
        "columns (`SequenceTable.EveryRowDoesWhatItsExampleSays`). The column *elsewhere* names "
        "who handles it in\n"
        "a pane too, by their own tables: tmux 3.3a, Zellij 0.45.\n";
    for (const Family& family : families()) {
        out += "\n## " + std::string(family.title) +
               "\n\n"
               "| sequence | name | meaning | source | elsewhere | example | shows "
               "|\n|---|---|---|---|---|---|---|\n";
        for (const RowFacts& row : family.rows) {
            out += "| " + code(spelling(family, row)) + " | " + std::string(row.mnemonic) + " | " +
                   std::string(row.meaning) + " | " + std::string(row.source) + " | " +
                   std::string(peers_text(row.peers)) + " | " + code(visible(row.example.bytes)) +
                   " | " + std::string(look_text(row.example.look)) + " " +
                   code(visible(row.example.expected)) + " |\n";
        }
    }
    return out;
}

}  // namespace tessera::vt::tool
