#pragma once
// Pictures for terminals with sixel: what cells hold until something is written over them. So a
// picture is drawn when it comes, and again when text was written into its cells.
// Threads: one.

#include "tessera/render/image.h"
#include "tessera/render/sixel_encode.h"

namespace tessera::render {

/// One picture; a client's queue has room for two (client_link.cc). Large ones lose colours.
inline constexpr std::size_t kMaxSixelBytes = std::size_t{3} << 20U;
/// Encoded pictures kept for being drawn again, per client, in bytes; longer ones are encoded anew.
inline constexpr std::size_t kMaxKeptSixel = std::size_t{8} << 20U;

class SixelImages final : public ImageWriter {
public:
    /// `cell`: pixels of the client's cells. REQUIRES: both > 0.
    explicit SixelImages(Size cell) : cell_(cell) {}

    void start_over(std::string& out) override;
    void leave(std::string& /*out*/) override {}
    [[nodiscard]] bool shows_any() const override { return !shown_.empty(); }
    void before_cells(std::span<const FrameImage> next, Spoil spoil) override;
    void after_cells(std::span<const FrameImage> next, Touched& touched, MoveTo move_to,
                     Spoil spoil, std::string& out) override;
    [[nodiscard]] bool has_more() const override { return has_more_; }

private:
    struct Shown {
        FrameImage image;
        std::string encoded;  // empty: it was too long to keep
        bool is_due = true;   // to be drawn
    };

    static void draw(const Shown& shown, Touched& touched, MoveTo move_to, std::string& out);
    [[nodiscard]] std::string encode(const FrameImage& image, Rows rows) const;

    Size cell_;
    std::vector<Shown> shown_;
    bool has_more_ = false;
};

}  // namespace tessera::render
