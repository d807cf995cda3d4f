// What the engine may send to a program is a closed grammar (tests/fuzz/reply_grammar.h): here
// every word of it is asked for once, and every answer of the tables' examples is one. The other
// direction, that no input whatever gets anything else, is reply_fuzz.cc's.

#include <gtest/gtest.h>

#include <set>
#include <string>

#include "../fuzz/reply_grammar.h"
#include "tessera/vt/sequences/context.h"
#include "tessera/vt/terminal.h"

namespace tessera::conformance {
namespace {

// One question or more for each pattern of the grammar.
constexpr std::string_view kQuestions[] = {
    "\033[c",
    "\033[>c",
    "\033[=c",
    "\033[5n",
    "\033[6n",
    "\033[?6n",
    "\033[?15n",
    "\033[?25n",
    "\033[?26n",
    "\033[?53n",
    "\033[?56n",
    "\033[?62n",
    "\033[?63;7n",
    "\033[?75n",
    "\033[?85n",
    "\033[?996n",
    "\033[4$p",
    "\033[?7$p",
    "\033[14t",
    "\033[16t",
    "\033[18t",
    "\033[19t",
    "\033[?u",
    "\033[x",
    "\033[>q",
    "\033[?1;1S",
    "\033[?2;1S",
    "\033[?2048h",
    "\033[?4m",
    "\033[?4g",
    "\033P$q?\033\\",
    "\033P$qm\033\\",
    "\033P$qr\033\\",
    "\033[?69h\033P$qs\033\\",
    "\033P$qt\033\\",
    "\033P$q q\033\\",
    "\033P$q\"q\033\\",
    "\033P$q\"p\033\\",
    "\033P$q*x\033\\",
    "\033P$q*|\033\\",
    "\033P$q$|\033\\",
    "\033P$q$~\033\\",
    "\033P$q$}\033\\",
    "\033[1;1;1;1;1;1*y",
    "\033P+q00\033\\",
    "\033P+q5463\033\\",
    "\033P+q544e\033\\",
    "\033]4;1;?\a",
    "\033]4;1;?\033\\",
    "\033]5;0;?\a",
    "\033]5;0;?\033\\",
    "\033]10;?\a",
    "\033]10;?\033\\",
    "\033]99;p=?;\a",
    "\033]99;i=a-Z_0+.:p=?;\033\\",
    "\033_Ga=q,i=1,s=1,v=1,f=24;AAAA\033\\",
    "\033_Ga=T,I=5,s=1,v=1,f=24;AAAA\033\\",
    "\033_Ga=T,i=1,p=2,s=1,v=1,f=24;AAAA\033\\",
    "\033_Ga=T,I=5,p=2,s=1,v=1,f=24;AAAA\033\\",
};

TEST(ReplyGrammar, EveryWordOfItCanBeHadAndNothingElseComes) {
    std::set<std::string_view> seen;
    for (const std::string_view question : kQuestions) {
        vt::Terminal terminal({Rows(24), Cols(80)});
        terminal.feed(question);
        const std::string replies = terminal.take_replies();
        ASSERT_FALSE(replies.empty()) << testing::PrintToString(question);
        ASSERT_TRUE(fuzz::is_replies(replies)) << testing::PrintToString(replies);
        for (const std::string_view pattern : fuzz::kReplyPatterns) {
            if (fuzz::detail::match(pattern, replies) > 0) {
                seen.insert(pattern);
            }
        }
    }
    for (const std::string_view pattern : fuzz::kReplyPatterns) {
        EXPECT_TRUE(seen.contains(pattern)) << testing::PrintToString(pattern);
    }
}

template <class Table>
void check(const Table& rows) {
    for (const auto& row : rows) {
        vt::Terminal terminal({Rows(4), Cols(10)});
        terminal.feed(row.facts.example.bytes);
        EXPECT_TRUE(fuzz::is_replies(terminal.take_replies())) << row.facts.mnemonic;
    }
}

TEST(ReplyGrammar, AnswersOfTheTablesAreInIt) {
    check(vt::csi_rows());
    check(vt::esc_rows());
    check(vt::osc_rows());
    check(vt::dcs_rows());
    check(vt::apc_rows());
}

TEST(ReplyGrammar, RefusesWhatAProgramSent) {
    for (const std::string_view forged :
         {"\033]2;echo evil\a", "\033P1$revil\033\\", "\033_Gi=1;evil\033\\", "evil\r",
          "\033P1+r6576696C\033\\", "\033]4;1;rgb:evil\a", "\033]99;i=1:p=?;evil\033\\",
          "\033]99;i=ev;il:p=?;o=always,unfocused,invisible:p=title,body,close,?:u=0,1,2\a"}) {
        EXPECT_FALSE(fuzz::is_replies(forged)) << testing::PrintToString(forged);
    }
}

}  // namespace
}  // namespace tessera::conformance
