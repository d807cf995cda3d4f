// The inspect role: what a wasm file is, what a host would make of it, and why it would be refused.

#include <unistd.h>

#include <algorithm>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "tessera/plugin_host/guest.h"
#include "tessera/plugin_host/role_io.h"
#include "tessera/plugin_host/roles.h"
#include "tessera/plugin_host/sandbox.h"
#include "tessera/wasm/engine.h"
#include "tessera/wasm/instance.h"
#include "tessera/wasm/metadata.h"
#include "tessera/wasm/module.h"

namespace tessera::plugin_host {
namespace {

/// Compiling and one call of the file's own code; a file that needs more is no plugin.
constexpr std::uint64_t kCpuSecondsMax = 60;
constexpr std::size_t kNameColumn = 12;
constexpr std::size_t kExternColumn = 44;
/// Names listed of one kind; a file with more is not read by people.
constexpr std::size_t kListedMax = 512;

/// Does nothing of what the guest asks; its code runs only to say its version.
class DeafHost final : public GuestHost {
public:
    std::optional<std::string> run_command(std::string_view) override { return std::string(); }
    void bad_command(std::string_view) override {}
    void log(std::string_view, std::size_t) override {}
};

std::string row(std::string_view name, std::string_view value) {
    return fmt::format("{:<{}}{}\n", name, kNameColumn, value);
}

std::string joined(const std::vector<std::string>& items, std::string_view otherwise) {
    std::string out;
    for (const std::string& item : items) {
        out += (out.empty() ? "" : ", ") + wasm::printable(item);
    }
    return out.empty() ? std::string(otherwise) : out;
}

std::string metadata_text(const wasm::Metadata& metadata) {
    std::vector<std::string> sections;
    for (const wasm::CustomSection& section : metadata.custom_sections) {
        sections.push_back(fmt::format("{} ({} bytes)", section.name, section.contents.size()));
    }
    std::string out;
    if (!metadata.module_name.empty()) {
        out += row("name", wasm::printable(metadata.module_name));
    }
    out += row("made by", joined(metadata.producers, "not stated"));
    out += row("features", joined(metadata.features, "not stated"));
    return out + row("sections", joined(sections, "-"));
}

std::string memory_text(const wasm::Module& module) {
    constexpr double kMiB = 1U << 20U;
    const wasm::ExternType* found = module.find_export("memory");
    const auto* memory = found == nullptr ? nullptr : std::get_if<wasm::MemoryType>(found);
    if (memory == nullptr) {
        return "none exported";
    }
    return fmt::format(
        "{:.1f} MiB at the start, {}",
        static_cast<double>(memory->pages_min * wasm::Memory::kPageBytes) / kMiB,
        memory->pages_max
            ? fmt::format("at most {:.1f} MiB",
                          static_cast<double>(*memory->pages_max * wasm::Memory::kPageBytes) / kMiB)
            : std::string("without a limit of its own"));
}

template <class Items, class NameOf>
std::string listed(std::string_view title, const Items& items, NameOf name_of) {
    std::string out = row(title, std::to_string(items.size()));
    for (const auto& item : items) {
        if (&item - items.data() == static_cast<std::ptrdiff_t>(kListedMax)) {
            return out + "  …\n";
        }
        out += fmt::format("  {:<{}}{}\n", wasm::printable(name_of(item)), kExternColumn,
                           wasm::to_string(item.type));
    }
    return out;
}

std::string module_text(const wasm::Module& module) {
    std::string out = row("memory", memory_text(module));
    out += row("workers", joined(workers_of(module), "-"));
    out += listed("imports", module.imports(),
                  [](const wasm::ImportDescription& i) { return i.module + "." + i.name; });
    return out + listed("exports", module.exports(),
                        [](const wasm::ExportDescription& e) { return e.name; });
}

struct Verdict {
    std::string level = "unknown";
    std::string refusal;  // empty: it would be taken
};

/// As a session would start it, without running more than plugin_version.
Verdict try_out(const wasm::Module& module) {
    DeafHost host;
    auto guest = Guest::create(module, {}, host);
    if (!guest) {
        return {.refusal = guest.error().message};
    }
    const auto version = (*guest)->plugin_version();
    if (!version) {
        return {.level = "unknown: plugin_version failed: " + version.error().message};
    }
    if (version->empty()) {
        return {.level = "before 0.28, or made without the SDK: no export plugin_version"};
    }
    return {.level = *version};
}

}  // namespace

int inspect_role(std::span<const std::string_view>) {
    const auto engine = wasm::Engine::create({.compiler = wasm::Compiler::Baseline});
    const auto state = enter_sandbox({.cpu_seconds_max = kCpuSecondsMax});
    if (!engine || !state) {
        return complain(engine ? state.error().message : engine.error().message);
    }
    const auto wasm = read_all(STDIN_FILENO, kWasmBytesMax);
    if (!wasm) {
        return complain(wasm.error().message);
    }
    constexpr double kKilobyte = 1000;
    std::string out =
        row("size", fmt::format("{:.1f} kB ({} bytes)",
                                static_cast<double>(wasm->size()) / kKilobyte, wasm->size()));
    Verdict verdict;
    if (const auto metadata = wasm::read_metadata(*wasm)) {
        out += metadata_text(*metadata);
    }
    if (const auto module = wasm::Module::compile(*engine, *wasm)) {
        verdict = try_out(*module);
        out += row("ABI level", verdict.level) + module_text(*module);
    } else {
        verdict.refusal = wasm::printable(module.error().message);
    }
    out +=
        verdict.refusal.empty() ? row("refused", "no") : row("refused", "yes: " + verdict.refusal);
    return write_all(STDOUT_FILENO, out) && verdict.refusal.empty() ? 0 : 1;
}

}  // namespace tessera::plugin_host
