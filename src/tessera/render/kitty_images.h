#pragma once
// Pictures for terminals with kitty graphics: pixels are sent once, placements name them. All
// commands ask for silence, so that no answer is taken for a key.
// Source: kitty graphics protocol. Threads: one.

#include <cstdint>

#include "tessera/render/image.h"

namespace tessera::render {

/// Pixels a client's terminal keeps that it does not show at the moment, in bytes: what scrolled
/// away a moment ago. Terminals have limits of their own, kitty 320 MB.
inline constexpr std::size_t kMaxSparePixelBytes = std::size_t{64} << 20U;

class KittyImages final : public ImageWriter {
public:
    /// `cell`: pixels of the client's cells; 0: unknown.
    explicit KittyImages(Size cell);
    ~KittyImages() override;

    void start_over(std::string& out) override;
    void leave(std::string& out) override;
    [[nodiscard]] bool shows_any() const override { return !shown_.empty(); }
    void before_cells(std::span<const FrameImage> next, Spoil spoil) override;
    void after_cells(std::span<const FrameImage> next, Touched& touched, MoveTo move_to,
                     Spoil spoil, std::string& out) override;
    [[nodiscard]] bool has_more() const override { return has_more_; }

private:
    class Transmission;
    struct Shown {
        FrameImage image;
        std::uint32_t placement = 0;
    };
    struct Sent {
        const vt::Pixels* key = nullptr;
        std::weak_ptr<const vt::Pixels> pixels;
        std::uint32_t id = 0;
        std::size_t bytes = 0;
    };

    [[nodiscard]] const Sent* find_sent(const vt::SharedPixels& pixels) const;
    [[nodiscard]] bool send(const vt::SharedPixels& pixels, std::size_t limit, std::string& out);
    void place(const FrameImage& image, std::uint32_t placement, std::string& out) const;
    void forget_unused(std::string& out);

    Size cell_;
    std::vector<Shown> shown_;
    std::vector<Sent> sent_;  // oldest first
    std::unique_ptr<Transmission> transmission_;
    std::uint32_t last_id_;
    std::uint32_t last_placement_ = 0;
    bool has_more_ = false;
};

}  // namespace tessera::render
