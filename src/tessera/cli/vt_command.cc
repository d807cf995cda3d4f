// `tessera vt`: files and standard input for tessera/vt/tool.

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <iterator>
#include <memory>
#include <string>

#include "tessera/base/handle.h"
#include "tessera/cli/commands.h"
#include "tessera/vt/tool/dump.h"
#include "tessera/vt/tool/explain.h"
#include "tessera/vt/tool/trace.h"

namespace tessera::cli {

namespace {

using File = Handle<std::FILE, std::fclose>;

Result<std::string> read_all(std::FILE* file, const std::string& name) {
    std::string bytes;
    std::array<char, 65536> buffer;
    while (const std::size_t n = std::fread(buffer.data(), 1, buffer.size(), file)) {
        if (bytes.size() + n > vt::tool::kMaxInputBytes) {
            return fail(ErrorCode::LimitExceeded, "longer than 1 GiB", name);
        }
        bytes.append(buffer.data(), n);
    }
    if (std::ferror(file) != 0) {
        return fail_errno("read", errno, name);
    }
    return bytes;
}

Result<std::string> read_input(const std::string& name) {
    if (name.empty() || name == "-") {
        return read_all(stdin, "standard input");
    }
    const File file(std::fopen(name.c_str(), "rb"));
    return file ? read_all(file.get(), name) : fail_errno("open", errno, name);
}

int give_up(const Error& error, int status) {
    (void)std::fprintf(stderr, "error: %s\n", error.to_string().c_str());
    return status;
}

int print(const std::string& text) {
    if (std::fwrite(text.data(), 1, text.size(), stdout) != text.size() ||
        std::fflush(stdout) != 0) {
        return give_up(fail_errno("write", errno, "standard output").error(), 1);
    }
    return 0;
}

/// `tessera vt --explain FILE`.
int explain_file(std::string_view name) {
    const Result<std::string> input = read_input(std::string(name));
    return input ? print(vt::tool::trace_text(*input)) : give_up(input.error(), 1);
}

}  // namespace

int vt_command(const Context&, Arguments arguments) {
    struct TextRow {
        std::string_view option;
        std::string (*text)();
    };
    static constexpr TextRow kTexts[] = {
        {"-h", [] { return std::string(vt::tool::usage()); }},
        {"--help", [] { return std::string(vt::tool::usage()); }},
        {"--explain", vt::tool::explain_text},
        {"--explain=markdown", vt::tool::explain_markdown},
    };
    if (arguments.size() == 2 && arguments[0] == "--explain") {
        return explain_file(arguments[1]);
    }
    for (const std::string_view argument : arguments) {
        const auto* row = std::ranges::find(kTexts, argument, &TextRow::option);
        if (row != std::end(kTexts)) {
            return print(row->text());
        }
    }
    const Result<vt::tool::Options> options = vt::tool::parse_options(arguments);
    if (!options) {
        return give_up(options.error(), 2);
    }
    const Result<std::string> input = read_input(options->file);
    if (!input) {
        return give_up(input.error(), 1);
    }
    return print(vt::tool::run(*options, *input));
}

}  // namespace tessera::cli
