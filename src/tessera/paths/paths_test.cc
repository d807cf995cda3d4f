// One list of behaviours for both resolvers, and a race in which a folder must never leak.

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <filesystem>
#include <fstream>
#include <thread>

#include <gtest/gtest.h>

#include "tessera/paths/local_path_ops.h"

namespace tessera::paths {
namespace {

namespace fs = std::filesystem;

class Paths : public testing::TestWithParam<Resolver> {
protected:
    Paths() {
        std::string name = (fs::temp_directory_path() / "tessera-paths-XXXXXX").string();
        top_ = ::mkdtemp(name.data());
        fs::create_directories(top_ / "in/sub/deep");
        std::ofstream(top_ / "secret") << "secret";
        std::ofstream(top_ / "in/file") << "inside";
        folder_ = ops_.add_folder((top_ / "in").string()).value();
    }
    ~Paths() override { fs::remove_all(top_); }

    int open_error(std::string_view path,
                   OpenRequest request = {.follow = Follow::Yes, .read = true}) {
        const auto opened = ops_.open(folder_, path, request);
        return opened ? 0 : opened.error().number;
    }

    fs::path top_;
    LocalPathOps ops_{GetParam()};
    FolderId folder_;
};

struct PathCase {
    const char* path;
    int error;
};

TEST_P(Paths, LeadInsideOnly) {
    fs::create_symlink("../secret", top_ / "in/out_relative");
    fs::create_symlink("/etc/passwd", top_ / "in/out_absolute");
    fs::create_symlink("../..", top_ / "in/sub/up");
    fs::create_symlink("sub/deep", top_ / "in/to_deep");
    fs::create_symlink("loop", top_ / "in/loop");
    fs::create_symlink("../file", top_ / "in/sub/back");
    constexpr PathCase kCases[] = {
        {"file", 0},
        {"./file", 0},
        {"sub/../file", 0},
        {"sub//back", 0},
        {"to_deep/../../file", 0},
        {".", 0},
        {"sub/..", 0},
        {"to_deep/", 0},
        {"", ENOENT},
        {"/etc/passwd", EPERM},
        {"..", EPERM},
        {"../secret", EPERM},
        {"sub/../../secret", EPERM},
        {"out_relative", EPERM},
        {"out_absolute", EPERM},
        {"sub/up/secret", EPERM},
        {"loop", ELOOP},
        {"missing", ENOENT},
        {"file/x", ENOTDIR},
        {"file/", ENOTDIR},
    };
    for (const PathCase& c : kCases) {
        EXPECT_EQ(open_error(c.path), c.error) << c.path;
    }
    EXPECT_EQ(open_error(std::string_view("a\0b", 3)), EINVAL);
    EXPECT_EQ(open_error(std::string(5000, 'x')), ENAMETOOLONG);
    EXPECT_EQ(open_error("out_relative", {.follow = Follow::No, .read = true}), ELOOP);
    EXPECT_EQ(ops_.stat(folder_, "out_absolute", Follow::No).value().kind, FileKind::Symlink);
    EXPECT_EQ(ops_.stat(folder_, "out_absolute", Follow::Yes).error().number, EPERM);
    EXPECT_EQ(ops_.read_link(folder_, "to_deep").value(), "sub/deep");
    EXPECT_EQ(ops_.read_link(folder_, "file").error().number, EINVAL);
}

TEST_P(Paths, ChangeInsideOnly) {
    fs::create_symlink("..", top_ / "in/up");
    for (const char* path : {"up/new", "../new", "sub/../../new"}) {
        EXPECT_EQ(ops_.make_directory(folder_, path).error().number, EPERM) << path;
        EXPECT_EQ(ops_.rename(folder_, "file", folder_, path).error().number, EPERM) << path;
        EXPECT_EQ(ops_.link(folder_, "file", folder_, path).error().number, EPERM) << path;
        EXPECT_EQ(ops_.symlink("file", folder_, path).error().number, EPERM) << path;
        EXPECT_EQ(open_error(path, {.write = true, .create = true}), EPERM) << path;
    }
    EXPECT_EQ(ops_.unlink(folder_, "up/secret").error().number, EPERM);
    EXPECT_EQ(ops_.rename(folder_, "up/secret", folder_, "mine").error().number, EPERM);
    EXPECT_EQ(ops_.link(folder_, "up/", folder_, "x").error().number, EPERM);
    EXPECT_EQ(ops_.remove_directory(folder_, "sub/..").error().number, EINVAL);
    EXPECT_EQ(ops_.symlink("/etc", folder_, "etc").error().number, EPERM);
    EXPECT_TRUE(fs::exists(top_ / "secret"));
    EXPECT_FALSE(fs::exists(top_ / "new"));
}

TEST_P(Paths, DoTheWorkOfAFileSystem) {
    ASSERT_TRUE(ops_.make_directory(folder_, "d/"));
    EXPECT_EQ(ops_.make_directory(folder_, "d").error().number, EEXIST);
    {
        const auto file =
            ops_.open(folder_, "d/f", {.write = true, .create = true, .exclusive = true});
        ASSERT_TRUE(file);
        EXPECT_EQ(::write(file->fd.get(), "abc", 3), 3);
    }
    EXPECT_EQ(open_error("d/f", {.write = true, .create = true, .exclusive = true}), EEXIST);
    EXPECT_EQ(ops_.stat(folder_, "d/f", Follow::No).value().size, 3U);
    ASSERT_TRUE(ops_.set_times(folder_, "d/f", Follow::No,
                               {.modify = TimeChange::Set, .modify_ns = 5'000'000'007}));
    EXPECT_EQ(ops_.stat(folder_, "d/f", Follow::No).value().modify_ns, 5'000'000'007U);
    ASSERT_TRUE(ops_.link(folder_, "d/f", folder_, "d/g"));
    EXPECT_EQ(ops_.stat(folder_, "d/g", Follow::No).value().links, 2U);
    ASSERT_TRUE(ops_.rename(folder_, "d/g", folder_, "h"));
    ASSERT_TRUE(ops_.symlink("d/f", folder_, "s"));
    EXPECT_EQ(open_error("s"), 0);
    EXPECT_EQ(ops_.remove_directory(folder_, "d").error().number, ENOTEMPTY);
    ASSERT_TRUE(ops_.unlink(folder_, "d/f"));
    ASSERT_TRUE(ops_.remove_directory(folder_, "d"));
    ASSERT_EQ(::mkfifo((top_ / "in/fifo").c_str(), 0600), 0);
    EXPECT_EQ(open_error("fifo"), EACCES);
}

TEST_P(Paths, OpenedDirectoriesAreFoldersUntilClosed) {
    const auto sub = ops_.open(folder_, "sub", {.read = true, .directory = true});
    ASSERT_TRUE(sub);
    EXPECT_EQ(sub->kind, FileKind::Directory);
    EXPECT_TRUE(ops_.stat(sub->folder, "deep", Follow::No));
    EXPECT_EQ(ops_.stat(sub->folder, "../file", Follow::No).error().number, EPERM);
    ops_.close_folder(sub->folder);
    EXPECT_EQ(ops_.stat(sub->folder, "deep", Follow::No).error().number, EBADF);
}

TEST_P(Paths, NoSwapOfDirectoriesAndLinksLetsAnythingOut) {
    // x alternates between a directory inside and a link to the outside while a reader opens
    // x/secret.
    fs::create_directory(top_ / "in/x");
    std::ofstream(top_ / "in/x/secret") << "inside";
    fs::create_symlink("..", top_ / "in/y");
    std::atomic<bool> stop = false;
    std::thread swapper([&] {
        const std::string x = (top_ / "in/x").string();
        const std::string y = (top_ / "in/y").string();
        while (!stop) {
            (void)::renameat2(AT_FDCWD, x.c_str(), AT_FDCWD, y.c_str(), RENAME_EXCHANGE);
        }
    });
    int escapes = 0;
    int opened = 0;
    for (int i = 0; i < 20'000; ++i) {
        const auto file = ops_.open(folder_, "x/secret", {.follow = Follow::Yes, .read = true});
        std::array<char, 8> text{};
        if (file && ::read(file->fd.get(), text.data(), text.size()) > 0) {
            ++opened;
            escapes += std::string_view(text.data()) == "secret" ? 1 : 0;
        }
    }
    stop = true;
    swapper.join();
    EXPECT_EQ(escapes, 0);
    EXPECT_GT(opened, 0);
}

INSTANTIATE_TEST_SUITE_P(Both, Paths, testing::Values(Resolver::Auto, Resolver::Walk));

}  // namespace
}  // namespace tessera::paths
