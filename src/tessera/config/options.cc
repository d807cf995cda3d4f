#include "tessera/config/options.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>

#include "tessera/base/nearest.h"
#include "tessera/config/reader.h"

namespace tessera::config {

namespace {

// ---- words of the enumerations; the index is the enumerator's number

template <class E>
inline constexpr std::array<std::string_view, 0> kWords{};
template <>
inline constexpr std::array<std::string_view, 3> kWords<FrameStyle> = {"titles", "full", "none"};
template <>
inline constexpr std::array<std::string_view, 2> kWords<OnForceClose> = {"detach", "quit"};
template <>
inline constexpr std::array<std::string_view, 2> kWords<CopyClipboard> = {"system", "primary"};
template <>
inline constexpr std::array<std::string_view, 3> kWords<WebSharing> = {"off", "on", "disabled"};
template <>
inline constexpr std::array<std::string_view, 5> kWords<NotificationProtocol> = {
    "auto", "osc9", "osc99", "bell", "off"};
template <>
inline constexpr std::array<std::string_view, 4> kWords<NestedSessions> = {"ask", "fullscreen",
                                                                           "descend", "never"};
template <>
inline constexpr std::array<std::string_view, 2> kWords<ThemeHue> = {"dark", "light"};
template <>
inline constexpr std::array<std::string_view, 2> kWords<PluginCompile> = {"optimized", "baseline"};

constexpr std::array<std::string_view, kInputModeCount> kModeWords = {
    "normal", "locked",    "resize",     "pane",    "tab",  "scroll", "entersearch",
    "search", "renametab", "renamepane", "session", "move", "prompt", "tmux"};

template <class T>
concept Enumeration = std::is_enum_v<T> && !std::is_same_v<T, InputMode>;

// ---- what a kind of option is called, read from, written as, and made of from a command line

/// Empty tag: which overload.
template <class T>
struct Kind {};

std::string kind_name(Kind<bool>) {
    return "true or false";
}
std::string kind_name(Kind<std::string>) {
    return "a string";
}
std::string kind_name(Kind<Count>) {
    return "a whole number";
}
std::string kind_name(Kind<Port>) {
    return "a port number";
}
std::string kind_name(Kind<InputMode>) {
    return one_of(kModeWords);
}
template <Enumeration E>
std::string kind_name(Kind<E>) {
    return one_of(kWords<E>);
}
template <class T>
std::string kind_name(Kind<std::optional<T>>) {
    return kind_name(Kind<T>{});
}

bool read(Reader& r, const kdl::Value& v, std::string_view name, bool& out) {
    const std::optional<bool> got = r.boolean(v, name);
    out = got.value_or(out);
    return got.has_value();
}
bool read(Reader& r, const kdl::Value& v, std::string_view name, std::string& out) {
    std::optional<std::string> got = r.text(v, name);
    const bool good = got.has_value();
    out = good ? *std::move(got) : out;
    return good;
}
template <std::unsigned_integral N>
bool read(Reader& r, const kdl::Value& v, std::string_view name, N& out) {
    const std::optional<std::uint32_t> got = r.whole(v, name, std::numeric_limits<N>::max());
    out = got ? static_cast<N>(*got) : out;
    return got.has_value();
}
bool read(Reader& r, const kdl::Value& v, std::string_view name, InputMode& out) {
    const std::optional<std::string> word = r.text(v, name);
    if (!word) {
        return false;
    }
    const std::optional<InputMode> mode = parse_input_mode(*word);
    if (!mode) {
        r.report_unknown(v.span, "mode", *word, kModeWords);
    }
    out = mode.value_or(out);
    return mode.has_value();
}
template <Enumeration E>
bool read(Reader& r, const kdl::Value& v, std::string_view name, E& out) {
    const std::optional<std::string> word = r.text(v, name);
    if (!word) {
        return false;
    }
    const auto it = std::ranges::find(kWords<E>, *word);
    if (it == kWords<E>.end()) {
        r.report(v.span, fmt::format("`{}` cannot be {}", name, kdl::quoted(*word)),
                 one_of(kWords<E>));
        return false;
    }
    out = static_cast<E>(it - kWords<E>.begin());
    return true;
}
template <class T>
bool read(Reader& r, const kdl::Value& v, std::string_view name, std::optional<T>& out) {
    T value{};
    if (!read(r, v, name, value)) {
        return false;
    }
    out = std::move(value);
    return true;
}

std::string write(bool v) {
    return v ? "true" : "false";
}
std::string write(const std::string& v) {
    return kdl::quoted(v);
}
template <std::unsigned_integral N>
std::string write(N v) {
    return fmt::format("{}", v);
}
std::string write(InputMode v) {
    return kdl::quoted(input_mode_name(v));
}
template <Enumeration E>
std::string write(E v) {
    return kdl::quoted(kWords<E>[static_cast<std::size_t>(v)]);
}
template <class T>
std::string write(const std::optional<T>& v) {
    return v ? write(*v) : "";
}

/// The words of a command line have no kinds: what does not fit stays a string and is refused.
template <class T>
kdl::Value value_from(Kind<T>, std::string_view text) {
    if constexpr (std::is_same_v<T, bool>) {
        if (text == "true" || text == "false") {
            return {.data = text == "true"};
        }
    } else if constexpr (std::unsigned_integral<T>) {
        std::int64_t number = 0;
        const char* end = text.data() + text.size();
        const auto [at, error] = std::from_chars(text.data(), end, number);
        if (error == std::errc{} && at == end && !text.empty()) {
            return {.data = number};
        }
    }
    return {.data = std::string(text)};
}
template <class T>
kdl::Value value_from(Kind<std::optional<T>>, std::string_view text) {
    return value_from(Kind<T>{}, text);
}

struct Field {
    bool (*read)(Reader&, const kdl::Value&, Options&);
    std::string (*write)(const Options&);
    kdl::Value (*from_text)(std::string_view);
};

constexpr Field kFields[] = {
#define TESSERA_OPTION(name, type, initial, doc)                                           \
    {[](Reader& r, const kdl::Value& v, Options& o) { return read(r, v, #name, o.name); }, \
     [](const Options& o) { return write(o.name); },                                       \
     [](std::string_view text) { return value_from(Kind<type>{}, text); }},
#include "tessera/config/options.def"
#undef TESSERA_OPTION
};

constexpr std::string_view kNames[] = {
#define TESSERA_OPTION(name, type, initial, doc) #name,
#include "tessera/config/options.def"
#undef TESSERA_OPTION
};

const Field* find_field(std::string_view name) {
    const auto it = std::ranges::find(kNames, name);
    return it == std::end(kNames) ? nullptr : &kFields[it - std::begin(kNames)];
}

}  // namespace

std::span<const OptionRow> option_rows() {
    static const std::vector<OptionRow> kRows = [] {
        const Options defaults;
        return std::vector<OptionRow>{
#define TESSERA_OPTION(name, type, initial, doc) \
    {#name, doc, kind_name(Kind<type>{}), write(defaults.name)},
#include "tessera/config/options.def"
#undef TESSERA_OPTION
        };
    }();
    return kRows;
}

std::optional<std::string> option_text(const Options& options, std::string_view name) {
    const Field* field = find_field(name);
    return field == nullptr ? std::nullopt : std::optional(field->write(options));
}

Result<void> set_option(Options& options, std::string_view given, std::string_view text) {
    std::string name(given);
    std::ranges::replace(name, '-', '_');
    const Field* field = find_field(name);
    if (field == nullptr) {
        const std::string_view near = nearest(name, kNames);
        return fail(ErrorCode::NotFound,
                    fmt::format("no option is called {}{}", given,
                                near.empty() ? "" : fmt::format("; perhaps {}", near)));
    }
    Diagnostics wrong;
    Reader reader(text, wrong);
    if (!field->read(reader, field->from_text(text), options)) {
        return fail(ErrorCode::InvalidArgument,
                    fmt::format("`{}` cannot be {}; expected {}", name, kdl::quoted(text),
                                wrong.front().expected));
    }
    return {};
}

bool load_option(Options& options, const kdl::Node& node, Reader& reader) {
    const Field* field = find_field(node.name);
    if (field == nullptr) {
        return false;
    }
    if (const kdl::Value* value = reader.only_arg(node)) {
        (void)field->read(reader, *value, options);
    }
    return true;
}

std::span<const std::string_view> option_names() {
    return kNames;
}

}  // namespace tessera::config
