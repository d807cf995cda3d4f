// A filter: what `tessera pipe` sends comes back in capitals.
//   printf 'one\ntwo\n' | tessera pipe --plugin file:/…/upper.wasm

#include <cstdio>

#include "tessera/sdk/plugin.h"

using namespace tessera::sdk;

class Upper final : public Plugin {
public:
    void load(const Configuration& /*configuration*/) override {
        request_permission({PermissionType::ReadCliPipes});
    }

    bool pipe(const PipeMessage& message) override {
        if (message.source != PipeSource::Cli || !message.cli_source_id) {
            return false;
        }
        if (!message.payload) {  // the input has ended
            std::fprintf(stderr, "%d lines\n", lines_);
            cli_pipe_output(*message.cli_source_id, "the end\n");
            return true;
        }
        std::string text = *message.payload;
        for (char& c : text) {
            c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
        }
        ++lines_;
        cli_pipe_output(*message.cli_source_id, text);
        return true;
    }

    void render(int /*rows*/, int /*cols*/) override {
        print("Lines so far: " + std::to_string(lines_) + "\r\n");
    }

private:
    int lines_ = 0;
};

TESSERA_REGISTER_PLUGIN(Upper)
