#pragma once
// What a sequence's handler may touch, and the tables that name every handler.
// Threads: one.

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "tessera/vt/events.h"
#include "tessera/vt/parser/parser.h"
#include "tessera/vt/screen/screen.h"

namespace tessera::vt {

/// What a terminal looks like to programs that ask; told by whoever owns the terminal.
struct Palette {
    Color foreground = Color::rgb(0xe0, 0xe0, 0xe0);
    Color background = Color::rgb(0x10, 0x10, 0x10);
    Color cursor = Color::rgb(0xe0, 0xe0, 0xe0);
    std::vector<std::pair<std::uint8_t, Color>> changed;  // OSC 4 entries, at most 256
};

/// Replies wait for the program to read; beyond this it is not reading and they are dropped.
inline constexpr std::size_t kMaxReplyBytes = 65536;
/// Titles kept by XTWINOPS 22. Source: xterm keeps 10.
inline constexpr std::size_t kMaxTitleStack = 10;
/// Longest kitty keyboard stack; the oldest entries go first. Source: kitty keyboard protocol asks
/// for a limit.
inline constexpr std::size_t kMaxKittyStack = 16;

struct Context {
    Screen& screen;
    std::string& replies;
    std::vector<Event>& events;
    std::string& title;
    std::vector<std::string>& title_stack;
    Palette& palette;
    Size cell_pixels;

    void emit(Event event) {
        if (events.size() < kMaxEvents) {
            events.push_back(std::move(event));
        }
    }
    void reply(std::string_view text) {
        if (replies.size() + text.size() <= kMaxReplyBytes) {
            replies += text;
        }
    }
};

using Handler = void (*)(Context&, const Sequence&);

/// One row per sequence: its id as text (leader, intermediates, final), mnemonic, handler, source.
struct SequenceRow {
    std::string_view id;
    std::string_view mnemonic;
    Handler handler;
    std::string_view source;
};

[[nodiscard]] std::span<const SequenceRow> csi_rows();
[[nodiscard]] std::span<const SequenceRow> esc_rows();

/// nullptr when the sequence is not handled.
[[nodiscard]] Handler find_csi(SequenceId id);
[[nodiscard]] Handler find_esc(SequenceId id);

// Families with files of their own.
void SGR_select_graphic_rendition(Context&, const Sequence&);
[[nodiscard]] std::string sgr_text(const Style& style);  // parameters only, for DECRQSS
void SM_set_mode(Context&, const Sequence&);
void RM_reset_mode(Context&, const Sequence&);
void DECSET_set_private_mode(Context&, const Sequence&);
void DECRST_reset_private_mode(Context&, const Sequence&);
void XTSAVE_save_private_mode(Context&, const Sequence&);
void XTRESTORE_restore_private_mode(Context&, const Sequence&);
void DECRQM_request_ansi_mode(Context&, const Sequence&);
void DECRQM_request_private_mode(Context&, const Sequence&);
void DA1_primary_attributes(Context&, const Sequence&);
void DA2_secondary_attributes(Context&, const Sequence&);
void DA3_tertiary_attributes(Context&, const Sequence&);
void DSR_device_status(Context&, const Sequence&);
void DSR_private_device_status(Context&, const Sequence&);
void XTVERSION_report(Context&, const Sequence&);
void DECREQTPARM_report(Context&, const Sequence&);
void XTWINOPS_window_report(Context&, const Sequence&);
void DECRQCRA_checksum(Context&, const Sequence&);
void KITTY_query(Context&, const Sequence&);
void KITTY_push(Context&, const Sequence&);
void KITTY_pop(Context&, const Sequence&);
void KITTY_set(Context&, const Sequence&);
void XTMODKEYS_modify_other_keys(Context&, const Sequence&);
void handle_osc(Context&, std::string_view text, StringEnd end);
void handle_dcs(Context&, const Sequence& start, std::string_view text);

}  // namespace tessera::vt
