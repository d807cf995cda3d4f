#include "tessera/vt/tool/trace.h"

#include <algorithm>
#include <utility>

#include "tessera/unicode/utf8.h"
#include "tessera/vt/parser/parser.h"
#include "tessera/vt/sequences/context.h"
#include "tessera/vt/sequences/osc_text.h"
#include "tessera/vt/tool/explain.h"

namespace tessera::vt::tool {

namespace {

/// Of a text or a string that is shown.
constexpr std::size_t kShownBytes = 60;
constexpr std::size_t kNameWidth = 16;
constexpr std::size_t kWrittenWidth = 40;

std::string shortened(std::string_view bytes) {
    if (bytes.size() <= kShownBytes) {
        return visible(bytes);
    }
    std::size_t end = kShownBytes;
    while (end > 0 && (static_cast<unsigned char>(bytes[end]) & 0xc0U) == 0x80) {
        --end;  // not within a character
    }
    return visible(bytes.substr(0, end)) + "... (" + std::to_string(bytes.size()) + " bytes)";
}

/// The bytes of an id, the first one first.
std::string id_text(SequenceId id) {
    std::string out;
    for (int shift = 24; shift >= 0; shift -= 8) {
        if (const auto byte = static_cast<char>(id >> static_cast<unsigned>(shift) & 0xffU)) {
            out += byte;
        }
    }
    return out;
}

std::string parameters_text(const Params& params) {
    std::string out;
    for (int i = 0; i < params.count(); ++i) {
        if (i > 0) {
            out += params.is_sub(i) ? ':' : ';';
        }
        out += params.is_given(i) ? std::to_string(params.value_or(i, 0)) : "";
    }
    return out;
}

class Trace final : public ParserSink {
public:
    void print_ascii(std::string_view run) override { text_ += run; }
    void print(char32_t c) override { unicode::append_utf8(text_, c); }
    void print_run(std::span<const char32_t> run) override {
        for (const char32_t c : run) {
            print(c);
        }
    }
    void execute(std::uint8_t control) override {
        const std::string id(1, static_cast<char>(control));
        line(find(control_rows(), id), visible(id));
    }
    void esc(SequenceId id) override {
        const std::string text = id_text(id);
        line(find(esc_rows(), text), "ESC " + text);
    }
    void csi(const Sequence& sequence) override {
        line(find(csi_rows(), id_text(sequence.id)), "CSI " + spelled(sequence));
    }
    bool known_sgr(const std::uint8_t* /*head*/, std::size_t /*size*/) override { return false; }
    void osc(std::string_view text, StringEnd end) override {
        std::string_view rest = text;
        const int code = to_number(take(rest, ';'), -1);
        line(find(osc_rows(), std::to_string(code)),
             "OSC " + shortened(text) + (end == StringEnd::Bel ? " BEL" : " ST"));
    }
    void dcs(const Sequence& start, std::string_view text) override {
        line(find(dcs_rows(), id_text(start.id)),
             "DCS " + spelled(start) + " " + shortened(text) + " ST");
    }
    void apc(std::string_view text) override {
        line(find(apc_rows(), text.substr(0, 1)), "APC " + shortened(text) + " ST");
    }
    void overlong_apc(std::string_view head) override {
        line(nullptr, "APC " + shortened(head) + " too long");
    }

    [[nodiscard]] std::string take_lines() {
        flush();
        return std::move(out_);
    }

private:
    template <class Rows>
    static const RowFacts* find(const Rows& rows, std::string_view id) {
        const auto row =
            std::ranges::find_if(rows, [id](const auto& r) { return r.facts.id == id; });
        return row == rows.end() ? nullptr : &row->facts;
    }
    /// Leader, parameters, intermediates and final byte.
    static std::string spelled(const Sequence& sequence) {
        std::string id = id_text(sequence.id);
        std::string out;
        if (!id.empty() && id.front() >= '<' && id.front() <= '?') {
            out += id.front();
            id.erase(0, 1);
        }
        out += parameters_text(sequence.params);
        for (const char c : id) {
            out += (out.empty() ? "" : " ") + (c == ' ' ? "SP" : std::string(1, c));
        }
        return out;
    }
    void flush() {
        if (!text_.empty()) {
            const std::string text = std::exchange(text_, {});
            row("text", "\"" + shortened(text) + "\"", "");
        }
    }
    void line(const RowFacts* facts, std::string_view written) {
        flush();
        if (facts == nullptr) {
            row("-", written, "not handled");
        } else {
            row(facts->mnemonic, written, std::string(facts->source) + "; handled");
        }
    }
    void row(std::string_view name, std::string_view written, std::string_view rest) {
        std::string line(name);
        line.append(line.size() < kNameWidth ? kNameWidth - line.size() : 1, ' ');
        line += written;
        if (!rest.empty()) {
            const std::size_t column = kNameWidth + kWrittenWidth;
            line.append(line.size() < column ? column - line.size() : 1, ' ');
            line += rest;
        }
        out_ += line + "\n";
    }

    std::string text_;
    std::string out_;
};

}  // namespace

std::string trace_text(std::string_view bytes) {
    Trace trace;
    Parser parser;
    parser.feed(std::as_bytes(std::span(bytes)), trace);
    return trace.take_lines();
}

}  // namespace tessera::vt::tool
