#pragma once
// Private to wasi/*.cc: what the calls share.
// Threads: the guest's, except where a member says otherwise.

#include <condition_variable>
#include <cstring>
#include <memory>
#include <mutex>
#include <tuple>

#include "tessera/base/unique_fd.h"
#include "tessera/wasi/abi.h"
#include "tessera/wasi/context.h"

namespace tessera::wasi {

enum class DescriptorKind : std::uint8_t { Input, Output, ErrorOutput, File, Directory };

struct ListedName {
    std::string name;
    std::uint64_t inode = 0;
    FileType type = FileType::Unknown;
};

struct Descriptor {
    DescriptorKind kind = DescriptorKind::File;
    UniqueFd
        fd;  // File; Directory opened by the guest (a granted folder has none until it is read)
    paths::FolderId folder;                 // Directory
    std::optional<std::string> granted_as;  // guest path of a granted folder
    std::uint64_t rights_base = 0;
    std::uint64_t rights_inheriting = 0;
    std::uint16_t flags = 0;
    std::vector<ListedName> listing;  // Directory: since fd_readdir from the start
};

/// The memory of the one instance a context serves, once it was seen. Its place is asked for anew
/// when its size changed: a memory moves only by growing, and never shrinks. Asking costs more than
/// the rest of a one-byte fd_write together.
class Guest {
public:
    [[nodiscard]] bool has_memory() const { return memory_.has_value(); }
    void set_memory(const std::optional<wasm::Memory>& memory) { memory_ = memory; }

    /// All of it; empty before set_memory(). Valid until the guest runs.
    [[nodiscard]] std::span<std::byte> bytes() const {
        if (memory_ && memory_->pages() * wasm::Memory::kPageBytes != view_.size()) {
            view_ = memory_->bytes();
        }
        return view_;
    }
    [[nodiscard]] std::optional<std::span<std::byte>> range(std::uint32_t at,
                                                            std::uint64_t length) const {
        const auto place = find(at, length);
        if (touched != nullptr && place) [[unlikely]] {
            touched->emplace_back(at, static_cast<std::uint32_t>(length));
        }
        return place;
    }
    template <class T>
    [[nodiscard]] std::optional<T> load(std::uint32_t at) const {
        const auto place = find(at, sizeof(T));
        if (!place) {
            return std::nullopt;
        }
        T value;
        std::memcpy(&value, place->data(), sizeof(T));
        return value;
    }
    /// Success or Fault.
    template <class T>
    [[nodiscard]] Errno store(std::uint32_t at, const T& value) const {
        const auto place = range(at, sizeof(T));
        if (!place) {
            return Errno::Fault;
        }
        std::memcpy(place->data(), &value, sizeof(T));
        return Errno::Success;
    }
    [[nodiscard]] std::optional<std::string_view> text(std::uint32_t at,
                                                       std::uint32_t length) const {
        const auto place = find(at, length);
        if (!place) {
            return std::nullopt;
        }
        return std::string_view(reinterpret_cast<const char*>(place->data()), place->size());
    }

    /// Not null: where range() notes what was asked for, and so may have been written.
    std::vector<std::pair<std::uint32_t, std::uint32_t>>* touched = nullptr;

private:
    [[nodiscard]] std::optional<std::span<std::byte>> find(std::uint32_t at,
                                                           std::uint64_t length) const {
        const std::span<std::byte> all = bytes();
        if (at > all.size() || length > all.size() - at) {
            return std::nullopt;
        }
        return all.subspan(at, length);
    }

    std::optional<wasm::Memory> memory_;
    mutable std::span<std::byte> view_;
};

struct Context::State {
    ContextOptions options;
    SystemClock system_clock;
    TimePoint started;
    ByteQueue input;
    ByteQueue output;
    ByteQueue error_output;
    std::size_t dropped_error_bytes = 0;
    bool overflowed = false;
    bool is_watched = false;  // options.seen or options.again is set
    std::vector<std::unique_ptr<Descriptor>> descriptors;
    std::optional<wasm::Trap> trap;  // to be raised when the current call returns
    Guest guest;
    std::mutex mutex;  // guards cancelled
    std::condition_variable wake;
    bool cancelled = false;

    [[nodiscard]] const Clock& clock() const {
        return options.clock != nullptr ? *options.clock : system_clock;
    }
    /// Null: EBADF.
    [[nodiscard]] Descriptor* find(std::uint32_t fd) {
        return fd < descriptors.size() ? descriptors[fd].get() : nullptr;
    }
    /// Puts it under the lowest free number. Nothing: Mfile.
    std::optional<std::uint32_t> add(std::unique_ptr<Descriptor> descriptor);
    void close(std::uint32_t fd);
    void open_folders();
};

// Each file adds its calls.
void add_system_calls(wasm::Imports& imports, Context::State& state);
void add_fd_calls(wasm::Imports& imports, Context::State& state);
void add_directory_calls(wasm::Imports& imports, Context::State& state);
void add_path_calls(wasm::Imports& imports, Context::State& state);
void add_poll_calls(wasm::Imports& imports, Context::State& state);

inline constexpr std::string_view kModule = "wasi_snapshot_preview1";

/// What may be a descriptor.
template <class... Args>
[[nodiscard]] std::optional<std::uint32_t> first_of(Args... args) {
    if constexpr (sizeof...(Args) > 0) {
        return static_cast<std::uint32_t>(std::get<0>(std::tuple(args...)));
    } else {
        return std::nullopt;
    }
}

/// Does a call that somebody watches, or what it did in another life (record.cc).
[[nodiscard]] Errno watched_call(Context::State& state, std::string_view name,
                                 std::optional<std::uint32_t> first,
                                 const std::function<Errno()>& call);

/// Binds `call` under `name`: finds the guest's memory, turns the errno into an i32 and a pending
/// trap into a trap.
template <class... Args>
void add_call(wasm::Imports& imports, Context::State& state, std::string_view name,
              Errno (*call)(Context::State&, const Guest&, Args...)) {
    imports.function(
        kModule, name,
        [&state, call, name](wasm::Caller& caller, Args... args) -> wasm::CallResult<std::int32_t> {
            if (!state.guest.has_memory()) [[unlikely]] {
                state.guest.set_memory(caller.memory());
            }
            const Errno result =
                state.is_watched ? watched_call(state, name, first_of(args...),
                                                [&] { return call(state, state.guest, args...); })
                                 : call(state, state.guest, args...);
            if (state.trap) [[unlikely]] {
                auto trap = std::move(*state.trap);
                state.trap.reset();
                return std::unexpected(std::move(trap));
            }
            return static_cast<std::int32_t>(result);
        });
}

[[nodiscard]] FileType file_type_from(paths::FileKind kind);
[[nodiscard]] Errno store_stat(const Guest& guest, std::uint32_t at, const paths::FileStat& stat);
/// Nothing: Inval (contradicting flags).
[[nodiscard]] std::optional<paths::NewTimes> new_times(std::uint64_t access, std::uint64_t modify,
                                                       std::uint32_t flags);

}  // namespace tessera::wasi
