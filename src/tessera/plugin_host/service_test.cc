// Several guests at once: order, coalescing, replies, failures that stay where they happened,
// unloading of busy guests.

#include <algorithm>
#include <condition_variable>
#include <mutex>

#include <gtest/gtest.h>

#include "tessera/plugin_host/service.h"

namespace tessera::plugin_host {
namespace {

/// Writes down what it is told, one line each, and lets a test wait for a line.
class Journal final : public ServiceSink {
public:
    void loaded(InstanceId i, const LoadedReport&) override { add("loaded", i); }
    void trapped(InstanceId i, std::string_view worker, CallId call, const Failure& f) override {
        add("trapped" + std::string(worker) + " " + std::to_string(static_cast<int>(f.kind)) +
                " call " + std::to_string(call.value),
            i);
    }
    void unloaded(InstanceId i) override { add("unloaded", i); }
    void call_done(InstanceId i, const CallReport& r) override {
        add("call " + std::to_string(r.call.value) + " outcome " +
                std::to_string(static_cast<int>(r.outcome)),
            i);
    }
    void rendered(InstanceId i, const RenderReport& r) override {
        add("rendered " + std::to_string(r.rows) + "x" + std::to_string(r.cols) + " " + r.output,
            i);
    }
    void command(InstanceId i, const CommandReport& r) override {
        add("command " + std::to_string(r.command.value) + r.worker + (r.waits ? " waits" : ""), i);
    }
    void worker_done(InstanceId i, std::string_view worker) override {
        add("done " + std::string(worker), i);
    }
    void recorded(InstanceId i, std::string) override { add("recorded", i); }
    void log(InstanceId, std::string_view, std::string_view, std::size_t) override {}

    void expect(const std::string& line) {
        std::unique_lock lock(mutex_);
        const bool came = changed_.wait_for(lock, std::chrono::seconds(20), [&] {
            return std::ranges::find(lines_, line) != lines_.end();
        });
        EXPECT_TRUE(came) << line;
    }
    int count(const std::string& line) {
        const std::lock_guard lock(mutex_);
        return static_cast<int>(std::ranges::count(lines_, line));
    }

private:
    void add(const std::string& what, InstanceId i) {
        const std::lock_guard lock(mutex_);
        lines_.push_back(std::to_string(i.value) + ": " + what);
        changed_.notify_all();
    }
    std::mutex mutex_;
    std::condition_variable changed_;
    std::vector<std::string> lines_;
};

const wasm::Module& module() {
    // Event 1: render. 2: trap. 3: loop. 4: a command that has a reply (number 3). The byte is the
    // third character of the line.
    static const wasm::Engine engine = wasm::Engine::create().value();
    static const wasm::Module shared = wasm::Module::compile_text(engine, R"((module
      (import "wasi_snapshot_preview1" "fd_read" (func $read (param i32 i32 i32 i32) (result i32)))
      (import "wasi_snapshot_preview1" "fd_write"
        (func $write (param i32 i32 i32 i32) (result i32)))
      (import "zellij" "host_run_plugin_command" (func $command))
      (memory (export "memory") 1) (data (i32.const 100) "[8,3]\0ahi")
      (func $say (param $at i32) (param $length i32)
        (i32.store (i32.const 0) (local.get $at)) (i32.store (i32.const 4) (local.get $length))
        (drop (call $write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 16))))
      (func $hear (result i32)
        (i32.store (i32.const 0) (i32.const 200)) (i32.store (i32.const 4) (i32.const 1000))
        (drop (call $read (i32.const 0) (i32.const 0) (i32.const 1) (i32.const 16)))
        (i32.load8_u (i32.const 201)))
      (func (export "_start")) (func (export "load"))
      (func (export "render") (param i32 i32) (call $say (i32.const 106) (i32.const 2)))
      (func (export "busy_worker") (call $say (i32.const 100) (i32.const 6)) (call $command))
      (func (export "update") (result i32) (local $what i32) (local.set $what (call $hear))
        (if (i32.eq (local.get $what) (i32.const 0x32)) (then unreachable))
        (if (i32.eq (local.get $what) (i32.const 0x33)) (then (loop br 0)))
        (if (i32.eq (local.get $what) (i32.const 0x34)) (then
            (call $say (i32.const 100) (i32.const 6)) (call $command)
            (if (i32.ne (call $hear) (i32.const 0x37)) (then unreachable))))
        (i32.eq (local.get $what) (i32.const 0x31)))))")
                                           .value();
    return shared;
}

LoadOrder order(std::uint64_t instance, std::uint32_t plugin) {
    LoadOrder out{.instance = InstanceId(instance),
                  .plugin = PluginId(plugin),
                  .module = module(),
                  .options = {},
                  .make_paths = {},
                  .configuration = {}};
    out.options.limits.call_time_max = std::chrono::seconds(5);
    return out;
}

CallOrder event(std::uint64_t call, char what, std::uint32_t coalesce = 0) {
    return {.call = CallId(call),
            .message = std::string(1, what),
            .render = RenderAfter::IfAsked,
            .coalesce = coalesce};
}

TEST(Service, LoadsCallsRendersAndUnloads) {
    Journal journal;
    Service service(journal);
    service.load(order(1, 1));
    service.resize(InstanceId(1), 2, 30);
    service.update(InstanceId(1), event(7, 1));
    service.pipe(InstanceId(1), event(8, 1));
    service.unload(InstanceId(1), std::string(1, 5));
    for (const char* line : {"1: loaded", "1: rendered 2x30 hi", "1: call 7 outcome 0",
                             "1: call 8 outcome 3", "1: unloaded"}) {
        journal.expect(line);
    }
    service.update(InstanceId(1), event(9, 1));
    journal.expect("1: call 9 outcome 2");
}

TEST(Service, AResizeDrawsEvenToTheSizeThereIs) {
    Journal journal;
    Service service(journal);
    service.load(order(1, 1));
    service.resize(InstanceId(1), 2, 30);
    journal.expect("1: rendered 2x30 hi");
    service.resize(InstanceId(1), 2, 30);  // what is left of going to another size and back
    CallOrder last = event(9, 1);
    last.render = RenderAfter::Never;
    service.update(InstanceId(1), std::move(last));
    journal.expect("1: call 9 outcome 0");
    EXPECT_EQ(journal.count("1: rendered 2x30 hi"), 2);
}

TEST(Service, ATrapKillsOneInstanceOnly) {
    Journal journal;
    Service service(journal);
    service.load(order(1, 1));
    service.load(order(2, 1));
    service.update(InstanceId(1), event(1, 2));
    service.update(InstanceId(1), event(2, 1));
    service.update(InstanceId(2), event(3, 1));
    for (const char* line : {"1: trapped 1 call 1", "1: call 2 outcome 2", "2: call 3 outcome 0"}) {
        journal.expect(line);
    }
}

TEST(Service, AHangingPluginDelaysNoOtherAndUnloadingStopsIt) {
    Journal journal;
    Service service(journal);
    service.load(order(1, 1));
    service.load(order(2, 2));
    service.update(InstanceId(1), event(1, 3));
    for (std::uint64_t call = 10; call < 20; ++call) {
        service.update(InstanceId(1), event(call, 1, 5));
    }
    service.update(InstanceId(2), event(2, 1));
    journal.expect("2: call 2 outcome 0");
    journal.expect("1: call 18 outcome 1");
    service.unload(InstanceId(1), {});
    journal.expect("1: unloaded");
    EXPECT_EQ(journal.count("1: call 19 outcome 1"), 0);
}

TEST(Service, HoldsAGuestUntilTheReplyAndOnlyThatReply) {
    Journal journal;
    Service service(journal);
    service.load(order(1, 1));
    service.update(InstanceId(1), event(1, 4));
    journal.expect("1: command 1 waits");
    service.reply(InstanceId(1), CommandId(99), std::string("x"));
    EXPECT_EQ(journal.count("1: call 1 outcome 0"), 0);
    service.reply(InstanceId(1), CommandId(1), std::string(1, 7));
    journal.expect("1: call 1 outcome 0");
    service.set_commands_without_reply({3});
    service.update(InstanceId(1), event(2, 4));
    journal.expect("1: command 2");
    journal.expect("1: trapped 1 call 2");
}

TEST(Service, WorkersRunBesideTheirPlugin) {
    Journal journal;
    Service service(journal);
    service.set_commands_without_reply({3});
    service.load(order(1, 1));
    service.update(InstanceId(1), event(1, 3));
    service.worker_message(InstanceId(1), "busy", "x");
    service.worker_message(InstanceId(1), "lazy", "x");
    journal.expect("1: command 1busy");
    service.set_commands_without_reply({});
    service.worker_message(InstanceId(1), "busy", "x");
    journal.expect("1: command 2busy waits");
    service.reply(InstanceId(1), CommandId(2), std::string());
    service.worker_message(InstanceId(1), "busy", "x");
    journal.expect("1: command 3busy waits");
    journal.expect("1: trappedlazy 14 call 0");
}

}  // namespace
}  // namespace tessera::plugin_host
