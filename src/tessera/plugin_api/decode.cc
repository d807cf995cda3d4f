#include "tessera/plugin_api/decode.h"

#include <fmt/format.h>

#include <algorithm>

#include "tessera/base/check.h"
#include "tessera/plugin_api/decode_rows.h"

namespace tessera::plugin_api {

namespace {

const DecodeRow* find_row(CommandName name) {
    for (const auto rows : {plain_rows(), pane_rows(), opening_rows(), session_rows()}) {
        const auto at = std::ranges::find(rows, name, &DecodeRow::name);
        if (at != rows.end()) {
            return &*at;
        }
    }
    return nullptr;
}

}  // namespace

Result<Asked> actions_of(const PluginCommand& command, const Asker& asker) {
    const CommandRow* const known = find_command(command.name);
    TESSERA_CHECK(known != nullptr && known->kind == CommandKind::Action);
    const DecodeRow* const row = find_row(command.name);
    TESSERA_CHECK(row != nullptr);
    MaybeAsked asked = row->read(command, asker);
    if (!asked) {
        return fail(ErrorCode::InvalidArgument,
                    fmt::format("{}: what it should be done with is missing or makes no sense",
                                known->name));
    }
    return std::move(*asked);
}

}  // namespace tessera::plugin_api
