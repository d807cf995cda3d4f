#include "tessera/vt/tool/trace.h"

#include <gtest/gtest.h>

namespace tessera::vt::tool {
namespace {

TEST(Trace, EachSequenceIsALineWithNameParametersSourceAndWhetherItIsHandled) {
    EXPECT_EQ(
        trace_text("h\u00e9llo\r\x1b[38:2::1:2:3;4m\x1b[?1049h\x1b[3 q\x1b[5;;7y\x1b"
                   "7\x1b#9"
                   "\x1b]2;title\x07\x1b]66;x\x1b\\\x1bP$qm\x1b\\\x1b_Xnone\x1b\\"),
        "text            \"h\u00e9llo\"\n"
        "CR              ^M                                      ECMA-48 8.3.15; handled\n"
        "SGR             CSI 38:2::1:2:3;4 m                     ECMA-48 8.3.117; handled\n"
        "DECSET          CSI ?1049 h                             xterm ctlseqs, DECSET; handled\n"
        "DECSCUSR        CSI 3 SP q                              xterm ctlseqs, CSI Ps SP q; "
        "handled\n"
        "-               CSI 5;;7 y                              not handled\n"
        "DECSC           ESC 7                                   DEC STD 070 ch. 5; handled\n"
        "-               ESC #9                                  not handled\n"
        "OSC 2           OSC 2;title BEL                         xterm ctlseqs, OSC; handled\n"
        "-               OSC 66;x ST                             not handled\n"
        "DECRQSS         DCS $ q m ST                            xterm ctlseqs, DCS $ q Pt ST; "
        "handled\n"
        "-               APC Xnone ST                            not handled\n");
}

TEST(Trace, LongTextIsCutBetweenCharacters) {
    std::string text(59, 'a');
    text += "\u00e9\u00e9";
    EXPECT_EQ(trace_text(text), "text            \"" + text.substr(0, 59) + "... (63 bytes)\"\n");
    EXPECT_EQ(trace_text(""), "");
}

}  // namespace
}  // namespace tessera::vt::tool
