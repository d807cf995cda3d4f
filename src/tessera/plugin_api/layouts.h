#pragma once
// Layouts as plugins are told of them: what is in one, and what is wrong with one.
// Source: Zellij 0.45 data.rs LayoutMetadata, LayoutParsingError. Threads: pure.

#include <cstdint>
#include <string_view>

#include "plugin/event.wire.h"
#include "tessera/config/layout.h"

namespace tessera::plugin_api {

/// What a layout has been told to be called and holds, tab by tab, panes in reading order, floating
/// ones last. `config` knows what aliases of plugins stand for; `unix_s` is told as the time it was
/// made and changed.
[[nodiscard]] api::event::LayoutMetadata layout_metadata(const config::Layout& layout,
                                                         const config::Config& config,
                                                         std::int64_t unix_s);

/// The first of `diagnostics`, with the text it is about; a syntax error without any.
[[nodiscard]] api::event::LayoutParsingError layout_parsing_error(
    const config::Diagnostics& diagnostics, std::string_view file, std::string_view text);

}  // namespace tessera::plugin_api
