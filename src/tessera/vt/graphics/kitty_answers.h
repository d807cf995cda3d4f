#pragma once
// What the terminal answers to a kitty graphics command: fixed text. Source: kitty graphics,
// "Display images on screen", "Relative placements". Threads: values.

#include <string_view>

namespace tessera::vt::kitty_answers {

inline constexpr std::string_view kOk = "OK";
inline constexpr std::string_view kBadControl = "EINVAL:bad control data";
inline constexpr std::string_view kBadData = "EINVAL:bad image data";
inline constexpr std::string_view kBadPng = "EBADPNG:cannot decode";
inline constexpr std::string_view kTooFew = "ENODATA:not enough image data";
inline constexpr std::string_view kTooLarge = "EFBIG:image too large";
inline constexpr std::string_view kNoImage = "ENOENT:no such image";
inline constexpr std::string_view kUnsupported = "ENOTSUPPORTED:not supported";
inline constexpr std::string_view kNoName = "EINVAL:both i and I given";
inline constexpr std::string_view kNoParent = "ENOPARENT:no such parent";
inline constexpr std::string_view kCycle = "ECYCLE:its own parent";
inline constexpr std::string_view kTooDeep = "ETOODEEP:too many parents";

}  // namespace tessera::vt::kitty_answers
