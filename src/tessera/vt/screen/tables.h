#pragma once
// The side tables of a screen: styles, grapheme clusters, hyperlinks.
// Threads: one.

#include <string>

#include "tessera/vt/screen/intern.h"
#include "tessera/vt/style.h"

namespace tessera::vt {

struct StyleHash {
    std::size_t operator()(const Style& s) const noexcept {
        const auto color = [](const Color& c) {
            return static_cast<std::uint64_t>(c.kind) << 24U | static_cast<std::uint64_t>(c.r) << 16U |
                   static_cast<std::uint64_t>(c.g) << 8U | c.b;
        };
        std::uint64_t h = color(s.foreground) * 0x9e3779b97f4a7c15U;
        h = (h ^ color(s.background)) * 0xbf58476d1ce4e5b9U;
        h = (h ^ color(s.underline_color)) * 0x94d049bb133111ebU;
        h = (h ^ (static_cast<std::uint64_t>(s.attrs) << 8U | static_cast<std::uint64_t>(s.underline)) ^
             static_cast<std::uint64_t>(s.link) << 32U) * 0x9e3779b97f4a7c15U;
        return static_cast<std::size_t>(h ^ (h >> 29U));
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
/// Code points kept per cluster; more are dropped. Longest ZWJ sequence of Unicode 17 has 10.
inline constexpr std::size_t kMaxClusterCodePoints = 32;
/// Longest link target kept; longer links are ignored. Source: OSC 8 specification, "2083 bytes".
inline constexpr std::size_t kMaxUriBytes = 2083;

struct SideTables {
    InternTable<Style, StyleHash> styles{kMaxStyles};
    InternTable<std::u32string, std::hash<std::u32string>> clusters{kMaxClusters};
    InternTable<Link, LinkHash> links{kMaxLinks};
};

}  // namespace tessera::vt
