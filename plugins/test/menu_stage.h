#pragma once
// A menu (a manager, the configuration) on a stage: types, looks, says what it asked the host for.
// Refuses to know any menu. Threads: one.

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "../../sdk/test/stage.h"
#include "plugin/key.wire.h"

namespace tessera::guest_test {

using Asked = std::vector<CommandName>;
using Key = api::key::Key;

class MenuStage {
public:
    explicit MenuStage(std::string_view plugin, std::map<CommandName, std::string> answers = {})
        : stage(module_path(plugin), {}, std::move(answers)) {}

    void type(std::string_view text) {
        for (const char c : text) {
            press(c);
        }
    }
    void press(char c, std::optional<Key::KeyModifier> modifier = {}) {
        Key key{.modifier = modifier};
        key.main_key.emplace<Key::MainKeyCase::char_>(static_cast<Key::Char>(c));
        stage.update(event(EventType::Key, 5, key));
    }
    void press(Key::NamedKey named) {
        Key key;
        key.main_key.emplace<Key::MainKeyCase::key>(named);
        stage.update(event(EventType::Key, 5, key));
    }
    void paste(std::string text) {
        api::event::PastedTextPayload payload;
        payload.pasted_text = std::move(text);
        stage.update(event(EventType::PastedText, 26, payload));
    }
    void sessions(std::vector<api::event::SessionManifest> all) {
        api::event::SessionUpdatePayload update;
        update.session_manifests = std::move(all);
        EXPECT_TRUE(stage.update(event(EventType::SessionUpdate, 13, update)));
    }
    bool shows(std::string_view text) {
        const auto rows = stage.render(kPane);
        return std::ranges::any_of(
            rows, [&](const std::string& row) { return row.find(text) != std::string::npos; });
    }
    std::string row(std::size_t index) { return stage.render(kPane)[index]; }
    /// Draws in panes of every size, the smallest too.
    void draw_in_any_pane() {
        for (int rows = 1; rows < 14; ++rows) {
            for (int cols = 1; cols < 100; cols += 7) {
                stage.render({Rows(rows), Cols(cols)});
            }
        }
    }
    /// The only commands since the last call, by name.
    Asked asked() {
        last = stage.take_commands();
        Asked out;
        for (const SentCommand& command : last) {
            out.push_back(command.name);
        }
        return out;
    }
    /// Whether the first of them says that.
    [[nodiscard]] bool asked_with(std::string_view text) const {
        return !last.empty() && last.front().payload.find(text) != std::string::npos;
    }

    static constexpr Size kPane{Rows(12), Cols(80)};
    Stage stage;
    std::vector<SentCommand> last;
};

}  // namespace tessera::guest_test
