#include "tessera/actions/codec.h"

#include <fmt/format.h>

#include "tessera/actions/reflect.h"
#include "tessera/actions/table.h"
#include "tessera/wire/codec.h"

namespace tessera::actions {

namespace {

using wire::Kind;
using wire::Reader;
using wire::WireType;
using wire::Writer;

// The last enumerator of every enum that occurs: bytes from outside may hold any number.
template <class E>
constexpr E kLast = [] { static_assert(sizeof(E) == 0, "give the enum its kLast"); }();
template <>
constexpr PaneKind kLast<PaneKind> = PaneKind::Plugin;
template <>
constexpr Direction kLast<Direction> = Direction::Down;
template <>
constexpr config::Extent::Unit kLast<config::Extent::Unit> = config::Extent::Unit::Percent;
template <>
constexpr Replaced kLast<Replaced> = Replaced::Closed;
template <>
constexpr FocusNew kLast<FocusNew> = FocusNew::No;
template <>
constexpr WaitFor kLast<WaitFor> = WaitFor::AnyExit;
template <>
constexpr ResizeBy kLast<ResizeBy> = ResizeBy::Decrease;
template <>
constexpr WhenHidden kLast<WhenHidden> = WhenHidden::InPlace;
template <>
constexpr SearchDirection kLast<SearchDirection> = SearchDirection::Down;
template <>
constexpr SearchOption kLast<SearchOption> = SearchOption::Wrap;
template <>
constexpr Signal kLast<Signal> = Signal::Kill;
template <>
constexpr OutputForm kLast<OutputForm> = OutputForm::Json;
template <>
constexpr config::InputMode kLast<config::InputMode> = config::InputMode::Tmux;
template <>
constexpr config::FrameStyle kLast<config::FrameStyle> = config::FrameStyle::None;
template <>
constexpr vt::ColorKind kLast<vt::ColorKind> = vt::ColorKind::Rgb;
template <>
constexpr vt::input::NamedKey kLast<vt::input::NamedKey> = vt::input::NamedKey::IsoLevel5Shift;
template <>
constexpr vt::input::KeyAction kLast<vt::input::KeyAction> = vt::input::KeyAction::Release;
template <>
constexpr vt::input::MouseKind kLast<vt::input::MouseKind> = vt::input::MouseKind::WheelRight;
template <>
constexpr vt::input::MouseButton kLast<vt::input::MouseButton> = vt::input::MouseButton::Button11;

template <class T>
constexpr bool kIsStrong = false;
template <class Tag, class Int>
constexpr bool kIsStrong<StrongId<Tag, Int>> = true;
template <class Tag, class Int>
constexpr bool kIsStrong<StrongInt<Tag, Int>> = true;

/// One value under field number `number`.
template <class T>
void put(Writer& writer, std::uint32_t number, const T& value);
template <class T>
void put(Writer& writer, std::uint32_t number, const std::optional<T>& value);
template <class T>
void put(Writer& writer, std::uint32_t number, const std::vector<T>& values);
template <class... T>
void put(Writer& writer, std::uint32_t number, const std::variant<T...>& value);
void put(Writer& writer, std::uint32_t number, const std::string& value) {
    writer.text(number, value);
}
template <class T>
void put(Writer& writer, std::uint32_t number, const std::optional<T>& value) {
    if (value) {
        put(writer, number, *value);
    }
}
template <class T>
void put(Writer& writer, std::uint32_t number, const std::vector<T>& values) {
    for (const T& value : values) {
        put(writer, number, value);
    }
}
void put(Writer& writer, std::uint32_t number, const TextMap& values) {
    for (const auto& [key, value] : values) {
        const std::size_t mark = writer.begin(number);
        writer.text(1, key);
        writer.text(2, value);
        writer.end(mark);
    }
}
template <class... T>
void put(Writer& writer, std::uint32_t number, const std::variant<T...>& value) {
    const std::size_t mark = writer.begin(number);
    std::visit(
        [&](const auto& chosen) {
            put(writer, static_cast<std::uint32_t>(value.index() + 1), chosen);
        },
        value);
    writer.end(mark);
}

template <class T>
void put_fields(Writer& writer, const T& value) {
    std::apply(
        [&](const auto&... field) {
            std::uint32_t number = 0;
            (put(writer, ++number, field), ...);
        },
        reflect::fields(value));
}

template <class T>
void put(Writer& writer, std::uint32_t number, const T& value) {
    if constexpr (std::is_enum_v<T> || std::is_integral_v<T>) {
        writer.numeric<Kind::Int64>(number, static_cast<std::int64_t>(value));
    } else if constexpr (kIsStrong<T>) {
        put(writer, number, value.value);
    } else if constexpr (std::is_same_v<T, vt::input::Modifiers>) {
        put(writer, number, value.bits());
    } else {
        const std::size_t mark = writer.begin(number);
        if constexpr (std::is_same_v<T, vt::input::Key>) {
            put(writer, 1, value.named);
            put(writer, 2, value.character);
        } else {
            put_fields(writer, value);
        }
        writer.end(mark);
    }
}

template <class T>
struct Into;

/// The value of the field `reader` stands at.
template <class T>
void take(Reader& reader, T& out);
template <class T>
void take(Reader& reader, std::optional<T>& out);
template <class T>
void take(Reader& reader, std::vector<T>& out);
void take(Reader& reader, std::string& out) {
    reader.bytes(out);
}
template <class T>
void take(Reader& reader, std::optional<T>& out) {
    take(reader, out.emplace());
}
template <class T>
void take(Reader& reader, std::vector<T>& out) {
    take(reader, out.emplace_back());
}
void take(Reader& reader, TextMap& out) {
    wire::MapEntry<std::string, std::string, Kind::Int32> entry;
    reader.message(entry);
    out.insert_or_assign(std::move(entry.key), std::move(entry.value));
}

template <class T>
void take(Reader& reader, T& out) {
    if constexpr (std::is_enum_v<T>) {
        std::uint64_t raw = 0;
        reader.numeric<Kind::Uint64>(raw);
        out = raw <= static_cast<std::uint64_t>(kLast<T>) ? static_cast<T>(raw) : T{};
    } else if constexpr (std::is_same_v<T, bool>) {
        reader.numeric<Kind::Bool>(out);
    } else if constexpr (std::is_integral_v<T>) {
        reader.numeric<Kind::Int64>(out);
    } else if constexpr (kIsStrong<T>) {
        take(reader, out.value);
    } else if constexpr (std::is_same_v<T, vt::input::Modifiers>) {
        std::uint8_t bits = 0;
        take(reader, bits);
        out = vt::input::Modifiers(bits);
    } else {
        Into<T> into{out};
        reader.message(into);
    }
}

/// A struct: field i + 1 is member i.
template <class T>
struct Into {
    T& out;
    [[nodiscard]] bool decode_from(Reader& reader) {
        while (reader.next()) {
            std::apply(
                [&](auto&... field) {
                    std::uint32_t number = 0;
                    ((reader.number() == ++number ? take(reader, field) : void()), ...);
                },
                reflect::fields(out));
        }
        return reader.ok();
    }
};

template <>
struct Into<vt::input::Key> {
    vt::input::Key& out;
    [[nodiscard]] bool decode_from(Reader& reader) {
        while (reader.next()) {
            if (reader.number() == 1) {
                take(reader, out.named);
            } else if (reader.number() == 2) {
                take(reader, out.character);
            }
        }
        return reader.ok();
    }
};

/// A choice: field i + 1 is alternative i.
template <class... T>
struct Into<std::variant<T...>> {
    std::variant<T...>& out;
    [[nodiscard]] bool decode_from(Reader& reader) {
        while (reader.next()) {
            read(reader, std::index_sequence_for<T...>());
        }
        return reader.ok();
    }

private:
    template <std::size_t... I>
    void read(Reader& reader, std::index_sequence<I...> /*indices*/) {
        ((reader.number() == I + 1 ? take(reader, out.template emplace<I>()) : void()), ...);
    }
};

/// The whole: the field's number is the verb's.
struct IntoAction {
    Action action;
    std::size_t known = 0;
    std::uint32_t unknown_number = 0;

    [[nodiscard]] bool decode_from(Reader& reader) {
        while (reader.next()) {
            known += read(reader, AllVerbs()) ? 1 : 0;
        }
        return reader.ok();
    }

private:
    using AllVerbs = std::make_index_sequence<Action::kAlternatives>;

    template <std::size_t... I>
    [[nodiscard]] bool read(Reader& reader, std::index_sequence<I...> /*indices*/) {
        const auto rows = action_rows();
        const auto matches = [&](std::size_t index) {
            return reader.is_length() && reader.number() == rows[index].number;
        };
        const bool found =
            ((matches(I) ? (take(reader, action.emplace<I + 1>()), true) : false) || ...);
        unknown_number = found ? unknown_number : reader.number();
        return found;
    }
};

}  // namespace

std::string encode(const Action& action) {
    std::string out;
    Writer writer(out);
    action.visit([&](const auto& verb) { put(writer, row_of(action).number, verb); });
    return out;
}

Result<Action> decode(std::string_view bytes) {
    IntoAction into;
    if (!wire::decode(bytes, into)) {
        return fail(ErrorCode::Protocol, "an action that is malformed");
    }
    if (into.known == 1 && into.unknown_number == 0) {
        return std::move(into.action);
    }
    if (into.unknown_number != 0) {
        return fail(ErrorCode::Unsupported,
                    fmt::format("an action of a newer version (number {})", into.unknown_number));
    }
    return fail(ErrorCode::Protocol, "not one action");
}

}  // namespace tessera::actions
