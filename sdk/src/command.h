#pragma once
// How a command leaves the plugin and its reply comes back. Written field by field: the message
// PluginCommand with its 150 payloads would bring all of them into every plugin. Internal to the
// SDK.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "plugin/plugin_command.wire.h"
#include "tessera/sdk/io.h"

extern "C" [[clang::import_module("zellij"), clang::import_name("host_run_plugin_command")]] void
tessera_host_run_plugin_command();

namespace tessera::sdk {

using api::plugin_command::CommandName;

/// A command being put together; run() sends it.
class Command {
public:
    explicit Command(CommandName name) {
        if (name != CommandName{}) {
            writer_.numeric<wire::Kind::Enum>(1, name);
        }
    }
    template <class Payload>
    Command&& message(std::uint32_t field, const Payload& payload) && {
        writer_.message(field, payload);
        return std::move(*this);
    }
    Command&& text(std::uint32_t field, std::string_view value) && {
        writer_.text(field, value);
        return std::move(*this);
    }
    Command&& number(std::uint32_t field, std::uint64_t value) && {
        writer_.numeric<wire::Kind::Uint64>(field, value);
        return std::move(*this);
    }
    void run() && { send(); }
    /// nullopt: no reply, because the command was refused or failed.
    template <class Reply>
    std::optional<Reply> ask() && {
        send();
        return object_from_stdin<Reply>();
    }

private:
    void send();

    std::string bytes_;
    wire::Writer writer_{bytes_};
};

}  // namespace tessera::sdk
