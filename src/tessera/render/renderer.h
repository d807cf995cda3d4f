#pragma once
// Renderer: turns the frame a client holds into the next one with few bytes. One per client.
// Nothing a program wrote reaches the client but as cell text, link targets checked.
// Threads: one.

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "tessera/render/capabilities.h"
#include "tessera/render/frame.h"
#include "tessera/render/image.h"
#include "tessera/render/pen.h"
#include "tessera/render/scroll.h"

namespace tessera::render {

class Renderer {
public:
    explicit Renderer(const Capabilities& capabilities)
        : capabilities_(capabilities),
          pen_(capabilities),
          images_(make_image_writer(capabilities)),
          counts_differently_(capabilities.widths != Widths()) {}

    /// Appends what changes the client's screen into `next`; nothing when it shows that already.
    /// The first call, and one after a change of size or forget(), draws everything. Cheapest when
    /// all frames share their tables (one Frame used again with begin()).
    void render(const Frame& next, std::string& out);
    /// The client's screen is unknown from now on (resized, reset, reattached).
    void forget() { known_ = false; }
    /// The last call before another renderer draws there, which knows nothing of these pictures.
    void take_pictures_away(std::string& out) {
        if (images_) {
            images_->leave(out);
        }
    }
    [[nodiscard]] const Capabilities& capabilities() const { return capabilities_; }
    /// Pictures of frames reach this terminal as such.
    [[nodiscard]] bool shows_images() const { return images_ != nullptr; }
    /// Not all pictures of the last frame were sent yet: render it again soon.
    [[nodiscard]] bool has_more() const { return images_ && images_->has_more(); }

private:
    using Cells = std::span<const vt::Cell>;

    [[nodiscard]] std::span<vt::Cell> held_row(int row);
    [[nodiscard]] Cells next_row(const Frame& next, int row) const;
    void fit(const Frame& next);
    [[nodiscard]] bool has_sure_width(vt::Cell cell) const;
    [[nodiscard]] int most_columns(const Frame& next, vt::Cell cell) const;
    [[nodiscard]] int end_of_run(const Frame& next, Cells now, int from, int end, int tail) const;
    void start_over(const Frame& next, std::string& out);
    void scroll(const Frame& next, std::string& out);
    void scroll_by(const Scroll& s, std::string& out);
    void draw_rows(const Frame& next, std::string& out);
    void draw_images(const Frame& next, std::string& out);
    void spoil(Rect cells);
    void touch(int row, int from, int to);
    void draw_row(const Frame& next, int row, std::string& out);
    void draw_run(const Frame& next, int row, int from, int to, std::string& out);
    [[nodiscard]] int draw_blanks(Cells cells, int row, int from, int to, std::string& out);
    [[nodiscard]] int draw_ascii(Cells cells, int from, int to, std::string& out);
    [[nodiscard]] int draw_repeated(Cells cells, int from, int to, std::string& out);
    void draw_cell(const Frame& next, vt::Cell cell, std::string& out);
    void clear_for_wide(vt::Cell cell, int row, int col, std::string& out);
    void draw_cursor(const FrameCursor& cursor, std::string& out);
    void move_to(int row, int col, std::string& out);

    Capabilities capabilities_;
    Pen pen_;
    std::unique_ptr<ImageWriter> images_;  // null: the terminal shows none
    bool counts_differently_;              // than we do: what is drawn are fitted_ rows
    std::vector<vt::Cell> unfitted_;       // the last frame's rows, of which fitted_ was made
    std::vector<vt::Cell> fitted_;
    Touched touched_;     // by this frame so far; kept only if images_
    bool known_ = false;  // held_* is what the client shows
    Size held_size_{Rows(0), Cols(0)};
    std::vector<vt::Cell> held_;
    std::optional<vt::CursorShape> shape_;  // the cursor's, once one was set
    vt::Color cursor_color_;                // the terminal's own until one is set
    bool cursor_visible_ = false;
    std::shared_ptr<vt::SideTables> tables_;  // those the numbers in held_ belong to
    std::optional<int> at_row_;               // where the terminal's cursor is now, as far as known
    std::optional<int> at_col_;
    std::vector<RowDigest> held_digests_;  // of the rows of held_, if digests_known_
    bool digests_known_ = false;
    std::vector<RowDigest> next_digests_;
};

}  // namespace tessera::render
