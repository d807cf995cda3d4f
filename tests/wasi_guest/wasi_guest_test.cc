// Preview1 looked at from inside: a guest in C++, built with the SDK's tool chain and wasi-libc,
// has a case for each program of the official suite (same name, same behaviour, own code). Each
// case runs in a folder of its own on every way to paths there is: in this process with openat2, in
// this process component by component, and as plugins have it: asked of the server over the bridge.

#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <memory>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "tessera/io/loop.h"
#include "tessera/paths/local_path_ops.h"
#include "tessera/plugin_host/path_bridge.h"
#include "tessera/server/plugins/path_service.h"
#include "tessera/wasi/context.h"
#include "tessera/wasm/wasm.h"

namespace tessera::wasi {
namespace {

namespace fs = std::filesystem;

enum class Way : std::uint8_t { Kernel, Walk, Bridge };

/// What the official suite has; a case that is missing or has no counterpart fails the test.
std::vector<std::string> official_names() {
    std::ifstream file(TESSERA_WASI_NAMES);
    std::vector<std::string> out;
    for (std::string line; std::getline(file, line);) {
        out.push_back(line);
    }
    return out;
}

struct Ended {
    int exit_code = 0;
    std::string output;
    std::string problem;  // what it wrote to stderr, or the trap
};

class Guest {
public:
    Guest()
        : engine_(wasm::Engine::create().value()),
          module_(wasm::Module::compile_file(engine_, TESSERA_WASI_GUEST).value()) {}

    Ended run(ContextOptions options) const {
        Context context(std::move(options));
        wasm::Imports imports;
        context.add_to(imports);
        wasm::Store store(engine_, {.call_time_max = std::chrono::seconds(60)});
        const auto instance = wasm::Instance::create(store, module_, imports);
        if (!instance) {
            return {.exit_code = -1, .output = {}, .problem = instance.error().message};
        }
        const auto result = instance->exports().get_function<void()>("_start").value()();
        Ended ended{.exit_code = 0,
                    .output = context.output().take(),
                    .problem = context.error_output().take()};
        if (!result) {
            ended.exit_code = result.error().exit_code.value_or(-1);
            ended.problem += result.error().exit_code ? "" : result.error().to_string();
        }
        return ended;
    }

private:
    wasm::Engine engine_;
    wasm::Module module_;
};

/// A folder that is there as long as this is.
struct Top {
    Top() {
        std::string name = (fs::temp_directory_path() / "tessera-preview1-XXXXXX").string();
        EXPECT_NE(::mkdtemp(name.data()), nullptr);
        path = name;
    }
    ~Top() { fs::remove_all(path); }
    Top(const Top&) = delete;
    Top& operator=(const Top&) = delete;
    fs::path path;
};

ContextOptions options_for(const std::string& name) {
    ContextOptions out{.arguments = {"guest", name}};
    if (name.ends_with("multiple-arguments")) {
        out.arguments.insert(out.arguments.end(), {"first", "the \"second\"", "3"});
    }
    if (name.ends_with("multiple-variables")) {
        out.environment = {{"a", "text"}, {"b", "escap\"ed"}, {"c", "new\nline"}};
    }
    return out;
}

Ended run_here(const Guest& guest, ContextOptions options, const fs::path& top,
               paths::Resolver resolver) {
    paths::LocalPathOps ops(resolver);
    options.folders = {{.guest_path = "/top", .id = ops.add_folder(top.string()).value()}};
    options.paths = &ops;
    return guest.run(std::move(options));
}

/// The guest on a thread of its own, as in the plugin-host; this one is the server's loop.
Ended run_over_bridge(const Guest& guest, ContextOptions options, const fs::path& top) {
    constexpr std::uint64_t kLife = 7;
    io::Loop loop;
    std::unique_ptr<plugin_host::PathBridge> bridge;
    server::PathService service(
        loop, [&](server::LifeId, session::plugin_host::PathReply reply, UniqueFd fd) {
            bridge->deliver(std::move(reply), std::move(fd));
        });
    bridge = std::make_unique<plugin_host::PathBridge>(
        [&](const session::plugin_host::PathRequest& request) {
            loop.post([&service, request] {
                EXPECT_TRUE(service.request(server::LifeId(kLife), request));
            });
        });
    const auto paths = bridge->make(plugin_host::InstanceId(kLife), std::chrono::seconds(30));
    options.paths = paths.get();
    Ended ended;
    std::thread life;
    service.grant(server::LifeId(kLife), {{.guest_path = "/top", .host_path = top}},
                  [&](const server::PathService::Folders& folders) {
                      for (const auto& folder : folders) {
                          options.folders.push_back({.guest_path = folder.guest_path,
                                                     .id = paths::FolderId(folder.folder)});
                      }
                      life = std::thread([&] {
                          ended = guest.run(std::move(options));
                          loop.post([&] { loop.stop(); });
                      });
                  });
    loop.run();
    life.join();
    return ended;
}

Ended run(const Guest& guest, const std::string& name, Way way) {
    const Top top;
    switch (way) {
    case Way::Kernel: return run_here(guest, options_for(name), top.path, paths::Resolver::Auto);
    case Way::Walk: return run_here(guest, options_for(name), top.path, paths::Resolver::Walk);
    case Way::Bridge: return run_over_bridge(guest, options_for(name), top.path);
    }
    return {};
}

std::vector<std::string> cases_of(const Guest& guest) {
    std::istringstream list(guest.run({.arguments = {"guest"}}).output);
    std::vector<std::string> out;
    for (std::string line; std::getline(list, line);) {
        out.push_back(line);
    }
    return out;
}

void check_all(Way way) {
    const Guest guest;
    for (const std::string& name : cases_of(guest)) {
        const Ended ended = run(guest, name, way);
        EXPECT_EQ(ended.exit_code, name == "proc_exit-failure" ? 33 : 0)
            << name << ": " << ended.problem;
        EXPECT_EQ(ended.problem, "") << name;
        EXPECT_EQ(ended.output, name == "fd_write-to-stdout" ? "hello" : "") << name;
    }
}

TEST(Preview1, TheGuestHasACaseForEveryProgramOfTheOfficialSuite) {
    const Guest guest;
    auto cases = cases_of(guest);
    std::ranges::sort(cases);
    EXPECT_EQ(cases, official_names());
    EXPECT_EQ(cases.size(), 72U);
}

TEST(Preview1, ACaseThatIsNoneAndAFailureAreSeen) {
    const Guest guest;
    EXPECT_EQ(guest.run({.arguments = {"guest", "nothing"}}).exit_code, 2);
    // Without a folder, a case about files cannot succeed.
    const Ended ended = guest.run({.arguments = {"guest", "file_seek_tell"}});
    EXPECT_EQ(ended.exit_code, 1);
    EXPECT_NE(ended.problem.find("file (errno"), std::string::npos) << ended.problem;
}

TEST(Preview1, HoldsOnPathsResolvedByTheKernel) {
    check_all(Way::Kernel);
}
TEST(Preview1, HoldsOnPathsResolvedComponentByComponent) {
    check_all(Way::Walk);
}
TEST(Preview1, HoldsOnPathsAskedOfTheServer) {
    check_all(Way::Bridge);
}

}  // namespace
}  // namespace tessera::wasi
