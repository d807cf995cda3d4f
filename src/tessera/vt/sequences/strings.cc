// The tables of OSC, DCS and APC strings. Sources: xterm ctlseqs "Operating System Commands"; OSC 8 and OSC 133
// specifications; ConEmu OSC 9;4; kitty OSC 99.

#include <algorithm>
#include <array>

#include "tessera/vt/base64.h"
#include "tessera/vt/sequences/context.h"
#include "tessera/vt/sequences/find.h"
#include "tessera/vt/sequences/osc_text.h"

namespace tessera::vt {

namespace {

std::string percent_decoded(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '%' && i + 2 < text.size() && hex_digit(text[i + 1]) >= 0 &&
            hex_digit(text[i + 2]) >= 0) {
            out += static_cast<char>(hex_digit(text[i + 1]) * 16 + hex_digit(text[i + 2]));
            i += 2;
        } else {
            out += text[i];
        }
    }
    return out;
}

void hyperlink(Context& c, std::string_view text) {
    std::string_view params = take(text, ';');
    std::string_view id;
    while (!params.empty()) {
        const std::string_view item = take(params, ':');
        if (item.starts_with("id=")) {
            id = item.substr(3);
        }
    }
    Style pen = c.screen.pen();
    pen.link = c.screen.link(id, text);
    c.screen.set_pen(pen);
}

/// Each selection that is named is set; text that is no base64 empties them. Source: xterm ctlseqs,
/// OSC 52.
void clipboard(Context& c, std::string_view text) {
    constexpr std::string_view kSelections = "cpqs01234567";
    const std::string_view named = take(text, ';');
    if (text == "?") {
        const std::size_t first = named.find_first_of(kSelections);
        c.emit(ClipboardRead{first == std::string_view::npos ? 'c' : named[first]});
        return;
    }
    ClipboardWrite write;
    if (!base64_decode(text, write.data)) {
        write.data.clear();
    }
    for (const char selection : kSelections) {
        if (named.contains(selection) || (named.empty() && selection == 'c')) {
            write.selection = selection;
            c.emit(write);
        }
    }
}

/// A path that is too long or has control characters would be another one without them: it is
/// passed over.
void working_directory(Context& c, std::string_view text) {
    std::string host;
    if (text.starts_with("file://")) {
        text.remove_prefix(7);
        const std::size_t slash = std::min(text.find('/'), text.size());
        host = clean_text(text.substr(0, slash));
        text.remove_prefix(slash);
    }
    std::string path = percent_decoded(text);
    const bool is_plain = std::ranges::none_of(
        path, [](char byte) { return static_cast<unsigned char>(byte) < 0x20 || byte == 0x7f; });
    if (path.starts_with('/') && is_plain && path.size() <= kMaxTitleBytes) {
        c.emit(CwdChanged{.path = std::move(path), .host = std::move(host)});
    }
}

/// The primary prompt, not one that a command goes on behind or that stands at the right edge:
/// k=i, or none. Source: semantic-prompts proposal, P. Bothner; kitty, "Shell integration".
bool is_first_prompt(std::string_view options) {
    while (!options.empty()) {
        const std::string_view item = take(options, ';');
        if (item.starts_with("k=")) {
            return item == "k=i";
        }
    }
    return true;
}

void prompt_mark(Context& c, std::string_view text) {
    const std::string_view kind = take(text, ';');
    if (kind.size() != 1) {
        return;
    }
    RowInfo& info = c.screen.grid().info(c.screen.cursor().row);
    PromptMark mark{kind.front(), {}};
    switch (kind.front()) {
    case 'A':
    case 'N':
    case 'P':
        if (!is_first_prompt(text)) {
            return;
        }
        mark.kind = 'A';
        info.mark = RowMark::Prompt;
        break;
    case 'I':
    case 'B':
        mark.kind = 'B';
        info.mark = info.mark == RowMark::None ? RowMark::Command : info.mark;
        break;
    case 'C': info.mark = info.mark == RowMark::Prompt ? info.mark : RowMark::Output; break;
    case 'D':
        if (const int status = to_number(take(text, ';'), -1); status >= 0 && status <= 255) {
            mark.exit_status = status;
        }
        break;
    default: return;
    }
    c.emit(mark);
}

void notification(Context& c, std::string_view text) {
    if (text.starts_with("4;")) {
        text.remove_prefix(2);
        const int state = to_number(take(text, ';'), 0);
        c.emit(Progress{std::clamp(state, 0, 4), std::clamp(to_number(take(text, ';'), 0), 0, 100)});
        return;
    }
    std::string_view rest = text;
    const int sub = to_number(take(rest, ';'), 0);
    if (sub < 1 || sub > 12) {  // ConEmu's other sub-commands are no notifications
        c.emit(Notification{"", clean_text(text)});
    }
}

void set_title(Context& c, std::string_view text) {
    c.title = clean_text(text);
    c.emit(TitleChanged{c.title});
}

void notify(Context& c, std::string_view text) {
    if (take(text, ';') == "notify") {
        const std::string_view title = take(text, ';');
        c.emit(Notification{clean_text(title), clean_text(text)});
    }
}

/// OSC 1337, iTerm2's: of its many commands those that a pane can carry out.
void iterm2(Context& c, std::string_view text) {
    if (text.starts_with("CurrentDir=")) {
        working_directory(c, text.substr(11));
    } else if (text.starts_with("File=")) {
        ITERM_picture(c, text.substr(5));
    } else if (text == "SetMark") {
        RowInfo& info = c.screen.grid().info(c.screen.cursor().row);
        info.mark = info.mark == RowMark::None ? RowMark::Prompt : info.mark;
        c.emit(PromptMark{'A', {}});
    }
}

/// A handler that needs the text only.
template <void (*handler)(Context&, std::string_view)>
void with_text(Context& c, int, std::string_view text, StringEnd) {
    handler(c, text);
}

void reset_palette(Context& c, int code, std::string_view text, StringEnd) {
    OSC_reset_palette(c, code, text);
}
void reset_dynamic(Context& c, int code, std::string_view, StringEnd) {
    OSC_reset_dynamic_color(c, code);
}

using enum Peers;
using enum Example::Look;

constexpr OscRow kOsc[] = {
    {{"0", "OSC 0", "title", "text", "xterm ctlseqs, OSC", Both, {Events, "\x1b]0;t\x07", "TitleChanged"}}, with_text<set_title>},
    {{"2", "OSC 2", "title", "text", "xterm ctlseqs, OSC", Both, {Events, "\x1b]2;t\x07", "TitleChanged"}}, with_text<set_title>},
    {{"4", "OSC 4", "colours of the palette", "index ; colour or ? ...", "xterm ctlseqs, OSC", Both, {Reply, "\x1b]4;1;red;1;?\x07", "\x1b]4;1;rgb:ffff/0000/0000\x07"}}, OSC_palette_colors},
    {{"5", "OSC 5", "colours for bold, underline, blink, reverse, italic", "index ; colour or ? ...", "xterm ctlseqs, OSC", Neither, {Reply, "\x1b]5;0;red;0;?\x07", "\x1b]5;0;rgb:ffff/0000/0000\x07"}}, OSC_palette_colors},
    {{"7", "OSC 7", "working directory", "file URL or path", "VTE, \"Current directory\"", Both, {Events, "\x1b]7;file://h/tmp\x07", "CwdChanged"}}, with_text<working_directory>},
    {{"8", "OSC 8", "hyperlink", "parameters ; URI", "OSC 8 specification", Zellij, {Attributes, "\x1b]8;;http://x\x07" "a\x1b]8;;\x07" "b", "l."}}, with_text<hyperlink>},
    {{"9", "OSC 9", "notification; 4: progress", "text, or 4 ; state ; percent", "iTerm2; ConEmu, OSC 9;4", Neither, {Events, "\x1b]9;text\x07\x1b]9;4;1;50\x07", "Notification Progress"}}, with_text<notification>},
    {{"10", "OSC 10", "colour of text", "colour or ?", "xterm ctlseqs, OSC", Both, {Reply, "\x1b]10;red\x07\x1b]10;?\x07", "\x1b]10;rgb:ffff/0000/0000\x07"}}, OSC_dynamic_colors},
    {{"11", "OSC 11", "colour of the background", "colour or ?", "xterm ctlseqs, OSC", Both, {Reply, "\x1b]11;red\x07\x1b]11;?\x07", "\x1b]11;rgb:ffff/0000/0000\x07"}}, OSC_dynamic_colors},
    {{"12", "OSC 12", "colour of the cursor", "colour or ?", "xterm ctlseqs, OSC", Both, {Reply, "\x1b]12;red\x07\x1b]12;?\x07", "\x1b]12;rgb:ffff/0000/0000\x07"}}, OSC_dynamic_colors},
    {{"13", "OSC 13", "colour of the pointer", "colour or ?", "xterm ctlseqs, OSC", Neither, {Reply, "\x1b]13;red\x07\x1b]13;?\x07", "\x1b]13;rgb:ffff/0000/0000\x07"}}, OSC_dynamic_colors},
    {{"14", "OSC 14", "background of the pointer", "colour or ?", "xterm ctlseqs, OSC", Neither, {Reply, "\x1b]14;red\x07\x1b]14;?\x07", "\x1b]14;rgb:ffff/0000/0000\x07"}}, OSC_dynamic_colors},
    {{"15", "OSC 15", "colour of Tektronix text", "colour or ?", "xterm ctlseqs, OSC", Neither, {Reply, "\x1b]15;red\x07\x1b]15;?\x07", "\x1b]15;rgb:ffff/0000/0000\x07"}}, OSC_dynamic_colors},
    {{"16", "OSC 16", "background of Tektronix text", "colour or ?", "xterm ctlseqs, OSC", Neither, {Reply, "\x1b]16;red\x07\x1b]16;?\x07", "\x1b]16;rgb:ffff/0000/0000\x07"}}, OSC_dynamic_colors},
    {{"17", "OSC 17", "background of the selection", "colour or ?", "xterm ctlseqs, OSC", Neither, {Reply, "\x1b]17;red\x07\x1b]17;?\x07", "\x1b]17;rgb:ffff/0000/0000\x07"}}, OSC_dynamic_colors},
    {{"18", "OSC 18", "colour of the Tektronix cursor", "colour or ?", "xterm ctlseqs, OSC", Neither, {Reply, "\x1b]18;red\x07\x1b]18;?\x07", "\x1b]18;rgb:ffff/0000/0000\x07"}}, OSC_dynamic_colors},
    {{"19", "OSC 19", "colour of selected text", "colour or ?", "xterm ctlseqs, OSC", Neither, {Reply, "\x1b]19;red\x07\x1b]19;?\x07", "\x1b]19;rgb:ffff/0000/0000\x07"}}, OSC_dynamic_colors},
    {{"52", "OSC 52", "write the clipboard, ask for it", "selections ; base64", "xterm ctlseqs, OSC", Both, {Events, "\x1b]52;c;aGk=\x07\x1b]52;c;?\x07", "ClipboardWrite ClipboardRead"}}, with_text<clipboard>},
    {{"99", "OSC 99", "notification, in pieces too; p=close: it is not needed any more; p=?: what there is", "key=value:... ; text", "kitty, \"Desktop notifications\"", Neither, {Events, "\x1b]99;i=1:d=0;title\x07\x1b]99;i=1:p=body;text\x07\x1b]99;i=1:p=close;\x07", "Notification NotificationClosed"}}, OSC_kitty_notification},
    {{"104", "OSC 104", "palette colours as they were", "index ; ...", "xterm ctlseqs, OSC", Both, {Reply, "\x1b]4;1;red\x07\x1b]104;1\x07\x1b]4;1;?\x07", "\x1b]4;1;rgb:cdcd/0000/0000\x07"}}, reset_palette},
    {{"105", "OSC 105", "special colours as they were", "index ; ...", "xterm ctlseqs, OSC", Neither, {Reply, "\x1b]5;0;red\x07\x1b]105\x07\x1b]5;0;?\x07", "\x1b]5;0;rgb:e0e0/e0e0/e0e0\x07"}}, reset_palette},
    {{"110", "OSC 110", "colour of text as it was", "", "xterm ctlseqs, OSC", Both, {Reply, "\x1b]10;red\x07\x1b]110\x07\x1b]10;?\x07", "\x1b]10;rgb:e0e0/e0e0/e0e0\x07"}}, reset_dynamic},
    {{"111", "OSC 111", "background as it was", "", "xterm ctlseqs, OSC", Both, {Reply, "\x1b]11;red\x07\x1b]111\x07\x1b]11;?\x07", "\x1b]11;rgb:1010/1010/1010\x07"}}, reset_dynamic},
    {{"112", "OSC 112", "colour of the cursor as it was", "", "xterm ctlseqs, OSC", Tmux, {Reply, "\x1b]12;red\x07\x1b]112\x07\x1b]12;?\x07", "\x1b]12;rgb:e0e0/e0e0/e0e0\x07"}}, reset_dynamic},
    {{"113", "OSC 113", "colour of the pointer as it was", "", "xterm ctlseqs, OSC", Neither, {Reply, "\x1b]13;red\x07\x1b]113\x07\x1b]13;?\x07", "\x1b]13;rgb:e0e0/e0e0/e0e0\x07"}}, reset_dynamic},
    {{"114", "OSC 114", "background of the pointer as it was", "", "xterm ctlseqs, OSC", Neither, {Reply, "\x1b]14;red\x07\x1b]114\x07\x1b]14;?\x07", "\x1b]14;rgb:1010/1010/1010\x07"}}, reset_dynamic},
    {{"115", "OSC 115", "colour of Tektronix text as it was", "", "xterm ctlseqs, OSC", Neither, {Reply, "\x1b]15;red\x07\x1b]115\x07\x1b]15;?\x07", "\x1b]15;rgb:e0e0/e0e0/e0e0\x07"}}, reset_dynamic},
    {{"116", "OSC 116", "background of Tektronix text as it was", "", "xterm ctlseqs, OSC", Neither, {Reply, "\x1b]16;red\x07\x1b]116\x07\x1b]16;?\x07", "\x1b]16;rgb:1010/1010/1010\x07"}}, reset_dynamic},
    {{"117", "OSC 117", "background of the selection as it was", "", "xterm ctlseqs, OSC", Neither, {Reply, "\x1b]17;red\x07\x1b]117\x07\x1b]17;?\x07", "\x1b]17;rgb:e0e0/e0e0/e0e0\x07"}}, reset_dynamic},
    {{"118", "OSC 118", "colour of the Tektronix cursor as it was", "", "xterm ctlseqs, OSC", Neither, {Reply, "\x1b]18;red\x07\x1b]118\x07\x1b]18;?\x07", "\x1b]18;rgb:e0e0/e0e0/e0e0\x07"}}, reset_dynamic},
    {{"119", "OSC 119", "colour of selected text as it was", "", "xterm ctlseqs, OSC", Neither, {Reply, "\x1b]19;red\x07\x1b]119\x07\x1b]19;?\x07", "\x1b]19;rgb:1010/1010/1010\x07"}}, reset_dynamic},
    {{"133", "OSC 133", "marks of a shell: A prompt, B command, C output, D exit status", "kind ; ...", "FinalTerm; iTerm2, \"Shell Integration\"", Zellij, {Events, "\x1b]133;D;3\x07", "PromptMark"}}, with_text<prompt_mark>},
    {{"777", "OSC 777", "notification", "notify ; title ; text", "urxvt, rxvt-unicode-notify", Neither, {Events, "\x1b]777;notify;t;b\x07", "Notification"}}, with_text<notify>},
    {{"1337", "OSC 1337", "CurrentDir=, SetMark, and File= for pictures (PNG, JPEG, GIF)", "command", "iTerm2, \"Proprietary Escape Codes\"", Neither, {Events, "\x1b]1337;CurrentDir=/tmp\x07\x1b]1337;SetMark\x07", "CwdChanged PromptMark"}}, with_text<iterm2>},
};

constexpr DcsRow kDcs[] = {
    {{"q", "SIXEL", "a picture", "P1 ; P2 ; P3, then sixel data", "VT330/VT340 manual, vol. 2, ch. 14", Zellij, {Image, "\x1bPq!9~\x1b\\", "1x2"}}, SIXEL_draw},
    {{"$q", "DECRQSS", "report a setting", "its final characters", "xterm ctlseqs, DCS $ q Pt ST", Neither, {Reply, "\x1bP$qr\x1b\\", "\x1bP1$r1;4r\x1b\\"}},
     [](Context& c, const Sequence&, std::string_view text) { DECRQSS_request_setting(c, text); }},
    {{"+q", "XTGETTCAP", "report a capability of terminfo", "names in hexadecimal", "xterm ctlseqs, DCS + q Pt ST", Zellij, {Reply, "\x1bP+q436f\x1b\\", "\x1bP1+r436F=323536\x1b\\"}},
     [](Context& c, const Sequence&, std::string_view text) { XTGETTCAP_request_capabilities(c, text); }},
    {{"z", "ZELLIJ_UI", "a component of a plugin's interface", "component", "Zellij 0.45 ui_components", Zellij, {Events, "\x1bPztext;97\x1b\\", "UiComponent"}},
     [](Context& c, const Sequence&, std::string_view text) { c.emit(UiComponent{std::string(text)}); }},
};

constexpr ApcRow kApc[] = {
    {{"G", "KITTY_GRAPHICS", "images: send, show (also by placeholder characters, relative to others), remove", "key=value , ... ; base64", "kitty graphics protocol", Zellij, {Image, "\x1b_Ga=T,f=24,s=1,v=1;AAAA\x1b\\", "1x1"}}, KITTY_graphics},
};

constexpr auto kDcsSorted = sorted_by_id(kDcs);

struct OscSlot {
    int code;
    OscHandler handler;
};
template <std::size_t N>
consteval std::array<OscSlot, N> by_code(const OscRow (&rows)[N]) {
    std::array<OscSlot, N> out{};
    for (std::size_t i = 0; i < N; ++i) {
        int code = 0;
        for (const char c : rows[i].facts.id) {
            code = code * 10 + (c - '0');
        }
        if (i > 0 && out[i - 1].code >= code) {
            throw "OSC rows go up";
        }
        out[i] = {code, rows[i].handler};
    }
    return out;
}
constexpr auto kOscByCode = by_code(kOsc);

}  // namespace

std::span<const OscRow> osc_rows() { return kOsc; }
std::span<const DcsRow> dcs_rows() { return kDcs; }
std::span<const ApcRow> apc_rows() { return kApc; }

void handle_osc(Context& c, std::string_view text, StringEnd end) {
    const int code = to_number(take(text, ';'), -1);
    const auto* at = std::ranges::lower_bound(kOscByCode, code, {}, &OscSlot::code);
    if (at != kOscByCode.end() && at->code == code) {
        at->handler(c, code, text, end);
    }
}

void handle_dcs(Context& c, const Sequence& start, std::string_view text) {
    if (const DcsHandler handler = find_sorted<DcsHandler>(kDcsSorted, start.id)) {
        handler(c, start, text);
    }
}

void handle_apc(Context& c, std::string_view text) {
    for (const ApcRow& row : kApc) {
        if (text.starts_with(row.facts.id)) {
            row.handler(c, text.substr(row.facts.id.size()));
        }
    }
}

}  // namespace tessera::vt
