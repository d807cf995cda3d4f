#pragma once
// One kitty graphics command: APC G key=value,... ; base64 ST. Source: kitty graphics, "Control
// data reference". Threads: pure functions.

#include <cstdint>
#include <optional>
#include <string_view>

namespace tessera::vt {

/// Keys as the protocol names them; what was not given has the protocol's default.
struct KittyCommand {
    char action = 't';            // a
    std::uint32_t quiet = 0;      // q
    std::uint32_t format = 32;    // f
    char medium = 'd';            // t: d direct, f file, t temporary file, s shared memory
    char compression = 0;         // o
    std::uint32_t width = 0;      // s, pixels
    std::uint32_t height = 0;     // v
    std::uint32_t image = 0;      // i
    std::uint32_t number = 0;     // I
    std::uint32_t placement = 0;  // p
    std::uint32_t more = 0;       // m
    std::uint32_t x = 0;          // x, y, w, h: the part that is shown
    std::uint32_t y = 0;
    std::uint32_t part_width = 0;
    std::uint32_t part_height = 0;
    std::uint32_t columns = 0;           // c
    std::uint32_t rows = 0;              // r
    std::uint32_t no_move = 0;           // C
    std::uint32_t is_virtual = 0;        // U
    std::int32_t z = 0;                  // z
    std::uint32_t offset_x = 0;          // X, pixels within the first cell
    std::uint32_t offset_y = 0;          // Y
    std::uint32_t parent = 0;            // P, an image
    std::uint32_t parent_placement = 0;  // Q
    std::int32_t parent_cols = 0;        // H, cells from there
    std::int32_t parent_rows = 0;        // V
    char what = 'a';                     // d, for a=d
    std::string_view payload;            // base64, borrowed

    /// Each field but the payload and those of visit_position() goes to `io(field, largest value)`;
    /// for snapshots.
    template <class Io, class Self>
    static void visit(const Io& io, Self& self) {
        for (auto* letter : {&self.action, &self.medium, &self.compression, &self.what}) {
            io(*letter, UINT64_MAX);  // a char may be negative
        }
        for (auto* number :
             {&self.quiet, &self.format, &self.width, &self.height, &self.image, &self.number,
              &self.placement, &self.more, &self.x, &self.y, &self.part_width, &self.part_height,
              &self.columns, &self.rows, &self.no_move, &self.is_virtual}) {
            io(*number, UINT32_MAX);
        }
        io(self.z, UINT64_MAX);
    }
    /// As visit(), what came later: snapshots have it in a section of its own.
    template <class Io, class Self>
    static void visit_position(const Io& io, Self& self) {
        for (auto* number :
             {&self.offset_x, &self.offset_y, &self.parent, &self.parent_placement}) {
            io(*number, UINT32_MAX);
        }
        io(self.parent_cols, UINT64_MAX);
        io(self.parent_rows, UINT64_MAX);
    }
};
static_assert(sizeof(std::string_view) != 16 || sizeof(KittyCommand) == 120,
              "a new key must be listed in visit_position()");

/// nullopt when a value is not what its key wants. Unknown keys are passed over.
[[nodiscard]] std::optional<KittyCommand> parse_kitty_command(std::string_view text);

}  // namespace tessera::vt
