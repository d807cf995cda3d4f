#include "tessera/client/line_source.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <string_view>

#include "tessera/base/unique_fd.h"

namespace tessera::client {
namespace {

struct Pipe {
    UniqueFd out;
    UniqueFd in;
    Pipe() {
        int fds[2];
        EXPECT_EQ(::pipe2(fds, O_CLOEXEC), 0);
        out = UniqueFd(fds[0]);
        in = UniqueFd(fds[1]);
    }
    void write(std::string_view text) const {
        EXPECT_EQ(::write(in.get(), text.data(), text.size()), static_cast<ssize_t>(text.size()));
    }
};

TEST(LineSource, GivesLinesWithTheirLineFeedAndThenTheEnd) {
    Pipe pipe;
    LineSource lines(pipe.out.get());
    EXPECT_FALSE(lines.has_line());
    pipe.write("one\ntwo");
    lines.read_some();
    ASSERT_TRUE(lines.has_line());
    EXPECT_EQ(lines.take(), "one\n");
    EXPECT_FALSE(lines.has_line()) << "the second line may go on";
    pipe.in.reset();
    lines.read_some();
    ASSERT_TRUE(lines.has_line());
    EXPECT_EQ(lines.take(), "two");
    ASSERT_TRUE(lines.has_line());
    EXPECT_EQ(lines.take(), std::nullopt);
}

TEST(LineSource, GivesALineWithoutEndInPieces) {
    Pipe pipe;
    LineSource lines(pipe.out.get());
    const std::string chunk(32768, 'x');
    while (!lines.has_line()) {
        pipe.write(chunk);
        lines.read_some();
    }
    EXPECT_EQ(lines.take()->size(), LineSource::kLineBytesMax);
}

}  // namespace
}  // namespace tessera::client
