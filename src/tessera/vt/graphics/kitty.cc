#include "tessera/vt/graphics/kitty.h"

#include <algorithm>

#include "tessera/vt/base64.h"
#include "tessera/vt/graphics/kitty_answers.h"
#include "tessera/vt/graphics/png.h"

namespace tessera::vt {

using namespace kitty_answers;

namespace {

/// An answer, or nothing when the command named no image or asked for silence.
std::string answer(const KittyCommand& command, std::uint32_t image, std::string_view message) {
    const bool ok = message == kOk;
    if ((image == 0 && command.number == 0) || command.quiet >= 2 || (ok && command.quiet == 1)) {
        return {};
    }
    std::string out = "\x1b_Gi=" + std::to_string(image);
    if (command.number != 0) {
        out += ",I=" + std::to_string(command.number);
    }
    if (command.placement != 0) {
        out += ",p=" + std::to_string(command.placement);
    }
    return out + ";" + std::string(message) + "\x1b\\";
}

/// Pixels of raw data in 24 or 32 bits.
Pixels from_raw(const KittyCommand& command, std::string_view data) {
    Pixels pixels{static_cast<int>(command.width), static_cast<int>(command.height), {}};
    const std::size_t count = std::size_t{command.width} * command.height;
    pixels.rgba.resize(count * 4);
    if (command.format == 32) {
        std::copy_n(data.begin(), count * 4, pixels.rgba.begin());
        return pixels;
    }
    for (std::size_t i = 0; i < count; ++i) {
        std::copy_n(data.begin() + static_cast<std::ptrdiff_t>(i * 3), 3,
                    pixels.rgba.begin() + static_cast<std::ptrdiff_t>(i * 4));
        pixels.rgba[i * 4 + 3] = 255;
    }
    return pixels;
}

}  // namespace

std::uint32_t KittyGraphics::find_image(const KittyCommand& command) const {
    if (command.image != 0) {
        return images_.contains(command.image) ? command.image : 0;
    }
    std::uint32_t newest = 0;  // of those with that number; ids without a name grow
    for (const auto& [id, named] : images_) {
        newest = command.number != 0 && named.number == command.number ? id : newest;
    }
    return newest;
}

/// An id for an image that the program gave a number or nothing.
std::uint32_t KittyGraphics::free_name() const {
    std::uint32_t id = images_.empty() ? 1 : images_.rbegin()->first + 1;
    while (id == 0 || images_.contains(id)) {
        ++id;
    }
    return id;
}

void KittyGraphics::forget(std::uint32_t name, const GraphicsPage& page) {
    if (const auto found = images_.find(name); found != images_.end()) {
        const ImageNumber image = found->second.image;
        (void)page.layer.remove_if([&](const Placement& p) { return p.image == image; });
        (void)page.layer.remove_relatives_if(
            [&](const RelativePlacement& r) { return r.placement.image == image; });
        std::erase_if(virtual_, [&](const Placement& p) { return p.image == image; });
        page.store.remove(image);
        images_.erase(found);
    }
}

KittyResult KittyGraphics::run(std::string_view text, const GraphicsPage& page) {
    const std::optional<KittyCommand> parsed = parse_kitty_command(text);
    if (!parsed) {
        in_chunks_ = false;
        drop_data();
        return {};
    }
    const KittyCommand& command = *parsed;
    if (in_chunks_) {
        return transmit(command, page);
    }
    if (command.image != 0 && command.number != 0) {
        return {answer(command, command.image, kNoName)};
    }
    KittyResult result;
    switch (command.action) {
    case 't':
    case 'T':
    case 'q': return transmit(command, page);
    case 'p': {
        drop_orphans(page);
        const std::uint32_t image = find_image(command);
        const std::string_view message = image == 0 ? kNoImage : put(command, page, result);
        result.reply = answer(command, image == 0 ? command.image : image, message);
        return result;
    }
    case 'd': remove(command, page); return {};
    default: return {answer(command, command.image, kUnsupported)};
    }
}

/// Takes a chunk; after the last one the image is kept, shown or, for a query, only looked at.
KittyResult KittyGraphics::transmit(const KittyCommand& command, const GraphicsPage& page) {
    if (!in_chunks_) {
        pending_ = command;
        pending_.payload = {};
        data_.clear();
        in_chunks_ = true;
    } else if (command.quiet != 0) {
        pending_.quiet = command.quiet;
    }
    const bool decoded = base64_decode(command.payload, data_);
    // What waits for its next chunk counts as an image does.
    const bool fits = data_.size() <= kMaxImageBytes &&
                      (command.more == 0 || page.store.reserve(charge_, data_.capacity()));
    if (decoded && command.more != 0 && fits) {
        return {};
    }
    in_chunks_ = false;
    KittyResult result;
    std::string_view message = kBadData;
    if (!fits) {
        message = kTooLarge;
    } else if (decoded) {
        message = finish(page);
    }
    if (message == kOk && pending_.action == 'T') {
        drop_orphans(page);
        message = put(pending_, page, result);
    }
    result.reply = answer(pending_, pending_.image, message);
    drop_data();
    return result;
}

std::string KittyGraphics::refuse(std::string_view text) {
    const std::optional<KittyCommand> parsed = parse_kitty_command(text);
    const KittyCommand command = in_chunks_ ? pending_ : parsed.value_or(KittyCommand{});
    in_chunks_ = false;
    drop_data();
    return answer(command, command.image, kTooLarge);
}

std::optional<KittyGraphics::Unfinished> KittyGraphics::unfinished() const {
    return in_chunks_ ? std::optional(Unfinished{pending_, data_}) : std::nullopt;
}

void KittyGraphics::resume(const Unfinished& part, ImageStore& store) {
    pending_ = part.command;
    in_chunks_ = true;
    data_ = part.data;
    if (!store.reserve(charge_, data_.capacity())) {
        drop_data();
    }
}

void KittyGraphics::drop_data() {
    data_ = {};
    charge_ = {};
}

/// Decodes what was transmitted and gives it its name.
std::string_view KittyGraphics::finish(const GraphicsPage& page) {
    if (pending_.medium != 'd') {
        return kUnsupported;
    }
    const bool raw = pending_.format == 24 || pending_.format == 32;
    if (!raw && pending_.format != 100) {
        return kBadControl;
    }
    if (raw && !is_image_size(pending_.width, pending_.height)) {
        return pending_.width == 0 || pending_.height == 0 ? kBadControl : kTooLarge;
    }
    if (pending_.compression == 'z') {
        std::optional<std::string> inflated = inflate_zlib(data_, kMaxImageBytes);
        if (!inflated) {
            return kBadData;
        }
        data_ = std::move(*inflated);
    }
    Pixels pixels;
    if (raw) {
        if (data_.size() < std::size_t{pending_.width} * pending_.height * (pending_.format / 8)) {
            return kTooFew;
        }
        pixels = from_raw(pending_, data_);
    } else if (std::optional<Pixels> decoded = decode_png(data_)) {
        pixels = std::move(*decoded);
    } else {
        return kBadPng;
    }
    if (pending_.action == 'q') {
        return kOk;
    }
    if (pending_.image == 0) {
        pending_.image = free_name();
        pending_.quiet = pending_.number == 0 ? 2 : pending_.quiet;  // nobody to answer to
    }
    drop_data();
    forget(pending_.image, page);
    const ImageNumber image = page.store.add(std::move(pixels));
    if (image == 0) {
        return kTooLarge;
    }
    if (images_.size() >= kMaxNames) {
        forget(images_.begin()->first, page);
    }
    images_[pending_.image] = {image, pending_.number};
    return kOk;
}

}  // namespace tessera::vt
