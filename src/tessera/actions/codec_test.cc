#include "tessera/actions/codec.h"

#include <gtest/gtest.h>

#include <set>
#include <sstream>

#include "tessera/actions/cli_door.h"
#include "tessera/actions/kdl_door.h"
#include "tessera/actions/reflect.h"
#include "tessera/actions/table.h"

namespace tessera::actions {
namespace {

// Fills every member with something that is not its default, so that a lost one is seen.
template <class T>
void fill(T& value);
template <class T>
void fill(std::optional<T>& value);
template <class T>
void fill(std::vector<T>& value);
template <class... T>
void fill(std::variant<T...>& value);
void fill(std::string& value) {
    value = "a\xff\0b";
}
template <class T>
void fill(std::optional<T>& value) {
    fill(value.emplace());
}
template <class T>
void fill(std::vector<T>& value) {
    fill(value.emplace_back());
    value.emplace_back();
}
void fill(TextMap& value) {
    value = {{"", "empty"}, {"key", ""}};
}
template <class... T>
void fill(std::variant<T...>& value) {
    fill(value.template emplace<sizeof...(T) - 1>());
}
template <class T>
void fill(T& value) {
    if constexpr (std::is_same_v<T, bool>) {
        value = !value;
    } else if constexpr (std::is_enum_v<T>) {
        value = static_cast<T>(value == T{} ? 1 : 0);
    } else if constexpr (std::is_integral_v<T>) {
        value = static_cast<T>(-7);
    } else if constexpr (requires { value.value; }) {
        fill(value.value);
    } else if constexpr (std::is_same_v<T, vt::input::Modifiers>) {
        value = vt::input::kCtrl | vt::input::kSuper;
    } else if constexpr (std::is_same_v<T, vt::input::Key>) {
        value = vt::input::Key(U'é');
    } else {
        std::apply([](auto&... field) { (fill(field), ...); }, reflect::fields(value));
    }
}

template <std::size_t I = 1, class F>
void for_each_verb(F&& f) {
    if constexpr (I <= Action::kAlternatives) {
        f(Action(Action::Alternative<I>()));
        for_each_verb<I + 1>(f);
    }
}

TEST(Codec, BringsEveryVerbBackWithEveryMember) {
    std::size_t verbs = 0;
    for_each_verb([&](Action action) {
        ++verbs;
        const auto empty = decode(encode(action));
        ASSERT_TRUE(empty) << row_of(action).name;
        EXPECT_EQ(*empty, action) << row_of(action).name;
        action.visit([](auto& verb) { fill(verb); });
        const auto full = decode(encode(action));
        ASSERT_TRUE(full) << row_of(action).name;
        EXPECT_EQ(*full, action) << row_of(action).name;
    });
    EXPECT_EQ(verbs, action_rows().size());
}

TEST(Codec, BringsBackEveryChoiceOfPlaceContentAndTab) {
    const Placement places[] = {PlaceAnywhere{}, PlaceTiled{Direction::Up},
                                PlaceFloating{}, PlaceInPlace{},
                                PlaceStacked{},  PlaceHidden{}};
    const PaneContent contents[] = {RunShell{}, config::CommandRun{.command = "a"}, RunEditor{},
                                    RunPlugin{}};
    const TabTarget tabs[] = {ActiveTab{}, TabId(3), TabPosition(0)};
    for (const Placement& place : places) {
        for (const PaneContent& content : contents) {
            for (const TabTarget& tab : tabs) {
                const Action action = NewPane{.content = content, .placement = place, .tab = tab};
                EXPECT_EQ(decode(encode(action)).value(), action);
            }
        }
    }
}

TEST(Codec, BytesAreAsDocumented) {
    EXPECT_EQ(encode(Quit{}), std::string("\x12\0", 2));
    const Action action = Resize{ResizeBy::Decrease, Direction::Up, PaneId{PaneKind::Plugin, 3}};
    EXPECT_EQ(encode(action), std::string("\xc2\x02\x0a\x08\x01\x10\x02\x1a\x04\x08\x01\x10\x03"));
}

TEST(Codec, RefusesWhatIsNoAction) {
    EXPECT_EQ(decode("").error().code, ErrorCode::Protocol);
    EXPECT_EQ(decode("\x12").error().code, ErrorCode::Protocol);
    EXPECT_EQ(decode(encode(Quit{}) + encode(Detach{})).error().code, ErrorCode::Protocol);
    EXPECT_EQ(decode(std::string("\xc2\x3e\x00", 3)).error().code, ErrorCode::Unsupported);
    // An enumerator nobody has is the first one, a member nobody has is skipped.
    EXPECT_EQ(decode("\x3a\x04\x08\x63\x50\x01").value(), Action(SwitchToMode{}));
}

TEST(Codec, TakesAnyBytesWithoutHarm) {
    const std::string good = encode(NewPane{.content = RunPlugin{.plugin = {.location = "x"}},
                                            .placement = PlaceFloating{},
                                            .name = "n",
                                            .tab = TabPosition(3)});
    for (std::size_t at = 0; at < good.size(); ++at) {
        for (int bit = 0; bit < 8; ++bit) {
            std::string bad = good;
            bad[at] = static_cast<char>(bad[at] ^ (1 << bit));
            if (const auto action = decode(bad)) {
                EXPECT_EQ(decode(encode(*action)).value(), *action);
            }
            static_cast<void>(decode(std::string_view(good).substr(0, at)));
        }
    }
}

}  // namespace
}  // namespace tessera::actions
