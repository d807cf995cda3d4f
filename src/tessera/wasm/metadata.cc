#include "tessera/wasm/metadata.h"

#include <algorithm>

namespace tessera::wasm {
namespace {

constexpr std::size_t kListEntriesMax =
    1000;  // of features or producers; real modules have a dozen

/// Reads forward; after the first read past the end everything reads as zero and ok() is false.
class Reader {
public:
    explicit Reader(std::span<const std::byte> bytes) : rest_(bytes) {}
    [[nodiscard]] bool ok() const { return ok_; }
    [[nodiscard]] bool at_end() const { return rest_.empty(); }

    std::span<const std::byte> take(std::size_t count) {
        if (count > rest_.size()) {
            ok_ = false;
            rest_ = {};
            return {};
        }
        const auto head = rest_.first(count);
        rest_ = rest_.subspan(count);
        return head;
    }
    std::uint8_t byte() {
        const auto one = take(1);
        return one.empty() ? std::uint8_t{0} : std::to_integer<std::uint8_t>(one[0]);
    }
    /// Unsigned LEB128 of 32 bits.
    std::uint32_t number() {
        std::uint64_t value = 0;
        for (unsigned shift = 0; shift < 35; shift += 7) {
            const std::uint8_t part = byte();
            value |= std::uint64_t{part & 0x7FU} << shift;
            if ((part & 0x80U) == 0) {
                ok_ = ok_ && value <= 0xFFFFFFFFU;
                return ok_ ? static_cast<std::uint32_t>(value) : 0;
            }
        }
        ok_ = false;
        return 0;
    }
    std::string name() {
        const auto bytes = take(number());
        return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
    }

private:
    std::span<const std::byte> rest_;
    bool ok_ = true;
};

std::vector<std::string> read_features(Reader in) {
    std::vector<std::string> out;
    const std::uint32_t count = in.number();
    for (std::uint32_t i = 0; i < count && i < kListEntriesMax && in.ok(); ++i) {
        const std::uint8_t prefix = in.byte();
        std::string name = in.name();
        if (in.ok() && prefix == '+') {
            out.push_back(std::move(name));
        }
    }
    return out;
}

std::vector<std::string> read_producers(Reader in) {
    std::vector<std::string> out;
    const std::uint32_t fields = in.number();
    for (std::uint32_t f = 0; f < fields && in.ok(); ++f) {
        const std::string field = in.name();
        const std::uint32_t values = in.number();
        for (std::uint32_t v = 0; v < values && in.ok() && out.size() < kListEntriesMax; ++v) {
            const std::string name = in.name();
            const std::string version = in.name();
            if (in.ok()) {
                out.push_back(field + " " + name + (version.empty() ? "" : " " + version));
            }
        }
        if (out.size() >= kListEntriesMax) {
            break;
        }
    }
    return out;
}

/// Both kinds of names that are read; what is broken ends the list.
void read_names(Reader in, Metadata& out) {
    constexpr std::uint8_t kModule = 0;
    constexpr std::uint8_t kFunctions = 1;
    while (in.ok() && !in.at_end()) {
        const std::uint8_t id = in.byte();
        Reader part(in.take(in.number()));
        if (id == kModule) {
            std::string name = part.name();
            out.module_name = part.ok() ? std::move(name) : std::string();
        }
        const std::uint32_t count = id == kFunctions ? part.number() : 0;
        for (std::uint32_t i = 0; i < count && out.function_names.size() < kFunctionNamesMax; ++i) {
            const std::uint32_t index = part.number();
            std::string name = part.name();
            if (!part.ok()) {
                break;
            }
            out.function_names.insert_or_assign(index, std::move(name));
        }
    }
}

}  // namespace

const CustomSection* Metadata::find(std::string_view name) const {
    const auto it = std::ranges::find(custom_sections, name, &CustomSection::name);
    return it == custom_sections.end() ? nullptr : &*it;
}

Result<Metadata> read_metadata(std::span<const std::byte> wasm) {
    constexpr std::uint8_t kCustom = 0;
    constexpr std::uint8_t kStart = 8;
    static constexpr std::byte kHeader[] = {std::byte{0},   std::byte{'a'}, std::byte{'s'},
                                            std::byte{'m'}, std::byte{1},   std::byte{0},
                                            std::byte{0},   std::byte{0}};
    if (wasm.size() < sizeof kHeader || !std::ranges::equal(wasm.first(sizeof kHeader), kHeader)) {
        return fail(ErrorCode::Corrupt, "not a wasm module");
    }
    Metadata out;
    Reader in(wasm.subspan(sizeof kHeader));
    while (!in.at_end()) {
        const std::uint8_t id = in.byte();
        const auto section = in.take(in.number());
        if (!in.ok()) {
            return fail(ErrorCode::Corrupt, "truncated section");
        }
        out.has_start_section = out.has_start_section || id == kStart;
        if (id != kCustom) {
            continue;
        }
        Reader body(section);
        const std::uint32_t length = body.number();
        const auto name = body.take(length);
        if (!body.ok()) {
            return fail(ErrorCode::Corrupt, "custom section without a name");
        }
        const auto contents =
            section.subspan(static_cast<std::size_t>(name.data() + name.size() - section.data()));
        out.custom_sections.push_back(
            {.name = std::string(reinterpret_cast<const char*>(name.data()), name.size()),
             .contents = contents});
    }
    if (const CustomSection* s = out.find("name")) {
        read_names(Reader(s->contents), out);
    }
    if (const CustomSection* s = out.find("target_features")) {
        out.features = read_features(Reader(s->contents));
    }
    if (const CustomSection* s = out.find("producers")) {
        out.producers = read_producers(Reader(s->contents));
    }
    return out;
}

}  // namespace tessera::wasm
