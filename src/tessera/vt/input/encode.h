#pragma once
// Events to the bytes that the program in a pane expects under its modes.
// Each function appends to `out` and appends nothing when the program did not ask for such an
// event or no encoding has it.
// Threads: pure functions.

#include <string>
#include <string_view>

#include "tessera/vt/input/events.h"
#include "tessera/vt/modes.h"

namespace tessera::vt::input {

/// A key. Under any kitty flag the kitty protocol, else the forms of xterm: DECCKM, DECNKM, DECBKM
/// and LNM, ESC before a key with Alt, modifyOtherKeys 1 and 2 as `CSI 27 ; modifiers ; code ~`.
/// Without kitty flags releases are nothing, and so is a character with Super or Hyper.
/// Source: xterm ctlseqs, "PC-Style Function Keys", "modifyOtherKeys"; kitty keyboard protocol.
void encode_key(const KeyEvent& event, const Modes& modes, std::string& out);

/// A mouse event, if the tracking mode asks for it. `position` is in cells of the pane, or in
/// pixels under SGR-Pixels (1016). A position beyond what the encoding can say is its edge.
/// REQUIRES: position is not negative.
/// Source: xterm ctlseqs, "Mouse Tracking".
void encode_mouse(const MouseEvent& event, const Modes& modes, std::string& out);

/// The wheel as `lines` cursor keys, when the program draws on the alternate screen, does not track
/// the mouse, and did not switch this off. Source: xterm ctlseqs, DECSET 1007.
void encode_alternate_scroll(MouseKind wheel, const Modes& modes, int lines, std::string& out);

/// Pasted text, within brackets under mode 2004 (`part` tells which of them). Controls other than
/// TAB, LF and CR are left out, so that text cannot end its own bracket; LF and CR LF become CR;
/// ill-formed UTF-8 becomes U+FFFD.
/// Source: xterm ctlseqs, "Bracketed Paste Mode".
void encode_paste(std::string_view text, PastePart part, const Modes& modes, std::string& out);

/// Source: xterm ctlseqs, DECSET 1004.
void encode_focus(Focus focus, const Modes& modes, std::string& out);

}  // namespace tessera::vt::input
