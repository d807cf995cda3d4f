#pragma once
// Options as typed fields, generated from options.def: read that file to learn what there is.
// Threads: values.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "tessera/base/result.h"
#include "tessera/config/mode.h"

namespace tessera::config {

enum class FrameStyle : std::uint8_t { Titles, Full, None };
enum class OnForceClose : std::uint8_t { Detach, Quit };
enum class CopyClipboard : std::uint8_t { System, Primary };
enum class WebSharing : std::uint8_t { Off, On, Disabled };
enum class NotificationProtocol : std::uint8_t { Auto, Osc9, Osc99, Bell, Off };
enum class NestedSessions : std::uint8_t { Ask, Fullscreen, Descend, Never };
enum class ThemeHue : std::uint8_t { Dark, Light };
/// Optimized: Cranelift; Baseline: compiles about eight times faster, runs slower.
enum class PluginCompile : std::uint8_t { Optimized, Baseline };

using OptionalText = std::optional<std::string>;
using OptionalHue = std::optional<ThemeHue>;
using Count = std::uint32_t;
using OptionalCount = std::optional<Count>;
using Port = std::uint16_t;

struct Options {
#define TESSERA_OPTION(name, type, initial, doc) type name = initial;
#include "tessera/config/options.def"
#undef TESSERA_OPTION
    // `ui { pane_frames { … } }`; both matter only with full frames.
    bool rounded_corners = false;
    bool hide_session_name = false;

    bool operator==(const Options&) const = default;
};

struct OptionRow {
    std::string_view name;
    std::string_view doc;
    std::string type;           // "true or false", "a string", "one of titles, full, none", …
    std::string default_value;  // as `option_text` spells it
};

/// Every option of options.def, in its order.
[[nodiscard]] std::span<const OptionRow> option_rows();

/// The value as KDL spells it; empty when unset. Null text for an unknown name.
[[nodiscard]] std::optional<std::string> option_text(const Options& options, std::string_view name);

/// Sets an option from a command line's text (`--pane-frames false`; dashes and underscores are
/// the same). Errors: NotFound for an unknown name with the nearest one, InvalidArgument with what
/// is expected; `options` is unchanged then.
[[nodiscard]] Result<void> set_option(Options& options, std::string_view name,
                                      std::string_view text);

}  // namespace tessera::config
