#include "tessera/wasm/instance.h"

#include <fmt/format.h>

#include "tessera/wasm/internal.h"

namespace tessera::wasm {
namespace {

ExternType type_of_item(const Imports::Item& item) {
    if (const auto* host = std::get_if<std::shared_ptr<detail::HostFunction>>(&item)) {
        return (*host)->type();
    }
    return type_of(std::get<Extern>(item));
}

InstantiateError link_error(std::vector<ImportProblem> problems) {
    // The sentence is bounded, a module may want a million; `problems` has them all.
    constexpr std::size_t kShown = 100;
    InstantiateError error;
    for (std::size_t i = 0; i < problems.size() && i < kShown; ++i) {
        error.message += (i == 0 ? "" : "; ") + problems[i].to_string();
    }
    if (problems.size() > kShown) {
        error.message += fmt::format("; and {} more", problems.size() - kShown);
    }
    error.problems = std::move(problems);
    return error;
}

/// Names of the exports, to show what could have been meant. Bounded: a module may have thousands.
std::string names_of(const std::vector<ExportDescription>& exports) {
    constexpr std::size_t kShown = 20;
    std::string names;
    for (std::size_t i = 0; i < exports.size() && i < kShown; ++i) {
        names += (i == 0 ? "" : ", ") + printable(exports[i].name);
    }
    if (exports.size() > kShown) {
        names += fmt::format(" and {} more", exports.size() - kShown);
    }
    return names.empty() ? "nothing" : names;
}

}  // namespace

std::string ImportProblem::to_string() const {
    const std::string full = printable(module) + "." + printable(name);
    if (!given) {
        return fmt::format("import {} is missing: the module wants {}", full,
                           wasm::to_string(wanted));
    }
    return fmt::format("import {} is {}, the module wants {}", full, wasm::to_string(*given),
                       wasm::to_string(wanted));
}

std::expected<Instance, InstantiateError> Instance::create(Store& store, const Module& module,
                                                           const Imports& imports) {
    detail::StoreState& state = store.state();
    TESSERA_CHECK(&state.engine.state() == &module.engine().state());
    std::vector<ImportProblem> problems;
    std::vector<const Imports::Item*> items;
    for (const ImportDescription& wanted : module.imports()) {
        const Imports::Item* item = imports.find(wanted.module, wanted.name);
        if (item == nullptr) {
            problems.push_back({.module = wanted.module,
                                .name = wanted.name,
                                .wanted = wanted.type,
                                .given = std::nullopt});
            continue;
        }
        ExternType given = type_of_item(*item);
        if (!satisfies(given, wanted.type)) {
            problems.push_back({.module = wanted.module,
                                .name = wanted.name,
                                .wanted = wanted.type,
                                .given = std::move(given)});
        }
        items.push_back(item);
    }
    if (!problems.empty()) {
        return std::unexpected(link_error(std::move(problems)));
    }
    std::vector<wasmtime_extern_t> externs;
    externs.reserve(items.size());
    for (const Imports::Item* item : items) {
        const auto* host = std::get_if<std::shared_ptr<detail::HostFunction>>(item);
        externs.push_back(detail::engine_extern(
            state, host != nullptr ? Extern(detail::create_function(state, *host))
                                   : std::get<Extern>(*item)));
    }
    const detail::CallScope scope(state);
    wasmtime_instance_t instance;
    wasm_trap_t* trap = nullptr;
    detail::ErrorHandle error(wasmtime_instance_new(state.context, module.state().module.get(),
                                                    externs.data(), externs.size(), &instance,
                                                    &trap));
    if (error || trap != nullptr) {
        const bool from_guest = trap != nullptr || state.pending != nullptr;
        InstantiateError out;
        Trap reason = detail::trap_from(state, std::move(error), detail::TrapHandle(trap));
        out.message =
            from_guest ? "the start function failed: " + reason.to_string() : reason.message;
        if (from_guest) {
            out.trap = std::move(reason);
        }
        return std::unexpected(std::move(out));
    }
    return Instance(Exports(module, detail::make_handle(state, instance)));
}

std::optional<Extern> Exports::find(std::string_view name) const {
    const auto instance = detail::name_in<wasmtime_instance_t>(handle_);
    wasmtime_extern_t item;
    if (!wasmtime_instance_export_get(handle_.store->context, &instance, name.data(), name.size(),
                                      &item)) {
        return std::nullopt;
    }
    return detail::extern_from(*handle_.store, item);
}

ExportError Exports::error(std::string_view name, ExternType wanted) const {
    ExportError out{.name = std::string(name),
                    .wanted = std::move(wanted),
                    .found = std::nullopt,
                    .message = {}};
    if (const ExternType* found = module_.find_export(name)) {
        out.found = *found;
        out.message = fmt::format("export {} is {}, not {}", printable(name), to_string(*found),
                                  to_string(out.wanted));
    } else {
        out.message = fmt::format("no {} export {}; the module exports {}", kind_name(out.wanted),
                                  printable(name), names_of(module_.exports()));
    }
    return out;
}

std::expected<Function, ExportError> Exports::checked_function(std::string_view name,
                                                               const FunctionType& type) const {
    const ExternType* found = module_.find_export(name);
    const auto* function = found != nullptr ? std::get_if<FunctionType>(found) : nullptr;
    if (function == nullptr || *function != type) {
        return std::unexpected(error(name, type));
    }
    return std::get<Function>(*find(name));
}

std::expected<Function, ExportError> Exports::get_function(std::string_view name) const {
    const ExternType* found = module_.find_export(name);
    if (found == nullptr || !std::holds_alternative<FunctionType>(*found)) {
        return std::unexpected(error(name, FunctionType{}));
    }
    return std::get<Function>(*find(name));
}

std::expected<Memory, ExportError> Exports::get_memory(std::string_view name) const {
    const auto item = find(name);
    if (!item || !std::holds_alternative<Memory>(*item)) {
        return std::unexpected(error(name, MemoryType{}));
    }
    return std::get<Memory>(*item);
}

std::expected<Global, ExportError> Exports::get_global(std::string_view name) const {
    const auto item = find(name);
    if (!item || !std::holds_alternative<Global>(*item)) {
        return std::unexpected(error(name, GlobalType{}));
    }
    return std::get<Global>(*item);
}

std::expected<Table, ExportError> Exports::get_table(std::string_view name) const {
    const auto item = find(name);
    if (!item || !std::holds_alternative<Table>(*item)) {
        return std::unexpected(error(name, TableType{}));
    }
    return std::get<Table>(*item);
}

}  // namespace tessera::wasm
