// A plugin that shows what the SDK does: state that lasts, components, workers, failures.

#include "tessera/sdk/plugin.h"
#include "tessera/sdk/text_width.h"
#include "tessera/sdk/ui.h"

void run_every_command();

using namespace tessera::sdk;

namespace {

struct Noisy {
    Noisy() : value(42) {}
    ~Noisy() { value = 0; }
    int value;
};

/// Made once, never ended: that is what the SDK's _start is for.
std::vector<int> g_calls;
Noisy g_noisy;

void draw_components() {
    Text text("Files: 3");
    text.color_range(0, 0, 5).error_color_substring("3");
    print_text_with_coordinates(text, 0, 0, 20);
    print_ribbon_with_coordinates(Text("go").selected(), 0, 1);
    Table table;
    table.add_row({"name", "size"}).add_row({"", "äö"});
    print_table_with_coordinates(table, 0, 2, 30, 4);
    print_nested_list_with_coordinates({NestedListItem("one"), NestedListItem(Text("two"), 1)}, 0,
                                       6);
    print_table(Table());
}

class Probe final : public Plugin {
public:
    void load(const Configuration& configuration) override {
        configuration_ = configuration;
        print("dropped: printed outside of render");
    }

    bool update(const Event& event) override {
        g_calls.push_back(static_cast<int>(event.type()));
        if (const auto key = event.key()) {
            said_ = to_string(*key);
        } else if (const auto text = event.pasted_text()) {
            said_ = std::to_string(text_width(*text));
        } else if (const auto seconds = event.timer()) {
            said_ = std::to_string(static_cast<int>(*seconds * 10));
        } else if (const auto message = event.payload<tessera::api::event::CustomMessagePayload>(
                       EventType::CustomMessage)) {
            said_ = message->message_name + "=" + message->payload;
        }
        return true;
    }

    bool pipe(const PipeMessage& message) override {
        if (message.name == "commands") {
            run_every_command();
        } else if (message.name == "panic") {
            panic("that is too much");
        } else if (message.name == "trap") {
            std::optional<int> nothing;
            said_ = std::to_string(std::vector<int>()[static_cast<std::size_t>(g_calls.size())]);
        }
        return false;
    }

    void render(int rows, int columns) override {
        if (configuration_.contains("components")) {
            draw_components();
            return;
        }
        print(std::to_string(g_calls.size()) + " " + std::to_string(g_noisy.value) + " " + said_ +
              "\r\n");
        print(std::to_string(rows) + "x" + std::to_string(columns));
    }

private:
    Configuration configuration_;
    std::string said_;
};

class Echo final : public Worker {
public:
    void on_message(const std::string& name, const std::string& payload) override {
        ++messages_;
        post_message_to_plugin({.name = name, .payload = payload + std::to_string(messages_)});
    }

private:
    int messages_ = 0;
};

}  // namespace

TESSERA_REGISTER_PLUGIN(Probe)
TESSERA_REGISTER_WORKER(Echo, echo)
