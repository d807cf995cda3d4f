// Calls that are recorded, or lived again from a record.

#include "tessera/wasi/state.h"

namespace tessera::wasi {

namespace {

/// The bytes of the standard streams are the host's own; it knows them.
bool is_on_stream(Context::State& state, std::string_view name,
                  std::optional<std::uint32_t> first) {
    if ((name != "fd_read" && name != "fd_write") || !first) {
        return false;
    }
    const Descriptor* descriptor = state.find(*first);
    return descriptor != nullptr && descriptor->kind != DescriptorKind::File &&
           descriptor->kind != DescriptorKind::Directory;
}

Errno do_again(Context::State& state, std::string_view name) {
    const std::optional<CallEffect> effect = state.options.again(name);
    if (!effect) {
        state.trap = wasm::Trap::host("the record has no call of " + std::string(name) + " here");
        return Errno::Nosys;
    }
    for (const CallEffect::Write& write : effect->writes) {
        const auto place = state.guest.range(write.at, write.bytes.size());
        if (!place) {
            state.trap = wasm::Trap::host("the record writes outside of the memory");
            return Errno::Fault;
        }
        std::memcpy(place->data(), write.bytes.data(), write.bytes.size());
    }
    return static_cast<Errno>(effect->result);
}

}  // namespace

Errno watched_call(Context::State& state, std::string_view name, std::optional<std::uint32_t> first,
                   const std::function<Errno()>& call) {
    if (is_on_stream(state, name, first)) {
        return call();
    }
    if (state.options.again) {
        return do_again(state, name);
    }
    std::vector<std::pair<std::uint32_t, std::uint32_t>> touched;
    state.guest.touched = &touched;
    const Errno result = call();
    state.guest.touched = nullptr;
    CallEffect effect{.result = static_cast<std::uint16_t>(result), .writes = {}};
    for (const auto& [at, length] : touched) {
        if (const auto bytes = state.guest.text(at, length)) {
            effect.writes.push_back({.at = at, .bytes = std::string(*bytes)});
        }
    }
    state.options.seen(name, effect);
    return result;
}

}  // namespace tessera::wasi
