#pragma once
// PluginLogs: the last of what each plugin wrote to its standard error, for `tessera plugin log`.
// Threads: values.

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "tessera/server/plugins/types.h"

namespace tessera::server {

class PluginLogs {
public:
    /// Of one plugin, whole lines: a few screens of backtraces.
    static constexpr std::size_t kBytesMax = std::size_t{64} << 10U;
    /// The one that was silent for longest makes room for another.
    static constexpr std::size_t kPluginsMax = 128;

    /// `lines` end with a line feed, or get one.
    void append(const PluginKey& plugin, std::string_view lines);
    /// Empty for a plugin that said nothing. Valid until the next append().
    [[nodiscard]] std::string_view text(const PluginKey& plugin) const;

private:
    struct Log {
        std::string text;
        std::uint64_t written = 0;  // when, as a count
    };
    std::map<PluginKey, Log> logs_;
    std::uint64_t count_ = 0;
};

}  // namespace tessera::server
