#include "tessera/config/keybinds.h"

#include <algorithm>
#include <bitset>

#include "data/keybinds.h"
#include "tessera/config/reader.h"
#include "tessera/vt/input/key.h"

namespace tessera::config {

namespace {

using ModeSet = std::bitset<kInputModeCount>;

constexpr std::array<std::string_view, 5> kSpecialBlocks = {"shared", "shared_except",
                                                            "shared_among", "unbind", "bind"};

// Nodes of actions kept for one `keybinds`: each key in each mode has its own copy, so that a
// shared bind of many keys multiplies. A full default map has about 1,500.
constexpr std::size_t kMaxBoundNodes = 100'000;

std::size_t count_nodes(const std::vector<kdl::Node>& nodes) {
    std::size_t count = nodes.size();
    for (const kdl::Node& node : nodes) {
        count += node.args.size() + node.props.size() + count_nodes(node.children);
    }
    return count;
}

std::size_t index(InputMode mode) {
    return static_cast<std::size_t>(mode);
}

std::vector<std::string_view> mode_words() {
    std::vector<std::string_view> words;
    for (const InputModeName& row : input_mode_names()) {
        words.push_back(row.lower);
    }
    return words;
}

/// Reads one `keybinds` node in Zellij's order: shared blocks, then modes, then global unbinds.
class KeybindsLoader {
public:
    KeybindsLoader(KeyBindings& binds, Reader& reader) : binds_(binds), reader_(reader) {}

    void load(const kdl::Node& node) {
        if (clears(node)) {
            binds_ = {};
        }
        for (const kdl::Node& block : node.children) {
            const std::optional<InputMode> mode = parse_input_mode(block.name);
            if (mode && clears(block)) {
                binds_.of(*mode).clear();
            }
        }
        for (const kdl::Node& block : node.children) {
            if (const std::optional<ModeSet> modes = shared_modes(block)) {
                load_block(block, *modes);
            }
        }
        for (const kdl::Node& block : node.children) {
            load_mode(block);
        }
        const auto unbind = std::ranges::find(node.children, "unbind", &kdl::Node::name);
        if (unbind != node.children.end()) {
            this->unbind(*unbind, ModeSet{}.set());
        }
    }

private:
    bool clears(const kdl::Node& node) {
        const kdl::Value* clear = node.prop("clear-defaults");
        return clear != nullptr && reader_.boolean(*clear, "clear-defaults").value_or(false);
    }

    ModeSet named_modes(const kdl::Node& block) {
        ModeSet modes;
        for (const kdl::Value& arg : block.args) {
            const std::optional<std::string> name = reader_.text(arg, block.name);
            if (!name) {
                continue;
            }
            if (const std::optional<InputMode> mode = parse_input_mode(*name)) {
                modes.set(index(*mode));
            } else {
                reader_.report_unknown(arg.span, "mode", *name, mode_words());
            }
        }
        return modes;
    }

    /// Nothing when `block` is no shared block. `shared "m"` acts as `shared_except "m"`.
    std::optional<ModeSet> shared_modes(const kdl::Node& block) {
        if (block.name == "shared" || block.name == "shared_except") {
            return ~named_modes(block);
        }
        if (block.name == "shared_among") {
            return named_modes(block);
        }
        return std::nullopt;
    }

    void load_mode(const kdl::Node& block) {
        if (const std::optional<InputMode> mode = parse_input_mode(block.name)) {
            load_block(block, ModeSet{}.set(index(*mode)));
        } else if (block.name == "bind") {
            reader_.report(block.span, "`bind` stands outside of a mode",
                           R"(shared { bind "…" { … } } or the same inside a mode)");
        } else if (std::ranges::find(kSpecialBlocks, block.name) == kSpecialBlocks.end()) {
            std::vector<std::string_view> known = mode_words();
            known.insert(known.end(), kSpecialBlocks.begin(), kSpecialBlocks.end() - 1);
            reader_.report_unknown(block.span, "mode", block.name, known);
        }
    }

    void load_block(const kdl::Node& block, const ModeSet& modes) {
        constexpr std::array<std::string_view, 2> kInstructions = {"bind", "unbind"};
        for (const kdl::Node& node : block.children) {
            if (node.name == "bind") {
                bind(node, modes);
            } else if (node.name != "unbind") {
                reader_.report_unknown(node.span, "instruction", node.name, kInstructions);
            }
        }
        for (const kdl::Node& node : block.children) {
            if (node.name == "unbind") {
                unbind(node, modes);
            }
        }
    }

    std::vector<std::string> keys(const kdl::Node& node) {
        std::vector<std::string> found;
        if (node.args.empty()) {
            reader_.report(node.span, fmt::format("`{}` names no key", node.name),
                           R"(a key such as "Ctrl a")");
        }
        for (const kdl::Value& arg : node.args) {
            const std::optional<std::string> name = reader_.text(arg, node.name);
            if (!name) {
                continue;
            }
            if (std::optional<std::string> key = canonical_key(*name)) {
                found.push_back(*std::move(key));
                continue;
            }
            const Result<vt::input::KeyEvent> parsed = vt::input::parse_key_name(*name);
            reader_.report(arg.span, parsed ? "this key cannot be bound" : parsed.error().message);
        }
        return found;
    }

    void bind(const kdl::Node& node, const ModeSet& modes) {
        const std::vector<std::string> bound = keys(node);
        if (!reader_.check_actions(node.children)) {
            return;
        }
        stored_ += bound.size() * modes.count() * (1 + count_nodes(node.children));
        if (stored_ > kMaxBoundNodes) {
            reader_.report(node.span, "there are too many bindings before and with this one");
            return;
        }
        for (const InputModeName& row : input_mode_names()) {
            if (!modes.test(index(row.mode))) {
                continue;
            }
            for (const std::string& key : bound) {
                binds_.of(row.mode).insert_or_assign(key, node.children);
            }
        }
    }

    void unbind(const kdl::Node& node, const ModeSet& modes) {
        const std::vector<std::string> gone = keys(node);
        for (const InputModeName& row : input_mode_names()) {
            for (const std::string& key : gone) {
                if (modes.test(index(row.mode))) {
                    binds_.of(row.mode).erase(key);
                }
            }
        }
    }

    KeyBindings& binds_;
    Reader& reader_;
    std::size_t stored_ = 0;
};

}  // namespace

const std::vector<kdl::Node>* KeyBindings::find(InputMode mode, std::string_view key) const {
    const ModeBindings& bindings = of(mode);
    const auto it = bindings.find(key);
    return it == bindings.end() ? nullptr : &it->second;
}

const std::vector<kdl::Node>* KeyBindings::find(InputMode mode,
                                                const vt::input::KeyEvent& press) const {
    for (const vt::input::KeyChord& chord : vt::input::chord_candidates(press)) {
        const bool nameless =
            chord.key.is_character() && (chord.key.character < 0x20 || chord.key.character == 0x7f);
        const vt::input::KeyEvent event{.key = chord.key, .modifiers = chord.modifiers};
        const auto* found = nameless ? nullptr : find(mode, vt::input::key_name(event));
        if (found != nullptr) {
            return found;
        }
    }
    return nullptr;
}

std::optional<std::string> canonical_key(std::string_view name) {
    const Result<vt::input::KeyEvent> event = vt::input::parse_key_name(name);
    return event ? std::optional(vt::input::key_name(*event)) : std::nullopt;
}

void load_keybinds(KeyBindings& binds, const kdl::Node& node, Reader& reader) {
    KeybindsLoader(binds, reader).load(node);
}

std::string_view default_keybinds_text() {
    return data::kDefaultKeybinds;
}

}  // namespace tessera::config
