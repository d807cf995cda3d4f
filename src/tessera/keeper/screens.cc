#include "tessera/keeper/screens.h"

namespace tessera::keeper {

bool Screens::store(Name name, std::string content) {
    drop(name);
    if (content.size() > kScreenPartBytesMax ||
        bytes_ + content.size() + kScreenPartCost > kScreensBytesMax) {
        return false;
    }
    bytes_ += content.size() + kScreenPartCost;
    parts_.emplace(name, std::move(content));
    return true;
}

Screens::Parts::iterator Screens::erase(Parts::iterator at) {
    bytes_ -= at->second.size() + kScreenPartCost;
    return parts_.erase(at);
}

void Screens::drop(Name name) {
    if (const auto at = parts_.find(name); at != parts_.end()) {
        erase(at);
    }
}

void Screens::forget(std::uint32_t terminal) {
    auto at = parts_.lower_bound({terminal, 0});
    while (at != parts_.end() && at->first.terminal == terminal) {
        at = erase(at);
    }
}

void Screens::clear() {
    parts_.clear();
    bytes_ = 0;
}

}  // namespace tessera::keeper
