#pragma once
// How the files of decode_*.cc say what a command means: one row each. Internal to this directory.
// Threads: constants.

#include <span>

#include "tessera/plugin_api/decode.h"

namespace tessera::plugin_api {

using MaybeAsked = std::optional<Asked>;  // nothing: the payload makes no sense
using CommandCase = PluginCommand::PayloadCase;

struct DecodeRow {
    CommandName name;
    MaybeAsked (*read)(const PluginCommand&, const Asker&);
};

[[nodiscard]] std::span<const DecodeRow> plain_rows();    // no payload
[[nodiscard]] std::span<const DecodeRow> pane_rows();     // about panes that are there
[[nodiscard]] std::span<const DecodeRow> opening_rows();  // what opens panes, tabs, plugins
[[nodiscard]] std::span<const DecodeRow> session_rows();  // tabs, layouts, sessions, input

/// `make` of the payload; nothing when it is another one or none.
template <std::size_t Which, class Make>
[[nodiscard]] MaybeAsked from_payload(const PluginCommand& command, const Asker& asker,
                                      const Make& make) {
    const auto* const payload = command.payload.get_if<Which>();
    return payload == nullptr ? MaybeAsked() : make(*payload, asker);
}
/// The same, an absent payload being an empty one.
template <std::size_t Which, class Make>
[[nodiscard]] MaybeAsked from_optional(const PluginCommand& command, const Asker& asker,
                                       const Make& make) {
    const auto* const payload = command.payload.get_if<Which>();
    return payload == nullptr
               ? make(std::remove_cvref_t<decltype(*payload)>(), asker)
               : make(*payload, asker);
}

// The name, its payload `p`, and what is made of it for `asker`.
#define TESSERA_ASKS(name, which, ...)                                                           \
    DecodeRow {                                                                                  \
        CommandName::name, [](const PluginCommand& command, const Asker& asking) -> MaybeAsked { \
            return from_payload<CommandCase::which>(                                             \
                command, asking,                                                                 \
                [](const auto& p, [[maybe_unused]] const Asker& asker) -> MaybeAsked {           \
                    __VA_ARGS__;                                                                 \
                });                                                                              \
        }                                                                                        \
    }
#define TESSERA_ASKS_OPTIONAL(name, which, ...)                                                  \
    DecodeRow {                                                                                  \
        CommandName::name, [](const PluginCommand& command, const Asker& asking) -> MaybeAsked { \
            return from_optional<CommandCase::which>(                                            \
                command, asking,                                                                 \
                [](const auto& p, [[maybe_unused]] const Asker& asker) -> MaybeAsked {           \
                    __VA_ARGS__;                                                                 \
                });                                                                              \
        }                                                                                        \
    }

}  // namespace tessera::plugin_api
