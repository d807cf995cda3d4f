#include "tessera/server/plugins/scan.h"

#include <algorithm>
#include <fstream>

#include "tessera/server/plugins/plugins_fixture.h"
#include "tessera/wire/codec.h"

namespace tessera::server {
namespace {

TEST(Scan, ListsAFolderAlsoWhereANameIsNoText) {
    const TemporaryFolder folder;
    std::ofstream(folder.path / "a.txt") << "12345";
    std::ofstream(folder.path / "caf\xe9") << "1";
    std::filesystem::create_directory(folder.path / "below");
    paths::LocalPathOps ops;
    const auto host = ops.add_folder(folder.path.string());
    ASSERT_TRUE(host);
    api::event::FileListPayload read;
    ASSERT_TRUE(wire::decode(wire::encode(scan_folder(ops, *host, "/host")), read));
    std::vector<std::string> told;
    for (std::size_t i = 0; i < read.paths.size(); ++i) {
        const api::event::FileMetadata& metadata = read.paths_metadata.at(i);
        told.push_back(read.paths[i] + (metadata.is_dir ? "/" : " ") +
                       (metadata.is_file ? std::to_string(metadata.len) : ""));
    }
    std::ranges::sort(told);
    EXPECT_EQ(told,
              (std::vector<std::string>{"/host/a.txt 5", "/host/below/", "/host/caf\ufffd 1"}));
    EXPECT_TRUE(scan_folder(ops, *host, "/host/..").paths.empty());
    EXPECT_TRUE(scan_folder(ops, *host, "/hosts").paths.empty());
}

}  // namespace
}  // namespace tessera::server
