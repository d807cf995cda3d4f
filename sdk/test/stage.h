#pragma once
// Stage: a plugin module with a host around it that a test directs. Keeps what the plugin asked
// for, and shows what it draws on a terminal. Events and commands travel encoded: as structs with
// their 41 and 150 alternatives they would take minutes to compile. Threads: one.

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "plugin/event.wire.h"
#include "tessera/base/geometry.h"
#include "tessera/plugin_host/guest.h"
#include "tessera/vt/terminal.h"
#include "tessera/wasm/module.h"
#include "tessera/wire/codec.h"

namespace tessera::guest_test {

using api::event::EventType;

/// Numbers of PluginCommand.name, of the contract.
enum class CommandName : std::int32_t {
    Subscribe = 0,
    Unsubscribe = 1,
    SetSelectable = 2,
    GetPluginIds = 3,
    OpenFile = 5,
    SwitchTabTo = 11,
    SetTimeout = 12,
    PostMessageToPlugin = 15,
    HideSelf = 16,
    ShowSelf = 17,
    SwitchToMode = 18,
    NewTab = 20,
    ClosePluginPane = 59,
    FocusPluginPane = 61,
    ReportCrash = 65,
    RequestPluginPermissions = 66,
    SwitchSession = 67,
    RenameSession = 75,
    UnblockCliPipeInput = 76,
    CliPipeOutput = 78,
    MessageToPlugin = 79,
    DisconnectOtherClients = 80,
    ScanHostFolder = 82,
    DumpSessionLayout = 84,
    CloseSelf = 85,
    NewTabsWithLayoutInfo = 86,
    Reconfigure = 87,
    ReloadPlugin = 110,
    LoadNewPlugin = 111,
    ChangeHostFolder = 114,
    OverrideLayout = 174,
    SaveLayout = 175,
    DeleteLayout = 176,
    EditLayout = 177,
    ParseLayout = 180,
    RenameLayout = 181,
    KillSessionsAndReply = 212,
    ToggleFloatingPanes = 225,
    NewPane = 226,
    None = -1,
};

struct SentCommand {
    std::string bytes;  // of the whole message
    CommandName name{};
    std::uint32_t field = 0;   // of the payload; 0: none
    std::string payload;       // of a message or text
    std::uint64_t number = 0;  // of a number
    /// A number field of the payload; 0 without it.
    [[nodiscard]] std::uint64_t number_in_payload(std::uint32_t number) const;
};

/// An event, encoded: without payload, or with one at its field of the contract.
[[nodiscard]] std::string event(EventType type);
template <class Payload>
[[nodiscard]] std::string event(EventType type, std::uint32_t field, const Payload& payload) {
    std::string out = event(type);
    wire::Writer(out).message(field, payload);
    return out;
}

/// The module that the build made of `name`: share/tessera/plugins/NAME.wasm.
[[nodiscard]] std::filesystem::path module_path(std::string_view name);

/// Compiled once per path.
[[nodiscard]] const wasm::Module& compiled(const std::filesystem::path& path);

class Stage : public plugin_host::GuestHost {
public:
    /// Loads the module at `path`; a failure is a failure of the test.
    explicit Stage(const std::filesystem::path& path,
                   const std::map<std::string, std::string>& configuration = {},
                   std::map<CommandName, std::string> answers = {});
    Stage(const Stage&) = delete;
    Stage& operator=(const Stage&) = delete;

    /// True: it wants to be rendered.
    bool update(std::string_view event);
    bool pipe(std::string_view message);
    /// Row by row, without trailing blanks.
    std::vector<std::string> render(Size size);
    /// The one row of a bar of `columns`.
    std::string bar(int columns);
    /// Clicks the first cell of `text` in the last rendered first row.
    bool click(std::string_view text);

    /// Commands since the last call.
    std::vector<SentCommand> take_commands();
    /// The terminal as it was rendered last.
    [[nodiscard]] const vt::Terminal& terminal() const { return *terminal_; }
    [[nodiscard]] plugin_host::Guest& guest() { return *guest_; }
    [[nodiscard]] const std::string& logged() const { return logged_; }

    /// Answers by command; others get an empty message.
    std::map<CommandName, std::string> replies;

    // GuestHost
    std::optional<std::string> run_command(std::string_view command) override;
    void bad_command(std::string_view problem) override;
    void log(std::string_view lines, std::size_t dropped) override;

private:
    std::vector<SentCommand> commands_;
    std::string logged_;
    std::unique_ptr<plugin_host::Guest> guest_;
    std::unique_ptr<vt::Terminal> terminal_;
};

/// Tabs of these names, the one at `active` in front.
[[nodiscard]] std::string tab_update(const std::vector<std::string>& names,
                                     std::uint32_t active = 0);
[[nodiscard]] std::string tabs_update(std::vector<api::event::TabInfo> tabs);
/// With the default key map and a theme.
[[nodiscard]] std::string mode_update(api::input_mode::InputMode mode);
[[nodiscard]] api::event::ModeUpdatePayload mode_info(api::input_mode::InputMode mode);
[[nodiscard]] std::string mouse(api::event::MouseEventName name, int line, int column);

}  // namespace tessera::guest_test
