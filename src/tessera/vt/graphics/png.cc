#include "tessera/vt/graphics/png.h"

#include <png.h>
#include <zlib.h>

#include <memory>
#include <string>

namespace tessera::vt {

namespace {

struct Free {
    void operator()(png_image* image) const { png_image_free(image); }
};

}  // namespace

std::optional<Pixels> decode_png(std::string_view bytes) {
    png_image image{};
    image.version = PNG_IMAGE_VERSION;
    const std::unique_ptr<png_image, Free> owner(&image);
    if (png_image_begin_read_from_memory(&image, bytes.data(), bytes.size()) == 0 ||
        !is_image_size(image.width, image.height)) {
        return std::nullopt;
    }
    image.format = PNG_FORMAT_RGBA;
    Pixels pixels{static_cast<int>(image.width), static_cast<int>(image.height), {}};
    pixels.rgba.resize(PNG_IMAGE_SIZE(image));
    if (png_image_finish_read(&image, nullptr, pixels.rgba.data(), 0, nullptr) == 0) {
        return std::nullopt;
    }
    return pixels;
}

std::string encode_png(const Pixels& pixels) {
    png_image image{};
    image.version = PNG_IMAGE_VERSION;
    image.width = static_cast<png_uint_32>(pixels.width);
    image.height = static_cast<png_uint_32>(pixels.height);
    image.format = PNG_FORMAT_RGBA;
    png_alloc_size_t size = PNG_IMAGE_PNG_SIZE_MAX(image);
    std::string out(size, '\0');
    const int done = png_image_write_to_memory(&image, out.data(), &size, 0, pixels.rgba.data(), 0,
                                               nullptr);
    out.resize(done != 0 ? size : 0);
    return out;
}

std::optional<std::string> inflate_zlib(std::string_view bytes, std::size_t size_max) {
    z_stream stream{};
    if (inflateInit(&stream) != Z_OK) {
        return std::nullopt;
    }
    struct End {
        void operator()(z_stream* s) const { (void)inflateEnd(s); }
    };
    const std::unique_ptr<z_stream, End> owner(&stream);
    stream.next_in = const_cast<Bytef*>(reinterpret_cast<const Bytef*>(bytes.data()));
    stream.avail_in = static_cast<uInt>(bytes.size());
    std::string out;
    int status = Z_OK;
    while (status == Z_OK && out.size() <= size_max) {
        constexpr std::size_t kStep = 65536;
        const std::size_t had = out.size();
        out.resize(had + kStep);
        stream.next_out = reinterpret_cast<Bytef*>(out.data() + had);
        stream.avail_out = kStep;
        status = inflate(&stream, Z_NO_FLUSH);
        out.resize(out.size() - stream.avail_out);
        if (status == Z_OK && stream.avail_in == 0 && stream.avail_out > 0) {
            break;  // cut off
        }
    }
    if (status != Z_STREAM_END || out.size() > size_max) {
        return std::nullopt;
    }
    return out;
}

}  // namespace tessera::vt
