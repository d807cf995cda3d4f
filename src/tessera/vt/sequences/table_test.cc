// Each row of the tables does what its example says, and only through its handler: tools/mutate
// takes handlers away, one at a time, and expects this test to name the row.

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <iterator>

#include "tessera/vt/page_text.h"
#include "tessera/vt/sequences/context.h"
#include "tessera/vt/terminal.h"
#include "tessera/vt/tool/explain.h"

namespace tessera::vt {
namespace {

constexpr std::string_view kEventNames[] = {"TitleChanged", "Bell",         "ClipboardWrite",
                                            "CwdChanged",   "Notification", "Progress",
                                            "PromptMark",   "UiComponent",  "ClipboardRead",
                                            "NotificationClosed"};
static_assert(std::size(kEventNames) == std::variant_size_v<Event>);

std::string attributes(const Terminal& t) {
    std::string out;
    for (const Cell cell : t.row(Row(0))) {
        const Style& style = t.style(cell.style());
        out += has(style.attrs, Attr::Bold)         ? 'b'
               : has(style.attrs, Attr::Reverse)    ? 'r'
               : style.underline != Underline::None ? 'u'
               : style.link != 0                    ? 'l'
                                                    : '.';
    }
    std::size_t used = out.size();
    while (used > 0 && t.row(Row(0))[used - 1].is_empty()) {
        --used;
    }
    return out.substr(0, used);
}

std::string look(Terminal& t, Example::Look what) {
    using enum Example::Look;
    std::string out;
    switch (what) {
    case Page: return page(t);
    case Reply: return t.take_replies();
    case Attributes: return attributes(t);
    case LineSize: {
        constexpr std::string_view kNames[] = {"normal", "wide", "top", "bottom"};
        return std::string(kNames[static_cast<std::size_t>(t.line_size(Row(0)))]);
    }
    case Events:
        for (const vt::Event& event : t.take_events()) {
            out += (out.empty() ? "" : " ") + std::string(kEventNames[event.index()]);
        }
        return out;
    case Image:
        for (const ImagePart& part : t.image_parts()) {
            out += (out.empty() ? "" : " ") + std::to_string(part.cells.rows.value) + "x" +
                   std::to_string(part.cells.cols.value);
        }
        return out;
    }
    return out;
}

template <class Rows>
void check(const Rows& rows) {
    for (const auto& row : rows) {
        const RowFacts& facts = row.facts;
        const std::string name =
            "row " + std::string(facts.mnemonic) + " " + tool::visible(facts.id);
        EXPECT_FALSE(facts.source.empty() || facts.meaning.empty()) << name;
        ASSERT_FALSE(facts.example.bytes.empty()) << name;
        Terminal t({tessera::Rows(4), Cols(10)});
        t.feed(facts.example.bytes);
        EXPECT_EQ(look(t, facts.example.look), facts.example.expected) << name;
    }
}

TEST(SequenceTable, EveryRowDoesWhatItsExampleSays) {
    check(csi_rows());
    check(esc_rows());
    check(control_rows());
    check(osc_rows());
    check(dcs_rows());
    check(apc_rows());
}

TEST(SequenceTable, ExamplesGiveTheSameBytewise) {
    for (const auto rows : {csi_rows(), esc_rows(), control_rows()}) {
        for (const SequenceRow& row : rows) {
            Terminal t({tessera::Rows(4), Cols(10)});
            for (const char& c : row.facts.example.bytes) {
                t.feed(std::string_view(&c, 1));
            }
            EXPECT_EQ(look(t, row.facts.example.look), row.facts.example.expected)
                << row.facts.mnemonic << tool::visible(row.facts.id);
        }
    }
}

TEST(SequenceTable, TheDocumentIsCurrent) {
    const char* source = std::getenv("TESSERA_SOURCE_DIR");
    if (source == nullptr) {
        GTEST_SKIP() << "run by ctest, or set TESSERA_SOURCE_DIR";
    }
    std::ifstream in(std::string(source) + "/docs/sequences.md", std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(in), {}};
    EXPECT_EQ(text, tool::explain_markdown())
        << "tessera vt --explain=markdown > docs/sequences.md";
}

}  // namespace
}  // namespace tessera::vt
