#include "tessera/vt/graphics/picture.h"

#include <csetjmp>
#include <cstdio>

#include <jpeglib.h>

#include "tessera/vt/graphics/png.h"

namespace tessera::vt {

namespace {

/// Passes of a progressive JPEG; encoders make about ten, and each costs a walk over the picture.
constexpr int kMaxScans = 64;
/// What libjpeg may take for coefficients.
constexpr long kMaxJpegBytes = 256L << 20;

struct JpegErrors {
    jpeg_error_mgr base;
    std::jmp_buf out;
};

/// libjpeg calls this where it cannot go on: it must not return.
[[noreturn]] void give_up(j_common_ptr common) {
    std::longjmp(reinterpret_cast<JpegErrors*>(common->err)->out, 1);
}

void say_nothing(j_common_ptr /*common*/, int /*level*/) {}

void watch_scans(j_common_ptr common) {
    if (reinterpret_cast<j_decompress_ptr>(common)->input_scan_number > kMaxScans) {
        give_up(common);
    }
}

/// No object with a destructor lives between setjmp and what may jump.
bool read_jpeg(std::string_view bytes, jpeg_decompress_struct& jpeg, Pixels& pixels) {
    JpegErrors errors;
    jpeg.err = jpeg_std_error(&errors.base);
    errors.base.error_exit = give_up;
    errors.base.emit_message = say_nothing;
    jpeg_progress_mgr progress{};
    progress.progress_monitor = watch_scans;
    if (setjmp(errors.out) != 0) {
        return false;
    }
    jpeg_create_decompress(&jpeg);
    jpeg.progress = &progress;
    jpeg.mem->max_memory_to_use = kMaxJpegBytes;
    jpeg_mem_src(&jpeg, reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
    (void)jpeg_read_header(&jpeg, TRUE);
    if (!is_image_size(jpeg.image_width, jpeg.image_height)) {
        return false;
    }
    jpeg.out_color_space = JCS_EXT_RGBA;
    (void)jpeg_start_decompress(&jpeg);
    pixels.width = static_cast<int>(jpeg.output_width);
    pixels.height = static_cast<int>(jpeg.output_height);
    const std::size_t row_bytes = std::size_t{jpeg.output_width} * 4;
    pixels.rgba.resize(row_bytes * jpeg.output_height);
    while (jpeg.output_scanline < jpeg.output_height) {
        JSAMPROW row = pixels.rgba.data() + row_bytes * jpeg.output_scanline;
        (void)jpeg_read_scanlines(&jpeg, &row, 1);
    }
    return true;
}

}  // namespace

std::optional<Pixels> decode_jpeg(std::string_view bytes) {
    jpeg_decompress_struct jpeg{};
    Pixels pixels;
    const bool is_read = read_jpeg(bytes, jpeg, pixels);
    jpeg_destroy_decompress(&jpeg);
    return is_read ? std::optional(std::move(pixels)) : std::nullopt;
}

std::optional<Pixels> decode_picture(std::string_view bytes) {
    if (bytes.starts_with("\x89PNG")) {
        return decode_png(bytes);
    }
    if (bytes.starts_with("GIF8")) {
        return decode_gif(bytes);
    }
    if (bytes.starts_with("\xff\xd8")) {
        return decode_jpeg(bytes);
    }
    return std::nullopt;
}

}  // namespace tessera::vt
