// A plugin that does what a test tells it: gives the commands that messages bring, byte for byte,
// and hears every event there is. What comes of that is seen from outside. A message: the payload
// is an encoded api.plugin_command.PluginCommand in hexadecimal digits.

#include "tessera/sdk/plugin.h"

extern "C" [[clang::import_module("zellij"), clang::import_name("host_run_plugin_command")]] void
tessera_host_run_plugin_command();

using namespace tessera::sdk;

namespace {

constexpr int kEventsMax = 64;  // beyond every number of the contract

int digit(char c) {
    return c <= '9' ? c - '0' : c - 'a' + 10;
}

class Relay final : public Plugin {
public:
    void load(const Configuration&) override {
        for (int number = 0; number < kEventsMax; ++number) {
            subscribe({static_cast<EventType>(number)});
        }
    }

    bool update(const Event&) override { return false; }

    bool pipe(const PipeMessage& message) override {
        const std::string text = message.payload.value_or("");
        std::string command;
        for (std::size_t i = 0; i + 1 < text.size(); i += 2) {
            command += static_cast<char>(digit(text[i]) * 16 + digit(text[i + 1]));
        }
        bytes_to_stdout(command);
        tessera_host_run_plugin_command();
        static_cast<void>(bytes_from_stdin());
        return true;
    }

    void render(int, int) override { print("relay is here"); }
};

}  // namespace

TESSERA_REGISTER_PLUGIN(Relay)
