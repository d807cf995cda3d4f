// Plugins that do their worst, beside one that behaves: 10,000 traps, 1,000 calls that hang
// (deadline 50 ms), 1,000 that want all memory, and 1,000 times the plugin-host is killed with -9.
// The one that behaves gets every event, in order, exactly once; the server's memory stays flat;
// nothing is left a zombie.
//
//   ./dev soak plugins            all of it, in less than 15 minutes
//   plugins_soak --short          a little of each, as ctest does

#include <signal.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <string>

#include "plugin/event.wire.h"
#include "tessera/plugin_api/events.h"
#include "tessera/server/plugins/plugins_fixture.h"

namespace tessera::server {
namespace {

namespace fs = std::filesystem;

struct Sizes {
    int traps = 10'000;
    int hangs = 1'000;
    int bombs = 1'000;
    int kills = 1'000;
};
Sizes sizes;  // NOLINT: set by main() before the tests

constexpr std::uint32_t kHangMs = 50;
/// As long as the deaths of a plugin-host that a plugin ran in are counted, and a little more.
constexpr std::chrono::seconds kBlameForgotten{61};
/// The rest of a heap that had to grow once; a leak of a kilobyte a round would be ten times as
/// much.
constexpr std::size_t kGrowthMax = std::size_t{3} << 20U;

/// Sanitizers keep what is freed for a while, to see who still uses it.
#ifdef TESSERA_NO_SANDBOX
constexpr bool kMemoryIsOurs = false;
#else
constexpr bool kMemoryIsOurs = true;
#endif

std::size_t resident_bytes() {
    std::ifstream file("/proc/self/statm");
    std::size_t total = 0;
    std::size_t resident = 0;
    file >> total >> resident;
    return resident * static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
}

/// Children of ours that ended and nobody has waited for.
int zombies() {
    int found = 0;
    std::ifstream children("/proc/self/task/" + std::to_string(::getpid()) + "/children");
    for (int child = 0; children >> child;) {
        std::ifstream status("/proc/" + std::to_string(child) + "/stat");
        std::string text;
        std::getline(status, text);
        const std::size_t name_end = text.rfind(')');
        found += name_end != std::string::npos && text.substr(name_end + 2, 1) == "Z" ? 1 : 0;
    }
    return found;
}

class PluginsSoak : public testing::Test {
protected:
    static constexpr std::uint32_t kWitness = 0;
    static constexpr std::uint32_t kBad = 1;

    void SetUp() override {
        const char* build = std::getenv("TESSERA_BUILD_DIR");
        guests = fs::path(build != nullptr ? build : TESSERA_SOAK_BUILD_DIR) / "tests" / "guests";
        ASSERT_TRUE(fs::exists(guests / "puppet.wasm")) << guests;
        server = std::make_unique<FakeServer>([](PluginsOptions& options) {
            options.call_ms_max = kHangMs;
            options.restart_pause = std::chrono::milliseconds(1);
        });
        // Subscribe to CustomMessage.
        std::ofstream(server->folder.path / "load") << "[8,0,18,5,10,3,10,1,10]\n";
        server->load(FakeServer::key(kWitness), location("puppet"));
        ASSERT_TRUE(server->wait([&] { return server->frames[FakeServer::key(kWitness)] > 0; }));
    }
    [[nodiscard]] std::string location(const char* guest) const {
        return "file:" + (guests / (std::string(guest) + ".wasm")).string();
    }

    /// The next numbered event reaches the witness, which draws what it was told: as bytes in a
    /// list.
    void tell_witness() {
        const std::string number = std::to_string(++told);
        const InstanceKey witness = FakeServer::key(kWitness);
        std::string shown;
        for (const char c : number) {
            shown += std::to_string(static_cast<int>(c)) + ",";
        }
        shown = "[8,10,82," + std::to_string(number.size() + 5) + ",10,1,110,18," +
                std::to_string(number.size()) + "," + shown;
        shown.back() = ']';
        server->send(witness, plugin_api::custom_message("n", number));
        ASSERT_TRUE(server->wait([&] { return server->screens[witness].starts_with(shown); }))
            << shown << " but " << server->screens[witness];
        // Exactly once, and nothing else in between.
        ASSERT_EQ(server->frames[witness], expected_frames(told)) << "after event " << number;
    }
    [[nodiscard]] int expected_frames(int events) const { return first_frames + events; }
    void begin() { first_frames = server->frames[FakeServer::key(kWitness)]; }

    /// The guest fails `times` times, each in a new life; the witness hears of each.
    void fail(const char* guest, int times, std::string_view why) {
        const InstanceKey bad = FakeServer::key(kBad);
        begin();
        server->load(bad, location(guest));
        std::size_t after_warming = 0;
        for (int i = 0; i < times; ++i) {
            ASSERT_TRUE(server->wait([&] { return !server->failed.empty(); }));
            ASSERT_NE(server->failed.front().second.sentence.find(why), std::string::npos)
                << server->failed.front().second.sentence;
            server->failed.clear();
            server->loaded.clear();
            server->loading.clear();
            server->drawn.clear();
            server->log.lines.clear();
            tell_witness();
            if (HasFatalFailure()) {
                return;
            }
            if (i == times / 10) {
                after_warming = resident_bytes();
            }
            server->plugins->reload(bad.plugin_key());
        }
        finish(after_warming);
    }
    void finish(std::size_t before) {
        const std::size_t now = resident_bytes();
        if (kMemoryIsOurs) {
            EXPECT_LE(now, before + kGrowthMax) << before << " bytes before";
        }
        EXPECT_EQ(zombies(), 0);
        std::printf("resident: %.1f MiB after a tenth, %.1f MiB at the end\n",
                    static_cast<double>(before) / (1U << 20U),
                    static_cast<double>(now) / (1U << 20U));
    }

    fs::path guests;
    std::unique_ptr<FakeServer> server;
    int told = 0;
    int first_frames = 0;
};

TEST_F(PluginsSoak, OneThatTrapsAgainAndAgain) {
    fail("trap", sizes.traps, "unreachable");
}

TEST_F(PluginsSoak, OneThatHangsAgainAndAgain) {
    fail("loop", sizes.hangs, "time");
}

TEST_F(PluginsSoak, OneThatWantsAllMemoryAgainAndAgain) {
    fail("bomb", sizes.bombs, "MiB of memory");
}

TEST_F(PluginsSoak, ThePluginHostKilledAgainAndAgain) {
    const InstanceKey witness = FakeServer::key(kWitness);
    std::size_t after_warming = 0;
    for (int i = 0; i < sizes.kills; ++i) {
        const int frames = server->frames[witness];
        const int host = server->plugins->host_pid();
        ASSERT_GT(host, 0);
        ASSERT_EQ(::kill(host, SIGKILL), 0);
        // An event while nobody is there to take it: it waits for the next life.
        const std::string number = std::to_string(++told);
        server->send(witness, plugin_api::custom_message("n", number));
        std::string shown;
        for (const char c : number) {
            shown += "," + std::to_string(static_cast<int>(c));
        }
        ASSERT_TRUE(server->wait([&] {
            return server->frames[witness] > frames && server->plugins->host_pid() != host &&
                   server->screens[witness].find(shown + "]") != std::string::npos;
        })) << "event "
            << number << ": " << server->screens[witness];
        ASSERT_TRUE(server->failed.empty()) << server->failures();
        ASSERT_TRUE(server->wait([&] { return server->plugins->is_idle(); }));
        // It is no fault of the witness: a minute later nobody blames it any more.
        server->clock.advance(kBlameForgotten);
        server->notices.clear();
        server->loaded.clear();
        server->loading.clear();
        server->drawn.clear();
        server->log.lines.clear();
        if (i == sizes.kills / 10) {
            after_warming = resident_bytes();
        }
    }
    finish(after_warming);
}

}  // namespace
}  // namespace tessera::server

int main(int argc, char** argv) {
    testing::InitGoogleTest(&argc, argv);
    if (argc > 1 && std::strcmp(argv[1], "--short") == 0) {
        tessera::server::sizes = {.traps = 60, .hangs = 8, .bombs = 20, .kills = 8};
    }
    return RUN_ALL_TESTS();
}
