#pragma once
// What a sequence's handler may touch, and the tables that name every handler.
// Threads: one.

#include <array>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "tessera/vt/events.h"
#include "tessera/vt/graphics/graphics.h"
#include "tessera/vt/palette.h"
#include "tessera/vt/parser/parser.h"
#include "tessera/vt/screen/screen.h"
#include "tessera/vt/sequences/notifications.h"
#include "tessera/vt/sequences/row.h"

namespace tessera::vt {

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
    Graphics& graphics;
    const Size& cell_pixels;
    const HostColors& host;
    const Offers& offers;
    PendingNotifications& notifications;

    void emit(Event event) {
        if (events.size() < kMaxEvents) {
            events.push_back(std::move(event));
        }
    }
    /// `text` has controls of two bytes.
    void reply(std::string_view text);
};

/// As a program is told them, OSC 10 to 19. REQUIRES: 10 <= code <= 19.
[[nodiscard]] Color dynamic_color(const Context& c, int code);
/// DSR 997, what mode 2031 reports.
void report_color_scheme(Context& c);

using Handler = void (*)(Context&, const Sequence&);
using OscHandler = void (*)(Context&, int code, std::string_view text, StringEnd end);
using DcsHandler = void (*)(Context&, const Sequence& start, std::string_view text);
using ApcHandler = void (*)(Context&, std::string_view text);
using SequenceRow = TableRow<Handler>;
using OscRow = TableRow<OscHandler>;
using DcsRow = TableRow<DcsHandler>;
using ApcRow = TableRow<ApcHandler>;

[[nodiscard]] std::span<const SequenceRow> csi_rows();
[[nodiscard]] std::span<const SequenceRow> esc_rows();
[[nodiscard]] std::span<const SequenceRow> control_rows();
[[nodiscard]] std::span<const OscRow> osc_rows();
[[nodiscard]] std::span<const DcsRow> dcs_rows();
[[nodiscard]] std::span<const ApcRow> apc_rows();

/// nullptr when the sequence is not handled.
[[nodiscard]] Handler find_csi(SequenceId id);
[[nodiscard]] Handler find_esc(SequenceId id);
/// `control` below 0x20.
[[nodiscard]] Handler find_control(std::uint8_t control);

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
void DECFRA_fill(Context&, const Sequence&);
void DECCRA_copy(Context&, const Sequence&);
void DECERA_erase(Context&, const Sequence&);
void DECSERA_selective_erase(Context&, const Sequence&);
void DECCARA_change_attributes(Context&, const Sequence&);
void DECRARA_reverse_attributes(Context&, const Sequence&);
void DECSACE_attribute_extent(Context&, const Sequence&);
void DECRQCRA_checksum(Context&, const Sequence&);
void XTSMGRAPHICS_report(Context&, const Sequence&);
void in_band_size_report(Context&);
void KITTY_query(Context&, const Sequence&);
void KITTY_push(Context&, const Sequence&);
void KITTY_pop(Context&, const Sequence&);
void KITTY_set(Context&, const Sequence&);
void XTMODKEYS_modify_other_keys(Context&, const Sequence&);
void XTQMODKEYS_query_other_keys(Context&, const Sequence&);
void XTFMTKEYS_format_other_keys(Context&, const Sequence&);
void XTQFMTKEYS_query_format(Context&, const Sequence&);
void handle_osc(Context&, std::string_view text, StringEnd end);
void OSC_dynamic_colors(Context&, int first, std::string_view text, StringEnd end);
void OSC_kitty_notification(Context&, int code, std::string_view text, StringEnd end);
void OSC_reset_dynamic_color(Context&, int code);
void OSC_palette_colors(Context&, int code, std::string_view text, StringEnd end);
void OSC_reset_palette(Context&, int code, std::string_view text);
void handle_dcs(Context&, const Sequence& start, std::string_view text);
void DECRQSS_request_setting(Context&, std::string_view asked);
void XTGETTCAP_request_capabilities(Context&, std::string_view asked);
void handle_apc(Context&, std::string_view text);
void ITERM_picture(Context&, std::string_view text);
void KITTY_graphics(Context&, std::string_view text);
void SIXEL_draw(Context&, const Sequence& start, std::string_view text);

}  // namespace tessera::vt
