#pragma once
// For tests: a server around Plugins that notes what it is told, on a loop that runs until a
// condition holds. Threads: one.

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tessera/server/plugins/plugins.h"

namespace tessera::server {

class TestLog final : public LogSink {
public:
    void log(LogLevel, std::string_view area, std::string_view message) override {
        lines += std::string(area) + ": " + std::string(message) + "\n";
    }
    std::string lines;
};

/// The system's, until it is stopped: what is counted per second then depends on no machine.
class StoppableClock final : public Clock {
public:
    [[nodiscard]] TimePoint now() const override {
        return stopped_.value_or(system_.now()) + ahead_;
    }
    [[nodiscard]] Duration wall() const override { return system_.wall(); }
    void stop() { stopped_ = system_.now(); }
    void advance(Duration by) { ahead_ += by; }

private:
    SystemClock system_;
    Duration ahead_{};
    std::optional<TimePoint> stopped_;
};

class TemporaryFolder {
public:
    TemporaryFolder() {
        std::string name =
            (std::filesystem::temp_directory_path() / "tessera-plugins-XXXXXX").string();
        EXPECT_NE(::mkdtemp(name.data()), nullptr);
        path = name;
    }
    ~TemporaryFolder() {
        std::error_code ignored;
        std::filesystem::remove_all(path, ignored);
    }
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;
    std::filesystem::path path;
};

class FakeServer final : public PluginSink {
public:
    explicit FakeServer(std::function<void(PluginsOptions&)> change = nullptr) {
        PluginsOptions options;
        options.host_program = TESSERA_PLUGIN_HOST;
        options.code_cache = folder.path / "code";
        options.cache_root = folder.path / "cache";
        options.temporary_root = folder.path / "tmp";
        options.permission_file = folder.path / "permissions.kdl";
        options.builtin_folders = {folder.path / "plugins"};
        options.compile = CompileStrategy::Baseline;
        if (change) {
            change(options);
        }
        plugins = std::make_unique<Plugins>(loop, clock, log, *this, std::move(options));
    }

    /// False if it does not hold within 30 seconds.
    bool wait(const std::function<bool()>& condition) {
        bool late = false;
        const auto deadline = loop.timer(std::chrono::seconds(30), io::Loop::Repeat::No, [&] {
            late = true;
            loop.stop();
        });
        const auto check = loop.before_wait([&] {
            if (condition()) {
                loop.stop();
            }
        });
        if (!condition()) {
            loop.run();
        }
        EXPECT_FALSE(late) << "it did not come to that; log:\n" << log.lines << failures();
        return !late;
    }
    /// Lets what is ready happen, without waiting.
    void settle_now() {
        loop.post([this] { loop.stop(); });
        loop.run();
    }
    /// Lets what is due soon happen.
    void settle() {
        bool done = false;
        const auto timer =
            loop.timer(std::chrono::milliseconds(50), io::Loop::Repeat::No, [&] { done = true; });
        wait([&] { return done; });
    }

    static InstanceKey key(std::uint32_t plugin, std::uint16_t client = 1) {
        return {SessionId(1), PluginId(plugin), ClientId(client)};
    }
    void load(const InstanceKey& instance, const std::string& location) {
        PluginLoad order;
        order.instance = instance;
        order.location = location;
        order.cwd = folder.path;
        order.size = {Rows(5), Cols(80)};
        order.visible = Visible::Yes;
        plugins->load(std::move(order));
    }
    void send(const InstanceKey& instance, api::event::Event&& event) {
        plugins->send_event({instance.session, instance.plugin, instance.client}, std::move(event));
    }

    void plugin_loading(const InstanceKey& instance, std::string_view progress) override {
        loading.emplace_back(instance, progress);
    }
    void plugin_loaded(const InstanceKey& instance, const PluginLoaded& told) override {
        loaded.emplace_back(instance, told);
        if (when_loaded) {
            when_loaded(instance);
        }
    }
    void plugin_rendered(const InstanceKey& instance, PluginFrame frame) override {
        ++frames[instance];
        drawn.emplace_back(instance, frame.bytes);
        screens[instance] = std::move(frame.bytes);
    }
    void plugin_failed(const InstanceKey& instance, PluginFailure failure) override {
        failed.emplace_back(instance, std::move(failure));
    }
    void plugin_command(PluginRequest request) override {
        requests.push_back(request);
        if (when_command) {
            when_command(request);
        } else {
            plugins->refuse(request.token, "not in this test");
        }
    }
    void plugin_log(const InstanceKey&, std::string_view lines) override { guest_log += lines; }
    void permission_requested(const InstanceKey& instance, std::string_view,
                              std::span<const Permission> wanted) override {
        asked.emplace_back(instance, std::vector(wanted.begin(), wanted.end()));
        questions += 'a';
    }
    void permission_settled(const InstanceKey& instance) override {
        settled.push_back(instance);
        questions += 's';
    }
    void pipe_released(SessionId, const std::string& pipe) override { released.push_back(pipe); }
    void pipe_output(SessionId, const std::string& pipe, std::string_view text) override {
        piped += pipe + ": " + std::string(text);
    }
    void plugin_subscribed(const InstanceKey&,
                           std::span<const api::event::EventType> events) override {
        subscribed.insert(subscribed.end(), events.begin(), events.end());
    }
    void plugins_notice(std::string_view sentence) override { notices.emplace_back(sentence); }

    std::string failures() const {
        std::string out;
        for (const auto& [instance, failure] : failed) {
            out += "failed: " + failure.sentence + "\n";
        }
        return out;
    }

    TemporaryFolder folder;
    io::Loop loop;
    StoppableClock clock;
    TestLog log;
    std::vector<std::pair<InstanceKey, std::string>> loading;
    std::vector<std::pair<InstanceKey, PluginLoaded>> loaded;
    std::map<InstanceKey, int> frames;
    std::map<InstanceKey, std::string> screens;              // the last of each
    std::vector<std::pair<InstanceKey, std::string>> drawn;  // all of them
    std::vector<std::pair<InstanceKey, PluginFailure>> failed;
    std::vector<PluginRequest> requests;
    std::string guest_log;
    std::vector<std::pair<InstanceKey, std::vector<Permission>>> asked;
    std::vector<InstanceKey> settled;
    std::string questions;  // a letter for each that was asked or settled, in order
    std::vector<std::string> released;
    std::string piped;
    std::vector<api::event::EventType> subscribed;
    std::vector<std::string> notices;
    std::function<void(const InstanceKey&)> when_loaded;
    std::function<void(const PluginRequest&)> when_command;
    std::unique_ptr<Plugins> plugins;  // last: gone before what it uses
};

}  // namespace tessera::server
