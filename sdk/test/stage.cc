#include "stage.h"

#include <gtest/gtest.h>

#include <cstdlib>

#include "plugin/action.wire.h"
#include "tessera/ui/component.h"
#include "tessera/wasm/engine.h"
#include "tessera/wire/codec.h"

namespace tessera::guest_test {

namespace {

const wasm::Engine& engine() {
    static const wasm::Engine shared =
        wasm::Engine::create({.compiler = wasm::Compiler::Baseline}).value();
    return shared;
}

}  // namespace

const wasm::Module& compiled(const std::filesystem::path& path) {
    static std::map<std::filesystem::path, wasm::Module> cache;
    auto found = cache.find(path);
    if (found == cache.end()) {
        auto module = wasm::Module::compile_file(engine(), path);
        EXPECT_TRUE(module) << path << ": " << module.error().message;
        found = cache.emplace(path, std::move(module.value())).first;
    }
    return found->second;
}

std::filesystem::path module_path(std::string_view name) {
    const char* build = std::getenv("TESSERA_BUILD_DIR");
    return std::filesystem::path(build == nullptr ? "." : build) / "share/tessera/plugins" /
           (std::string(name) + ".wasm");
}

Stage::Stage(const std::filesystem::path& path,
             const std::map<std::string, std::string>& configuration,
             std::map<CommandName, std::string> answers)
    : replies(std::move(answers)) {
    auto guest = plugin_host::Guest::create(compiled(path), {}, *this);
    EXPECT_TRUE(guest) << guest.error().message;
    guest_ = std::move(*guest);
    api::action::PluginConfiguration given;
    for (const auto& [name, value] : configuration) {
        given.name_and_value.push_back({name, value});
    }
    const auto loaded = guest_->load(wire::encode(given));
    EXPECT_TRUE(loaded) << loaded.error().message << logged_;
    terminal_ = std::make_unique<vt::Terminal>(Size{Rows(1), Cols(1)});
}

bool Stage::update(std::string_view event) {
    const auto result = guest_->update(event);
    EXPECT_TRUE(result) << result.error().message << logged_;
    return result && *result;
}

bool Stage::pipe(std::string_view message) {
    const auto result = guest_->pipe(message);
    EXPECT_TRUE(result) << result.error().message << logged_;
    return result && *result;
}

std::vector<std::string> Stage::render(Size size) {
    const auto drawn = guest_->render(static_cast<std::uint32_t>(size.rows.value),
                                      static_cast<std::uint32_t>(size.cols.value));
    EXPECT_TRUE(drawn) << drawn.error().message << logged_;
    terminal_ = std::make_unique<vt::Terminal>(size);
    terminal_->set_component_painter([](std::string_view body) {
        return ui::component_bytes(body, config::Theme{}, ui::Arrows::Yes);
    });
    terminal_->feed(drawn.value_or(""));
    EXPECT_EQ(terminal_->history_size(), 0U) << "more rows than the pane has";
    std::vector<std::string> out;
    for (int row = 0; row < size.rows.value; ++row) {
        out.push_back(terminal_->row_text(Row(row)));
    }
    return out;
}

std::string Stage::bar(int columns) {
    return render({Rows(1), Cols(columns)}).front();
}

bool Stage::click(std::string_view text) {
    const std::string row = terminal_->row_text(Row(0));
    const std::size_t at = row.find(text);
    if (at == std::string::npos) {
        ADD_FAILURE() << text << " is not in " << row;
        return false;
    }
    int column = 0;
    for (std::size_t i = 0; i < at; ++i) {
        column += (static_cast<unsigned char>(row[i]) & 0xc0U) != 0x80U ? 1 : 0;
    }
    return update(mouse(api::event::MouseEventName::MouseLeftClick, 0, column));
}

std::vector<SentCommand> Stage::take_commands() {
    return std::exchange(commands_, {});
}

std::optional<std::string> Stage::run_command(std::string_view command) {
    SentCommand decoded{.bytes = std::string(command)};
    wire::Reader reader(command);
    while (reader.next()) {
        if (reader.number() == 1) {
            reader.numeric<wire::Kind::Enum>(decoded.name);
            continue;
        }
        decoded.field = reader.number();
        if (reader.is_length()) {
            reader.bytes(decoded.payload);
        } else {
            reader.numeric<wire::Kind::Uint64>(decoded.number);
        }
    }
    EXPECT_TRUE(reader.ok());
    const auto reply = replies.find(decoded.name);
    commands_.push_back(std::move(decoded));
    return reply == replies.end() ? std::string() : reply->second;
}

std::uint64_t SentCommand::number_in_payload(std::uint32_t field_number) const {
    std::uint64_t out = 0;
    wire::Reader reader(payload);
    while (reader.next()) {
        if (reader.number() == field_number) {
            reader.numeric<wire::Kind::Uint64>(out);
        }
    }
    return out;
}

std::string event(EventType type) {
    std::string out;
    if (type != EventType{}) {
        wire::Writer(out).numeric<wire::Kind::Enum>(1, type);
    }
    return out;
}

void Stage::bad_command(std::string_view problem) {
    ADD_FAILURE() << problem;
}

void Stage::log(std::string_view lines, std::size_t /*dropped*/) {
    logged_ += lines;
}

std::string tabs_update(std::vector<api::event::TabInfo> tabs) {
    return event(EventType::TabUpdate, 3, api::event::TabUpdatePayload{std::move(tabs)});
}

std::string tab_update(const std::vector<std::string>& names, std::uint32_t active) {
    std::vector<api::event::TabInfo> tabs;
    for (std::uint32_t i = 0; i < names.size(); ++i) {
        api::event::TabInfo& tab = tabs.emplace_back();
        tab.position = i;
        tab.tab_id = i;
        tab.name = names[i];
        tab.active = i == active;
        tab.selectable_tiled_panes_count = 1;
    }
    return tabs_update(std::move(tabs));
}

std::string mode_update(api::input_mode::InputMode mode) {
    return event(EventType::ModeUpdate, 2, mode_info(mode));
}

std::string mouse(api::event::MouseEventName name, int line, int column) {
    api::event::MouseEventPayload payload{.mouse_event_name = name};
    using Case = api::event::MouseEventPayload::MouseEventPayloadCase;
    payload.mouse_event_payload.emplace<Case::position>() = {line, column};
    return event(EventType::Mouse, 6, payload);
}

}  // namespace tessera::guest_test
