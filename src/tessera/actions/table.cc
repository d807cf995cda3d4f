#include "tessera/actions/table.h"

namespace tessera::actions {

namespace {

// Short names for the column `needs`.
struct Needs {
    using enum Permission;
    static constexpr Permission State = ReadApplicationState;
    static constexpr Permission Change = ChangeApplicationState;
    static constexpr Permission Open = OpenTerminalsOrPlugins;
    static constexpr Permission Stdin = WriteToStdin;
    static constexpr Permission Message = MessageAndLaunchOtherPlugins;
    static constexpr Permission Contents = ReadPaneContents;
    static constexpr Permission Clipboard = WriteToClipboard;
};

constexpr ActionRow kRows[] = {
#define TESSERA_ACTION(number, name, needs, answer, what) \
    {number, #name, Needs::needs, Answer::answer, what},
#include "tessera/actions/actions.def"
#undef TESSERA_ACTION
};
static_assert(std::size(kRows) == Action::kAlternatives);

}  // namespace

std::span<const ActionRow> action_rows() {
    return kRows;
}

const ActionRow& row_of(const Action& action) {
    return kRows[action.index() - 1];
}

}  // namespace tessera::actions
