// The takeover drill: a plugin-host that has been taken over says what it likes. Nothing is
// granted, nothing crashes; what no plugin-host of ours would say ends it and starts another.

#include <fcntl.h>
#include <sys/socket.h>

#include <future>
#include <random>

#include "plugin/plugin_command.wire.h"
#include "session/plugin_host.wire.h"
#include "tessera/io/frame.h"
#include "tessera/server/plugins/plugins_fixture.h"

namespace tessera::server {
namespace {

namespace pb = session::plugin_host;
using api::plugin_command::CommandName;
using api::plugin_command::PluginCommand;

/// The other end of the server's socket, on the same loop.
class RogueHost {
public:
    RogueHost(io::Loop& loop, int socket) : socket_(socket) {
        watch_ = loop.watch(socket, io::Interest::Read,
                            [this](io::Interest ready) {
                                if (ready != io::Interest::Read) {
                                    write();
                                }
                                if (ready != io::Interest::Write) {
                                    read();
                                }
                            })
                     .value();
    }
    template <class M>
    void say(M message, UniqueFd fd = {}) {
        pb::FromHost whole;
        whole.body = std::move(message);
        raw(wire::encode(whole), std::move(fd));
    }
    void raw(std::string_view frame, UniqueFd fd = {}) {
        (void)queue_.push(frame, std::move(fd));
        write();
    }
    void bytes(std::string_view text) {
        (void)::send(socket_.get(), text.data(), text.size(), MSG_NOSIGNAL);
    }
    void stop_reading() { watch_->set_interest(io::Interest::None); }
    void hang_up() {
        watch_.reset();
        socket_.reset();
    }
    template <class M>
    [[nodiscard]] const M* heard(const std::function<bool(const M&)>& which = nullptr) const {
        for (const pb::ToHost& message : messages) {
            const M* found = std::get_if<M>(&message.body);
            if (found != nullptr && (!which || which(*found))) {
                return found;
            }
        }
        return nullptr;
    }
    /// The plugin with that location, once the server asked for it; 0 before.
    [[nodiscard]] std::uint64_t instance(const std::string& location) const {
        const auto* load =
            heard<pb::Load>([&](const pb::Load& l) { return l.location == location; });
        return load == nullptr ? 0 : load->instance;
    }
    std::deque<pb::ToHost> messages;
    bool closed = false;

private:
    void write() {
        if (watch_ && queue_.write_to(socket_.get())) {
            watch_->set_interest(queue_.is_empty() ? io::Interest::Read : io::Interest::Both);
        }
    }
    void read() {
        if (!watch_) {
            return;
        }
        const auto status = reader_.read_from(socket_.get());
        while (auto frame = reader_.next()) {
            pb::ToHost message;
            EXPECT_TRUE(wire::decode(frame->bytes, message));
            messages.push_back(std::move(message));
        }
        if (!status || *status == io::FrameReader::Status::Closed) {
            closed = true;
            watch_.reset();
        }
    }
    UniqueFd socket_;
    io::FrameReader reader_;
    io::FrameQueue queue_;
    std::unique_ptr<io::Watch> watch_;
};

constexpr const char* kBuiltin = "zellij:good";
constexpr std::uint32_t kGoodPlugin = 0;
constexpr std::uint32_t kBadPlugin = 1;

class Drill {
public:
    Drill() : server([this](PluginsOptions& o) { prepare(o); }) {
        std::filesystem::create_directories(server.folder.path / "plugins");
        // No guest runs here; any module will do.
        const std::string wasm("\0asm\1\0\0\0", 8);
        std::ofstream(server.folder.path / "plugins" / "good.wasm") << wasm;
        std::ofstream(server.folder.path / "bad.wasm") << wasm;
        bad_location = "file:" + (server.folder.path / "bad.wasm").string();
        server.load(FakeServer::key(kGoodPlugin), kBuiltin);
        server.load(FakeServer::key(kBadPlugin), bad_location);
        server.wait([&] { return !rogues.empty(); });
    }
    ~Drill() { rogues.clear(); }
    Drill(const Drill&) = delete;
    Drill& operator=(const Drill&) = delete;

    RogueHost& rogue() { return *rogues.back(); }
    void greet() {
        pb::HelloReply hello;
        hello.magic = "tessera-plugin-host";
        hello.protocol = 1;
        hello.sandboxed = true;
        rogue().say(hello);
    }
    /// Until both plugins run, as far as the server knows. It loads them at once, or after the
    /// death of a host one when the other is there.
    bool run() {
        greet();
        const auto load = [this](const std::string& location, std::uint64_t& instance) {
            if (instance == 0 && rogue().instance(location) != 0) {
                instance = rogue().instance(location);
                pb::Loaded loaded;
                loaded.instance = instance;
                loaded.plugin_version = "0.45.0";
                rogue().say(loaded);
            }
            return instance != 0;
        };
        const std::size_t before = server.loaded.size();
        good = 0;
        bad = 0;
        return server.wait([&] {
            const bool has_good = load(kBuiltin, good);
            const bool has_bad = load(bad_location, bad);
            return has_good && has_bad && server.loaded.size() >= before + 2;
        });
    }
    void command(std::uint64_t instance, std::uint64_t number, PluginCommand what,
                 const std::string& worker = {}) {
        pb::Command message;
        message.instance = instance;
        message.command = number;
        message.worker = worker;
        message.waits = true;
        message.plugin_command = wire::encode(what);
        rogue().say(message);
    }
    const pb::CommandReply* reply(std::uint64_t number) {
        const pb::CommandReply* found = nullptr;
        server.wait([&] {
            found = rogue().heard<pb::CommandReply>(
                [&](const pb::CommandReply& r) { return r.command == number; });
            return found != nullptr;
        });
        return found;
    }
    const pb::PathReply* path_reply(std::uint64_t request) {
        const pb::PathReply* found = nullptr;
        server.wait([&] {
            found = rogue().heard<pb::PathReply>(
                [&](const pb::PathReply& r) { return r.request == request; });
            return found != nullptr;
        });
        return found;
    }

    std::vector<std::unique_ptr<RogueHost>> rogues;  // each successor of the one before
    FakeServer server;
    std::string bad_location;
    std::uint64_t good = 0;
    std::uint64_t bad = 0;

private:
    void prepare(PluginsOptions& options) {
        options.connect_host = [this] {
            std::array<int, 2> ends{};
            EXPECT_EQ(
                ::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, ends.data()),
                0);
            rogues.push_back(std::make_unique<RogueHost>(server.loop, ends[1]));
            return UniqueFd(ends[0]);
        };
    }
};

PluginCommand named(CommandName name) {
    PluginCommand out;
    out.name = name;
    return out;
}

TEST(Takeover, WhatNoPluginHostWouldSayEndsItAndThePluginsComeBack) {
    using Act = std::function<void(Drill&)>;
    const std::pair<const char*, Act> acts[] = {
        {"bad frame", [](Drill& d) { d.rogue().raw("\xff\xff\xff"); }},
        {"too long", [](Drill& d) { d.rogue().bytes({"\xff\xff\xff\x7f", 4}); }},
        {"descriptor",
         [](Drill& d) {
             d.rogue().say(pb::Meters(), UniqueFd(::open("/dev/null", O_RDONLY | O_CLOEXEC)));
         }},
        {"second greeting", [](Drill& d) { d.greet(); }},
        {"unknown instance",
         [](Drill& d) {
             pb::Rendered message;
             message.instance = 999;
             d.rogue().say(message);
         }},
        {"loaded twice",
         [](Drill& d) {
             pb::Loaded message;
             message.instance = d.bad;
             d.rogue().say(message);
         }},
        {"a call nobody made",
         [](Drill& d) {
             pb::CallDone message;
             message.instance = d.bad;
             message.call = 12345;
             d.rogue().say(message);
         }},
        {"a trap in a call nobody made",
         [](Drill& d) {
             pb::Trapped message;
             message.instance = d.bad;
             message.call = 12345;
             d.rogue().say(message);
         }},
        {"unloaded by itself",
         [](Drill& d) {
             pb::Unloaded message;
             message.instance = d.bad;
             d.rogue().say(message);
         }},
        {"an operation on paths that is none",
         [](Drill& d) {
             pb::PathRequest message;
             message.instance = d.bad;
             message.op = static_cast<pb::PathOp>(77);
             d.rogue().say(message);
         }},
        {"paths without end",
         [](Drill& d) {
             for (int i = 0; i < 5000; ++i) {
                 pb::PathRequest message;
                 message.instance = d.bad;
                 message.op = pb::PathOp::Stat;
                 message.path = ".";
                 message.folder = 1;
                 d.rogue().say(message);
             }
         }},
        {"hanging up", [](Drill& d) { d.rogue().hang_up(); }},
        {"hanging up before it has read all",
         [](Drill& d) {
             d.rogue().stop_reading();
             api::pipe_message::PipeMessage message;
             message.name = "more than a socket holds";
             message.payload.emplace(std::size_t{1} << 20U, 'x');
             d.server.plugins->send_pipe({.session = FakeServer::key(kGoodPlugin).session},
                                         message);
             d.rogue().hang_up();
         }},
    };
    for (const auto& [name, act] : acts) {
        Drill drill;
        ASSERT_TRUE(drill.run()) << name;
        act(drill);
        ASSERT_TRUE(drill.server.wait([&] { return drill.rogues.size() == 2; })) << name;
        EXPECT_EQ(drill.server.notices.size(), 1U) << name;
        EXPECT_TRUE(drill.server.failed.empty()) << name << ": " << drill.server.failures();
        const std::uint64_t old = drill.bad;
        ASSERT_TRUE(drill.run()) << name;
        EXPECT_NE(drill.bad, old) << name;
    }
}

TEST(Takeover, AHostThatDoesNotGreetIsNoHost) {
    Drill drill;
    pb::Loaded early;
    early.instance = 1;
    drill.rogue().say(early);
    ASSERT_TRUE(drill.server.wait([&] { return drill.rogues.size() == 2; }));
    pb::HelloReply stranger;
    stranger.magic = "something";
    stranger.protocol = 1;
    drill.rogue().say(stranger);
    ASSERT_TRUE(drill.server.wait([&] { return drill.rogues.size() == 3; }));
    EXPECT_TRUE(drill.run());
}

TEST(Takeover, CommandsWithoutPermissionAreRefusedWithTheirOwnReply) {
    Drill drill;
    ASSERT_TRUE(drill.run());
    std::uint64_t number = 0;
    for (const CommandName name :
         {CommandName::OpenTerminal, CommandName::RunCommand, CommandName::WriteChars,
          CommandName::ChangeHostFolder, CommandName::ReloadPlugin, CommandName::RunAction,
          CommandName::GetPaneCwd, CommandName::DumpSessionLayout,
          CommandName::GetSessionEnvironmentVariables, static_cast<CommandName>(200'000),
          static_cast<CommandName>(-3)}) {
        drill.command(drill.bad, ++number, named(name));
        ASSERT_NE(drill.reply(number), nullptr);
    }
    EXPECT_TRUE(drill.server.requests.empty());
    // The failure of its own type: GetPaneCwdResponse { error }.
    EXPECT_EQ(drill.reply(7)->reply.substr(0, 1), "\x12");
    // What a worker of it asks is refused too; a built-in plugin is asked for nothing.
    drill.command(drill.bad, ++number, named(CommandName::OpenTerminal), "helper");
    ASSERT_NE(drill.reply(number), nullptr);
    EXPECT_TRUE(drill.server.requests.empty());
    drill.command(drill.good, ++number, named(CommandName::OpenTerminal));
    ASSERT_NE(drill.reply(number), nullptr);
    ASSERT_EQ(drill.server.requests.size(), 1U);
    EXPECT_EQ(drill.server.requests[0].instance, FakeServer::key(kGoodPlugin));
    EXPECT_EQ(drill.rogues.size(), 1U);
}

TEST(Takeover, MalformedCommandsAreAnsweredAndDoNothing) {
    Drill drill;
    ASSERT_TRUE(drill.run());
    pb::Command message;
    message.instance = drill.good;
    message.waits = true;
    std::mt19937 random(7);  // NOLINT: the same bytes each time
    for (std::uint64_t i = 1; i <= 2000; ++i) {
        message.command = i;
        message.plugin_command.resize(random() % 64);
        for (char& c : message.plugin_command) {
            c = static_cast<char>(random());
        }
        drill.rogue().say(message);
    }
    ASSERT_NE(drill.reply(2000), nullptr);
    EXPECT_EQ(drill.rogues.size(), 1U);
}

TEST(Takeover, PathsStayInsideTheFoldersOfTheInstanceThatAsks) {
    Drill drill;
    ASSERT_TRUE(drill.run());
    std::ofstream(drill.server.folder.path / "mine.txt") << "x";
    std::uint64_t number = 0;
    const auto ask = [&](std::uint64_t folder, const std::string& path, pb::PathOp op) {
        pb::PathRequest request;
        request.instance = drill.bad;
        request.request = ++number;
        request.op = op;
        request.folder = folder;
        request.path = path;
        request.follow = true;
        request.open_flags = static_cast<std::uint32_t>(pb::OpenFlag::OpenRead);
        drill.rogue().say(request);
        const pb::PathReply* reply = drill.path_reply(number);
        return reply == nullptr ? ~0U : reply->error;
    };
    const auto* load =
        drill.rogue().heard<pb::Load>([&](const pb::Load& l) { return l.instance == drill.bad; });
    ASSERT_NE(load, nullptr);
    ASSERT_EQ(load->folders.size(), 4U);
    const std::uint64_t host = load->folders[0].folder;
    EXPECT_EQ(load->folders[0].guest_path, "/host");
    EXPECT_EQ(ask(host, "mine.txt", pb::PathOp::Open), 0U);
    EXPECT_EQ(ask(host, "mine.txt", pb::PathOp::Stat), 0U);
    for (const char* path : {"../../../../etc/passwd", "/etc/passwd", "", "a/../../..", "x\0y"}) {
        EXPECT_NE(ask(host, path, pb::PathOp::Open), 0U) << path;
        EXPECT_NE(ask(host, path, pb::PathOp::Unlink), 0U) << path;
    }
    EXPECT_EQ(ask(host + 1000, "mine.txt", pb::PathOp::Open), static_cast<unsigned>(EBADF));
    pb::PathRequest close;
    close.instance = drill.bad;
    close.op = pb::PathOp::CloseFolder;
    close.folder = host;
    drill.rogue().say(close);  // is not its to close
    EXPECT_EQ(ask(host, "mine.txt", pb::PathOp::Stat), 0U);
    EXPECT_EQ(drill.rogues.size(), 1U);
}

TEST(Takeover, AFloodStopsItsPluginAndNoOther) {
    Drill drill;
    ASSERT_TRUE(drill.run());
    drill.server.clock.stop();  // so that all of it comes within one second, however slow we are
    PluginCommand subscribe = named(CommandName::Subscribe);
    pb::Command message;
    message.instance = drill.bad;
    message.plugin_command = wire::encode(subscribe);
    for (int i = 0; i < 60'000; ++i) {
        drill.rogue().say(message);
        pb::Log log;
        log.instance = drill.good;
        log.lines = "x\n";
        if (i % 100 == 0) {
            drill.rogue().say(log);
            drill.server.settle_now();
        }
    }
    ASSERT_TRUE(drill.server.wait([&] { return !drill.server.failed.empty(); }));
    EXPECT_EQ(drill.server.failed[0].first, FakeServer::key(kBadPlugin));
    drill.command(drill.good, 1, named(CommandName::GetPluginIds));
    ASSERT_NE(drill.reply(1), nullptr);
    EXPECT_FALSE(drill.reply(1)->reply.empty());
    EXPECT_EQ(drill.rogues.size(), 1U);
}

TEST(Takeover, AQuestionIsTakenBackBeforeTheNextIsAsked) {
    Drill drill;
    ASSERT_TRUE(drill.run());
    const auto ask = [&](std::uint64_t number) {
        PluginCommand what = named(CommandName::RequestPluginPermissions);
        auto& wanted =
            what.payload.emplace<PluginCommand::PayloadCase::request_plugin_permission_payload>()
                .permissions;
        wanted.push_back(static_cast<std::ranges::range_value_t<decltype(wanted)>>(number % 2));
        drill.command(drill.bad, number, what);
    };
    ask(1);
    ASSERT_TRUE(drill.server.wait([&] { return drill.server.questions == "a"; }));
    drill.server.plugins->set_trace([&](const PluginTrace& trace) {
        // A busy loop: a flood in a pane. What the permission file says is read meanwhile.
        for (int i = 0; i < 100 && trace.kind == PluginTrace::Kind::Reply; ++i) {
            std::promise<void> done;
            drill.server.loop.work([&done] { done.set_value(); }, [] {});
            done.get_future().wait();
        }
    });
    ask(2);
    ASSERT_TRUE(drill.server.wait([&] { return drill.server.questions.size() == 3; }));
    EXPECT_EQ(drill.server.questions, "asa");
    EXPECT_TRUE(drill.server.plugins->awaits_permission(FakeServer::key(kBadPlugin)));
}

TEST(Takeover, AnyMessageAtAllCrashesNothing) {
    std::mt19937 random(11);  // NOLINT: the same bytes each time
    for (int round = 0; round < 15; ++round) {
        Drill drill;
        ASSERT_TRUE(drill.run());
        for (int i = 0; i < 500 && drill.rogues.size() == 1; ++i) {
            std::string frame;
            // A real field, so that most of it decodes: body N, a number of an instance, noise.
            frame += static_cast<char>((2 + random() % 9) << 3U | 2U);
            std::string body = "\x08" + std::string(1, static_cast<char>(1 + random() % 4));
            for (std::size_t n = random() % 12; n > 0; --n) {
                body += static_cast<char>(random());
            }
            frame += static_cast<char>(body.size());
            drill.rogue().raw(frame + body);
        }
        drill.server.settle_now();
    }
}

}  // namespace
}  // namespace tessera::server
