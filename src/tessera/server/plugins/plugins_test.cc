// Plugins with the real plugin-host: guests that behave and guests that do not.

#include "tessera/server/plugins/plugins_fixture.h"

namespace tessera::server {
namespace {

std::string guest(const std::string& name) {
    const char* build = std::getenv("TESSERA_BUILD_DIR");
    return "file:" + std::string(build != nullptr ? build : ".") + "/tests/guests/" + name +
           ".wasm";
}

TEST(Plugins, EachWayToFailHasASentence) {
    struct Row {
        const char* guest;
        const char* words;
    };
    constexpr Row kRows[] = {
        {"trap", "unreachable"},
        {"no_start", "_start"},
        {"unknown_import", "import"},
        {"missing", "there is no file"},
    };
    FakeServer server;
    std::uint32_t plugin = 0;
    for (const Row& row : kRows) {
        server.load(FakeServer::key(plugin++), guest(row.guest));
    }
    ASSERT_TRUE(server.wait([&] { return server.failed.size() == std::size(kRows); }));
    for (const auto& [instance, failure] : server.failed) {
        const Row& row = kRows[instance.plugin.value];
        EXPECT_NE(failure.sentence.find(row.words), std::string::npos)
            << row.guest << ": " << failure.sentence;
    }
}

}  // namespace
}  // namespace tessera::server
