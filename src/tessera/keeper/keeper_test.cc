// The keeper as processes: this program is the test, the keeper and the server, told apart by its
// first argument. The server here passes frames between the keeper and the test, and dies on
// demand.

#include "tessera/keeper/keeper_fixture.h"

namespace tessera::keeper {
namespace {

/// Moves what one side sent to the other; false when that side has ended.
bool forward(io::FrameReader& reader, int from, int to) {
    const auto status = reader.read_from(from);
    if (!status || *status == io::FrameReader::Status::Closed) {
        return false;
    }
    while (auto frame = reader.next()) {
        if (frame->bytes == kDie) {
            ::raise(SIGKILL);
        }
        if (frame->bytes == kLeave) {
            std::exit(0);
        }
        io::FrameQueue queue;
        (void)queue.push(frame->bytes, std::move(frame->fd));
        while (!queue.is_empty() && queue.write_to(to)) {
        }
    }
    return true;
}

int scripted_server(int keeper, int listening) {
    ::signal(SIGPIPE, SIG_IGN);
    while (wait_readable(listening, -1)) {
        const UniqueFd test(::accept4(listening, nullptr, nullptr, SOCK_CLOEXEC));
        io::FrameReader of_keeper;
        io::FrameReader of_test;
        bool open = static_cast<bool>(test);
        while (open) {
            std::array<pollfd, 2> fds = {pollfd{keeper, POLLIN, 0}, pollfd{test.get(), POLLIN, 0}};
            ::poll(fds.data(), fds.size(), -1);
            if (fds[0].revents != 0 && !forward(of_keeper, keeper, test.get())) {
                return 0;
            }
            open = fds[1].revents == 0 || forward(of_test, test.get(), keeper);
        }
    }
    return 0;
}

TEST_F(KeeperTest, StartsDetachedAndQuitLeavesNothing) {
    Server one = server();
    const auto said = one.greet();
    ASSERT_EQ(said.size(), 1U);
    const auto* hello = said[0].as<wire::HelloReply>();
    ASSERT_NE(hello, nullptr);
    EXPECT_EQ(hello->magic, protocol::kKeeperMagic);
    EXPECT_EQ(hello->restarts, 0U);
    const auto all = keepers();
    ASSERT_EQ(all.size(), 1U);
    EXPECT_NE(::getsid(all[0]), ::getsid(0));
    EXPECT_NE(::getsid(all[0]), all[0]) << "a session leader could get a terminal";
    EXPECT_EQ(fs::read_symlink("/proc/" + std::to_string(all[0]) + "/cwd"), "/");
    spawn(one, 0);
    one.say(wire::Quit{});
    EXPECT_TRUE(eventually([&] { return !fs::exists(options.paths.socket); }));
    one.raw(kLeave);
    EXPECT_TRUE(eventually([&] { return keepers().empty(); }));
    EXPECT_TRUE(eventually([&] { return !is_alive(programs[0]); })) << "the hang-up ends it";
}

TEST_F(KeeperTest, SpawnsProgramsAndReportsTheirEnds) {
    Server one = server();
    (void)one.greet();
    one.say(shell(7, "stty size; exit 3"));
    const Said spawned = one.hear();
    ASSERT_NE(spawned.as<wire::Spawned>(), nullptr);
    ASSERT_TRUE(spawned.fd);
    std::string out;
    std::array<char, 100> buffer;
    while (out.find("24 80") == std::string::npos && wait_readable(spawned.fd.get(), 20'000)) {
        const ssize_t n = ::read(spawned.fd.get(), buffer.data(), buffer.size());
        ASSERT_GT(n, 0);
        out.append(buffer.data(), static_cast<std::size_t>(n));
    }
    const Said exited = one.hear();
    ASSERT_NE(exited.as<wire::Exited>(), nullptr);
    EXPECT_EQ(*exited.as<wire::Exited>(), (wire::Exited{7, 3}));

    one.say(wire::Spawn{.terminal = 8, .argv = {"/no/such/program"}});
    const Said failed = one.hear();
    ASSERT_NE(failed.as<wire::SpawnFailed>(), nullptr);
    EXPECT_NE(failed.as<wire::SpawnFailed>()->message.find("/no/such/program"), std::string::npos);

    spawn(one, 9);
    one.say(shell(9, "true"));
    EXPECT_NE(one.hear().as<wire::SpawnFailed>(), nullptr) << "the number is in use";
    one.say(wire::Signal{.terminal = 9, .signal = SIGKILL, .program_only = true});
    one.say(wire::Signal{.terminal = 9, .signal = 1000});
    one.say(wire::Signal{.terminal = 10, .signal = SIGKILL});
    EXPECT_EQ(*one.hear().as<wire::Exited>(), (wire::Exited{9, 128 + SIGKILL}));
    spawn(one, 11);
    one.say(wire::Signal{.terminal = 11, .signal = SIGTERM});
    EXPECT_EQ(*one.hear().as<wire::Exited>(), (wire::Exited{11, 128 + SIGTERM}));
}

TEST_F(KeeperTest, AKilledServerComesBackToItsProgramsAndSnapshot) {
    Server one = server();
    (void)one.greet();
    spawn(one, 1);
    spawn(one, 2);
    spawn(one, 3);
    one.say(wire::Release{3});
    UniqueFd snapshot(::memfd_create("snapshot", MFD_CLOEXEC | MFD_ALLOW_SEALING));
    ASSERT_EQ(::write(snapshot.get(), "state", 5), 5);
    UniqueFd unsealed(::fcntl(snapshot.get(), F_DUPFD_CLOEXEC, 3));
    ::fcntl(snapshot.get(), F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE);
    one.say(wire::StoreSnapshot{}, std::move(snapshot));
    UniqueFd other(::memfd_create("not sealed", MFD_CLOEXEC | MFD_ALLOW_SEALING));
    one.say(wire::StoreSnapshot{}, std::move(other));
    one.say(wire::StoreSnapshot{});
    one.raw(kDie);
    EXPECT_TRUE(one.ended());
    ::kill(programs[1], SIGKILL);  // while no server looks

    Server two = server();
    ASSERT_TRUE(eventually([&] { return ::kill(programs[1], 0) != 0; })) << "reaped";
    const auto said = two.greet();
    ASSERT_GE(said.size(), 4U);
    EXPECT_EQ(said[0].as<wire::HelloReply>()->restarts, 1U);
    ASSERT_NE(said[1].as<wire::Terminal>(), nullptr);
    EXPECT_EQ(said[1].as<wire::Terminal>()->terminal, 1U);
    EXPECT_EQ(said[1].as<wire::Terminal>()->pid, static_cast<std::uint32_t>(programs[0]));
    EXPECT_TRUE(said[1].fd);
    EXPECT_TRUE(is_alive(programs[0]));
    EXPECT_TRUE(eventually([&] { return !is_alive(programs[2]); })) << "released";
    bool has_snapshot = false;
    bool has_exited = false;
    for (const Said& one_said : said) {
        if (one_said.as<wire::Snapshot>() != nullptr) {
            std::array<char, 10> bytes{};
            has_snapshot = ::pread(one_said.fd.get(), bytes.data(), bytes.size(), 0) == 5;
        }
        has_exited = has_exited || (one_said.as<wire::Exited>() != nullptr &&
                                    *one_said.as<wire::Exited>() == wire::Exited{2, 128 + SIGKILL});
    }
    EXPECT_TRUE(has_snapshot);
    EXPECT_TRUE(has_exited);
    EXPECT_EQ(keepers().size(), 1U);
}

TEST_F(KeeperTest, AServerThatBreaksTheProtocolIsReplaced) {
    Server one = server();
    (void)one.greet();
    spawn(one, 1);
    one.raw("\xff\xff\xff");
    EXPECT_TRUE(one.ended());
    Server two = server();
    EXPECT_EQ(two.greet().size(), 2U);
    two.raw(kLeave);  // without Quit, status 0: a death all the same
    EXPECT_TRUE(two.ended());
    Server three = server();
    const auto said = three.greet();
    ASSERT_EQ(said.size(), 2U);
    EXPECT_EQ(said[0].as<wire::HelloReply>()->restarts, 2U);
}

TEST_F(KeeperTest, GivesUpOnAServerThatNeverLivesWhenThereIsNothingToKeep) {
    for (int i = 0; i < 5; ++i) {
        Server one = server();
        one.raw(kDie);
        EXPECT_TRUE(one.ended());
    }
    EXPECT_TRUE(eventually([&] { return keepers().empty() && !fs::exists(options.paths.socket); }));
}

TEST_F(KeeperTest, ManyClientsThatStartTogetherStartOneKeeper) {
    constexpr int kClients = 8;
    std::array<pid_t, kClients> clients{};
    for (pid_t& client : clients) {
        client = ::fork();
        if (client == 0) {
            const auto connected = connect_or_start(options);
            ::_exit(connected ? 0 : 1);
        }
    }
    for (const pid_t client : clients) {
        int status = -1;
        ::waitpid(client, &status, 0);
        EXPECT_EQ(status, 0);
    }
    Server one = server();
    EXPECT_EQ(one.greet().size(), 1U);
    EXPECT_EQ(keepers().size(), 1U);
}

TEST_F(KeeperTest, AStaleSocketIsReplacedAndAStrangeFileIsNot) {
    Server one = server();
    (void)one.greet();
    ::kill(keepers().at(0), SIGKILL);
    EXPECT_TRUE(one.ended()) << "the server ends with its keeper";
    EXPECT_TRUE(fs::exists(options.paths.socket));
    // Until the old server has let go of the socket, a connection may still be lost with it.
    std::optional<Server> two;
    EXPECT_TRUE(eventually([&] {
        two.emplace(server());
        return two->greet().size() == 1;
    }));
    two->say(wire::Quit{});
    two->raw(kLeave);
    ASSERT_TRUE(eventually([&] { return keepers().empty(); }));
    std::ofstream(options.paths.socket) << "not a socket";
    const auto refused = connect_or_start(options);
    ASSERT_FALSE(refused);
    EXPECT_EQ(fs::file_size(options.paths.socket), 12U);
}

TEST_F(KeeperTest, ASocketThatReplacedItsOwnIsLeftAlone) {
    Server one = server();
    (void)one.greet();
    fs::remove(options.paths.socket);
    const UniqueFd other = io::listen_at(options.paths.socket).value();
    one.say(wire::Quit{});
    one.raw(kLeave);
    EXPECT_TRUE(eventually([&] { return keepers().empty(); }));
    EXPECT_TRUE(fs::exists(options.paths.socket));
}

TEST_F(KeeperTest, AHangUpIsIgnoredAndTerminationEndsTheServer) {
    Server one = server();
    (void)one.greet();
    spawn(one, 1);
    ::kill(keepers().at(0), SIGHUP);
    spawn(one, 2);
    ::kill(keepers().at(0), SIGTERM);
    EXPECT_TRUE(one.ended()) << "the server got SIGTERM";
    EXPECT_TRUE(eventually([&] { return keepers().empty() && !fs::exists(options.paths.socket); }));
    EXPECT_TRUE(eventually([&] { return !is_alive(programs[0]) && !is_alive(programs[1]); }));
}

TEST_F(KeeperTest, AnUnsafeDirectoryOrTooLongAPathIsRefused) {
    fs::create_directory(options.paths.runtime_dir);
    ::chmod(options.paths.runtime_dir.c_str(), 0777);
    EXPECT_EQ(connect_or_start(options).error().code, ErrorCode::PermissionDenied);
    options.paths.socket = folder + std::string(120, 'x');
    EXPECT_EQ(connect_or_start(options).error().code, ErrorCode::LimitExceeded);
    EXPECT_TRUE(keepers().empty());
}

}  // namespace
}  // namespace tessera::keeper

int main(int argc, char** argv) {
    using namespace tessera::keeper;  // NOLINT(google-build-using-namespace) a main function
    const auto after = [&](std::string_view name) -> const char* {
        for (int i = 1; i + 1 < argc; ++i) {
            if (argv[i] == name) {
                return argv[i + 1];
            }
        }
        return "";
    };
    const std::string_view role = argc > 1 ? argv[1] : "";
    if (role == "keeper") {
        const char* log = std::getenv("TESSERA_TEST_LOG");
        return run({.listening = std::atoi(after("--listen")),
                    .socket = after("--socket"),
                    .lock = after("--lock"),
                    .executable = argv[0],
                    .log_file = log != nullptr ? log : ""});
    }
    if (role == "server") {
        return scripted_server(std::atoi(after("--fd")), std::atoi(after("--listen")));
    }
    ::testing::InitGoogleTest(&argc, argv);
    return RUN_ALL_TESTS();
}
