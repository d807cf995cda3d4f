#pragma once
// FrameImage: a picture in a frame. ImageWriter: what brings the pictures of frames to a client's
// terminal; one implementation per protocol, image_writer.cc picks.
// Threads: one.

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "tessera/base/function_ref.h"
#include "tessera/base/geometry.h"
#include "tessera/render/capabilities.h"
#include "tessera/vt/graphics/image.h"
#include "tessera/vt/screen/cell.h"

namespace tessera::render {

/// A picture, or what of one is not covered. Cells below it are drawn as usual.
struct FrameImage {
    vt::SharedPixels pixels;  // not null
    vt::ImagePart part;       // `cells` within the frame
    friend bool operator==(const FrameImage&, const FrameImage&) = default;
};

/// Bytes of pictures that go out with one frame: a large one travels in several, so that a key's
/// echo never waits for all of it and a client's queue (8 MiB in the server) is never full.
inline constexpr std::size_t kImageBytesPerFrame = std::size_t{1} << 20U;

/// Columns of the client's rows that were written into, per row; [0, 0): none.
struct Touched {
    struct Columns {
        int from = 0;
        int to = 0;
    };
    std::vector<Columns> rows;

    void reset(Rows count) { rows.assign(static_cast<std::size_t>(count.value), {}); }
    void add(int row, int from, int to);
    [[nodiscard]] bool hits(const Rect& rect) const;
};

class ImageWriter {
public:
    /// Moves the client's cursor, wherever it is now.
    using MoveTo = function_ref<void(Point at)>;
    /// The cells of a rectangle do not show what they should: they are drawn again.
    using Spoil = function_ref<void(Rect cells)>;

    virtual ~ImageWriter() = default;
    /// The client's screen is unknown from now on. Appends what makes it show none of ours.
    virtual void start_over(std::string& out) = 0;
    /// The last call: whoever draws next knows none of ours. Appends what leaves none, no data
    /// either, where cells that are written do not do that.
    virtual void leave(std::string& out) = 0;
    /// The client shows pictures: its terminal must not be asked to scroll.
    [[nodiscard]] virtual bool shows_any() const = 0;
    /// Before the cells of the next frame are drawn.
    virtual void before_cells(std::span<const FrameImage> next, Spoil spoil) = 0;
    /// After them. `touched` grows where pictures are drawn. `spoil` is called where text stands on
    /// one of those.
    virtual void after_cells(std::span<const FrameImage> next, Touched& touched, MoveTo move_to,
                             Spoil spoil, std::string& out) = 0;
    /// Not all of the last frame's pictures were sent yet: render it again.
    [[nodiscard]] virtual bool has_more() const = 0;
};

/// nullptr for terminals that show no pictures.
[[nodiscard]] std::unique_ptr<ImageWriter> make_image_writer(const Capabilities& capabilities);

}  // namespace tessera::render
