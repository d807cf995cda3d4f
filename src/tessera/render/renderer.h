#pragma once
// Renderer: turns the frame a client holds into the next one with few bytes. One per client.
// Threads: one.

#include <cstdint>
#include <optional>
#include <string>

#include "tessera/render/frame.h"

namespace tessera::render {

enum class ColorDepth : std::uint8_t { Monochrome, Colors16, Colors256, Rgb };
enum class Feature : std::uint8_t { No, Yes };

/// What the client's terminal understands; the defaults are those of TERM=xterm-256color.
struct Capabilities {
    ColorDepth colors = ColorDepth::Colors256;
    Feature synchronized_output = Feature::No;  // DECSET 2026
    Feature styled_underlines = Feature::No;    // SGR 4:3, 58
};

class Renderer {
public:
    explicit Renderer(Capabilities capabilities) : capabilities_(capabilities) {}

    /// Appends what changes the client's screen into `next`; nothing when it shows that already.
    /// The first call, and one after a change of size or forget(), draws everything.
    void render(const Frame& next, std::string& out);
    /// The client's screen is unknown from now on (resized, reset, reattached).
    void forget() { held_.reset(); }

private:
    void draw_row(const Frame& next, int row, std::string& out);
    void draw_cells(const Frame& next, int row, int from, int to, std::string& out);
    void move_to(int row, int col, std::string& out);
    void set_style(const vt::Style& style, std::string& out);
    [[nodiscard]] int tail_start(const Frame& next, int row) const;

    Capabilities capabilities_;
    std::optional<Frame> held_;
    std::optional<vt::Style> pen_;          // what the terminal's pen is now
    std::optional<Point> at_;               // where its cursor is now
};

}  // namespace tessera::render
