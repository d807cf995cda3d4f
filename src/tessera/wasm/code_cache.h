#pragma once
// CodeCache: modules compiled once and kept in a folder, for the next start and for other
// processes.
//
//   const auto cache = CodeCache::open("/home/me/.cache/mine/code").value();
//   const auto module = cache.module(engine, wasm);   // compiles at most once
//
// Found by the contents of the module and Engine::identity(), so another version or setting of the
// engine compiles anew. Safe when several processes use it first at once, and after a power loss:
// what is not exactly as a process of this user stored it is refused and replaced, never loaded
// (src/tessera/code_store/README.md has the files). Threads: any, at once.

#include <cstddef>
#include <filesystem>
#include <span>

#include "tessera/base/result.h"
#include "tessera/code_store/code_store.h"
#include "tessera/wasm/module.h"

namespace tessera::wasm {

class CodeCache {
public:
    /// Of this object's life: hits, misses, refused (there, but forged, cut short or another
    /// engine's), stored.
    using Counters = code_store::Counters;

    /// Makes what is missing of `folder`. Errors: PermissionDenied if it belongs to another user or
    /// others may enter it: machine code is code; Io.
    [[nodiscard]] static Result<CodeCache> open(const std::filesystem::path& folder);

    /// From the folder, or compiled and kept there. A folder that cannot be written costs the next
    /// one time, no more: `stored` does not grow. Errors: as Module::compile.
    [[nodiscard]] Result<Module> module(const Engine& engine,
                                        std::span<const std::byte> wasm) const;

    [[nodiscard]] Counters counters() const { return store_.counters(); }

private:
    explicit CodeCache(code_store::CodeStore store) : store_(std::move(store)) {}
    void keep(const Module& module, const code_store::CodeKey& key) const;

    code_store::CodeStore store_;
};

}  // namespace tessera::wasm
