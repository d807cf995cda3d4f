#include "tessera/plugin_api/replies.h"

#include "tessera/base/check.h"
#include "tessera/base/utf8.h"
#include "tessera/wire/codec.h"

namespace tessera::plugin_api {

namespace {

using wire::Kind;
using wire::Writer;

api::plugin_command::PaneId wire_pane(PaneId pane) {
    using api::plugin_command::PaneType;
    return {.pane_type = pane.kind == PaneKind::Terminal ? PaneType::Terminal : PaneType::Plugin,
            .id = pane.number};
}

std::string text_field(std::uint32_t field, std::string_view text) {
    std::string out;
    Writer(out).text(field, to_utf8(std::string(text)));
    return out;
}

/// LayoutParsingError { oneof error_type { KdlError kdl_error = 1, SyntaxError syntax_error = 2 }
/// }.
std::string layout_error() {
    std::string out;
    Writer writer(out);
    const std::size_t mark = writer.begin(2);
    writer.text(2, {});
    writer.end(mark);
    return out;
}

}  // namespace

std::string failure_bytes(const CommandRow& row, std::string_view sentence) {
    using enum ReplyForm;
    std::string out;
    switch (row.form) {
    case None:
    case Pane:
    case Tabs:
    case TabAndPane:
    case Always: return out;
    case Tab: Writer(out).numeric<Kind::Bool>(2, true); return out;
    case Error: return text_field(1, sentence);
    case Outcome:
    case Fact: return text_field(2, sentence);
    case Token: return text_field(3, sentence);
    case Tokens: return text_field(4, sentence);
    case Layout: return layout_error();
    }
    return out;
}

std::string reply_bytes(const CommandRow& row, const Made& made) {
    TESSERA_CHECK(row.replies());
    if (made.error) {
        return failure_bytes(row, *made.error);
    }
    using enum ReplyForm;
    std::string out;
    Writer writer(out);
    if ((row.form == Tab || row.form == TabAndPane) && !made.tabs.empty()) {
        writer.numeric<Kind::Uint64>(1, made.tabs.front().value);
    } else if (row.form == Tab) {
        return failure_bytes(row, {});
    }
    if (row.form == Tabs) {
        std::vector<std::uint64_t> ids;
        for (const TabId id : made.tabs) {
            ids.push_back(id.value);
        }
        writer.packed<Kind::Uint64>(1, ids);
    }
    if ((row.form == Pane || row.form == TabAndPane) && made.pane) {
        writer.message(row.form == Pane ? 1 : 2, wire_pane(*made.pane));
    }
    if (row.form == Outcome) {
        writer.numeric<Kind::Bool>(1, made.changed);
    }
    if (row.form == Fact || row.form == Token || row.form == Tokens || row.form == Layout) {
        return failure_bytes(row, "nothing was made");
    }
    return out;
}

bool is_answered(CommandName name) {
    const CommandRow* const row = find_command(name);
    return row == nullptr || row->replies();
}

}  // namespace tessera::plugin_api
