#pragma once
// Instance: a module brought to life in a store, and access to what it exports.
// Threads: as its store.

#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tessera/wasm/function.h"
#include "tessera/wasm/imports.h"
#include "tessera/wasm/module.h"

namespace tessera::wasm {

/// One import that could not be satisfied.
struct ImportProblem {
    std::string module;
    std::string name;
    ExternType wanted;
    std::optional<ExternType> given;  // nothing: missing

    /// "env.log is missing: the module wants func (i32, i32) -> ()".
    [[nodiscard]] std::string to_string() const;
};

/// Why there is no instance: every import at fault, or a trap in the module's start function, or a
/// limit.
struct InstantiateError {
    std::vector<ImportProblem> problems;
    std::optional<Trap> trap;
    std::string message;  // always set; one line for all of the above

    [[nodiscard]] Error to_error() const { return {ErrorCode::InvalidArgument, message, {}}; }
};

/// Why an export could not be had.
struct ExportError {
    std::string name;
    ExternType wanted;
    std::optional<ExternType> found;  // nothing: no export of that name
    std::string message;              // says what is there

    [[nodiscard]] Error to_error() const { return {ErrorCode::NotFound, message, {}}; }
};

class Exports {
public:
    /// `exports.get_function<int32_t(int32_t, int32_t)>("add")`.
    template <class Signature>
    [[nodiscard]] std::expected<TypedFunction<Signature>, ExportError> get_function(
        std::string_view name) const {
        auto function = checked_function(name, TypedFunction<Signature>::type());
        if (!function) {
            return std::unexpected(std::move(function).error());
        }
        return TypedFunction<Signature>(*function);
    }
    /// With a type known only at run time.
    [[nodiscard]] std::expected<Function, ExportError> get_function(std::string_view name) const;
    [[nodiscard]] std::expected<Memory, ExportError> get_memory(
        std::string_view name = "memory") const;
    [[nodiscard]] std::expected<Global, ExportError> get_global(std::string_view name) const;
    [[nodiscard]] std::expected<Table, ExportError> get_table(std::string_view name) const;
    [[nodiscard]] std::optional<Extern> find(std::string_view name) const;

    /// Names and types, in the module's order.
    [[nodiscard]] const std::vector<ExportDescription>& list() const { return module_.exports(); }

private:
    friend class Instance;
    Exports(Module module, const detail::Handle& handle)
        : module_(std::move(module)), handle_(handle) {}
    [[nodiscard]] std::expected<Function, ExportError> checked_function(
        std::string_view name, const FunctionType& type) const;
    [[nodiscard]] ExportError error(std::string_view name, ExternType wanted) const;
    Module module_;
    detail::Handle handle_;
};

class Instance {
public:
    /// Checks every import, then runs the module's start function if it has one.
    /// REQUIRES: `module` and `store` are of one engine; imported memories, globals, tables are of
    /// `store`.
    [[nodiscard]] static std::expected<Instance, InstantiateError> create(Store& store,
                                                                          const Module& module,
                                                                          const Imports& imports);

    [[nodiscard]] const Exports& exports() const { return exports_; }

private:
    explicit Instance(Exports exports) : exports_(std::move(exports)) {}
    Exports exports_;
};

}  // namespace tessera::wasm
