// The exports that make a module a plugin, and what a module without exceptions does when it fails.
// Source: Zellij plugin ABI, exports and life cycle.

#include <cstdarg>

#include "output.h"
#include "plugin/action.wire.h"
#include "plugin/message.wire.h"
#include "tessera/sdk/plugin.h"

namespace tessera::sdk {

namespace {

/// The zellij-tile whose events and replies this SDK reads; hosts suit what they send to it.
constexpr std::string_view kApiVersion = "0.45.1\n";

}  // namespace

void run_worker(Worker& worker) {
    if (const auto message = object_from_stdin<api::message::Message>()) {
        worker.on_message(message->name, message->payload);
    }
}

}  // namespace tessera::sdk

namespace sdk = tessera::sdk;

// Each has its export's name: `wasm-ld -r` forgets another one given by export_name.
extern "C" {

void __wasm_call_ctors();

/// Ours, because the linker makes every export of a module without it run constructors before and
/// destructors after each call: globals would be made anew at every update.
[[clang::export_name("_start")]] void _start() {
    __wasm_call_ctors();
}

[[clang::export_name("load")]] void load() {
    sdk::Configuration configuration;
    if (auto given = sdk::object_from_stdin<tessera::api::action::PluginConfiguration>()) {
        for (auto& item : given->name_and_value) {
            configuration[std::move(item.name)] = std::move(item.value);
        }
    }
    sdk::registered_plugin().load(configuration);
}

[[clang::export_name("update")]] int update() {
    const auto bytes = sdk::bytes_from_stdin();
    const auto event = bytes ? sdk::Event::decode(*bytes) : std::nullopt;
    return event && sdk::registered_plugin().update(*event) ? 1 : 0;
}

[[clang::export_name("pipe")]] int pipe() {
    const auto message = sdk::object_from_stdin<sdk::PipeMessage>();
    return message && sdk::registered_plugin().pipe(*message) ? 1 : 0;
}

[[clang::export_name("render")]] void render(int rows, int cols) {
    sdk::begin_drawing();
    sdk::registered_plugin().render(rows, cols);
    sdk::end_drawing();
}

[[clang::export_name("plugin_version")]] void plugin_version() {
    sdk::print_now(sdk::kApiVersion);
}

}  // extern "C"

_LIBCPP_BEGIN_NAMESPACE_STD
/// A failed precondition in the standard library: out of range, empty optional, bad variant access.
[[noreturn]] void __libcpp_verbose_abort(const char* format, ...) {
    sdk::panic(format);
}
_LIBCPP_END_NAMESPACE_STD

extern "C" [[noreturn]] void __cxa_pure_virtual() {
    sdk::panic("pure virtual function called");
}
