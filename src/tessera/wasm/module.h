#pragma once
// Module: compiled wasm, ready to be instantiated in any store of its engine.
// Threads: a Module is immutable; use it from any thread. Copying is cheap (shares the code).

#include <cstddef>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "tessera/base/result.h"
#include "tessera/base/unique_fd.h"
#include "tessera/wasm/engine.h"
#include "tessera/wasm/types.h"

namespace tessera::wasm {

namespace detail {
struct ModuleState;
}

/// Of a file; a module's binary form may have no more. Source: WebAssembly JavaScript Interface,
/// "Implementation-defined Limits".
inline constexpr std::size_t kModuleFileBytesMax = std::size_t{1} << 30U;

class Module {
public:
    /// Errors: InvalidArgument with the engine's explanation (not wasm, truncated, a feature that
    /// is off).
    [[nodiscard]] static Result<Module> compile(const Engine& engine,
                                                std::span<const std::byte> wasm);
    /// From the text format.
    [[nodiscard]] static Result<Module> compile_text(const Engine& engine, std::string_view wat);
    /// From a file of either format. Errors also: those of read_file().
    [[nodiscard]] static Result<Module> compile_file(const Engine& engine,
                                                     const std::filesystem::path& path);

    /// Machine code to keep for later, where nobody else can write it (server/plugins does).
    [[nodiscard]] Result<std::vector<std::byte>> serialize() const;
    /// The reverse of serialize(). Machine code is code: REQUIRES that `code` came from serialize()
    /// and nobody else could write it since. Errors: VersionMismatch if another engine, version,
    /// setting or processor made it.
    [[nodiscard]] static Result<Module> deserialize(const Engine& engine,
                                                    std::span<const std::byte> code);
    /// The same, mapping the file instead of copying it: it must not change while the module lives.
    [[nodiscard]] static Result<Module> deserialize(const Engine& engine, UniqueFd code);

    /// Names and custom sections are the file's, and machine code has them no more: read_metadata()
    /// of metadata.h.
    [[nodiscard]] const std::vector<ImportDescription>& imports() const;
    [[nodiscard]] const std::vector<ExportDescription>& exports() const;
    /// Null without an export of that name.
    [[nodiscard]] const ExternType* find_export(std::string_view name) const;

    [[nodiscard]] const Engine& engine() const;
    [[nodiscard]] detail::ModuleState& state() const { return *state_; }

private:
    explicit Module(std::shared_ptr<detail::ModuleState> state) : state_(std::move(state)) {}
    static Result<Module> adopt(const Engine& engine, void* module);
    // Shared by copies of the Module; the instances made from it keep the code alive by themselves.
    std::shared_ptr<detail::ModuleState> state_;
};

/// The binary of a module in the text format. Errors: InvalidArgument with line and column.
[[nodiscard]] Result<std::vector<std::byte>> text_to_binary(std::string_view wat);

}  // namespace tessera::wasm
