#include "tessera/wasm/code_cache.h"

#include <unistd.h>

#include <cerrno>
#include <string_view>

namespace tessera::wasm {
namespace {

Result<> write_all(int fd, std::span<const std::byte> bytes) {
    while (!bytes.empty()) {
        const ssize_t n = ::write(fd, bytes.data(), bytes.size());
        if (n < 0 && errno != EINTR) {
            return fail_errno("the code cache cannot be written", errno);
        }
        bytes = bytes.subspan(static_cast<std::size_t>(n > 0 ? n : 0));
    }
    return {};
}

}  // namespace

Result<CodeCache> CodeCache::open(const std::filesystem::path& folder) {
    return CodeCache(TESSERA_TRY(code_store::CodeStore::open(folder)));
}

Result<Module> CodeCache::module(const Engine& engine, std::span<const std::byte> wasm) const {
    const std::string_view text(reinterpret_cast<const char*>(wasm.data()), wasm.size());
    const code_store::CodeKey key = code_store::code_key(text, engine.identity());
    if (auto code = store_.find(key)) {
        if (auto module = Module::deserialize(engine, std::move(*code))) {
            return module;
        }
        store_.refuse();  // made on another processor, which the identity does not name
    }
    auto module = Module::compile(engine, wasm);
    if (module) {
        keep(*module, key);
    }
    return module;
}

void CodeCache::keep(const Module& module, const code_store::CodeKey& key) const {
    const auto code = module.serialize();
    auto draft = store_.begin();
    if (code && draft && write_all(draft->fd(), *code)) {
        (void)store_.commit(std::move(*draft), key);  // counted if it succeeds
    }
}

}  // namespace tessera::wasm
