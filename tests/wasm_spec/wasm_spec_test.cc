// The specification's own test scripts through tessera::wasm. Every directive passes or needs a
// proposal that is switched off; skipped.txt names each of the latter, and is enforced.
// TESSERA_WASM_SPEC_WRITE=FILE writes what skipped.txt should say now.

#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "runner.h"
#include "script.h"

namespace tessera::wasm_spec {
namespace {

namespace fs = std::filesystem;

std::string environment(const char* name) {
    const char* value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): one thread
    return value == nullptr ? "" : value;
}

fs::path suite() {
    const std::string shared = environment("TESSERA_SHARED");
    return shared.empty() ? fs::path() : fs::path(shared) / "conformance" / "wasm-spec";
}

std::vector<fs::path> scripts() {
    std::vector<fs::path> found;
    if (fs::is_directory(suite())) {
        for (const auto& entry : fs::directory_iterator(suite())) {
            if (entry.path().extension() == ".wast") {
                found.push_back(entry.path());
            }
        }
    }
    std::ranges::sort(found);
    return found;
}

/// "address.wast memory64" -> lines, in order.
using Skips = std::map<std::string, std::vector<int>>;

std::string to_text(const Skips& skips) {
    std::string text;
    for (const auto& [key, lines] : skips) {
        text += key + ":";
        for (const int line : lines) {
            text += " " + std::to_string(line);
        }
        text += "\n";
    }
    return text;
}

std::string committed_skips() {
    std::ifstream file(fs::path(environment("TESSERA_SOURCE_DIR")) / "tests/wasm_spec/skipped.txt");
    std::string text;
    for (std::string line; std::getline(file, line);) {
        if (!line.starts_with("#")) {
            text += line + "\n";
        }
    }
    return text;
}

struct Count {
    int passed = 0;
    int skipped = 0;
};

void run_script(const wasm::Engine& engine, const fs::path& path, Skips& skips, Count& count) {
    const std::string name = path.filename().string();
    const fs::path directory =
        fs::temp_directory_path() / ("tessera-wasm-spec-" + std::to_string(::getpid()));
    const Script script = load_script(TESSERA_WAST_JSON, path, directory);
    Runner runner(engine, script);
    for (const Directive& directive : script.directives) {
        const Verdict verdict = runner.run(directive);
        if (const auto* failed = std::get_if<Failed>(&verdict)) {
            ADD_FAILURE() << name << ":" << directive.line << " " << directive.type << " "
                          << directive.invoke << ": " << failed->why;
        } else if (const auto* skipped = std::get_if<Skipped>(&verdict)) {
            skips[name + " " + skipped->proposal].push_back(directive.line);
            ++count.skipped;
        } else {
            ++count.passed;
        }
    }
    EXPECT_FALSE(script.directives.empty()) << name;
    fs::remove_all(directory);
}

TEST(WasmSpec, EveryDirectivePassesOrNeedsAProposalThatIsOff) {
    if (scripts().empty()) {
        GTEST_SKIP() << "no conformance/wasm-spec in TESSERA_SHARED";
    }
    const auto engine = wasm::Engine::create({.multi_memory = wasm::MultiMemory::Yes}).value();
    Skips skips;
    Count count;
    for (const fs::path& path : scripts()) {
        run_script(engine, path, skips, count);
    }
    std::printf("%d directives passed, %d skipped (tests/wasm_spec/skipped.txt)\n", count.passed,
                count.skipped);
    const std::string out = environment("TESSERA_WASM_SPEC_WRITE");
    if (!out.empty()) {
        std::ofstream(out) << to_text(skips);
    } else {
        EXPECT_EQ(to_text(skips), committed_skips());
    }
}

}  // namespace
}  // namespace tessera::wasm_spec
