// What the SDK makes of a module, and what it does for a plugin at run time.

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>

#include "plugin/key.wire.h"
#include "plugin/pipe_message.wire.h"
#include "stage.h"
#include "tessera/wasm/metadata.h"

namespace tessera::guest_test {
namespace {

namespace fs = std::filesystem;

const fs::path kProbe = fs::path(TESSERA_SDK_MODULES) / "probe.wasm";

std::string event(EventType type, std::string_view payload) {
    return guest_test::event(type) + std::string(payload);
}

TEST(Module, ImportsAndExportsWhatTheContractHas) {
    const std::set<std::string> imports_allowed = {
        "zellij.host_run_plugin_command", "wasi_snapshot_preview1.fd_read",
        "wasi_snapshot_preview1.fd_write", "wasi_snapshot_preview1.proc_exit",
        "wasi_snapshot_preview1.random_get"};
    for (const fs::path& path :
         {kProbe, fs::path(TESSERA_HELLO), module_path("tab-bar"), module_path("status-bar")}) {
        if (!fs::exists(path)) {
            continue;  // plugins are built after the SDK
        }
        for (const auto& import : compiled(path).imports()) {
            EXPECT_TRUE(imports_allowed.contains(import.module + "." + import.name))
                << path << import.module << "." << import.name;
        }
        std::set<std::string> exports;
        for (const auto& item : compiled(path).exports()) {
            exports.insert(item.name);
        }
        exports.erase("echo_worker");
        EXPECT_EQ(exports, (std::set<std::string>{"_start", "load", "memory", "pipe",
                                                  "plugin_version", "render", "update"}))
            << path;
        EXPECT_EQ(plugin_host::unfit_reason(compiled(path)), "") << path;
        EXPECT_LE(fs::file_size(path), 120U * 1024U + (path == kProbe ? 120U * 1024U : 0U)) << path;
        std::ifstream file(path, std::ios::binary);
        const std::string bytes((std::istreambuf_iterator<char>(file)), {});
        const auto metadata = wasm::read_metadata(std::as_bytes(std::span(bytes))).value();
        EXPECT_FALSE(metadata.has_start_section);
        EXPECT_TRUE(metadata.custom_sections.empty()) << path << " is not stripped";
        EXPECT_EQ(bytes.find("/home/"), std::string::npos);
    }
}

TEST(Globals, AreMadeOnceAndLastAsLongAsThePlugin) {
    Stage stage(kProbe);
    for (int i = 0; i < 1000; ++i) {
        EXPECT_TRUE(stage.update(guest_test::event(EventType::InputReceived)));
    }
    EXPECT_EQ(stage.render({Rows(2), Cols(20)})[0], "1000 42");
    EXPECT_LE(stage.guest().memory_bytes(), 1U << 20U);
}

TEST(Output, OutsideOfRenderIsDropped) {
    Stage stage(kProbe);
    const auto rows = stage.render({Rows(3), Cols(20)});
    EXPECT_EQ(rows, (std::vector<std::string>{"0 42", "3x20", ""}));
    EXPECT_EQ(stage.guest().plugin_version().value(), "0.45.1");
}

TEST(Events, AreDecodedAndKeysAreNamed) {
    Stage stage(kProbe);
    const auto said = [&](std::string_view bytes) {
        EXPECT_TRUE(stage.update(bytes));
        const std::string row = stage.render({Rows(2), Cols(60)})[0];
        return row.substr(row.rfind(' ') + 1);
    };
    const auto key = [&](std::string_view bytes) { return event(EventType::Key, bytes); };
    EXPECT_EQ(said(key(std::string("\x2a\x02\x18\x61", 4))), "a");
    EXPECT_EQ(said(key(std::string("\x2a\x02\x10\x00", 4))), "PgDn");
    EXPECT_EQ(said(key(std::string("\x2a\x04\x08\x00\x18\x61", 6))), "a");  // "Ctrl a"
    EXPECT_EQ(said(key(std::string("\x2a\x03\x18\xe9\x01", 5))), "é");
    EXPECT_EQ(said(event(EventType::Timer, std::string("\x3d\x00\x00\xc0\x3f", 5))), "15");
    EXPECT_EQ(said(event(EventType::PastedText,
                         "\xd2\x01\x07\x0a\x05\xe6\xbc\xa2"
                         "ab")),
              "4");
}

TEST(Workers, KeepTheirStateAndAnswer) {
    Stage stage(kProbe);
    for (int i = 1; i <= 3; ++i) {
        ASSERT_TRUE(stage.guest().run_worker("echo", std::string("\x0a\x01n\x12\x01p", 6)));
        const auto commands = stage.take_commands();
        ASSERT_EQ(commands.size(), 1U);
        EXPECT_EQ(commands[0].name, CommandName::PostMessageToPlugin);
        EXPECT_NE(commands[0].payload.find("p" + std::to_string(i)), std::string::npos);
    }
}

TEST(Failures, AreReportedWithAReasonAndEndThePlugin) {
    Stage stage(kProbe);
    const auto result =
        stage.guest().pipe(wire::encode(api::pipe_message::PipeMessage{.name = "panic"}));
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().kind, plugin_host::FailureKind::Unreachable);
    const auto commands = stage.take_commands();
    ASSERT_EQ(commands.size(), 1U);
    EXPECT_EQ(commands[0].name, CommandName::ReportCrash);
    EXPECT_EQ(commands[0].payload, "that is too much");
    EXPECT_EQ(stage.logged(), "that is too much\n");
}

TEST(Components, AreWrittenAsTheContractHasThem) {
    Stage stage(kProbe, {{"components", ""}});
    const std::string drawn = stage.guest().render(20, 80).value();
    EXPECT_EQ(drawn,
              "\x1bPztext;0/0/20/;0,1,2,3,4$$$$$$7$70,105,108,101,115,58,32,51\x1b\\"
              "\x1bPzribbon;0/1//;x103,111\x1b\\"
              "\x1bPztable;0/2/30/4;2;2;110,97,109,101;115,105,122,101;32;195,164,195,182\x1b\\"
              "\x1bPznested_list;0/6//;111,110,101;|116,119,111\x1b\\");
}

TEST(Hello, GreetsAndCounts) {
    Stage stage(TESSERA_HELLO, {{"name", "you"}});
    EXPECT_EQ(stage.render({Rows(3), Cols(60)})[0], "Hello, you!");
    EXPECT_TRUE(stage.update(event(EventType::Key, std::string("\x2a\x04\x08\x00\x18\x61", 6))));
    EXPECT_EQ(stage.render({Rows(3), Cols(60)})[1], "Keys so far: 1, the last was Ctrl a.");
}

TEST(Tutorial, MakesAPluginThatCountsWords) {
    const char* path = std::getenv("TESSERA_TUTORIAL");
    if (path == nullptr) {
        GTEST_SKIP() << "run by tutorial_test.cmake, which builds it";
    }
    Stage stage(path, {{"title", "My words"}});
    EXPECT_TRUE(stage.update(event(EventType::PastedText, "\xd2\x01\x09\x0a\x07one two")));
    EXPECT_TRUE(stage.update(event(EventType::PastedText, "\xd2\x01\x07\x0a\x05three")));
    const auto rows = stage.render({Rows(5), Cols(40)});
    EXPECT_EQ(rows[0], "My words");
    EXPECT_EQ(rows[1], "3 words so far");
}

}  // namespace
}  // namespace tessera::guest_test
