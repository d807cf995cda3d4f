#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <string>
#include <thread>

#include "tessera/base/base64.h"
#include "tessera/base/check.h"
#include "tessera/base/clock.h"
#include "tessera/base/function_ref.h"
#include "tessera/base/geometry.h"
#include "tessera/base/ids.h"
#include "tessera/base/one_of.h"
#include "tessera/base/read_file.h"
#include "tessera/base/result.h"
#include "tessera/base/unique_fd.h"
#include "tessera/base/utf8.h"

namespace tessera {
namespace {

Result<int> half(int n) {
    if (n % 2 != 0) {
        return fail(ErrorCode::InvalidArgument, "odd", "n");
    }
    return n / 2;
}

Result<int> quarter(int n) {
    const int h = TESSERA_TRY(half(n));
    return half(h);
}

Result<> only_even(int n) {
    (void)TESSERA_TRY(half(n));
    return {};
}

TEST(Base64, GivesTheStandardsExamples) {
    // RFC 4648, section 10.
    EXPECT_EQ(base64_encode(""), "");
    EXPECT_EQ(base64_encode("f"), "Zg==");
    EXPECT_EQ(base64_encode("fo"), "Zm8=");
    EXPECT_EQ(base64_encode("foobar"), "Zm9vYmFy");
}

TEST(Result, TryPassesTheErrorUpAndTheValueOn) {
    EXPECT_EQ(quarter(8).value(), 2);
    EXPECT_EQ(quarter(6).error().to_string(), "n: odd");
    EXPECT_FALSE(only_even(3));
    EXPECT_TRUE(only_even(4));
}

TEST(Result, ErrnoPicksTheCloserCode) {
    const Result<> missing = fail_errno("open", ENOENT, "/x");
    EXPECT_EQ(missing.error().code, ErrorCode::NotFound);
    EXPECT_EQ(missing.error().to_string(), "/x: open: No such file or directory");
}

TEST(Check, ABrokenPromiseThrowsBugWithItsPlace) {
    try {
        TESSERA_CHECK(1 + 1 == 3);
        FAIL();
    } catch (const Bug& bug) {
        EXPECT_NE(std::string(bug.what()).find("base_test.cc"), std::string::npos);
        EXPECT_NE(std::string(bug.what()).find("1 + 1 == 3"), std::string::npos);
    }
}

TEST(UniqueFd, ClosesOnceAndMovesOwnership) {
    int raw = -1;
    {
        UniqueFd fd(::open("/dev/null", O_RDONLY | O_CLOEXEC));
        raw = fd.get();
        UniqueFd other = std::move(fd);
        EXPECT_FALSE(fd.is_open());  // NOLINT(bugprone-use-after-move): the moved-from state is the point
        EXPECT_EQ(other.get(), raw);
    }
    EXPECT_EQ(::fcntl(raw, F_GETFD), -1);
}

TEST(StrongTypes, CountAndCompareWithinTheirKind) {
    EXPECT_EQ(Row(2) + Row(3), Row(5));
    EXPECT_LT(TabId(1), TabId(2));
    EXPECT_NE((PaneId{PaneKind::Terminal, 1}), (PaneId{PaneKind::Plugin, 1}));
    static_assert(!std::is_convertible_v<int, Row>);
    static_assert(!std::is_constructible_v<Row, Col>);
}

TEST(Rect, ContainsIsHalfOpen) {
    const Rect r{Row(1), Col(1), Rows(2), Cols(3)};
    EXPECT_TRUE(r.contains({Row(2), Col(3)}));
    EXPECT_FALSE(r.contains({Row(3), Col(3)}));
    EXPECT_FALSE(r.contains({Row(2), Col(4)}));
}

TEST(OneOf, HoldsCopiesAndComparesTheAlternativeItWasGiven) {
    using Value = OneOf<int, std::string, int>;
    Value value;
    EXPECT_EQ(value.index(), 0U);
    value = std::string("a text too long to be kept in place");
    ASSERT_TRUE(value.is<std::string>());
    Value copy = value;
    EXPECT_EQ(copy, value);
    copy.get<2>() += "!";
    EXPECT_NE(copy, value);
    value.emplace<3>(7);
    EXPECT_EQ(value.index(), 3U);
    EXPECT_EQ(value.get_if<1>(), nullptr) << "the first int is another alternative";
    EXPECT_EQ(*value.get_if<3>(), 7);
    EXPECT_THROW(static_cast<void>(value.get<1>()), Bug);
}

TEST(OneOf, LeavesNothingBehindWhenMoved) {
    OneOf<std::string, int> from(std::string("text"));
    const OneOf<std::string, int> to = std::move(from);
    EXPECT_EQ(to.get<std::string>(), "text");
    EXPECT_EQ(from.index(), 0U);  // NOLINT(bugprone-use-after-move): the moved-from state is the point
    EXPECT_THROW(from.visit([](const auto& /*any*/) {}), Bug);
}

TEST(OneOf, VisitsByTheTypeItHolds) {
    OneOf<std::string, int> value(41);
    value.visit([](auto& held) {
        if constexpr (std::is_same_v<decltype(held), int&>) {
            ++held;
        }
    });
    const auto& fixed = value;
    EXPECT_EQ(fixed.visit([](const auto& held) { return sizeof(held); }), sizeof(int));
    EXPECT_EQ(value.get<int>(), 42);
}

TEST(FunctionRef, CallsWithoutOwning) {
    int sum = 0;
    auto add = [&sum](int n) { sum += n; };
    const function_ref<void(int)> ref = add;
    ref(2);
    ref(3);
    EXPECT_EQ(sum, 5);
}

TEST(Utf8, StandsInForEachByteThatIsNoText) {
    EXPECT_EQ(to_utf8(""), "");
    EXPECT_EQ(to_utf8("café 日本"), "café 日本");
    EXPECT_EQ(to_utf8("caf\xe9.txt"), "caf\ufffd.txt");
    EXPECT_EQ(to_utf8("\xe6\x97"), "\ufffd\ufffd");  // cut off
    EXPECT_EQ(to_utf8("\xed\xa0\x80\xff!"), "\ufffd\ufffd\ufffd\ufffd!");
}

TEST(ReadFile, SaysWhyItGivesNothing) {
    EXPECT_GT(read_file("/proc/self/stat", 4096).value().size(), 40U);
    EXPECT_EQ(read_file("/proc/self/stat", 10).error().code, ErrorCode::LimitExceeded);
    EXPECT_EQ(read_file("/dev/zero", 100'000).error().code, ErrorCode::LimitExceeded);
    EXPECT_EQ(read_file("/no/such", 10).error().code, ErrorCode::NotFound);
    const auto folder = read_file("/", 10);
    ASSERT_FALSE(folder);
    EXPECT_EQ(folder.error().to_string(), "/: is a folder");
}

TEST(ReadFile, StandsStillAtAPipeOnlyWhereAsked) {
    const std::filesystem::path pipe =
        std::filesystem::temp_directory_path() / ("tessera-pipe-" + std::to_string(::getpid()));
    ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
    EXPECT_EQ(read_file(pipe, 10).value(), "");
    std::jthread writer([&pipe] {
        const UniqueFd fd(::open(pipe.c_str(), O_WRONLY | O_CLOEXEC));
        EXPECT_EQ(::write(fd.get(), "late", 4), 4);
    });
    EXPECT_EQ(read_file(pipe, 10, AwaitWriters::Yes).value(), "late");
    std::filesystem::remove(pipe);
}

TEST(ManualClock, MovesOnlyWhenTold) {
    ManualClock clock;
    const TimePoint before = clock.now();
    clock.advance(std::chrono::milliseconds(5));
    EXPECT_EQ(clock.now() - before, std::chrono::milliseconds(5));
}

}  // namespace
}  // namespace tessera
