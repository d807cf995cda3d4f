#include "tessera/sdk/mode_info.h"

#include <algorithm>

namespace tessera::sdk {

namespace {

using wire::Kind;
using wire::Reader;

/// Style: without the palette of older plugins.
bool decode_style(std::string_view bytes, ModeInfo& out) {
    Reader reader(bytes);
    while (reader.next()) {
        switch (reader.number()) {
        case 2: reader.numeric<Kind::Bool>(out.rounded_corners); break;
        case 3: reader.numeric<Kind::Bool>(out.hide_session_name); break;
        case 4: reader.message(out.styling); break;
        default: break;
        }
    }
    return reader.ok();
}

template <Kind K, class T>
void optional_number(Reader& reader, std::optional<T>& out) {
    if (reader.has_type(wire::wire_type(K))) {
        reader.numeric<K>(out.emplace());
    }
}

void optional_text(Reader& reader, std::optional<std::string>& out) {
    if (reader.is_length()) {
        reader.text(out.emplace());
    }
}

void append_text(Reader& reader, std::vector<std::string>& out) {
    if (reader.is_length()) {
        reader.text(out.emplace_back());
    }
}

}  // namespace

bool KeyBind::decode_from(Reader& reader) {
    while (reader.next()) {
        if (reader.number() == 1) {
            reader.message(key);
        } else if (reader.number() == 2 && reader.is_length()) {
            reader.message(actions.emplace_back());
        }
    }
    return reader.ok();
}

bool ModeKeybinds::decode_from(Reader& reader) {
    while (reader.next()) {
        if (reader.number() == 1) {
            reader.numeric<Kind::Enum>(mode);
        } else if (reader.number() == 2 && reader.is_length()) {
            reader.message(binds.emplace_back());
        }
    }
    return reader.ok();
}

const std::vector<KeyBind>& ModeInfo::keybinds_of(InputMode of) const {
    static const std::vector<KeyBind> none;
    const auto found = std::ranges::find(keybinds, of, &ModeKeybinds::mode);
    return found == keybinds.end() ? none : found->binds;
}

bool ModeInfo::decode_from(Reader& reader) {
    bool style_ok = true;
    while (reader.next()) {
        switch (reader.number()) {
        case 1: reader.numeric<Kind::Enum>(mode); break;
        case 2:
            if (reader.is_length()) {
                reader.message(keybinds.emplace_back());
            }
            break;
        case 3: {
            std::string bytes;
            reader.bytes(bytes);
            style_ok = decode_style(bytes, *this) && style_ok;
            break;
        }
        case 4: reader.numeric<Kind::Bool>(simplified_ui); break;
        case 5: optional_text(reader, session_name); break;
        case 6: reader.numeric<Kind::Enum>(base_mode); break;
        case 7: optional_text(reader, editor); break;
        case 8: optional_text(reader, shell); break;
        case 9: optional_number<Kind::Bool>(reader, web_clients_allowed); break;
        case 10: optional_number<Kind::Enum>(reader, web_sharing); break;
        case 11: reader.numeric<Kind::Bool>(currently_marking_pane_group); break;
        case 12: reader.numeric<Kind::Bool>(is_web_client); break;
        case 13: optional_text(reader, web_server_ip); break;
        case 14: optional_number<Kind::Uint32>(reader, web_server_port); break;
        case 15: optional_number<Kind::Bool>(reader, web_server_capability); break;
        case 16: reader.numeric<Kind::Enum>(pane_frame_style); break;
        case 17: reader.numeric<Kind::Bool>(session_dimmed); break;
        case 18: append_text(reader, ancestry); break;
        case 19: reader.numeric<Kind::Bool>(host_fullscreen); break;
        case 20: append_text(reader, nested_ascend_keys); break;
        case 21: reader.numeric<Kind::Bool>(session_ascended); break;
        case 22: append_text(reader, nested_descend_keys); break;
        default: break;
        }
    }
    return reader.ok() && style_ok;
}

}  // namespace tessera::sdk
