#include <algorithm>
#include <utility>

#include "tessera/unicode/utf8.h"
#include "tessera/vt/input/encode.h"

namespace tessera::vt::input {

namespace {

bool is_plain(char c) { return (c >= ' ' && c < '\x7f') || c == '\t'; }

class Cleaner {
public:
    explicit Cleaner(std::string& out) : out_(out) {}

    void add(std::string_view text) {
        while (!text.empty()) {
            if (!utf8_.is_pending()) {
                const auto* end = std::ranges::find_if_not(text, is_plain);
                const auto plain = static_cast<std::size_t>(end - text.begin());
                if (plain != 0) {
                    out_.append(text.substr(0, plain));
                    text.remove_prefix(plain);
                    after_cr_ = false;
                    continue;
                }
            }
            add_byte(static_cast<std::uint8_t>(text.front()));
            text.remove_prefix(1);
        }
        if (utf8_.is_pending()) {
            add_character(unicode::kReplacement);
        }
    }

private:
    void add_byte(std::uint8_t byte) {
        using Status = unicode::Utf8Decoder::Status;
        switch (utf8_.feed(byte)) {
            case Status::Pending:
                return;
            case Status::Done:
                add_character(utf8_.code_point());
                return;
            case Status::Replaced:
                add_character(unicode::kReplacement);
                return;
            case Status::ReplacedAndAgain:
                add_character(unicode::kReplacement);
                utf8_.reset();
                add_byte(byte);
                return;
        }
    }

    void add_character(char32_t c) {
        const bool after_cr = std::exchange(after_cr_, c == U'\r');
        if (c == U'\r' || (c == U'\n' && !after_cr)) {
            out_ += '\r';
        } else if (c == U'\t' || (c >= 0x20 && c < 0x7f) || c > 0x9f) {
            unicode::append_utf8(out_, c);
        }
    }

    std::string& out_;
    unicode::Utf8Decoder utf8_;
    bool after_cr_ = false;
};

}  // namespace

void encode_paste(std::string_view text, PastePart part, const Modes& modes, std::string& out) {
    const bool first = part == PastePart::Whole || part == PastePart::First;
    const bool last = part == PastePart::Whole || part == PastePart::Last;
    if (modes.bracketed_paste && first) {
        out += "\033[200~";
    }
    Cleaner(out).add(text);
    if (modes.bracketed_paste && last) {
        out += "\033[201~";
    }
}

}  // namespace tessera::vt::input
