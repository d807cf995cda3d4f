// `tessera plugin trace` and `replay`: what a plugin does while it runs, and the same once more.

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <filesystem>
#include <fstream>
#include <string>

#include "session/plugin_record.wire.h"
#include "tessera/base/read_file.h"
#include "tessera/base/unique_fd.h"
#include "tessera/cli/commands.h"
#include "tessera/code_store/sha256.h"
#include "tessera/plugin_api/json.h"
#include "tessera/server/plugins/modules.h"

namespace tessera::cli {

namespace {

namespace fs = std::filesystem;
namespace record = session::plugin_record;

constexpr std::array kTraceOptions = std::to_array<OptionSpec>({
    {0, "record", "FILE", "write a record for 'tessera plugin replay'; the plugin starts anew"},
    {'h', "help", "", "print this"},
});
constexpr std::array kReplayOptions = std::to_array<OptionSpec>({
    {0, "module", "FILE", "the plugin, if it is not where it was"},
    {'h', "help", "", "print this"},
});

/// A record's lines as frames, and what it says of its plugin.
struct ReadRecord {
    std::string frames;  // u32 little-endian length, session.plugin_record.Entry
    std::string location;
    std::string digest;
};

Result<ReadRecord> read_record(const std::string& name) {
    std::ifstream file(name, std::ios::binary);
    if (!file) {
        return fail_errno("open", errno, name);
    }
    const auto* schema = plugin_api::find_message("tessera.session.plugin_record.Entry");
    ReadRecord out;
    std::size_t number = 0;
    for (std::string line; std::getline(file, line);) {
        ++number;
        const auto entry = plugin_api::from_json(*schema, line);
        if (!entry) {
            return fail(ErrorCode::Corrupt, entry.error().message,
                        name + ", line " + std::to_string(number));
        }
        record::Entry read;
        if (out.digest.empty() && wire::decode(*entry, read)) {
            if (const auto* start = std::get_if<record::Start>(&read.body)) {
                out.location = start->location;
                out.digest = start->digest;
            }
        }
        const auto length = static_cast<std::uint32_t>(entry->size());
        for (unsigned shift = 0; shift < 32; shift += 8) {
            out.frames += static_cast<char>(length >> shift & 0xFFU);
        }
        out.frames += *entry;
    }
    if (out.digest.empty()) {
        return fail(ErrorCode::Corrupt, "this is no record of a plugin", name);
    }
    return out;
}

/// The module that was recorded. Errors: NotFound, Corrupt (other bytes).
Result<UniqueFd> open_module(const ReadRecord& recorded, std::optional<std::string_view> named) {
    constexpr std::string_view kFile = "file:";
    std::string path = named ? std::string(*named) : recorded.location;
    if (path.starts_with(kFile)) {
        path.erase(0, kFile.size());
    }
    const std::string wasm = read_file(path, server::kModuleBytesMax).value_or("");
    if (wasm.empty()) {
        return fail(ErrorCode::NotFound, "cannot be read; --module names the plugin", path);
    }
    if (code_store::to_hex(code_store::Sha256().add(wasm).finish()) != recorded.digest) {
        return fail(ErrorCode::Corrupt, "these are other bytes than the recorded plugin's", path);
    }
    UniqueFd fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (!fd) {
        return fail_errno("open", errno, path);
    }
    return fd;
}

Result<UniqueFd> in_memory(std::string_view bytes) {
    UniqueFd fd(::memfd_create("record", MFD_CLOEXEC));
    while (fd && !bytes.empty()) {
        const ssize_t n = ::write(fd.get(), bytes.data(), bytes.size());
        if (n <= 0) {
            return fail_errno("write", errno, "record");
        }
        bytes.remove_prefix(static_cast<std::size_t>(n));
    }
    if (!fd || ::lseek(fd.get(), 0, SEEK_SET) != 0) {
        return fail_errno("memfd_create", errno, "record");
    }
    return fd;
}

}  // namespace

int plugin_trace_command(const Context& context, Arguments arguments) {
    const Result<Parsed> parsed = parse(arguments, kTraceOptions, Words::Anywhere);
    if (!parsed) {
        return misused(parsed.error().message);
    }
    const auto pane =
        parsed->words.size() == 1 ? plugin_number(parsed->words.front()) : std::nullopt;
    if (parsed->has("help") || !pane) {
        print(
            "Usage: tessera plugin trace [--record FILE] PANE\n\nEvents, commands and timings of a "
            "plugin that runs, a JSON object a line, until it is stopped (Ctrl c).\nPANE as "
            "plugin_3 or 3; docs/plugin-tools.md explains the lines.\n\nOptions:\n" +
            describe(kTraceOptions));
        return parsed->has("help") ? 0 : 2;
    }
    if (const auto name = parsed->value("record")) {
        const std::string file(*name);
        const UniqueFd out(::open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600));
        if (!out || ::dup2(out.get(), STDOUT_FILENO) < 0) {
            return complain(fail_errno("open", errno, file).error().to_string(), 1);
        }
    }
    session::client::Command command;
    command.session = context.session();
    command.verb = session::client::PluginTrace{.pane = *pane, .record = parsed->has("record")};
    return run_on_server(context, std::move(command), kNoSession);
}

int plugin_replay_command(const Context& context, Arguments arguments) {
    const Result<Parsed> parsed = parse(arguments, kReplayOptions, Words::Anywhere);
    if (!parsed) {
        return misused(parsed.error().message);
    }
    if (parsed->has("help") || parsed->words.size() != 1) {
        print(
            "Usage: tessera plugin replay [--module FILE] RECORD\n\nRuns a recorded plugin once "
            "more and compares every command, call and frame. Exit status 1: something\nwas "
            "different, and what.\n\nOptions:\n" +
            describe(kReplayOptions));
        return parsed->has("help") ? 0 : 2;
    }
    const Result<ReadRecord> recorded = read_record(std::string(parsed->words.front()));
    if (!recorded) {
        return complain(recorded.error().to_string(), 1);
    }
    const Result<UniqueFd> module = open_module(*recorded, parsed->value("module"));
    const Result<UniqueFd> frames = in_memory(recorded->frames);
    if (!module || !frames) {
        return complain((module ? frames.error() : module.error()).to_string(), 1);
    }
    constexpr int kModuleFd = 3;  // of the plugin-host's role
    const std::string& program = context.installation.plugin_host;
    // First away from the numbers that are taken.
    const int spare = ::fcntl(module->get(), F_DUPFD, kModuleFd + 1);  // NOLINT: variadic by POSIX
    (void)::dup2(frames->get(), STDIN_FILENO);
    (void)::dup2(spare, kModuleFd);
    (void)::execl(program.c_str(), program.c_str(), "replay", nullptr);
    return complain(fail_errno("start", errno, program).error().to_string(), 1);
}

}  // namespace tessera::cli
