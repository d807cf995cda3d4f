#pragma once
// Connection: the plugin-host's end of its socket to the server. Turns frames into orders for a
// Service and its reports into frames; keeps to the order that proto/session/plugin_host.proto
// states. Threads: the loop's; reports come from guests' threads and leave by the outbox.

#include <functional>
#include <map>
#include <set>
#include <string>
#include <tuple>

#include "session/plugin_host.wire.h"
#include "tessera/base/unique_fd.h"
#include "tessera/io/frame.h"
#include "tessera/io/loop.h"
#include "tessera/plugin_host/outbox.h"
#include "tessera/plugin_host/path_bridge.h"
#include "tessera/plugin_host/service.h"
#include "tessera/wasm/engine.h"

namespace tessera::plugin_host {

inline constexpr std::string_view kProtocolMagic = "tessera-plugin-host";
inline constexpr std::uint32_t kProtocolVersion = 1;

/// Exit statuses of the serve role.
enum class ServeEnd : std::uint8_t { PeerClosed = 0, Failed = 1, UnknownProtocol = 3 };

class Connection final : private ServiceSink {
public:
    struct Options {
        UniqueFd socket;
        wasm::Engine optimizing;
        wasm::Engine baseline;
    };
    /// Errors: Io (the socket cannot be watched).
    static Result<std::unique_ptr<Connection>> create(io::Loop& loop, Options options);
    /// Stops every guest.
    ~Connection() override;

    /// Runs the loop until the peer closes or breaks the protocol; `sandboxed` is told to it.
    struct End {
        ServeEnd status = ServeEnd::PeerClosed;
        std::string message;  // for stderr; empty when the peer closed
    };
    enum class Sandboxed : std::uint8_t { No, Yes };
    [[nodiscard]] End run(Sandboxed sandboxed);

private:
    struct SharedModule {
        wasm::Module module;
        std::set<std::uint64_t> instances;
    };
    /// Device and inode of its file, and who made it.
    using ModuleKey = std::tuple<std::uint64_t, std::uint64_t, wasm::Compiler>;

    Connection(io::Loop& loop, Options options);
    void on_ready(io::Interest ready);
    void read();
    void flush();
    void end(ServeEnd status, std::string message);
    void take(io::Frame frame);

    // One for each message.
    void on(session::plugin_host::Hello& message, UniqueFd& fd);
    void on(session::plugin_host::Load& message, UniqueFd& fd);
    void on(session::plugin_host::Unload& message, UniqueFd& fd);
    void on(session::plugin_host::Update& message, UniqueFd& fd);
    void on(session::plugin_host::Pipe& message, UniqueFd& fd);
    void on(session::plugin_host::Resize& message, UniqueFd& fd);
    void on(session::plugin_host::Render& message, UniqueFd& fd);
    void on(session::plugin_host::WorkerMessage& message, UniqueFd& fd);
    void on(session::plugin_host::CommandReply& message, UniqueFd& fd);
    void on(session::plugin_host::PathReply& message, UniqueFd& fd);
    void on(session::plugin_host::ChangeHostFolder& message, UniqueFd& fd);
    void on(session::plugin_host::GetMeters& message, UniqueFd& fd);
    void on(session::plugin_host::AdvanceClock& message, UniqueFd& fd);
    void on(session::plugin_host::StopRecording& message, UniqueFd& fd);
    void on(std::monostate&, UniqueFd&);
    Result<wasm::Module> module_for(const session::plugin_host::Load& message, UniqueFd fd);

    struct Sending {
        Delivery delivery = Delivery::WhileLoaded;
        Push push = Push::Now;
    };
    template <class M>
    void send(std::uint64_t instance, M message, Sending how);
    template <class M>
    void send(std::uint64_t instance, M message) {
        send(instance, std::move(message), Sending());
    }

    void loaded(InstanceId instance, const LoadedReport& report) override;
    void trapped(InstanceId instance, std::string_view worker, CallId call,
                 const Failure& failure) override;
    void unloaded(InstanceId instance) override;
    void call_done(InstanceId instance, const CallReport& report) override;
    void rendered(InstanceId instance, const RenderReport& report) override;
    void command(InstanceId instance, const CommandReport& report) override;
    void log(InstanceId instance, std::string_view worker, std::string_view lines,
             std::size_t dropped_bytes) override;
    void worker_done(InstanceId instance, std::string_view worker) override;
    void recorded(InstanceId instance, std::string entry) override;

    io::Loop& loop_;
    Options options_;
    Sandboxed sandboxed_ = Sandboxed::No;
    bool greeted_ = false;
    bool ended_ = false;
    End end_;
    io::FrameReader reader_;
    std::unique_ptr<io::Watch> watch_;
    std::map<ModuleKey, SharedModule> modules_;
    Outbox outbox_;
    PathBridge paths_;
    std::unique_ptr<Service> service_;  // its threads use what is above
};

}  // namespace tessera::plugin_host
