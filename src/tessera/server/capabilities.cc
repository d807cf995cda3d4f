#include "tessera/server/capabilities.h"

#include <algorithm>

#include "tessera/protocol/facts.h"

namespace tessera::server {

namespace {

/// Of a terminal; fields that are 0 were not answered.
render::Widths widths_of(const session::client::Widths& said) {
    using Counts = render::Widths::Counts;
    render::Widths out;
    const auto columns = [](std::uint32_t answer, std::uint8_t ours) {
        return answer == 1 || answer == 2 ? static_cast<std::uint8_t>(answer) : ours;
    };
    const auto counts = [](std::uint32_t answer) {
        return answer == 0 || answer == 2 ? Counts::AsWeDo
               : answer == 1              ? Counts::Once
                                          : Counts::PartByPart;
    };
    out.ambiguous = columns(said.ambiguous, out.ambiguous);
    out.private_use = columns(said.private_use, out.private_use);
    out.selected_emoji = columns(said.selected_emoji, out.selected_emoji);
    out.selected_text = columns(said.selected_text, out.selected_text);
    out.joined = counts(said.joined);
    out.skin_tone = counts(said.skin_tone);
    out.flag = counts(said.flag);
    out.conjunct = counts(said.conjunct);
    out.spacing_mark = counts(said.spacing_mark);
    for (const session::client::WidthRange& range : said.ranges) {
        if (out.ranges.size() < protocol::kWidthRangesMax && columns(range.columns, 0) != 0) {
            out.ranges.push_back({.first = range.first,
                                  .last = range.last,
                                  .columns = static_cast<std::uint8_t>(range.columns)});
        }
    }
    return out;
}

}  // namespace

Size cell_pixels_of(const ClientFacts& facts, Size from_kernel) {
    if (render::is_known(from_kernel)) {
        return from_kernel;
    }
    const auto side = [](std::uint32_t pixels) {
        return static_cast<std::int32_t>(std::min<std::uint32_t>(pixels, kMaxCellPixels));
    };
    return {Rows(side(facts.cell_height)), Cols(side(facts.cell_width))};
}

HostUse host_use(const config::Options& options) {
    return {.kitty_keyboard = options.support_kitty_keyboard_protocol, .mouse = options.mouse_mode};
}

bool has_kitty_keyboard(const ClientFacts& facts, const config::Options& options) {
    return facts.kitty_keyboard && host_use(options).kitty_keyboard;
}

render::Capabilities capabilities_of(const ClientFacts& facts, Size cell_pixels,
                                     const config::Options& options) {
    render::Capabilities out;
    switch (facts.colors) {
    case session::client::ColorDepth::Monochrome:
        out.colors = render::ColorDepth::Monochrome;
        break;
    case session::client::ColorDepth::Colors16: out.colors = render::ColorDepth::Colors16; break;
    case session::client::ColorDepth::Colors256: out.colors = render::ColorDepth::Colors256; break;
    case session::client::ColorDepth::Rgb: out.colors = render::ColorDepth::Rgb; break;
    }
    const auto feature = [](bool has) { return has ? render::Feature::Yes : render::Feature::No; };
    out.synchronized_output = feature(facts.synchronized_output);
    out.styled_underlines = feature(facts.styled_underlines && options.styled_underlines);
    out.hyperlinks = feature(facts.hyperlinks && options.osc8_hyperlinks);
    // Where there are many colours, OSC 12 is known or skipped.
    out.cursor_color = feature(facts.colors == session::client::ColorDepth::Rgb ||
                               facts.colors == session::client::ColorDepth::Colors256);
    out.repeat = feature(facts.repeat);
    out.background_erase = feature(!facts.erases_to_default);
    out.erase_characters = feature(!facts.no_erase_characters);
    out.column_address = feature(!facts.no_column_address);
    out.scroll_counts = feature(!facts.no_scroll_counts);
    out.scroll_regions = feature(!facts.no_scroll_regions);
    switch (facts.graphics) {
    case session::client::Graphics::Characters: out.images = render::ImageProtocol::None; break;
    case session::client::Graphics::Kitty:
        out.images = options.support_kitty_graphics_protocol ? render::ImageProtocol::Kitty
                                                             : render::ImageProtocol::None;
        break;
    case session::client::Graphics::Sixel: out.images = render::ImageProtocol::Sixel; break;
    }
    out.cell_pixels = cell_pixels_of(facts, cell_pixels);
    if (facts.widths) {
        out.widths = widths_of(*facts.widths);
        // What was answered to the newest emoji goes for those before it.
        out.sure_widths = feature(facts.widths->newest == 2);
    }
    return out;
}

}  // namespace tessera::server
