#include "tessera/render/kitty_images.h"

#include <zlib.h>

#include <algorithm>
#include <array>

#include "tessera/base/base64.h"
#include "tessera/base/check.h"

namespace tessera::render {

namespace {

/// Ids begin here, so that they are unlikely to be those of programs that ran before.
constexpr std::uint32_t kFirstId = 0x7e55'0000;
/// Bytes before base64 in one command: 4096 characters. Source: kitty graphics, "Remote client".
constexpr std::size_t kChunkBytes = 3072;
/// Pixels that go into the compressor at once.
constexpr std::size_t kInputBytes = std::size_t{64} << 10U;

std::string number(std::uint32_t value) {
    return std::to_string(value);
}

void command(std::string& out, std::string_view control, std::string_view payload = {}) {
    out += "\x1b_G";
    out += control;
    if (!payload.empty()) {
        out += ';';
        out += payload;
    }
    out += "\x1b\\";
}

}  // namespace

/// One image on its way, a piece with each frame.
class KittyImages::Transmission {
public:
    Transmission(vt::SharedPixels pixels, std::uint32_t id) : pixels_(std::move(pixels)), id_(id) {
        TESSERA_CHECK(deflateInit(&stream_, Z_BEST_SPEED) == Z_OK);
    }
    ~Transmission() { deflateEnd(&stream_); }
    Transmission(const Transmission&) = delete;  // zlib keeps the stream's address
    Transmission& operator=(const Transmission&) = delete;

    [[nodiscard]] const vt::SharedPixels& pixels() const { return pixels_; }
    [[nodiscard]] std::uint32_t id() const { return id_; }

    /// Appends commands until `out` has `limit` bytes; true when that was all.
    [[nodiscard]] bool go_on(std::size_t limit, std::string& out) {
        while (out.size() < limit) {
            while (!is_complete_ && waiting_.size() <= kChunkBytes) {
                compress();
            }
            const std::size_t count = std::min(waiting_.size(), kChunkBytes);
            const bool is_last = is_complete_ && count == waiting_.size();
            std::string control = is_first_ ? "a=t,f=32,o=z,q=2,i=" + number(id_) +
                                                  ",s=" + std::to_string(pixels_->width) +
                                                  ",v=" + std::to_string(pixels_->height) + ","
                                            : "q=2,";
            control += is_last ? "m=0" : "m=1";
            is_first_ = false;
            command(out, control, base64_encode(std::string_view(waiting_).substr(0, count)));
            waiting_.erase(0, count);
            if (is_last) {
                return true;
            }
        }
        return false;
    }

private:
    void compress() {
        const std::size_t count = std::min(kInputBytes, pixels_->rgba.size() - at_);
        std::array<std::uint8_t, kInputBytes> in;
        std::copy_n(pixels_->rgba.begin() + static_cast<std::ptrdiff_t>(at_), count, in.begin());
        at_ += count;
        stream_.next_in = in.data();
        stream_.avail_in = static_cast<uInt>(count);
        const int flush = at_ == pixels_->rgba.size() ? Z_FINISH : Z_NO_FLUSH;
        int result = Z_OK;
        do {
            std::array<std::uint8_t, kInputBytes> piece;
            stream_.next_out = piece.data();
            stream_.avail_out = piece.size();
            result = deflate(&stream_, flush);
            waiting_.append(piece.begin(), piece.end() - stream_.avail_out);
        } while (stream_.avail_out == 0 && result != Z_STREAM_END);
        is_complete_ = result == Z_STREAM_END;
    }

    vt::SharedPixels pixels_;
    std::uint32_t id_;
    z_stream stream_{};
    std::size_t at_ = 0;   // in the pixels
    std::string waiting_;  // compressed, not sent
    bool is_complete_ = false;
    bool is_first_ = true;
};

KittyImages::KittyImages(Size cell) : cell_(cell), last_id_(kFirstId) {}
KittyImages::~KittyImages() = default;

void KittyImages::start_over(std::string& out) {
    if (transmission_) {
        command(out, "q=2,m=0");  // ends it; what came of it is too little and refused
        transmission_.reset();
    }
    // Data that was sent stays for the next pictures; what an earlier attachment left goes.
    command(out, sent_.empty() ? "a=d,d=A,q=2" : "a=d,d=a,q=2");
    shown_.clear();
}

void KittyImages::leave(std::string& out) {
    start_over(out);
    for (const Sent& sent : sent_) {
        command(out, "a=d,d=I,q=2,i=" + number(sent.id));
    }
    sent_.clear();
}

void KittyImages::before_cells(std::span<const FrameImage> /*next*/, Spoil /*spoil*/) {
    // Placements lie beside the text: what changes there changes nothing of them.
}

const KittyImages::Sent* KittyImages::find_sent(const vt::SharedPixels& pixels) const {
    const auto found = std::ranges::find_if(sent_, [&](const Sent& sent) {
        return sent.key == pixels.get() && !sent.pixels.expired();
    });
    return found == sent_.end() ? nullptr : &*found;
}

/// True once the client has the pixels.
bool KittyImages::send(const vt::SharedPixels& pixels, std::size_t limit, std::string& out) {
    if (find_sent(pixels) != nullptr) {
        return true;
    }
    if (out.size() >= limit) {
        return false;
    }
    transmission_ = std::make_unique<Transmission>(pixels, ++last_id_);
    if (!transmission_->go_on(limit, out)) {
        return false;
    }
    sent_.push_back({pixels.get(), pixels, transmission_->id(), pixels->rgba.size()});
    transmission_.reset();
    return true;
}

void KittyImages::place(const FrameImage& image, std::uint32_t placement, std::string& out) const {
    const vt::ImagePart& part = image.part;
    std::string control =
        "a=p,q=2,C=1,i=" + number(find_sent(image.pixels)->id) + ",p=" + number(placement) +
        ",x=" + std::to_string(part.source.x) + ",y=" + std::to_string(part.source.y) +
        ",w=" + std::to_string(part.source.width) + ",h=" + std::to_string(part.source.height);
    const bool is_known = cell_.rows.value > 0 && cell_.cols.value > 0;
    const Size cell = is_known ? cell_ : part.cell;
    const vt::PixelRect box = part.box_in(cell);
    control += box.x > 0 ? ",X=" + std::to_string(box.x) : "";
    control += box.y > 0 ? ",Y=" + std::to_string(box.y) : "";
    if (box.width != part.source.width || box.height != part.source.height) {
        // Another size can be said in whole cells only. Of one side alone the terminal keeps the
        // proportions; when neither fits the picture fills its cells.
        const Rect& cells = part.cells;
        const bool fills_cols = box.x + box.width == cells.cols.value * cell.cols.value;
        const bool fills_rows = box.y + box.height == cells.rows.value * cell.rows.value;
        control += fills_cols || !fills_rows ? ",c=" + std::to_string(cells.cols.value) : "";
        control += fills_rows || !fills_cols ? ",r=" + std::to_string(cells.rows.value) : "";
    }
    if (part.z != 0) {
        control += ",z=" + std::to_string(part.z);
    }
    command(out, control);
}

void KittyImages::after_cells(std::span<const FrameImage> next, Touched& /*touched*/,
                              MoveTo move_to, Spoil /*spoil*/, std::string& out) {
    const std::size_t limit = out.size() + kImageBytesPerFrame;
    has_more_ = false;
    if (transmission_) {  // no other command may stand between its pieces
        if (!transmission_->go_on(limit, out)) {
            has_more_ = true;
            return;
        }
        const vt::SharedPixels& pixels = transmission_->pixels();
        sent_.push_back({pixels.get(), pixels, transmission_->id(), pixels->rgba.size()});
        transmission_.reset();
    }
    std::erase_if(shown_, [&](const Shown& shown) {
        if (std::ranges::find(next, shown.image) != next.end()) {
            return false;
        }
        const Sent* sent = find_sent(shown.image.pixels);
        command(out, "a=d,d=i,q=2,i=" + number(sent->id) + ",p=" + number(shown.placement));
        return true;
    });
    for (const FrameImage& image : next) {
        if (image.part.is_empty() ||
            std::ranges::find(shown_, image, &Shown::image) != shown_.end()) {
            continue;
        }
        if (!send(image.pixels, limit, out)) {
            has_more_ = true;
            return;
        }
        move_to({image.part.cells.row, image.part.cells.col});
        place(image, ++last_placement_, out);
        shown_.push_back({image, last_placement_});
    }
    forget_unused(out);
}

/// Pixels whose terminal dropped them, and the oldest of those that only wait to be seen again.
void KittyImages::forget_unused(std::string& out) {
    const auto is_shown = [&](const Sent& sent) {
        return std::ranges::any_of(
            shown_, [&](const Shown& shown) { return shown.image.pixels.get() == sent.key; });
    };
    std::size_t spare = 0;
    for (const Sent& sent : sent_) {
        spare += is_shown(sent) ? 0 : sent.bytes;
    }
    std::erase_if(sent_, [&](const Sent& sent) {
        if (is_shown(sent) || (!sent.pixels.expired() && spare <= kMaxSparePixelBytes)) {
            return false;
        }
        spare -= sent.bytes;
        command(out, "a=d,d=I,q=2,i=" + number(sent.id));
        return true;
    });
}

}  // namespace tessera::render
