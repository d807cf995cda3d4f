#pragma once
// What was on the terminals' screens, in parts as the servers cut them: bytes by terminal and
// number, looked into by nobody here. Bounded; a part that does not fit is forgotten, and a server
// makes do with what it gets back.
// Threads: one.

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <utility>

namespace tessera::keeper {

/// A screen of half a million cells, each in a colour of its own.
inline constexpr std::size_t kScreenPartBytesMax = std::size_t{4} << 20U;
/// Of all screens: half of what may wait for a server that starts (io::kMaxQueueBytes). Some forty
/// terminals with 10,000 lines of text each.
inline constexpr std::size_t kScreensBytesMax = std::size_t{32} << 20U;
/// What a part costs besides its bytes; bounds their number.
inline constexpr std::size_t kScreenPartCost = 128;

class Screens {
public:
    struct Name {
        std::uint32_t terminal = 0;
        std::uint64_t part = 0;
        friend auto operator<=>(const Name&, const Name&) = default;
    };

    /// In place of what has that name. False: it is over a limit, and nothing has that name now.
    [[nodiscard]] bool store(Name name, std::string content);
    /// Unknown names are ignored.
    void drop(Name name);
    void forget(std::uint32_t terminal);
    void clear();

    [[nodiscard]] const std::map<Name, std::string>& all() const { return parts_; }
    /// kScreenPartCost for each part included.
    [[nodiscard]] std::size_t bytes() const { return bytes_; }

private:
    using Parts = std::map<Name, std::string>;
    Parts::iterator erase(Parts::iterator at);

    Parts parts_;
    std::size_t bytes_ = 0;
};

}  // namespace tessera::keeper
