// Zellij's own plugins through Plugins: loaded, told of a workspace, drawn; the plugin-host killed
// under them.

#include <signal.h>

#include "tessera/config/theme.h"
#include "tessera/plugin_api/events.h"
#include "tessera/plugin_api/mode.h"
#include "tessera/server/plugins/plugins_fixture.h"

namespace tessera::server {
namespace {

namespace fs = std::filesystem;
using api::event::Event;
using api::event::EventType;

Event mode_update() {
    const api::style::Style style = plugin_api::style_of({.theme = config::default_theme()});
    return plugin_api::mode_update({.style = style, .keybinds = {}, .session_name = "my-session"});
}

Event tab_update(std::initializer_list<const char*> names) {
    std::vector<api::event::TabInfo> tabs;
    for (const char* name : names) {
        api::event::TabInfo tab;
        tab.position = static_cast<std::uint32_t>(tabs.size());
        tab.name = name;
        tab.active = tabs.empty();
        tabs.push_back(tab);
    }
    return plugin_api::tab_update(std::move(tabs));
}

class ZellijPlugins : public testing::Test {
protected:
    void SetUp() override {
        const char* named = std::getenv("TESSERA_ZELLIJ_PLUGINS");
        const fs::path folder = named != nullptr ? named : "";
        if (!fs::exists(folder / "tab-bar.wasm")) {
            GTEST_SKIP() << "TESSERA_ZELLIJ_PLUGINS names no folder with tab-bar.wasm";
        }
        server = std::make_unique<FakeServer>(
            [&](PluginsOptions& options) { options.builtin_folders = {folder}; });
        server->when_loaded = [this](const InstanceKey& instance) {
            const PluginTarget target{instance.session, instance.plugin, instance.client};
            server->plugins->send_event(target, mode_update());
            server->plugins->send_event(target, tab_update({"first", "second"}));
        };
    }
    bool shows(const InstanceKey& instance, std::string_view text) {
        return server->wait(
            [&] { return server->screens[instance].find(text) != std::string::npos; });
    }
    std::unique_ptr<FakeServer> server;
};

TEST_F(ZellijPlugins, DrawAndAreDrawnAgainAfterTheirHostIsKilled) {
    const InstanceKey tabs = FakeServer::key(0);
    const InstanceKey status = FakeServer::key(1);
    const InstanceKey other = FakeServer::key(0, 2);
    server->load(tabs, "zellij:tab-bar");
    server->load(status, "zellij:status-bar");
    server->load(other, "zellij:tab-bar");
    ASSERT_TRUE(shows(tabs, "second"));
    ASSERT_TRUE(shows(other, "my-session"));
    ASSERT_TRUE(server->wait([&] { return server->frames[status] > 0; }));
    EXPECT_EQ(server->loaded[0].second.version, "0.45.1");

    const int first = server->plugins->host_pid();
    ASSERT_GT(first, 0);
    server->screens.clear();
    ASSERT_EQ(::kill(first, SIGKILL), 0);
    ASSERT_TRUE(shows(tabs, "second"));
    ASSERT_TRUE(shows(other, "my-session"));
    EXPECT_NE(server->plugins->host_pid(), first);
    EXPECT_EQ(::kill(first, 0), -1);  // no zombie
    EXPECT_EQ(server->notices.size(), 1U);
    EXPECT_NE(server->notices[0].find("signal 9"), std::string::npos) << server->notices[0];
    EXPECT_TRUE(server->failed.empty());
}

TEST_F(ZellijPlugins, AreNotDrawnWhileNobodySeesThem) {
    const InstanceKey tabs = FakeServer::key(0);
    server->load(tabs, "zellij:tab-bar");
    ASSERT_TRUE(shows(tabs, "second"));
    server->plugins->set_visible(tabs, Visible::No);
    const auto is_idle = [&] { return server->plugins->is_idle(); };
    ASSERT_TRUE(server->wait(is_idle));
    const int before = server->frames[tabs];
    server->send(tabs, tab_update({"renamed"}));
    server->send(tabs, tab_update({"renamed", "again"}));
    ASSERT_TRUE(server->wait(is_idle));
    EXPECT_EQ(server->frames[tabs], before);
    server->plugins->set_visible(tabs, Visible::Yes);
    EXPECT_TRUE(shows(tabs, "again"));
    server->plugins->resize(tabs, {Rows(1), Cols(20)});
    const int then = server->frames[tabs];
    EXPECT_TRUE(server->wait([&] { return server->frames[tabs] > then; }));
}

TEST_F(ZellijPlugins, AskTheServerForWhatTheyDo) {
    const InstanceKey about = FakeServer::key(0);
    server->load(about, "zellij:about");
    server->plugins->resize(about, {Rows(30), Cols(100)});
    ASSERT_TRUE(server->wait([&] { return server->frames[about] > 0; }));
    EXPECT_TRUE(server->plugins->wants({about.session}, EventType::Key));
    EXPECT_FALSE(server->plugins->wants({about.session}, EventType::CommandPaneExited));
    Event escape;
    escape.name = EventType::Key;
    api::key::Key key;
    key.main_key = api::key::Key::NamedKey::Esc;
    escape.payload.emplace<Event::PayloadCase::key_payload>(key);
    server->send(about, std::move(escape));
    const auto asked = [&] {
        for (const PluginRequest& request : server->requests) {
            if (request.command->name == api::plugin_command::CommandName::CloseSelf) {
                return true;
            }
        }
        return false;
    };
    EXPECT_TRUE(server->wait(asked));
    server->plugins->unload(about.plugin_key());
    server->settle();
    EXPECT_FALSE(server->plugins->wants({about.session}, EventType::Key));
}

}  // namespace
}  // namespace tessera::server
