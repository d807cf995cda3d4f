// Lives recorded and lived again: a guest that looks at the clock, takes random numbers and gives
// commands does the same the second time, and any other record is noticed.

#include "tessera/plugin_host/replay.h"

#include <gtest/gtest.h>

#include "session/plugin_record.wire.h"
#include "tessera/plugin_host/guest.h"
#include "tessera/wasm/engine.h"
#include "tessera/wire/codec.h"

namespace tessera::plugin_host {
namespace {

namespace record = session::plugin_record;

// Draws four random bytes and the clock's low eight as they are; `update` gives a command with one
// random digit, and traps if the reply's second byte is '9'.
constexpr const char* kGuest = R"((module
    (import "wasi_snapshot_preview1" "fd_read" (func $read (param i32 i32 i32 i32) (result i32)))
    (import "wasi_snapshot_preview1" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
    (import "wasi_snapshot_preview1" "random_get" (func $random (param i32 i32) (result i32)))
    (import "wasi_snapshot_preview1" "clock_time_get"
        (func $clock (param i32 i64 i32) (result i32)))
    (import "zellij" "host_run_plugin_command" (func $command))
    (memory (export "memory") 1)
    (data (i32.const 64) "[0]\n")
    (func $say (param i32 i32)
        (i32.store (i32.const 0) (local.get 0)) (i32.store (i32.const 4) (local.get 1))
        (drop (call $write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 8))))
    (func (export "_start") (drop (call $random (i32.const 32) (i32.const 4))))
    (func (export "load"))
    (func (export "update") (result i32)
        (drop (call $random (i32.const 65) (i32.const 1)))
        (i32.store8 (i32.const 65) (i32.add (i32.const 48)
            (i32.rem_u (i32.load8_u (i32.const 65)) (i32.const 10))))
        (call $say (i32.const 64) (i32.const 4))
        (call $command)
        (i32.store (i32.const 0) (i32.const 128)) (i32.store (i32.const 4) (i32.const 64))
        (drop (call $read (i32.const 0) (i32.const 0) (i32.const 1) (i32.const 8)))
        (if (i32.eq (i32.load8_u (i32.const 129)) (i32.const 57)) (then unreachable))
        (i32.const 1))
    (func (export "render") (param i32 i32)
        (drop (call $clock (i32.const 0) (i64.const 0) (i32.const 40)))
        (call $say (i32.const 32) (i32.const 16)))))";

class Host final : public GuestHost {
public:
    std::optional<std::string> run_command(std::string_view) override { return reply; }
    void bad_command(std::string_view) override {}
    void log(std::string_view, std::size_t) override {}
    std::string reply = "\x01";
};

wasm::Module module() {
    static const wasm::Engine engine = wasm::Engine::create().value();
    return wasm::Module::compile_text(engine, kGuest).value();
}

/// A life of three updates and frames; `reply` is what each command is answered.
std::vector<std::string> live(std::string reply) {
    std::vector<std::string> entries;
    record::Entry start;
    start.body = record::Start{.format = 1,
                               .location = {},
                               .digest = {},
                               .memory_bytes_max = 1U << 20U,
                               .output_bytes_max = 1U << 20U};
    entries.push_back(wire::encode(start));
    Host host;
    host.reply = std::move(reply);
    GuestOptions options;
    options.limits.memory_bytes_max = 1U << 20U;
    options.record = [&entries](std::string entry) { entries.push_back(std::move(entry)); };
    const auto guest = Guest::create(module(), std::move(options), host);
    EXPECT_TRUE(guest);
    EXPECT_TRUE((*guest)->load(""));
    (void)(*guest)->plugin_version();
    for (int i = 0; i < 3; ++i) {
        (void)(*guest)->update("an event");
        (void)(*guest)->render(5, 80);
    }
    return entries;
}

TEST(Replay, ALifeIsTheSameTheSecondTime) {
    const auto entries = live("\x01");
    const auto counts = replay(module(), entries);
    ASSERT_TRUE(counts) << counts.error().message;
    EXPECT_EQ(counts->guests, 1U);
    EXPECT_EQ(counts->calls, 8U);
    EXPECT_EQ(counts->commands, 3U);
    EXPECT_EQ(counts->wasi_calls, 7U);
    EXPECT_EQ(counts->frames, 3U);
}

TEST(Replay, ALifeThatEndsInATrapEndsInItAgain) {
    const auto counts = replay(module(), live("\x09"));  // its line is "[9]"
    ASSERT_TRUE(counts) << counts.error().message;
    EXPECT_EQ(counts->calls, 3U);
}

TEST(Replay, WhatDiffersIsNamed) {
    const auto change = [](auto&& alter) {
        std::vector<std::string> entries = live("\x01");
        for (std::string& bytes : entries) {
            record::Entry entry;
            EXPECT_TRUE(wire::decode(bytes, entry));
            alter(entry);
            bytes = wire::encode(entry);
        }
        const auto counts = replay(module(), entries);
        return counts ? std::string("the same") : counts.error().message;
    };
    EXPECT_EQ(change([](record::Entry&) {}), "the same");
    EXPECT_NE(change([](record::Entry& e) {
                  if (auto* command = std::get_if<record::Command>(&e.body)) {
                      command->command = "?";
                  }
              }).find("another command"),
              std::string::npos);
    EXPECT_NE(change([](record::Entry& e) {
                  if (auto* done = std::get_if<record::Done>(&e.body);
                      done && !done->output.empty()) {
                      done->output += "x";
                  }
              }).find("it drew something else"),
              std::string::npos);
    EXPECT_NE(change([](record::Entry& e) {
                  if (auto* wasi = std::get_if<record::Wasi>(&e.body)) {
                      wasi->function = "fd_close";
                  }
              }).find("the guest calls random_get"),
              std::string::npos);
    EXPECT_NE(change([](record::Entry& e) {
                  if (auto* start = std::get_if<record::Start>(&e.body)) {
                      start->format = 2;
                  }
              }).find("another version"),
              std::string::npos);
}

TEST(Replay, AnyBytesAreRefusedOrReplayed) {
    for (const std::string& bytes : {std::string("\xff"), std::string("\x12"), std::string()}) {
        EXPECT_FALSE(replay(module(), std::vector<std::string>{bytes}));
    }
}

}  // namespace
}  // namespace tessera::plugin_host
