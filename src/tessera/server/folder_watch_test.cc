#include "tessera/server/folder_watch.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>

#include "tessera/server/plugins/plugins_fixture.h"

namespace tessera::server {
namespace {

namespace fs = std::filesystem;

class FolderWatchTest : public ::testing::Test {
protected:
    /// Everything told until `enough`, or 20 seconds.
    void wait(const std::function<bool()>& enough) {
        const auto late = loop.timer(std::chrono::seconds(20), io::Loop::Repeat::No, [&] {
            ADD_FAILURE() << "nothing more was told";
            loop.stop();
        });
        const auto check = loop.before_wait([&] {
            if (enough()) {
                loop.stop();
            }
        });
        loop.run();
    }

    void write(const std::string& name, std::string_view text) {
        std::ofstream(folder.path / name) << text;
    }

    void watch() {
        auto made = FolderWatch::create(loop, folder.path, [this](FolderChanges changes) {
            seen.created.merge(changes.created);
            seen.read.merge(changes.read);
            seen.updated.merge(changes.updated);
            seen.deleted.merge(changes.deleted);
        });
        ASSERT_TRUE(made);
        watched = std::move(*made);
        // The pool has looked when a file made again and again is told.
        int round = 0;
        const auto again = loop.timer(std::chrono::milliseconds(700), io::Loop::Repeat::Yes,
                                      [&] { write("probe" + std::to_string(round++), "x"); });
        wait([&] { return !seen.created.empty(); });
    }

    TemporaryFolder folder;
    io::Loop loop;
    FolderChanges seen;
    std::unique_ptr<FolderWatch> watched;
};

TEST_F(FolderWatchTest, TellsOfFilesAlsoInFoldersBelow) {
    fs::create_directories(folder.path / "a/b");
    write("a/b/old", "1");
    watch();
    write("a/b/new", "2");
    write("a/b/old", "3");
    wait([&] { return seen.created.contains("a/b/new") && seen.updated.contains("a/b/old"); });
    fs::remove(folder.path / "a/b/old");
    wait([&] { return seen.deleted.contains("a/b/old"); });
}

TEST_F(FolderWatchTest, FoldersMadeLaterAreWatchedToo) {
    watch();
    fs::create_directory(folder.path / "later");
    wait([&] { return seen.created.contains("later"); });
    int round = 0;
    const auto again = loop.timer(std::chrono::milliseconds(700), io::Loop::Repeat::Yes,
                                  [&] { write("later/f" + std::to_string(round++), "x"); });
    wait([&] {
        return std::ranges::any_of(seen.created,
                                   [](const std::string& p) { return p.starts_with("later/f"); });
    });
}

TEST_F(FolderWatchTest, WhatIsRenamedWasUpdatedUnderItsNewName) {
    write("old", "1");
    write("leaves", "1");
    TemporaryFolder outside;
    std::ofstream(outside.path / "comes") << "1";
    watch();
    fs::rename(folder.path / "old", folder.path / "new");
    fs::rename(outside.path / "comes", folder.path / "comes");
    fs::rename(folder.path / "leaves", outside.path / "leaves");
    wait([&] { return seen.updated.contains("leaves"); });
    EXPECT_TRUE(seen.updated.contains("new"));
    EXPECT_TRUE(seen.updated.contains("comes"));
    EXPECT_FALSE(seen.updated.contains("old"));
    EXPECT_FALSE(seen.created.contains("new") || seen.created.contains("comes"));
    EXPECT_TRUE(seen.deleted.empty());
}

TEST_F(FolderWatchTest, WhatIsNewIsToldOnceByItsLastName) {
    watch();
    write("draft", "1");
    fs::rename(folder.path / "draft", folder.path / "final");
    write("comes-and-goes", "1");
    fs::remove(folder.path / "comes-and-goes");
    write("end", "1");
    wait([&] { return seen.created.contains("end"); });
    EXPECT_TRUE(seen.created.contains("final"));
    EXPECT_TRUE(seen.read.contains("final"));  // its writer closed it
    for (const char* name : {"draft", "comes-and-goes"}) {
        EXPECT_FALSE(seen.created.contains(name) || seen.updated.contains(name) ||
                     seen.read.contains(name) || seen.deleted.contains(name))
            << name;
    }
    EXPECT_FALSE(seen.updated.contains("final"));
}

TEST_F(FolderWatchTest, LinksLeadNowhere) {
    TemporaryFolder outside;
    fs::create_directory_symlink(outside.path, folder.path / "link");
    watch();
    std::ofstream(outside.path / "secret") << "x";
    write("mine", "x");
    wait([&] { return seen.created.contains("mine"); });
    EXPECT_FALSE(seen.created.contains("link/secret"));
}

}  // namespace
}  // namespace tessera::server
