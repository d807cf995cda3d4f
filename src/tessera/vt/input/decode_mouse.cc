#include <algorithm>

#include "tessera/vt/input/decode_detail.h"

namespace tessera::vt::input::detail {

namespace {

constexpr std::uint32_t kPositionMax = 65535;  // pixels of any real display

/// 1-based to 0-based, 0 and omitted taken as 1.
std::int32_t position_of(std::uint32_t value) {
    return static_cast<std::int32_t>(std::min(std::max(value, 1U) - 1, kPositionMax));
}

enum class Ends : std::uint8_t { Press, Release };

/// The `nth` enumerator from `first` on.
template <class Enum>
Enum nth_from(Enum first, std::uint32_t nth) {
    return static_cast<Enum>(static_cast<std::uint32_t>(first) + nth);
}

struct Report {
    std::uint32_t code = 0;
    std::uint32_t x = 1;
    std::uint32_t y = 1;
    Ends ends = Ends::Press;
};

/// Source: xterm ctlseqs, "Mouse Tracking": bits 0, 1, 6 and 7 are the button, 2 to 4 the
/// modifiers, 5 is motion.
std::optional<MouseEvent> mouse_of(const Report& report) {
    const auto [code, x, y, ends] = report;
    MouseEvent event{.position = {Row(position_of(y)), Col(position_of(x))}};
    event.modifiers = ((code & 4U) != 0 ? kShift : kNoModifiers) |
                      ((code & 8U) != 0 ? kAlt : kNoModifiers) |
                      ((code & 16U) != 0 ? kCtrl : kNoModifiers);
    const std::uint32_t low = code & 3U;
    const bool motion = (code & 32U) != 0;
    const bool extra = (code & 128U) != 0;
    if (code > 255 || (extra && (code & 64U) != 0)) {
        return std::nullopt;
    }
    if ((code & 64U) != 0) {
        if (motion || ends == Ends::Release) {
            return std::nullopt;  // a wheel is not held
        }
        event.kind = nth_from(MouseKind::WheelUp, low);
        return event;
    }
    if (extra) {
        event.button = nth_from(MouseButton::Back, low);
    } else if (low < 3) {
        event.button = nth_from(MouseButton::Left, low);
    }
    const bool is_release = ends == Ends::Release || event.button == MouseButton::None;
    event.kind = motion ? MouseKind::Motion : is_release ? MouseKind::Release : MouseKind::Press;
    return event;
}

}  // namespace

std::optional<MouseEvent> csi_mouse(const Sequence& s) {
    if (s.intermediate() != '\0' || s.fields() != 3 || (s.final() != 'M' && s.final() != 'm')) {
        return std::nullopt;
    }
    Report report{s.at_or(0, 0), s.at_or(1, 1), s.at_or(2, 1), Ends::Press};
    if (s.prefix() == '<') {
        report.ends = s.final() == 'm' ? Ends::Release : Ends::Press;
        return mouse_of(report);
    }
    const bool urxvt = s.prefix() == '\0' && s.final() == 'M' && report.code >= 32;
    report.code -= urxvt ? 32 : 0;
    return urxvt ? mouse_of(report) : std::nullopt;
}

std::optional<MouseEvent> x10_mouse(std::string_view three) {
    std::array<std::uint32_t, 3> values{};
    if (three.size() != values.size()) {
        return std::nullopt;
    }
    for (std::size_t i = 0; i < values.size(); ++i) {
        const auto byte = static_cast<std::uint8_t>(three[i]);
        if (byte < 32) {
            return std::nullopt;
        }
        values[i] = byte - 32U;
    }
    return mouse_of({values[0], values[1], values[2], Ends::Press});
}

}  // namespace tessera::vt::input::detail
