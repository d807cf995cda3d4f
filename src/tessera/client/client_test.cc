// Clients as processes: what they show, send and leave behind.

#include "tessera/client/client_fixture.h"
#include "tessera/client/command.h"
#include "tessera/vt/input/key.h"

namespace tessera::client {
namespace {

TEST_F(Client, ShowsASessionSendsKeysAndRestoresTheTerminal) {
    start();
    Peer peer = accept();
    const wire::Attach request = peer.greet();
    EXPECT_EQ(request.session, "work");
    EXPECT_EQ(request.size, (wire::Resize{24, 80, 10, 20}));
    ASSERT_TRUE(request.facts);
    EXPECT_EQ(request.facts->colors, wire::ColorDepth::Colors256);
    EXPECT_FALSE(has("\x1b[?1049h")) << "not before the server agreed";
    type("early");
    peer.say(wire::Attached{"work", 1});
    std::string typed;
    while (typed.size() < 5) {
        const auto input = peer.hear<wire::Input>();
        ASSERT_TRUE(input);
        for (const auto& event : input->events) {
            typed += static_cast<char>(std::get<wire::Key>(event.body).character);
        }
    }
    EXPECT_EQ(typed, "early");
    EXPECT_TRUE(shows("\x1b[?1049h"));
    peer.say(wire::Output{"PICTURE"});
    EXPECT_TRUE(shows("PICTURE"));
    EXPECT_FALSE(is_restored());
    peer.say(wire::Exit{.reason = wire::ExitReason::Detached, .message = "See you", .status = 0});
    EXPECT_EQ(wait_exit(), 0);
    EXPECT_TRUE(is_restored());
    const std::size_t left = screen.rfind("\x1b[?1049l");
    ASSERT_NE(left, std::string::npos);
    EXPECT_NE(screen.find("See you", left), std::string::npos);
    for (const char* off : {"\x1b[?1002l", "\x1b[?2004l", "\x1b[?1004l", "\x1b[?25h"}) {
        EXPECT_TRUE(has(off)) << off + 1;
    }
}

TEST_F(Client, ACursorThatGotAColourGetsItsOwnBack) {
    for (const char* picture : {"\x1b]12;#ff8000\x1b\\", "x"}) {
        Peer peer = attached();
        peer.say(wire::Output{picture});
        EXPECT_TRUE(shows(picture));
        peer.say(wire::Exit{.status = 0});
        EXPECT_EQ(wait_exit(), 0);
        EXPECT_EQ(has("\x1b]112\x1b\\"), picture[0] == 0x1b);
        screen.clear();
    }
}

TEST_F(Client, WhatTheTerminalAnswersIsToldOnce) {
    Peer peer = attached();
    type(kAnswers);
    const auto facts = peer.hear<wire::Facts>();
    ASSERT_TRUE(facts);
    EXPECT_TRUE(facts->kitty_keyboard && facts->synchronized_output);
    EXPECT_TRUE(shows("\x1b[>5u"));
    peer.say(wire::Exit{.status = 3});
    EXPECT_TRUE(shows("\x1b[<1u"));
    EXPECT_LT(screen.find("\x1b[<1u"), screen.find("\x1b[?1049l"))
        << "each screen has its own stack";
    EXPECT_EQ(wait_exit(), 3);
}

TEST_F(Client, ASessionMayWantNeitherTheKittyKeyboardNorTheMouse) {
    start();
    Peer peer = accept();
    (void)peer.greet();
    peer.say(
        wire::Attached{.session = "work", .client = 1, .plain_keyboard = true, .free_mouse = true});
    EXPECT_TRUE(shows("\x1b[c")) << screen;
    type(kAnswers);
    ASSERT_TRUE(peer.hear<wire::Facts>());
    peer.say(wire::Exit{});
    EXPECT_EQ(wait_exit(), 0);
    EXPECT_FALSE(has("\x1b[>5u"));
    EXPECT_FALSE(has("\x1b[?1003h"));
}

TEST_F(Client, WhatASessionUsesOfTheTerminalMayChange) {
    Peer peer = attached();
    type(kAnswers);
    ASSERT_TRUE(peer.hear<wire::Facts>());
    EXPECT_TRUE(shows("\x1b[>5u"));
    screen.clear();
    peer.say(
        wire::Attached{.session = "work", .client = 1, .plain_keyboard = true, .free_mouse = true});
    EXPECT_TRUE(shows("\x1b[<1u"));
    EXPECT_TRUE(has("\x1b[?1006l\x1b[?1003l\x1b[?1002l"));
    screen.clear();
    peer.say(wire::Attached{"work", 1});
    EXPECT_TRUE(shows("\x1b[>5u"));
    EXPECT_TRUE(has("\x1b[?1002h\x1b[?1003h\x1b[?1006h"));
    peer.say(wire::Exit{});
    EXPECT_EQ(wait_exit(), 0);
    EXPECT_FALSE(has("\x1b[16t")) << "what it is was asked once";
}

TEST_F(Client, TheMouseReportsEveryMotion) {
    Peer peer = attached();
    EXPECT_TRUE(has("\x1b[?1002h\x1b[?1003h\x1b[?1006h"));
}

TEST_F(Client, ASignalIsToldFromAWishToLeave) {
    for (const int signal : {SIGTERM, SIGHUP}) {
        Peer peer = attached();
        ::kill(pid, signal);
        const auto detach = peer.hear<wire::Detach>();
        ASSERT_TRUE(detach);
        EXPECT_TRUE(detach->forced);
        EXPECT_GT(wait_exit(), 0);
    }
}

TEST_F(Client, WhatIsInTheClipboardIsPassedOn) {
    Peer peer = attached();
    type("\x1b]52;c;aGk=\x1b\\");
    const auto input = peer.hear<wire::Input>();
    ASSERT_TRUE(input);
    const auto& clipboard = std::get<wire::Clipboard>(input->events.at(0).body);
    EXPECT_EQ(clipboard.selection, std::uint32_t{'c'});
    EXPECT_EQ(clipboard.data, "hi");
}

TEST_F(Client, AnswersThatComeLateDoNotReachTheShell) {
    Peer peer = attached();
    peer.say(wire::Exit{.message = "bye"});
    EXPECT_TRUE(shows("\x1b[?1049l"));
    type(kAnswers);
    EXPECT_EQ(wait_exit(), 0);
    termios raw = before;
    ::cfmakeraw(&raw);
    ::tcsetattr(slave.get(), TCSANOW, &raw);
    int waiting = -1;
    ::ioctl(slave.get(), FIONREAD, &waiting);
    EXPECT_EQ(waiting, 0);
}

TEST_F(Client, AnEscIsTheKeyAndASplitSequenceIsNot) {
    Peer peer = attached();
    type("\x1b");
    auto input = peer.hear<wire::Input>();
    ASSERT_TRUE(input);
    EXPECT_EQ(std::get<wire::Key>(input->events.at(0).body).named,
              static_cast<std::uint32_t>(vt::input::NamedKey::Esc));
    type("\x1b[");
    type("A");
    input = peer.hear<wire::Input>();
    ASSERT_TRUE(input);
    EXPECT_EQ(std::get<wire::Key>(input->events.at(0).body).named,
              static_cast<std::uint32_t>(vt::input::NamedKey::Up));
}

TEST_F(Client, ANewSizeIsTold) {
    Peer peer = attached();
    const winsize size{1, 1, 0, 0};
    ::ioctl(master.get(), TIOCSWINSZ, &size);
    EXPECT_EQ(peer.hear<wire::Resize>(), (wire::Resize{1, 1, 0, 0}));
}

TEST_F(Client, AServerThatDiedIsComeBackTo) {
    options.request.existing = wire::Existing::MustNotExist;
    options.request.layout = wire::File{.path = "default"};
    options.request.session = "";
    Peer peer = attached();
    peer.say(wire::Output{"\x1b]12;#ff8000\x1b\\"});
    EXPECT_TRUE(shows("#ff8000"));
    peer.close();
    Peer again = accept();
    const wire::Attach request = again.greet();
    EXPECT_EQ(request.session, "work");
    EXPECT_EQ(request.existing, wire::Existing::MustExist);
    EXPECT_FALSE(request.layout);
    type("x");
    again.say(wire::Attached{"work", 1});
    ASSERT_TRUE(again.hear<wire::Input>()) << "typed meanwhile";
    again.say(wire::Output{"AGAIN"});
    EXPECT_TRUE(shows("\x1b]112\x1b\\")) << "the new one knows of no colour";
    EXPECT_TRUE(shows("AGAIN"));
    EXPECT_EQ(screen.find("\x1b[?1049l"), std::string::npos);
    again.say(wire::Exit{});
    EXPECT_EQ(wait_exit(), 0);
}

TEST_F(Client, IsReadFromAgainWhenAServerThatDidNotReadIsGone) {
    Peer peer = attached();
    const std::string much(4096, 'x');
    const auto takes = [&](std::string_view t) {
        return ::write(master.get(), t.data(), t.size()) > 0;
    };
    for (int idle = 0; idle < 100; idle = takes(much) ? 0 : idle + 1) {
        pump(5);
    }
    peer.close();
    Peer again = accept();
    (void)again.greet();
    again.say(wire::Attached{"work", 1});
    EXPECT_TRUE(eventually([&] { return takes("7"); }));
    for (bool has_come = false; !has_come;) {
        const auto input = again.hear<wire::Input>();
        ASSERT_TRUE(input) << "what is typed does not arrive";
        has_come = std::get<wire::Key>(input->events.back().body).character == U'7';
    }
}

TEST_F(Client, WithNobodyListeningAnyMoreTheSessionHasEnded) {
    Peer peer = attached();
    listening.reset();
    peer.close();
    EXPECT_EQ(wait_exit(), 1);
    EXPECT_TRUE(has("The session has ended")) << screen;
    EXPECT_TRUE(is_restored());
}

TEST_F(Client, AServerThatEndsBeforeItAnswersIsTriedAFewTimes) {
    start();
    for (int i = 0; i < 5; ++i) {
        accept();
    }
    EXPECT_EQ(wait_exit(), 1);
    EXPECT_TRUE(has("ends as soon as it starts")) << screen;
}

TEST_F(Client, SignalsRestoreTheTerminal) {
    for (const int signal : {SIGTERM, SIGHUP, SIGINT, SIGABRT, SIGSEGV}) {
        screen.clear();
        Peer peer = attached();
        ::kill(pid, signal);
        EXPECT_GT(wait_exit(), 0);
        EXPECT_TRUE(is_restored()) << signal;
        EXPECT_TRUE(has("\x1b[?1049l")) << signal;
    }
}

TEST_F(Client, AHungUpTerminalEndsIt) {
    Peer peer = attached();
    master.reset();
    EXPECT_FALSE(peer.hear<wire::Command>()) << "the connection ends";
    int status = 0;
    EXPECT_EQ(::waitpid(pid, &status, 0), pid);
    pid = -1;
}

TEST_F(Client, ATerminalThatDoesNotReadHoldsTheServerBack) {
    Peer peer = attached();
    wire::ToClient message;
    message.body = wire::Output{std::string(10'000, 'x')};
    const std::string frame = tessera::wire::encode(message);
    io::FrameQueue queue;
    std::size_t sent = 0;
    int still = 0;
    while (still < 20 && sent < 1000) {
        const std::size_t waiting = queue.bytes();
        if (waiting == 0) {
            ASSERT_TRUE(queue.push(frame));
            ++sent;
        }
        ASSERT_TRUE(queue.write_to(peer.fd()));
        still = queue.bytes() > 0 && queue.bytes() == waiting ? still + 1 : 0;
        ::poll(nullptr, 0, still > 0 ? 10 : 0);
    }
    EXPECT_LT(sent, 200U) << "the client took megabytes that nobody reads";
    const auto count = [&] { return static_cast<std::size_t>(std::ranges::count(screen, 'x')); };
    EXPECT_TRUE(eventually([&] {
        (void)queue.write_to(peer.fd());
        return count() == sent * 10'000;
    })) << count();
}

TEST_F(Client, SwitchesToAnotherSessionWithoutLeaving) {
    Peer peer = attached();
    peer.say(wire::Exit{
        .reason = wire::ExitReason::SwitchSession, .session = "other", .tab_position = 2});
    Peer next = accept();
    const wire::Attach request = next.greet();
    EXPECT_EQ(request.session, "other");
    EXPECT_EQ(request.existing, wire::Existing::MayExist);
    EXPECT_EQ(request.tab_position, 2U);
    next.say(wire::Attached{"other", 1});
    next.say(wire::Output{"OTHER"});
    EXPECT_TRUE(shows("OTHER"));
    EXPECT_FALSE(has("\x1b[?1049l"));
}

TEST_F(Client, ARefusalIsPrintedOnTheScreenTheUserSees) {
    start();
    Peer peer = accept();
    (void)peer.greet();
    peer.say(
        wire::Exit{.reason = wire::ExitReason::Refused, .message = "no such session", .status = 1});
    EXPECT_EQ(wait_exit(), 1);
    EXPECT_TRUE(has("no such session"));
    EXPECT_FALSE(has("\x1b[?1049h"));
    EXPECT_TRUE(is_restored());
}

TEST_F(Client, AnotherVersionIsNamed) {
    start();
    Peer peer = accept();
    peer.say(wire::HelloReply{std::string(protocol::kServerMagic), 999, "tessera 9.9"});
    EXPECT_EQ(wait_exit(), 1);
    EXPECT_TRUE(has("tessera 9.9")) << screen;
}

TEST_F(Client, WithoutATerminalOrADrawingOneItSaysSo) {
    options.input = ::open("/dev/null", O_RDWR | O_CLOEXEC);
    options.output = options.input;
    Outcome outcome = attach(options);
    EXPECT_EQ(outcome.status, 1);
    EXPECT_NE(outcome.message.find("terminal"), std::string::npos);
    for (const char* term : {"", "dumb"}) {
        options.term = term;
        outcome = attach(options);
        EXPECT_EQ(outcome.status, 1);
        EXPECT_NE(outcome.message.find("TERM"), std::string::npos);
    }
    ::close(options.input);
}

TEST_F(Client, InTheBackgroundNoTerminalIsNeeded) {
    const pid_t server = ::fork();
    if (server == 0) {
        Peer peer = accept();
        const bool asked = peer.greet().background;
        peer.say(wire::Exit{.message = asked ? "made" : "not asked", .status = 0});
        ::_exit(0);
    }
    options.request.background = true;
    options.input = -1;
    const Outcome outcome = attach(options);
    EXPECT_EQ(outcome.status, 0);
    EXPECT_EQ(outcome.message, "made");
    ::waitpid(server, nullptr, 0);
}

TEST_F(Client, ACommandsOutputAndStatusComeThrough) {
    const pid_t server = ::fork();
    if (server == 0) {
        accept();  // one that ends without a word: tried again
        Peer peer = accept();
        peer.say(
            wire::HelloReply{std::string(protocol::kServerMagic), protocol::kClientProtocol, "t"});
        const auto command = peer.hear<wire::Command>();
        peer.say(
            wire::CommandOutput{.out = command ? "for " + command->session : "", .err = "problem"});
        peer.say(wire::CommandDone{7});
        ::_exit(0);
    }
    int out[2];
    int err[2];
    ASSERT_EQ(::pipe2(out, O_CLOEXEC), 0);
    ASSERT_EQ(::pipe2(err, O_CLOEXEC), 0);
    const auto status = run_command(
        {.connect = options.connect, .command = {.session = "work"}, .out = out[1], .err = err[1]});
    ASSERT_TRUE(status) << status.error().message;
    EXPECT_EQ(*status, 7);
    std::array<char, 100> bytes;
    EXPECT_EQ(
        std::string(bytes.data(), static_cast<std::size_t>(::read(out[0], bytes.data(), 100))),
        "for work");
    EXPECT_EQ(
        std::string(bytes.data(), static_cast<std::size_t>(::read(err[0], bytes.data(), 100))),
        "problem");
    for (const int fd : {out[0], out[1], err[0], err[1]}) {
        ::close(fd);
    }
    ::waitpid(server, nullptr, 0);
    listening.reset();
    EXPECT_EQ(run_command({.connect = options.connect, .command = {}}).error().code,
              ErrorCode::Unavailable);
}

}  // namespace
}  // namespace tessera::client
