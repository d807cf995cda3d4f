#include "tessera/server/plugin_logs.h"

#include <algorithm>

namespace tessera::server {

void PluginLogs::append(const PluginKey& plugin, std::string_view lines) {
    if (!logs_.contains(plugin) && logs_.size() >= kPluginsMax) {
        logs_.erase(std::ranges::min_element(
            logs_, {}, [](const auto& entry) { return entry.second.written; }));
    }
    Log& log = logs_[plugin];
    log.written = ++count_;
    log.text += lines;
    if (!log.text.ends_with('\n')) {
        log.text += '\n';
    }
    if (log.text.size() > kBytesMax) {
        const std::size_t excess = log.text.size() - kBytesMax;
        const std::size_t line_end = log.text.find('\n', excess - 1);
        log.text.erase(0, line_end + 1);  // the text ends with a line feed: one is found
    }
}

std::string_view PluginLogs::text(const PluginKey& plugin) const {
    const auto it = logs_.find(plugin);
    return it == logs_.end() ? std::string_view() : it->second.text;
}

}  // namespace tessera::server
