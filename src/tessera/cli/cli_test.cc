// The program as a user calls it.

#include <gtest/gtest.h>
#include <sys/wait.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <memory>

#include "tessera/base/handle.h"
#include "tessera/base/nearest.h"

namespace tessera::cli {
namespace {

struct Outcome {
    int status;
    std::string text;  // both streams
};

Outcome tessera(const std::string& arguments) {
    const char* build = std::getenv("TESSERA_BUILD_DIR");
    const std::string line = std::string(build != nullptr ? build : "build/dev") + "/bin/tessera " + arguments + " 2>&1";
    std::FILE* pipe = ::popen(line.c_str(), "r");
    Outcome outcome{-1, {}};
    std::array<char, 4096> buffer;
    while (const std::size_t n = std::fread(buffer.data(), 1, buffer.size(), pipe)) {
        outcome.text.append(buffer.data(), n);
    }
    outcome.status = WEXITSTATUS(::pclose(pipe));
    return outcome;
}

TEST(Nearest, SuggestsWhatIsNearAndNothingElse) {
    const std::array<std::string_view, 3> names{"attach", "kill-session", "vt"};
    EXPECT_EQ(nearest("atach", names), "attach");
    EXPECT_EQ(nearest("kil-sesion", names), "kill-session");
    EXPECT_EQ(nearest("tv", names), "vt");
    EXPECT_EQ(nearest("completely different", names), "");
}

TEST(Cli, AnUnknownCommandOrOptionNamesTheNearestAndExits2) {
    const Outcome command = tessera("vtt");
    EXPECT_EQ(command.status, 2);
    EXPECT_NE(command.text.find("'vt'"), std::string::npos) << command.text;
    const Outcome option = tessera("--hlep");
    EXPECT_EQ(option.status, 2);
    EXPECT_NE(option.text.find("'--help'"), std::string::npos) << option.text;
    EXPECT_EQ(tessera("").status, 2);
}

TEST(Cli, VtPrintsTheScreen) {
    const Outcome text = tessera("vt --rows 2 --cols 5 <<'E'\nhello\nworld\nE");
    EXPECT_EQ(text.status, 0);
    EXPECT_NE(tessera("vt /no/such/file").text.find("/no/such/file"), std::string::npos);
    EXPECT_EQ(tessera("vt --rows zero").status, 2);
    EXPECT_NE(tessera("--help").text.find("vt "), std::string::npos);
}

}  // namespace
}  // namespace tessera::cli
