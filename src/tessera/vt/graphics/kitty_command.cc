#include "tessera/vt/graphics/kitty_command.h"

#include <algorithm>
#include <charconv>
#include <iterator>

namespace tessera::vt {

namespace {

struct LetterRow {
    char key;
    char KittyCommand::* field;
};
constexpr LetterRow kLetters[] = {
    {'a', &KittyCommand::action},
    {'t', &KittyCommand::medium},
    {'o', &KittyCommand::compression},
    {'d', &KittyCommand::what},
};

struct NumberRow {
    char key;
    std::uint32_t KittyCommand::* field;
};
constexpr NumberRow kNumbers[] = {
    {'q', &KittyCommand::quiet},      {'f', &KittyCommand::format},
    {'s', &KittyCommand::width},      {'v', &KittyCommand::height},
    {'i', &KittyCommand::image},      {'I', &KittyCommand::number},
    {'p', &KittyCommand::placement},  {'m', &KittyCommand::more},
    {'x', &KittyCommand::x},          {'y', &KittyCommand::y},
    {'w', &KittyCommand::part_width}, {'h', &KittyCommand::part_height},
    {'c', &KittyCommand::columns},    {'r', &KittyCommand::rows},
    {'C', &KittyCommand::no_move},    {'U', &KittyCommand::is_virtual},
    {'X', &KittyCommand::offset_x},   {'Y', &KittyCommand::offset_y},
    {'P', &KittyCommand::parent},     {'Q', &KittyCommand::parent_placement},
};

struct SignedRow {
    char key;
    std::int32_t KittyCommand::* field;
};
constexpr SignedRow kSigned[] = {
    {'z', &KittyCommand::z},
    {'H', &KittyCommand::parent_cols},
    {'V', &KittyCommand::parent_rows},
};

template <class T>
bool to_number(std::string_view text, T& value) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc() && end == text.data() + text.size();
}

bool set(KittyCommand& command, char key, std::string_view value) {
    const auto* with_sign = std::ranges::find(kSigned, key, &SignedRow::key);
    if (with_sign != std::end(kSigned)) {
        return to_number(value, command.*with_sign->field);
    }
    const auto* letter = std::ranges::find(kLetters, key, &LetterRow::key);
    if (letter != std::end(kLetters)) {
        command.*letter->field = value.empty() ? '\0' : value.front();
        return value.size() == 1;
    }
    const auto* number = std::ranges::find(kNumbers, key, &NumberRow::key);
    return number == std::end(kNumbers) || to_number(value, command.*number->field);
}

}  // namespace

std::optional<KittyCommand> parse_kitty_command(std::string_view text) {
    KittyCommand command;
    const std::size_t semicolon = std::min(text.find(';'), text.size());
    std::string_view control = text.substr(0, semicolon);
    command.payload = text.substr(std::min(semicolon + 1, text.size()));
    while (!control.empty()) {
        const std::size_t comma = std::min(control.find(','), control.size());
        const std::string_view item = control.substr(0, comma);
        control.remove_prefix(std::min(comma + 1, control.size()));
        if (item.size() < 2 || item[1] != '=' || !set(command, item.front(), item.substr(2))) {
            return std::nullopt;
        }
    }
    return command;
}

}  // namespace tessera::vt
