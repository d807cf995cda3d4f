#pragma once
// Kitty graphics: transmissions, placements, deletions and their answers. Only direct transmission:
// an engine opens no files. Animation is answered with an error.
// Source: kitty graphics protocol. Threads: one.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tessera/vt/graphics/kitty_command.h"
#include "tessera/vt/graphics/layer.h"

namespace tessera::vt {

/// Placements that stand where placeholder characters are; each cell of a page may look for its
/// own among them.
inline constexpr std::size_t kMaxVirtualPlacements = 256;

/// Where commands act: the page under the cursor.
struct GraphicsPage {
    ImageStore& store;
    ImageLayer& layer;
    std::int64_t base = 0;  // line of the page's first row
    int row = 0;            // the cursor
    int col = 0;
    int rows = 0;  // the page
    int cols = 0;
    Size cell;  // pixels
};

/// What the caller does after a command.
struct KittyResult {
    std::string reply;  // for the program, empty: none
    int rows = 0;       // cells of an image that was put at the cursor, which moves behind it
    int cols = 0;       // 0: the cursor stays
};

/// Images one program may name at once; the one with the smallest id goes first.
inline constexpr std::size_t kMaxNames = 4096;

class KittyGraphics {
public:
    /// `text` is what stands between APC G and ST.
    [[nodiscard]] KittyResult run(std::string_view text, const GraphicsPage& page);
    void reset() { *this = {}; }

    /// A transmission whose last chunk has not come, for snapshots.
    struct Unfinished {
        KittyCommand command;
        std::string_view data;  // decoded so far, borrowed
    };
    [[nodiscard]] std::optional<Unfinished> unfinished() const;
    /// Goes on with `part`. The data is dropped when `store` has no room for it: the program is
    /// told at the end that some is missing.
    void resume(const Unfinished& part, ImageStore& store);
    /// Its command, when more of it is known. REQUIRES: unfinished().
    void resume_as(const KittyCommand& command) { pending_ = command; }

    struct Named {
        ImageNumber image = 0;
        std::uint32_t number = 0;  // I=, 0 when it has none
    };
    /// By the program's id; at most kMaxNames.
    using Names = std::map<std::uint32_t, Named>;
    [[nodiscard]] const Names& names() const { return images_; }
    void restore_names(Names names) { images_ = std::move(names); }

    /// Placements that show where placeholder characters stand (U=1); their `line` and `col` mean
    /// nothing. At most kMaxVirtualPlacements, the oldest first.
    [[nodiscard]] const std::vector<Placement>& virtual_placements() const { return virtual_; }
    void restore_virtual(std::vector<Placement> placements) { virtual_ = std::move(placements); }

    /// The serial given last.
    [[nodiscard]] std::uint64_t last_serial() const { return last_serial_; }
    void restore_last_serial(std::uint64_t serial) { last_serial_ = serial; }

    /// The answer to a command that was too long to be kept; `text` is what it began with.
    [[nodiscard]] std::string refuse(std::string_view text);

private:
    [[nodiscard]] KittyResult transmit(const KittyCommand& command, const GraphicsPage& page);
    [[nodiscard]] std::string_view finish(const GraphicsPage& page);
    [[nodiscard]] std::string_view put(const KittyCommand& command, const GraphicsPage& page,
                                       KittyResult& result);
    void drop_data();
    void remove(const KittyCommand& command, const GraphicsPage& page);
    [[nodiscard]] std::uint32_t find_image(const KittyCommand& command) const;
    [[nodiscard]] std::uint32_t free_name() const;
    void forget(std::uint32_t name, const GraphicsPage& page);
    void add_virtual(Placement placement);
    [[nodiscard]] std::uint64_t take_same(const Placement& placement, ImageLayer& layer);
    [[nodiscard]] const Placement* find_placement(std::uint32_t image, std::uint32_t id,
                                                  const ImageLayer& layer) const;
    [[nodiscard]] std::string_view find_parent(const KittyCommand& command,
                                               const Placement& child, const ImageLayer& layer,
                                               std::uint64_t& parent) const;
    void drop_orphans(const GraphicsPage& page);
    [[nodiscard]] bool is_shown(std::uint32_t name, const ImageLayer& layer) const;

    Names images_;
    std::vector<Placement> virtual_;
    std::uint64_t last_serial_ = 0;
    KittyCommand pending_;  // the first command of a transmission in chunks
    std::string data_;      // its bytes so far
    ImageCharge charge_;    // for them
    bool in_chunks_ = false;
};

}  // namespace tessera::vt
