#include "tessera/server/capabilities.h"

#include <gtest/gtest.h>

#include "tessera/protocol/facts.h"

namespace tessera::server {
namespace {

using render::Feature;
using Counts = render::Widths::Counts;

render::Capabilities of(const ClientFacts& facts, const config::Options& options = {}) {
    return capabilities_of(facts, {}, options);
}

TEST(Capabilities, AreWhatTheTerminalHasAndTheOptionsAllow) {
    ClientFacts facts;
    EXPECT_EQ(of(facts).hyperlinks, Feature::No);
    for (const Feature has :
         {of(facts).background_erase, of(facts).erase_characters, of(facts).column_address,
          of(facts).scroll_counts, of(facts).scroll_regions}) {
        EXPECT_EQ(has, Feature::Yes);
    }
    EXPECT_EQ(of(facts).cursor_color, Feature::No);
    facts.colors = session::client::ColorDepth::Colors256;
    facts.hyperlinks = true;
    facts.styled_underlines = true;
    facts.repeat = true;
    facts.erases_to_default = true;
    facts.no_erase_characters = true;
    facts.no_column_address = true;
    facts.no_scroll_counts = true;
    facts.no_scroll_regions = true;
    const render::Capabilities all = of(facts);
    EXPECT_EQ(all.hyperlinks, Feature::Yes);
    EXPECT_EQ(all.cursor_color, Feature::Yes);
    EXPECT_EQ(all.styled_underlines, Feature::Yes);
    EXPECT_EQ(all.repeat, Feature::Yes);
    for (const Feature lacks : {all.background_erase, all.erase_characters, all.column_address,
                                all.scroll_counts, all.scroll_regions}) {
        EXPECT_EQ(lacks, Feature::No);
    }
    config::Options options;
    options.osc8_hyperlinks = false;
    EXPECT_EQ(of(facts, options).hyperlinks, Feature::No);
    options.styled_underlines = false;
    EXPECT_EQ(of(facts, options).styled_underlines, Feature::No);
}

TEST(Capabilities, WidthsAreOursWhereNothingWasAnswered) {
    ClientFacts facts;
    EXPECT_EQ(of(facts).widths, render::Widths());
    facts.widths.emplace();
    EXPECT_EQ(of(facts).widths, render::Widths());
    EXPECT_EQ(of(facts).sure_widths, Feature::No);
    facts.widths = session::client::Widths{.newest = 2,
                                           .ambiguous = 1,
                                           .private_use = 1,
                                           .spacing_mark = 2,
                                           .selected_emoji = 2,
                                           .selected_text = 1,
                                           .joined = 2,
                                           .skin_tone = 2,
                                           .flag = 2,
                                           .conjunct = 2};
    EXPECT_EQ(of(facts).widths, render::Widths()) << "the same count";
    EXPECT_EQ(of(facts).sure_widths, Feature::Yes);
}

TEST(Capabilities, WidthsOfAnotherCountAreTakenAndNonsenseIsNot) {
    ClientFacts facts;
    facts.widths = session::client::Widths{.newest = 1,
                                           .ambiguous = 2,
                                           .private_use = 77,
                                           .spacing_mark = 1,
                                           .selected_emoji = 1,
                                           .selected_text = 2,
                                           .joined = 4,
                                           .skin_tone = 4,
                                           .flag = 4,
                                           .conjunct = 3};
    facts.widths->ranges.assign(
        protocol::kWidthRangesMax + 1,
        session::client::WidthRange{.first = 0xe000, .last = 0xf8ff, .columns = 2});
    facts.widths->ranges[0].columns = 9;
    const render::Capabilities capabilities = of(facts);
    EXPECT_EQ(capabilities.sure_widths, Feature::No);
    const render::Widths& widths = capabilities.widths;
    EXPECT_EQ(widths.ambiguous, 2);
    EXPECT_EQ(widths.private_use, 1) << "no terminal gives 77";
    EXPECT_EQ(widths.spacing_mark, Counts::Once);
    EXPECT_EQ(widths.selected_emoji, 1);
    EXPECT_EQ(widths.selected_text, 2);
    for (const Counts counts : {widths.joined, widths.skin_tone, widths.flag, widths.conjunct}) {
        EXPECT_EQ(counts, Counts::PartByPart);
    }
    ASSERT_EQ(widths.ranges.size(), protocol::kWidthRangesMax);
    EXPECT_EQ(widths.ranges[0], (render::WidthRange{0xe000, 0xf8ff, 2})) << "not the one with 9";
}

}  // namespace
}  // namespace tessera::server
