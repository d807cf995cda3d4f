#include <gtest/gtest.h>

#include <set>

#include "tessera/actions/table.h"

namespace tessera::actions {
namespace {

TEST(Actions, HaveARowEachWithANumberAndANameOfTheirOwn) {
    std::set<std::uint16_t> numbers;
    std::set<std::string_view> names;
    for (const ActionRow& row : action_rows()) {
        EXPECT_TRUE(numbers.insert(row.number).second) << row.name;
        EXPECT_TRUE(names.insert(row.name).second) << row.name;
        EXPECT_FALSE(row.what.empty()) << row.name;
    }
    EXPECT_EQ(row_of(Action()).name, "NoOp");
    EXPECT_EQ(row_of(NewPane()).name, "NewPane");
}

}  // namespace
}  // namespace tessera::actions
