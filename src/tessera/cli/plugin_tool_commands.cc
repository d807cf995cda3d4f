// `tessera plugin inspect` and `run`: a plugin's file without a session. What a file says and does
// is decided where plugins run: in the sandbox of the plugin-host.

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <ranges>
#include <string>
#include <vector>

#include "tessera/base/handle.h"
#include "tessera/base/unique_fd.h"
#include "tessera/cli/commands.h"
#include "tessera/io/log.h"
#include "tessera/plugin_api/tables.h"
#include "tessera/plugin_tools/run.h"

namespace tessera::cli {

namespace {

/// Becomes the plugin-host with the file on standard input; returns only if that fails.
int become_plugin_host(const Context& context, const char* role, const std::string& file) {
    const UniqueFd input(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
    if (!input) {
        return complain(fail_errno("open", errno, file).error().to_string(), 1);
    }
    const std::string& program = context.installation.plugin_host;
    (void)::dup2(input.get(), STDIN_FILENO);
    (void)::execl(program.c_str(), program.c_str(), role, nullptr);
    return complain(fail_errno("start", errno, program).error().to_string(), 1);
}

// ------------------------------------------------------------------------------------------------
// run

namespace fs = std::filesystem;
using plugin_tools::RunOptions;

constexpr std::array kRunOptions = std::to_array<OptionSpec>({
    {0, "rows", "N", "rows of the plugin's pane [24]"},
    {0, "cols", "N", "its columns [80]"},
    {0, "config", "KEY=VALUE", "the plugin's configuration; any number of times"},
    {0, "grant", "all|NAME,...", "permissions it has from the start; any number of times"},
    {0, "script", "FILE", "what happens to it, a JSON object a line; - is standard input"},
    {0, "format", "text|ansi|json", "how its screen is printed [text]"},
    {0, "commands", "FILE", "where its commands go, a JSON object a line; - is standard output"},
    {0, "record", "FILE", "where a record for 'tessera plugin replay' goes"},
    {0, "cwd", "DIR", "what it sees as /host [the current folder]"},
    {0, "clock", "SECONDS", "what its clock shows at the start, since 1970 [1767225600]"},
    {0, "seed", "N", "what its random numbers come from [0]"},
    {0, "compiler", "optimized|baseline", "how it is compiled [optimized]"},
    {'h', "help", "", "print this"},
});
/// 2026-01-01 00:00:00 UTC.
constexpr std::uint64_t kClockStart = 1'767'225'600;
constexpr std::uint64_t kClockMax = 1ULL << 33U;  // so that nanoseconds fit into 63 bits

/// Options that may come several times are taken out first: name and value.
using Repeated = std::vector<std::pair<std::string_view, std::string_view>>;

Result<std::uint64_t> number_of(const Parsed& parsed, std::string_view name,
                                std::uint64_t otherwise, std::uint64_t min, std::uint64_t max) {
    const auto text = parsed.value(name);
    if (!text) {
        return otherwise;
    }
    std::uint64_t out = 0;
    const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), out);
    if (error != std::errc() || end != text->data() + text->size() || out < min || out > max) {
        return fail(ErrorCode::InvalidArgument,
                    "--" + std::string(name) + " should be a number from " + std::to_string(min) +
                        " to " + std::to_string(max));
    }
    return out;
}

Result<> grant(RunOptions& options, std::string_view names) {
    while (!names.empty()) {
        const std::size_t comma = names.find(',');
        const std::string_view name = names.substr(0, comma);
        names = comma == std::string_view::npos ? "" : names.substr(comma + 1);
        bool known = false;
        for (const plugin_api::PermissionRow& row : plugin_api::permission_rows()) {
            if (name == "all" || name == row.name) {
                options.granted.emplace_back(row.name);
                known = true;
            }
        }
        if (!known) {
            return fail(ErrorCode::InvalidArgument,
                        "there is no permission '" + std::string(name) + "'");
        }
    }
    return {};
}

Result<> take_repeated(RunOptions& options, const Repeated& repeated) {
    for (const auto& [name, value] : repeated) {
        if (name == "grant") {
            (void)TESSERA_TRY(grant(options, value));
            continue;
        }
        const std::size_t equals = value.find('=');
        if (equals == std::string_view::npos || equals == 0) {
            return fail(ErrorCode::InvalidArgument, "--config should be KEY=VALUE");
        }
        options.configuration[std::string(value.substr(0, equals))] = value.substr(equals + 1);
    }
    return {};
}

/// Errors: Io, LimitExceeded.
Result<std::string> script_text(const std::string& name) {
    const Handle<std::FILE, std::fclose> file(name == "-" ? nullptr
                                                          : std::fopen(name.c_str(), "rb"));
    std::FILE* const in = name == "-" ? stdin : file.get();
    if (in == nullptr) {
        return fail_errno("open", errno, name);
    }
    std::string out;
    std::array<char, 65536> part{};
    while (const std::size_t got = std::fread(part.data(), 1, part.size(), in)) {
        out.append(part.data(), got);
        if (out.size() > plugin_tools::kScriptBytesMax) {
            return fail(ErrorCode::LimitExceeded, "the script is too long", name);
        }
    }
    return out;
}

Result<RunOptions> run_options(const Context& context, const Parsed& parsed,
                               const Repeated& repeated) {
    RunOptions out;
    out.host_program = context.installation.plugin_host;
    if (!context.paths.cache_dir.empty()) {
        out.code_cache = fs::path(context.paths.cache_dir) / "code";
    }
    std::error_code error;
    out.file = fs::absolute(parsed.words.front(), error).lexically_normal();
    out.folder = fs::weakly_canonical(parsed.value("cwd").value_or("."), error);
    const auto side = static_cast<std::uint64_t>(kMaxRowsOrCols);
    constexpr std::uint64_t kRows = 24;
    constexpr std::uint64_t kCols = 80;
    out.size.rows =
        Rows(static_cast<std::int32_t>(TESSERA_TRY(number_of(parsed, "rows", kRows, 1, side))));
    out.size.cols =
        Cols(static_cast<std::int32_t>(TESSERA_TRY(number_of(parsed, "cols", kCols, 1, side))));
    out.wall =
        std::chrono::seconds(TESSERA_TRY(number_of(parsed, "clock", kClockStart, 0, kClockMax)));
    out.seed = TESSERA_TRY(number_of(parsed, "seed", 0, 0, ~std::uint64_t{0}));
    (void)TESSERA_TRY(take_repeated(out, repeated));
    using vt::tool::Format;
    const std::string_view format = parsed.value("format").value_or("text");
    if (format != "text" && format != "ansi" && format != "json") {
        return fail(ErrorCode::InvalidArgument, "--format should be text, ansi or json");
    }
    out.format = format == "text" ? Format::Text : format == "ansi" ? Format::Ansi : Format::Json;
    out.recording = parsed.has("record") ? server::Recording::Yes : server::Recording::No;
    const std::string_view compiler = parsed.value("compiler").value_or("optimized");
    if (compiler != "optimized" && compiler != "baseline") {
        return fail(ErrorCode::InvalidArgument, "--compiler should be optimized or baseline");
    }
    out.compiler = compiler == "baseline" ? plugin_tools::Compiler::Baseline
                                          : plugin_tools::Compiler::Optimized;
    return out;
}

/// The exit status.
int report(const plugin_tools::RunOutcome& outcome, const Parsed& parsed) {
    const auto commands = parsed.value("commands");
    const auto record = parsed.value("record");
    print(outcome.screens);
    std::string lines;
    for (const std::string& line : outcome.commands) {
        lines += line + "\n";
    }
    if (commands == "-") {
        print(lines);
    } else if (commands && !(std::ofstream(std::string(*commands), std::ios::binary) << lines)) {
        return complain("cannot be written: " + std::string(*commands), 1);
    }
    if (record && !(std::ofstream(std::string(*record), std::ios::binary) << outcome.record)) {
        return complain("cannot be written: " + std::string(*record), 1);
    }
    if (!outcome.log.empty()) {
        (void)std::fprintf(stderr, "its log:\n");
        for (const auto line : std::views::split(outcome.log, '\n')) {
            const std::string shown = io::visible(std::string_view(line.begin(), line.end()));
            (void)std::fprintf(stderr, "%s\n", shown.c_str());
        }
    }
    for (const std::string& fault : outcome.faults) {
        (void)complain(fault, 1);
    }
    if (!outcome.failure.empty()) {
        (void)complain("the plugin failed: " + outcome.failure, 1);
    }
    return outcome.faults.empty() && outcome.failure.empty() ? 0 : 1;
}

}  // namespace

int plugin_run_command(const Context& context, Arguments arguments) {
    Repeated repeated;
    std::vector<std::string_view> others;
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        std::string_view word = arguments[i];
        const bool is_ours = word.starts_with("--config") || word.starts_with("--grant");
        const std::size_t equals = word.find('=');
        if (is_ours && equals != std::string_view::npos) {
            repeated.emplace_back(word.substr(2, equals - 2), word.substr(equals + 1));
        } else if (is_ours && i + 1 < arguments.size()) {
            repeated.emplace_back(word.substr(2), arguments[++i]);
        } else {
            others.push_back(word);
        }
    }
    const Result<Parsed> parsed = parse(others, kRunOptions, Words::Anywhere);
    if (!parsed) {
        return misused(parsed.error().message);
    }
    if (parsed->has("help") || parsed->words.size() != 1) {
        print(
            "Usage: tessera plugin run [OPTIONS] FILE\n\nRuns a plugin with no session around "
            "it and prints its screen. Exit status 1: it failed, or did not do\nwhat the script "
            "expects. docs/plugin-tools.md explains scripts.\n\nOptions:\n" +
            describe(kRunOptions));
        return parsed->has("help") ? 0 : 2;
    }
    Result<RunOptions> options = run_options(context, *parsed, repeated);
    if (!options) {
        return misused(options.error().message);
    }
    if (const auto name = parsed->value("script")) {
        const Result<std::string> text = script_text(std::string(*name));
        auto script = text ? plugin_tools::parse_script(*text) : std::unexpected(text.error());
        if (!script) {
            return complain(std::string(*name) + ", " + script.error().to_string(), 2);
        }
        options->script = *std::move(script);
    }
    const Result<plugin_tools::RunOutcome> outcome = plugin_tools::run_plugin(*std::move(options));
    return outcome ? report(*outcome, *parsed) : complain(outcome.error().to_string(), 1);
}

int plugin_inspect_command(const Context& context, Arguments arguments) {
    if (arguments.size() != 1 || arguments.front().starts_with("-")) {
        print(
            "Usage: tessera plugin inspect FILE\n\nWhat a plugin's file is: size, features, ABI "
            "level, imports, exports, and whether and why it\nwould be refused (exit status 1 "
            "then).\n");
        return begins_with_help(arguments) ? 0 : 2;
    }
    return become_plugin_host(context, "inspect", std::string(arguments.front()));
}

}  // namespace tessera::cli
