#pragma once
// What a client's terminal has and the options of its session let us use: the one place that
// knows both. Asked again whenever either changes.
// Threads: pure functions.

#include "session/client.wire.h"
#include "tessera/config/options.h"
#include "tessera/render/capabilities.h"
#include "tessera/server/client_output.h"

namespace tessera::server {

using ClientFacts = session::client::Facts;

/// Pixels of a side of a cell; no display has larger ones.
inline constexpr std::uint32_t kMaxCellPixels = 1024;

/// Of a cell: what the kernel says goes before what the terminal answered. 0: unknown.
[[nodiscard]] Size cell_pixels_of(const ClientFacts& facts, Size from_kernel);

/// What clients are asked to switch on in their terminals.
[[nodiscard]] HostUse host_use(const config::Options& options);
/// The client's terminal reports keys by the kitty protocol.
[[nodiscard]] bool has_kitty_keyboard(const ClientFacts& facts, const config::Options& options);

/// `cell_pixels`: as the kernel knows them, 0: unknown.
[[nodiscard]] render::Capabilities capabilities_of(const ClientFacts& facts, Size cell_pixels,
                                                   const config::Options& options);

}  // namespace tessera::server
