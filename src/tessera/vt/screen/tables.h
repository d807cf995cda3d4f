#pragma once
// The side tables of a screen: styles, grapheme clusters, hyperlinks.
// Threads: one.

#include <bit>
#include <cstdint>
#include <string>

#include "tessera/vt/screen/intern.h"
#include "tessera/vt/style.h"

namespace tessera::vt {

struct StyleHash {
    std::size_t operator()(const Style& s) const noexcept {
        const auto bits = [](const Color& c) { return std::uint64_t{std::bit_cast<std::uint32_t>(c)}; };
        const std::uint64_t rest = static_cast<std::uint64_t>(s.attrs) << 8U |
                                   static_cast<std::uint64_t>(s.underline) |
                                   std::uint64_t{s.font} << 24U |
                                   static_cast<std::uint64_t>(s.script) << 28U;
        std::uint64_t h = (bits(s.foreground) | bits(s.background) << 32U) * 0x9e3779b97f4a7c15U;
        h = (h ^ h >> 32U ^ bits(s.underline_color) ^ rest << 32U) * 0xbf58476d1ce4e5b9U;
        h = (h ^ h >> 32U ^ s.link) * 0x94d049bb133111ebU;
        return static_cast<std::size_t>(h ^ h >> 32U);
    }
};

struct Link {
    std::string id;   // the program's own id=, empty when it gave none
    std::string uri;
    friend bool operator==(const Link&, const Link&) = default;
};
struct LinkHash {
    std::size_t operator()(const Link& link) const noexcept {
        return std::hash<std::string>()(link.uri) * 31 + std::hash<std::string>()(link.id);
    }
};

/// Distinct styles, clusters and links alive at once in one screen and its history. When a table
/// is full, unused entries are swept; when that frees nothing, new ones fall back to the default
/// style, the first character of the cluster, no link. Bounds what hostile output can allocate.
inline constexpr std::size_t kMaxStyles = 65536;
inline constexpr std::size_t kMaxClusters = 65536;
inline constexpr std::size_t kMaxLinks = 4096;
/// Code points kept per cluster, one and 16 marks; more are dropped. Longest ZWJ sequence of Unicode
/// 17 has 10.
inline constexpr std::size_t kMaxClusterCodePoints = 17;
/// Longest link target kept; longer links are ignored. Source: OSC 8 specification, "2083 bytes".
inline constexpr std::size_t kMaxUriBytes = 2083;

struct SideTables {
    InternTable<Style, StyleHash> styles{kMaxStyles};
    InternTable<std::u32string, std::hash<std::u32string>> clusters{kMaxClusters};
    InternTable<Link, LinkHash> links{kMaxLinks};
};

}  // namespace tessera::vt
