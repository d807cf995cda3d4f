#pragma once
// Imports: what the host offers to modules, by module name and field name.
//   Imports imports;
//   imports.function("env", "log", [](Caller& caller, std::uint32_t at, std::uint32_t length) { ...
//   }); imports.memory("env", "memory", memory);
// Host functions belong to no store: an Imports of functions alone serves any number of stores,
// also on several threads at once (if the functions can). Memories, globals, tables and guests'
// functions belong to theirs. Threads: const use from any; changes by one.

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include "tessera/wasm/function.h"

namespace tessera::wasm {

class Imports {
public:
    using Item = std::variant<std::shared_ptr<detail::HostFunction>, Extern>;

    /// A callable with parameters of the types in function.h, optionally after a `Caller&`. It
    /// returns nothing, a value, a std::tuple of values, or CallResult of these to be able to trap.
    /// An exception it throws becomes a trap. A second definition of a name replaces the first,
    /// here and below.
    template <class F>
    Imports& function(std::string_view module, std::string_view name, F f) {
        return add(module, name, detail::make_host_function(std::move(f)));
    }
    Imports& function(std::string_view module, std::string_view name, const Function& f) {
        return add(module, name, Extern(f));
    }
    Imports& memory(std::string_view module, std::string_view name, const Memory& m) {
        return add(module, name, Extern(m));
    }
    Imports& global(std::string_view module, std::string_view name, const Global& g) {
        return add(module, name, Extern(g));
    }
    Imports& table(std::string_view module, std::string_view name, const Table& t) {
        return add(module, name, Extern(t));
    }
    /// All exports of an instance, under `module`: links one guest to another.
    Imports& instance(std::string_view module, const Instance& instance);

    /// Null if there is none.
    [[nodiscard]] const Item* find(std::string_view module, std::string_view name) const;

private:
    Imports& add(std::string_view module, std::string_view name, Item item);
    std::map<std::string, std::map<std::string, Item, std::less<>>, std::less<>> items_;
};

}  // namespace tessera::wasm
