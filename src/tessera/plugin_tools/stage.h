#pragma once
// Stage: what surrounds the plugin of a run: its screen, its timers, the answers to its commands,
// and notes of what it did. Private to this directory. Threads: one.

#include <cstdint>
#include <deque>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "tessera/base/log_sink.h"
#include "tessera/config/config.h"
#include "tessera/io/loop.h"
#include "tessera/plugin_tools/run.h"
#include "tessera/server/plugin_pane.h"
#include "tessera/server/plugins/plugins.h"

namespace tessera::plugin_tools {

/// A command as the plugin gave it.
struct Given {
    plugin_api::CommandName name{};
    std::uint64_t number = 0;
    std::size_t line = 0;  // of the script; 0: before its first step
    std::string worker;
    std::string payload;               // JSON; empty: none
    std::string refusal;               // empty: it was allowed
    std::optional<std::string> reply;  // JSON
};

class Stage final : private server::PluginSink, private LogSink {
public:
    explicit Stage(const RunOptions& options);
    ~Stage() override;
    Stage(const Stage&) = delete;
    Stage& operator=(const Stage&) = delete;

    /// Starts the plugin. Errors: as settle().
    [[nodiscard]] Result<> start();
    /// Runs until nothing is under way. Errors: Timeout.
    [[nodiscard]] Result<> settle();

    void send(plugin_api::Event event);
    void send(const api::pipe_message::PipeMessage& message);
    void resize(Size size);
    void set_visible(plugin_api::Shown shown);
    void close();
    void set_reply(SetReply reply);
    /// False: the plugin asked for nothing.
    [[nodiscard]] bool answer_permission(plugin_api::Granted answer);
    /// Time passes; timers that fall due fire in their order. Errors: as settle().
    [[nodiscard]] Result<> advance(Duration by);
    void tell_session(const TellSession& session);

    [[nodiscard]] const vt::Terminal& screen() const { return pane_.terminal(); }
    [[nodiscard]] const std::vector<Given>& commands() const { return commands_; }
    [[nodiscard]] const std::string& failure() const { return failure_; }
    [[nodiscard]] const std::string& guest_log() const { return guest_log_; }

    [[nodiscard]] const std::string& record() const { return record_; }

    std::size_t line = 0;  // of the step that is done

private:
    struct Timer {
        TimePoint begin;
        TimePoint due;
        std::uint64_t number = 0;  // in the order they were set
    };

    void plugin_loading(const server::InstanceKey&, std::string_view) override {}
    void plugin_loaded(const server::InstanceKey&, const server::PluginLoaded&) override {}
    void plugin_rendered(const server::InstanceKey& instance, server::PluginFrame frame) override;
    void plugin_failed(const server::InstanceKey& instance, server::PluginFailure failure) override;
    void plugin_command(server::PluginRequest request) override;
    void plugin_log(const server::InstanceKey& instance, std::string_view lines) override;
    void permission_requested(const server::InstanceKey&, std::string_view,
                              std::span<const server::Permission>) override {}
    void permission_settled(const server::InstanceKey&) override {}
    void pipe_released(SessionId, const std::string&) override {}
    void pipe_output(SessionId, const std::string&, std::string_view) override {}
    void plugin_subscribed(const server::InstanceKey&,
                           std::span<const api::event::EventType>) override {}
    void plugins_notice(std::string_view) override {}
    void log(LogLevel, std::string_view, std::string_view) override {}
    void traced(const server::PluginTrace& trace);

    const RunOptions& options_;
    std::filesystem::path folder_;  // of this run; removed with it
    io::Loop loop_;
    ManualClock clock_;
    config::Config config_ = config::default_config();
    server::PluginPane pane_;
    std::unique_ptr<server::Plugins> plugins_;
    std::deque<Timer> timers_;
    std::uint64_t last_timer_ = 0;
    std::map<plugin_api::CommandName, SetReply> replies_;
    std::vector<Given> commands_;
    std::string failure_;
    std::string guest_log_;
    std::string record_;
};

}  // namespace tessera::plugin_tools
