// About: what this is, the keys to begin with, and tips one can leaf through.

#include <array>
#include <string_view>

#include "tessera/sdk/plugin.h"
#include "tessera/sdk/ui.h"

namespace tessera::about {

namespace {

using namespace sdk;

struct Page {
    std::string_view title;
    std::array<std::string_view, 6> lines;  // `keys` in backquotes stand out
};

constexpr std::array kPages = {
    Page{"Tessera",
         {"A terminal workspace whose panes can be WebAssembly plugins.", "",
          "Everything you see that is not your shell is a plugin: the bars,",
          "this page, the file picker. Any plugin made for Zellij runs here.", "",
          "The bottom row shows what the keys do, in whatever mode you are."}},
    Page{"Panes",
         {"`Alt n` opens a pane where there is room for it.",
          "`Ctrl p` then `r` or `d` opens it to the right or below.",
          "`Alt` with an arrow moves between panes, `Alt +` and `Alt -` resize.",
          "`Ctrl p` then `f` gives one pane the whole screen, and back.",
          "`Alt f` shows and hides floating panes.", "`Ctrl p` then `x` closes the pane."}},
    Page{"Tabs",
         {"`Ctrl t` then `n` opens a tab, `r` renames it, `x` closes it.",
          "`Ctrl t` then a digit goes to that tab; so does a click.",
          "`Ctrl t` then `s` types into every pane of the tab at once.",
          "`Ctrl t` then `b` moves the pane into a tab of its own.", "", ""}},
    Page{"Sessions",
         {"`Ctrl o` then `d` leaves the session running.",
          "`tessera attach` comes back to it, from any terminal.",
          "`tessera list-sessions` says what is running.",
          "A session outlives the terminal, and a crash of its server.", "", ""}},
    Page{"Scrolling",
         {"`Ctrl s` scrolls with the keys, the wheel does always.",
          "`Ctrl s` then `s` searches, `n` and `p` go from match to match.",
          "`Ctrl s` then `e` opens everything in your editor.", "Dragging over text copies it.", "",
          ""}},
};

class About final : public Plugin {
public:
    void load(const Configuration& /*configuration*/) override {
        subscribe({EventType::Key, EventType::Mouse, EventType::PermissionRequestResult});
        request_permission({PermissionType::ChangeApplicationState});
        const PluginIds ids = get_plugin_ids();
        rename_plugin_pane(static_cast<std::uint32_t>(ids.plugin_id), "About Tessera");
    }

    bool update(const Event& event) override {
        if (const auto mouse = event.mouse()) {
            return mouse->name == Mouse::MouseScrollDown ? turn(1)
                   : mouse->name == Mouse::MouseScrollUp ? turn(-1)
                                                         : false;
        }
        const auto key = event.key();
        if (!key) {
            return false;
        }
        if (key->is(BareKey::Down) || key->is(BareKey::Right) || key->is(U'j')) {
            return turn(1);
        }
        if (key->is(BareKey::Up) || key->is(BareKey::Left) || key->is(U'k')) {
            return turn(-1);
        }
        if (key->is(BareKey::Esc) || key->is(BareKey::Enter) || key->is(U'q')) {
            close_self();
        }
        return false;
    }

    void render(int rows, int columns) override {
        constexpr int kWidth = 70;
        constexpr int kHeight = 10;
        const int x = columns > kWidth ? (columns - kWidth) / 2 : 0;
        int y = rows > kHeight ? (rows - kHeight) / 2 : 0;
        const int width = columns < kWidth ? columns : kWidth;
        const auto put = [&](const Text& text) {
            if (y < rows) {
                print_text_with_coordinates(text, x, y++, width);
            }
        };
        put(Text(kPages[page_].title).color_all(2));
        put(Text(""));
        for (const std::string_view line : kPages[page_].lines) {
            put(with_keys(line));
        }
        put(Text(""));
        put(Text("<↓↑> Page " + std::to_string(page_ + 1) + " of " + std::to_string(kPages.size()) +
                 "   <ESC> Close")
                .color_substring(0, "↓↑")
                .color_substring(0, "ESC"));
    }

private:
    bool turn(int by) {
        const int next = static_cast<int>(page_) + by;
        if (next < 0 || next >= static_cast<int>(kPages.size())) {
            return false;
        }
        page_ = static_cast<std::size_t>(next);
        return true;
    }

    /// Without the backquotes, and what was between them in the colour of keys.
    static Text with_keys(std::string_view line) {
        std::string plain;
        std::vector<std::pair<std::size_t, std::size_t>> keys;
        for (std::size_t begin = std::string::npos; const char c : line) {
            if (c != '`') {
                plain += c;
            } else if (begin == std::string::npos) {
                begin = plain.size();
            } else {
                keys.emplace_back(begin, plain.size());
                begin = std::string::npos;
            }
        }
        Text out(plain);
        for (const auto& [begin, end] : keys) {
            out.color_range(0, begin, end);
        }
        return out;
    }

    std::size_t page_ = 0;
};

}  // namespace

}  // namespace tessera::about

TESSERA_REGISTER_PLUGIN(tessera::about::About)
