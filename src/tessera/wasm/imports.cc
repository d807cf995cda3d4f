#include "tessera/wasm/imports.h"

#include "tessera/wasm/instance.h"

namespace tessera::wasm {

Imports& Imports::add(std::string_view module, std::string_view name, Item item) {
    items_[std::string(module)].insert_or_assign(std::string(name), std::move(item));
    return *this;
}

Imports& Imports::instance(std::string_view module, const Instance& instance) {
    for (const ExportDescription& description : instance.exports().list()) {
        if (const auto item = instance.exports().find(description.name)) {
            add(module, description.name, *item);
        }
    }
    return *this;
}

const Imports::Item* Imports::find(std::string_view module, std::string_view name) const {
    const auto names = items_.find(module);
    if (names == items_.end()) {
        return nullptr;
    }
    const auto item = names->second.find(name);
    return item == names->second.end() ? nullptr : &item->second;
}

}  // namespace tessera::wasm
