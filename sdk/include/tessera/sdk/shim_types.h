#pragma once
// What commands take and give. Threads: values.

#include <cstdint>
#include <expected>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "plugin/command.wire.h"
#include "plugin/file.wire.h"
#include "plugin/message.wire.h"
#include "plugin/plugin_ids.wire.h"
#include "tessera/sdk/event.h"

namespace tessera::sdk {

using api::plugin_ids::PluginIds;
/// path, line_number (from 1) and cwd.
using FileToOpen = api::file::File;
/// path, args and cwd.
using CommandToRun = api::command::Command;
/// name, payload and the worker it is for.
using PluginMessage = api::message::Message;
/// Comes back with the events that the command causes.
using Context = std::map<std::string, std::string>;

/// What a command that can fail says: its result, or why there is none.
template <class T = void>
using Outcome = std::expected<T, std::string>;

/// Cells, or a share of the tab.
struct SplitSize {
    enum class Type : std::uint8_t { Fixed, Percent };
    Type type = Type::Fixed;
    std::uint32_t value = 0;
    [[nodiscard]] static constexpr SplitSize fixed(std::uint32_t cells) {
        return {Type::Fixed, cells};
    }
    [[nodiscard]] static constexpr SplitSize percent(std::uint32_t share) {
        return {Type::Percent, share};
    }
};

/// Where a floating pane is; what is absent the host chooses.
struct FloatingPaneCoordinates {
    std::optional<SplitSize> x;
    std::optional<SplitSize> y;
    std::optional<SplitSize> width;
    std::optional<SplitSize> height;
    std::optional<bool> pinned;
    std::optional<bool> borderless;
};

struct ResizeStrategy {
    Resize resize = Resize::Increase;
    std::optional<Direction> direction;  // absent: on all sides
};

enum class HttpVerb : std::uint8_t { Get = 0, Post = 1, Put = 2, Delete = 3 };

/// Where a plugin goes that a message starts.
struct NewPluginArgs {
    std::optional<bool> should_float;
    std::optional<PaneId> pane_id_to_replace;
    std::optional<std::string> pane_title;
    std::optional<std::string> cwd;
    bool skip_cache = false;
    std::optional<bool> should_focus;
};

/// To one plugin by id or by location and configuration; to all without either.
struct MessageToPlugin {
    std::string message_name;
    std::optional<std::string> message_payload;
    Context message_args;
    std::optional<std::string> plugin_url;  // "zellij:OWN_URL": the sender's own
    std::map<std::string, std::string> plugin_config;
    std::optional<std::uint32_t> destination_plugin_id;
    std::optional<NewPluginArgs> new_plugin_args;
    std::optional<FloatingPaneCoordinates> floating_pane_coordinates;
};

struct OpenedInNewTab {
    std::optional<std::uint64_t> tab_id;
    std::optional<PaneId> pane_id;
};

struct FocusedPane {
    std::uint32_t tab_id = 0;
    PaneId pane_id;
};

struct SessionList {
    std::vector<SessionManifest> live_sessions;
    std::vector<api::event::ResurrectableSession> resurrectable_sessions;
};

struct SessionLayout {
    std::string kdl;
    std::optional<LayoutMetadata> metadata;
};

struct WebLoginToken {
    std::string label;
    std::string created;
    bool read_only = false;
};

struct KeyToUnbind {
    InputMode mode{};
    KeyWithModifier key;
};
struct KeyToRebind {
    InputMode mode{};
    KeyWithModifier key;
    std::vector<Action> actions;
};

}  // namespace tessera::sdk
