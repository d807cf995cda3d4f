#include "keys.h"

#include <algorithm>
#include <array>
#include <bit>
#include <tuple>

namespace tessera::bars {

namespace {

using sdk::ActionName;
using sdk::BareKey;
using sdk::KeyWithModifier;

/// Less is better known.
int rank(BareKey key) {
    constexpr std::array kFirst = {BareKey::Enter, BareKey::PageDown, BareKey::PageUp,
                                   BareKey::Left,  BareKey::Right,    BareKey::Down,
                                   BareKey::Up,    BareKey::Esc,      BareKey::Tab};
    const auto found = std::ranges::find(kFirst, key);
    const auto at = static_cast<int>(found - kFirst.begin());
    return found != kFirst.end() ? at : at + static_cast<int>(key);
}

auto order(const KeyWithModifier& key) {
    return std::tuple(std::popcount(key.modifiers), rank(key.bare_key), key.character,
                      key.modifiers);
}

/// Shift and a letter is what people call the capital letter.
KeyWithModifier as_typed(KeyWithModifier key) {
    if ((key.modifiers & sdk::Shift) != 0 && key.bare_key == BareKey::Char &&
        key.character >= U'a' && key.character <= U'z') {
        key.character -= U'a' - U'A';
        key.modifiers = static_cast<std::uint8_t>(key.modifiers & ~sdk::Shift);
    }
    return key;
}

/// Read as one word, so nothing stands between them.
constexpr std::array<std::string_view, 8> kWords = {"hjkl", "HJKL", "←↓↑→", "←→",
                                                    "↓↑",   "[]",   "←→↓↑", "+-"};

}  // namespace

bool matches(const Want& want, const std::vector<sdk::Action>& actions) {
    if (actions.empty() || actions.front().name() != want.name) {
        return false;
    }
    const sdk::Action& first = actions.front();
    if (!want.plugin.empty()) {
        const auto url = first.plugin_url();
        return url && url->find(want.plugin) != std::string::npos;
    }
    if (want.name == ActionName::SwitchToMode) {
        return static_cast<int>(first.switch_to_mode().value_or(sdk::InputMode::Normal)) ==
               want.argument;
    }
    if (want.name == ActionName::Search || want.name == ActionName::SearchToggleOption) {
        return first.number() == static_cast<std::uint64_t>(want.argument);
    }
    const auto direction = first.direction();
    const int told = direction ? static_cast<int>(*direction) : -1;
    if (const auto resize = first.resize()) {
        return want.argument ==
               (*resize == sdk::Resize::Increase ? 10 : 20) + (told < 0 ? 9 : told);
    }
    return told == want.argument;
}

std::optional<KeyWithModifier> find_key(const std::vector<sdk::KeyBind>& binds, const Want& want) {
    std::optional<KeyWithModifier> best;
    for (const sdk::KeyBind& bind : binds) {
        if (!matches(want, bind.actions)) {
            continue;
        }
        const KeyWithModifier key = as_typed(bind.key);
        if (!best || order(key) < order(*best)) {
            best = key;
        }
    }
    return best;
}

std::vector<KeyWithModifier> find_keys(const std::vector<sdk::KeyBind>& binds,
                                       std::span<const Want> wants) {
    std::vector<KeyWithModifier> out;
    for (const Want& want : wants) {
        const auto key = find_key(binds, want);
        if (key && std::ranges::find(out, *key) == out.end()) {
            out.push_back(*key);
        }
    }
    return out;
}

std::uint8_t common_modifiers(std::span<const KeyWithModifier> keys) {
    std::uint8_t common = keys.empty() ? 0 : 0xff;
    for (const KeyWithModifier& key : keys) {
        common &= key.modifiers;
    }
    return common;
}

std::string keys_text(std::span<const KeyWithModifier> keys, std::uint8_t without) {
    const std::uint8_t common =
        static_cast<std::uint8_t>(common_modifiers(keys) & ~unsigned{without});
    std::string together;
    std::string apart;
    for (KeyWithModifier key : keys) {
        key.modifiers = static_cast<std::uint8_t>(key.modifiers & ~unsigned{without} & ~common);
        const std::string text = sdk::to_string(key);
        together += text;
        apart += apart.empty() ? "" : "|";
        apart += text;
    }
    const bool is_word = std::ranges::find(kWords, together) != kWords.end();
    std::string out = sdk::modifiers_to_string(common);
    out += out.empty() ? "" : " ";
    return out += is_word ? together : apart;
}

}  // namespace tessera::bars
