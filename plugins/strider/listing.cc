#include "listing.h"

#include <algorithm>
#include <tuple>

#include "../common/filter.h"

namespace tessera::strider {

void Listing::fill(const api::event::FileListPayload& found, std::string_view folder) {
    all_.clear();
    for (std::size_t i = 0; i < found.paths.size(); ++i) {
        const std::string& path = found.paths[i];
        if (parent_of(path) != folder) {
            continue;  // of another scan
        }
        Entry entry{.name = path.substr(path.rfind('/') + 1)};
        if (i < found.paths_metadata.size() && found.paths_metadata[i].metadata_is_set) {
            entry.is_folder = found.paths_metadata[i].is_dir;
            entry.bytes = found.paths_metadata[i].len;
        }
        all_.push_back(std::move(entry));
    }
    std::ranges::sort(all_, [](const Entry& a, const Entry& b) {
        return std::tie(b.is_folder, a.name) < std::tie(a.is_folder, b.name);
    });
    refresh();
}

void Listing::clear() {
    all_.clear();
    filter_.clear();
    selected_ = 0;
    refresh();
}

void Listing::set_hidden(Hidden hidden) {
    hidden_ = hidden;
    refresh();
}

void Listing::set_filter(std::string text) {
    filter_ = std::move(text);
    selected_ = 0;
    refresh();
}

const Entry* Listing::selected() const {
    return shown_.empty() ? nullptr : &shown_[selected_];
}

bool Listing::select(std::size_t index) {
    if (index >= shown_.size() || index == selected_) {
        return false;
    }
    selected_ = index;
    return true;
}

bool Listing::move(int by) {
    if (shown_.empty()) {
        return false;
    }
    const int last = static_cast<int>(shown_.size()) - 1;
    return select(static_cast<std::size_t>(std::clamp(static_cast<int>(selected_) + by, 0, last)));
}

void Listing::refresh() {
    shown_.clear();
    for (const Entry& entry : all_) {
        const bool is_hidden = entry.name.starts_with('.') && !filter_.starts_with('.');
        if ((hidden_ == Hidden::Show || !is_hidden) && bars::has_in_order(entry.name, filter_)) {
            shown_.push_back(entry);
        }
    }
    selected_ = std::min(selected_, shown_.empty() ? 0 : shown_.size() - 1);
}

std::string size_text(std::uint64_t bytes) {
    constexpr std::string_view kUnits = "KMGTPE";
    if (bytes < 1024) {
        return std::to_string(bytes);
    }
    std::size_t unit = 0;
    std::uint64_t tenths = bytes / 103;  // 1024 bytes are 10 tenths
    for (; tenths >= 10240; ++unit) {
        tenths /= 1024;
    }
    std::string out = std::to_string(tenths / 10);
    if (tenths < 100) {
        out += '.' + std::to_string(tenths % 10);
    }
    return out + kUnits[std::min(unit, kUnits.size() - 1)];
}

std::string parent_of(std::string_view path) {
    const std::size_t slash = path.rfind('/');
    return slash == std::string_view::npos || slash == 0 ? "/" : std::string(path.substr(0, slash));
}

std::string join(std::string_view folder, std::string_view name) {
    std::string out(folder);
    out += out.ends_with('/') ? "" : "/";
    return out += name;
}

}  // namespace tessera::strider
