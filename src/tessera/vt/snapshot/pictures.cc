#include "tessera/vt/snapshot/pictures.h"

#include <zstd.h>

#include <algorithm>
#include <set>
#include <utility>

#include "tessera/vt/snapshot/fields.h"

namespace tessera::vt::snapshot {

namespace {

constexpr std::string_view kImageMagic = "tessera-vt-image\n";
/// Of the pieces; raised when an old reader would misread.
constexpr std::uint64_t kImageVersion = 1;
/// zstd's fastest that is not of negative level: pictures of programs are flat.
constexpr int kLevel = 1;
/// Lines are counted from the first ever; a snapshot with others is damaged.
constexpr std::int64_t kMaxLine = std::int64_t{1} << 50U;
constexpr std::size_t kLayers = 2;
/// No program puts so many; what is counted on from there does not begin anew.
constexpr std::uint64_t kMaxSerial = UINT64_MAX / 2;

/// How a picture fills its cells, before there were boxes.
enum class Fit : std::uint8_t { Natural, Stretch };

Fit fit_of(const Placement& p) {
    const bool is_natural = p.box.width == p.source.width && p.box.height == p.source.height;
    return is_natural ? Fit::Natural : Fit::Stretch;
}

/// `line`, which may be negative, and what came later are the caller's.
template <class Io, class P, class F>
void placement_fields(const Io& io, P& p, F& fit) {
    io(p.image, UINT32_MAX);
    io(p.kitty_image, UINT32_MAX);
    io(p.kitty_id, UINT32_MAX);
    io(p.col, kMaxRowsOrCols);
    io(p.rows, kMaxImageSide);
    io(p.cols, kMaxImageSide);
    io(p.cell.rows.value, kMaxImageSide);
    io(p.cell.cols.value, kMaxImageSide);
    for (auto* number : {&p.source.x, &p.source.y, &p.source.width, &p.source.height}) {
        io(*number, kMaxImageSide);
    }
    io(p.z, UINT64_MAX);  // may be negative
    io(p.binding, static_cast<std::uint64_t>(Binding::Cells));
    io(fit, static_cast<std::uint64_t>(Fit::Stretch));
    io(p.tag, kImageTags - 1);
    io(p.age, UINT64_MAX);
}

/// What came later, in a section of its own.
template <class Io, class P>
void position_fields(const Io& io, P& p) {
    for (auto* number : {&p.box.x, &p.box.y, &p.box.width, &p.box.height}) {
        io(*number, std::uint64_t{kMaxRowsOrCols} * kMaxImageSide);
    }
    io(p.serial, kMaxSerial);
}
static_assert(sizeof(Placement) == 104, "a new field must be listed above");

void write_placement(Writer& out, const Placement& placement) {
    const Fit fit = fit_of(placement);
    placement_fields(Save{out}, placement, fit);
}

Placement read_placement(Reader& in) {
    Placement p;
    Fit fit = Fit::Natural;
    placement_fields(Load{in}, p, fit);
    p.box = {0, 0, p.source.width, p.source.height};
    if (fit == Fit::Stretch) {
        p.box.width = p.cols * p.cell.cols.value;
        p.box.height = p.rows * p.cell.rows.value;
    }
    return p;
}

void write_line(Writer& out, std::int64_t line) {
    out.number(static_cast<std::uint64_t>(line + kMaxLine));
}

std::int64_t read_line(Reader& in) {
    return static_cast<std::int64_t>(in.number(std::uint64_t{2} * kMaxLine)) - kMaxLine;
}

void write_layer(Writer& out, const ImageLayer& layer) {
    out.number(layer.last().tag);
    out.number(layer.last().age);
    out.number(layer.placements().size());
    for (const Placement& placement : layer.placements()) {
        write_line(out, placement.line);
        write_placement(out, placement);
    }
}

void read_layer(Reader& in, ImageLayer& layer) {
    ImageLayer::Last last;
    last.tag = static_cast<std::uint32_t>(in.number(kImageTags - 1));
    last.age = in.number(UINT64_MAX);
    std::vector<Placement> placements;
    for (std::uint64_t n = in.number(kMaxPlacements); n > 0 && !in.failed(); --n) {
        const std::int64_t line = read_line(in);
        placements.push_back(read_placement(in));
        placements.back().line = line;
    }
    layer.restore(std::move(placements), last);
}

void write_one(Writer& out, ImageNumber number, const Pixels& pixels) {
    out.number(number);
    out.number(static_cast<std::uint64_t>(pixels.width));
    out.number(static_cast<std::uint64_t>(pixels.height));
    std::string packed(ZSTD_compressBound(pixels.rgba.size()), '\0');
    packed.resize(ZSTD_compress(packed.data(), packed.size(), pixels.rgba.data(),
                                pixels.rgba.size(), kLevel));
    out.text(packed);
}

void read_one(Reader& in, ImageStore& store) {
    const auto number = static_cast<ImageNumber>(in.number(store.last()));
    Pixels pixels{.width = static_cast<int>(in.number(kMaxImageSide)),
                  .height = static_cast<int>(in.number(kMaxImageSide)),
                  .rgba = {}};
    const std::string_view packed = in.text(ZSTD_compressBound(kMaxImageBytes));
    const std::size_t bytes = std::size_t{4} * static_cast<std::size_t>(pixels.width) *
                              static_cast<std::size_t>(pixels.height);
    if (in.failed() || number == 0 || !is_image_size(pixels.width, pixels.height)) {
        in.fail();
        return;
    }
    if (!store.has_room(bytes) || ZSTD_getFrameContentSize(packed.data(), packed.size()) != bytes) {
        return;
    }
    pixels.rgba.resize(bytes);
    if (ZSTD_decompress(pixels.rgba.data(), bytes, packed.data(), packed.size()) == bytes) {
        store.restore(number, std::move(pixels));
    }
}

}  // namespace

std::vector<ImageNumber> saved_images(const Screen& screen, const Graphics& graphics) {
    std::set<ImageNumber, std::greater<>> numbers;
    for (const auto& [name, named] : graphics.kitty.names()) {
        numbers.insert(named.image);
    }
    for (std::size_t i = 0; i < kLayers; ++i) {
        for (const Placement& placement : ScreenFields::layer(screen, i).placements()) {
            numbers.insert(placement.image);
        }
        for (const RelativePlacement& relative : ScreenFields::layer(screen, i).relatives()) {
            numbers.insert(relative.placement.image);
        }
    }
    std::erase_if(numbers,
                  [&](ImageNumber number) { return graphics.store.find(number) == nullptr; });
    return {numbers.begin(), numbers.end()};
}

std::string write_pictures(const Screen& screen, const Graphics& graphics) {
    Writer out;
    out.number(graphics.store.last());
    for (std::size_t i = 0; i < kLayers; ++i) {
        write_layer(out, ScreenFields::layer(screen, i));
    }
    out.number(graphics.kitty.names().size());
    for (const auto& [name, named] : graphics.kitty.names()) {
        out.number(name);
        out.number(named.image);
        out.number(named.number);
    }
    return out.take();
}

void read_pictures(Reader& in, Screen& screen, Graphics& graphics) {
    graphics.store.set_last(static_cast<ImageNumber>(in.number(UINT32_MAX)));
    for (std::size_t i = 0; i < kLayers; ++i) {
        read_layer(in, ScreenFields::layer(screen, i));
    }
    KittyGraphics::Names names;
    for (std::uint64_t n = in.number(kMaxNames); n > 0 && !in.failed(); --n) {
        const auto name = static_cast<std::uint32_t>(in.number(UINT32_MAX));
        KittyGraphics::Named& named = names[name];
        named.image = static_cast<ImageNumber>(in.number(graphics.store.last()));
        named.number = static_cast<std::uint32_t>(in.number(UINT32_MAX));
    }
    names.erase(0);  // no name
    graphics.kitty.restore_names(std::move(names));
}

std::string write_virtual(const KittyGraphics& kitty) {
    if (kitty.virtual_placements().empty()) {
        return {};
    }
    Writer out;
    out.number(kitty.virtual_placements().size());
    for (const Placement& placement : kitty.virtual_placements()) {
        write_placement(out, placement);
    }
    return out.take();
}

void read_virtual(Reader& in, KittyGraphics& kitty) {
    std::vector<Placement> placements;
    for (std::uint64_t n = in.number(kMaxVirtualPlacements); n > 0 && !in.failed(); --n) {
        placements.push_back(read_placement(in));
    }
    kitty.restore_virtual(std::move(placements));
}

namespace {

void write_positions_of(Writer& out, std::span<const Placement> placements) {
    out.number(placements.size());
    for (const Placement& placement : placements) {
        position_fields(Save{out}, placement);
    }
}

/// For as many as there are; the rest is read and forgotten.
void read_positions_of(Reader& in, std::span<Placement> placements) {
    const std::uint64_t count = in.number(kMaxPlacements);
    for (std::uint64_t i = 0; i < count && !in.failed(); ++i) {
        Placement other;
        position_fields(Load{in}, i < placements.size() ? placements[i] : other);
    }
}

void write_relatives(Writer& out, const ImageLayer& layer) {
    out.number(layer.relatives().size());
    for (const RelativePlacement& relative : layer.relatives()) {
        Placement placement = relative.placement;
        out.number(relative.parent);
        write_line(out, placement.line);
        write_line(out, std::exchange(placement.col, 0));  // it may be negative too
        write_placement(out, placement);
        position_fields(Save{out}, placement);
    }
}

void read_relatives(Reader& in, ImageLayer& layer) {
    std::vector<RelativePlacement> relatives;
    for (std::uint64_t n = in.number(kMaxRelatives); n > 0 && !in.failed(); --n) {
        const std::uint64_t parent = in.number(UINT64_MAX);
        const std::int64_t line = read_line(in);
        const std::int64_t col = std::clamp<std::int64_t>(read_line(in), INT32_MIN, INT32_MAX);
        Placement placement = read_placement(in);
        position_fields(Load{in}, placement);
        placement.line = line;
        placement.col = static_cast<int>(col);
        relatives.push_back({placement, parent});
    }
    layer.restore_relatives(std::move(relatives));
}

/// The next one will have a serial that none had.
bool has_positions(const Screen& screen, const KittyGraphics& kitty) {
    bool any = kitty.last_serial() != 0;
    for (std::size_t i = 0; i < kLayers; ++i) {
        const ImageLayer& layer = ScreenFields::layer(screen, i);
        any = any || !layer.placements().empty() || !layer.relatives().empty();
    }
    return any;
}

}  // namespace

std::string write_positions(const Screen& screen, const KittyGraphics& kitty) {
    if (!has_positions(screen, kitty)) {
        return {};
    }
    Writer out;
    out.number(kitty.last_serial());
    for (std::size_t i = 0; i < kLayers; ++i) {
        const ImageLayer& layer = ScreenFields::layer(screen, i);
        write_positions_of(out, layer.placements());
        write_relatives(out, layer);
    }
    write_positions_of(out, kitty.virtual_placements());
    return out.take();
}

void read_positions(Reader& in, Screen& screen, KittyGraphics& kitty) {
    kitty.restore_last_serial(in.number(kMaxSerial));
    for (std::size_t i = 0; i < kLayers; ++i) {
        ImageLayer& layer = ScreenFields::layer(screen, i);
        std::vector<Placement> placements = layer.placements();
        read_positions_of(in, placements);
        layer.restore(std::move(placements), layer.last());
        read_relatives(in, layer);
    }
    std::vector<Placement> virtual_ones = kitty.virtual_placements();
    read_positions_of(in, virtual_ones);
    kitty.restore_virtual(std::move(virtual_ones));
}

std::string write_pixels(const Screen& screen, const Graphics& graphics) {
    const std::vector<ImageNumber> numbers = saved_images(screen, graphics);
    Writer out;
    out.number(numbers.size());
    for (const ImageNumber number : numbers) {
        write_one(out, number, *graphics.store.find(number));
    }
    return out.take();
}

void read_pixels(Reader& in, ImageStore& store) {
    for (std::uint64_t n = in.number(UINT32_MAX); n > 0 && !in.failed(); --n) {
        read_one(in, store);
    }
}

std::string write_image(const ImageStore& store, ImageNumber number) {
    Writer out;
    out.number(kImageVersion);
    write_one(out, number, *store.find(number));
    return std::string(kImageMagic) + out.bytes();
}

void read_image(std::string_view bytes, ImageStore& store) {
    if (bytes.starts_with(kImageMagic)) {
        Reader in(bytes.substr(kImageMagic.size()));
        if (in.number(UINT64_MAX) == kImageVersion) {
            read_one(in, store);
        }
    }
}

void settle_pictures(Screen& screen, Graphics& graphics) {
    const ImageStore& store = graphics.store;
    const auto is_damaged = [&](const Placement& placement) {
        const SharedPixels pixels = store.find(placement.image);
        const PixelRect& part = placement.source;
        const bool is_inside = pixels == nullptr || (part.x + part.width <= pixels->width &&
                                                     part.y + part.height <= pixels->height);
        return !is_inside || placement.image > store.last() || placement.cell.rows.value < 1 ||
               placement.cell.cols.value < 1;
    };
    std::uint64_t last = graphics.kitty.last_serial();
    // Those of snapshots without positions have none.
    const auto number = [&](Placement& placement) {
        if (placement.kitty_image != 0 && placement.serial == 0) {
            placement.serial = ++last;
        }
        last = std::max(last, placement.serial);
    };
    for (std::size_t i = 0; i < kLayers; ++i) {
        ImageLayer& layer = ScreenFields::layer(screen, i);
        std::vector<Placement> placements = layer.placements();
        std::erase_if(placements, is_damaged);
        std::ranges::for_each(placements, number);
        layer.restore(std::move(placements), layer.last());
        (void)layer.remove_relatives_if([&](const RelativePlacement& relative) {
            last = std::max(last, relative.placement.serial);
            return is_damaged(relative.placement) || relative.parent == 0 ||
                   relative.placement.binding != Binding::Layer;
        });
    }
    std::vector<Placement> virtual_ones = graphics.kitty.virtual_placements();
    std::erase_if(virtual_ones, is_damaged);
    std::ranges::for_each(virtual_ones, number);
    graphics.kitty.restore_virtual(std::move(virtual_ones));
    graphics.kitty.restore_last_serial(last);
}

}  // namespace tessera::vt::snapshot
