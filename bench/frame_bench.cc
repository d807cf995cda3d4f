// What a picture costs at 160x50: composing a scene and turning the difference to the last picture
// into bytes. The panes' terminals are fed outside of the measured time.
//   frame_bench [FRAMES_PER_CASE]
// Columns: microseconds to compose, microseconds to render, bytes sent; medians per frame.

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "tessera/render/renderer.h"
#include "tessera/ui/compose.h"

namespace {

using tessera::Col;
using tessera::Cols;
using tessera::PaneKind;
using tessera::Rect;
using tessera::Row;
using tessera::Rows;
using tessera::Size;
namespace render = tessera::render;
namespace ui = tessera::ui;
namespace vt = tessera::vt;

constexpr int kRows = 50;
constexpr int kCols = 160;

class Text {
public:
    enum class Kind : std::uint8_t { Plain, Colour, Unicode };

    std::string lines(Kind kind, int count) {
        std::string out;
        for (int i = 0; i < count; ++i) {
            line(kind, out);
            out += "\r\n";
        }
        return out;
    }

private:
    void line(Kind kind, std::string& out) {
        constexpr std::string_view kScripts[] = {
            "日本語テキスト", "漢字", "кириллица", "ελληνικά", "😀👩‍👩‍👧",
            "e\xcc\x81",      "ñ",    "❤️",         "العربية"};
        for (int word = 0; word < 14; ++word) {
            if (kind == Kind::Unicode) {
                out += kScripts[below(std::size(kScripts))];
            } else {
                if (kind == Kind::Colour) {
                    out += "\x1b[38;5;" + std::to_string(below(256)) + "m";
                }
                for (std::size_t n = 3 + below(8); n > 0; --n) {
                    out += static_cast<char>('a' + below(26));
                }
                out += kind == Kind::Colour ? "\x1b[0m" : "";
            }
            out += ' ';
        }
    }
    std::size_t below(std::size_t n) { return random_() % n; }

    std::mt19937 random_{7};
};

struct Stage {
    ui::Scene scene{.size = {Rows(kRows), Cols(kCols)}};
    std::vector<std::unique_ptr<vt::Terminal>> terminals;

    void add(Rect outer, Rect content) {
        terminals.push_back(std::make_unique<vt::Terminal>(content.size()));
        ui::ScenePane pane;
        pane.id = {PaneKind::Terminal, static_cast<std::uint32_t>(terminals.size())};
        pane.outer = outer;
        pane.content = content;
        pane.title = "Pane";
        pane.view.terminal = terminals.back().get();
        pane.focus = terminals.size() == 1 ? ui::Focus::Own : ui::Focus::No;
        scene.panes.push_back(pane);
    }
};

constexpr Rect rect(int row, int col, int rows, int cols) {
    return {Row(row), Col(col), Rows(rows), Cols(cols)};
}

/// A pane between two bars; four panes.
Stage one_pane() {
    Stage stage;
    stage.add(rect(1, 0, 48, kCols), rect(1, 0, 48, kCols));
    stage.add(rect(0, 0, 1, kCols), rect(0, 0, 1, kCols));
    stage.add(rect(49, 0, 1, kCols), rect(49, 0, 1, kCols));
    return stage;
}

Stage four_panes() {
    Stage stage;
    stage.add(rect(0, 0, 25, 80), rect(1, 0, 23, 79));
    stage.add(rect(0, 80, 25, 80), rect(1, 80, 23, 80));
    stage.add(rect(25, 0, 25, 80), rect(26, 0, 24, 79));
    stage.add(rect(25, 80, 25, 80), rect(26, 80, 24, 80));
    return stage;
}

struct Case {
    const char* name;
    Stage (*stage)();
    std::function<void(Stage&, Text&)> step;
    render::Widths widths = {};  // as the client's terminal counts
};

void feed_all(Stage& stage, Text& text, Text::Kind kind, int lines) {
    for (const auto& terminal : stage.terminals) {
        if (terminal->size().rows > Rows(1)) {
            terminal->feed(text.lines(kind, lines));
        }
    }
}

double median(std::vector<double> values) {
    std::ranges::nth_element(values,
                             values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2));
    return values[values.size() / 2];
}

void run(const Case& c, int frames) {
    using Clock = std::chrono::steady_clock;
    Stage stage = c.stage();
    Text text;
    ui::Compositor compositor;
    render::Renderer renderer({.colors = render::ColorDepth::Rgb,
                               .synchronized_output = render::Feature::Yes,
                               .widths = c.widths});
    std::vector<double> compose_us;
    std::vector<double> render_us;
    std::vector<double> bytes;
    std::string out;
    feed_all(stage, text, Text::Kind::Colour, 60);
    for (int i = 0; i < frames + 10; ++i) {
        c.step(stage, text);
        out.clear();
        const auto start = Clock::now();
        const render::Frame& frame = compositor.compose(stage.scene);
        const auto composed = Clock::now();
        renderer.render(frame, out);
        const auto rendered = Clock::now();
        if (i >= 10) {
            compose_us.push_back(
                std::chrono::duration<double, std::micro>(composed - start).count());
            render_us.push_back(
                std::chrono::duration<double, std::micro>(rendered - composed).count());
            bytes.push_back(static_cast<double>(out.size()));
        }
    }
    std::printf("%-28s %8.1f %8.1f %8.0f\n", c.name, median(compose_us), median(render_us),
                median(bytes));
}

}  // namespace

int main(int argc, char** argv) {
    const int frames = argc > 1 ? std::atoi(argv[1]) : 1000;
    using Kind = Text::Kind;
    const auto flood = [](Kind kind) {
        return [kind](Stage& stage, Text& text) { feed_all(stage, text, kind, 60); };
    };
    const auto typed = [n = 0](Stage& stage, Text&) mutable {
        stage.terminals[0]->feed(++n % 60 == 0 ? "\r"
                                               : std::string(1, static_cast<char>('a' + n % 26)));
    };
    const auto line = [](Stage& stage, Text& text) { feed_all(stage, text, Kind::Plain, 1); };
    const auto nothing = [](Stage&, Text&) {};
    const render::Widths kOtherwise{.ambiguous = 2};
    const std::vector<Case> cases{
        {"flood, plain", one_pane, flood(Kind::Plain)},
        {"flood, colour", one_pane, flood(Kind::Colour)},
        {"flood, unicode", one_pane, flood(Kind::Unicode)},
        {"flood, four panes, colour", four_panes, flood(Kind::Colour)},
        {"a line", one_pane, line},
        {"a line in four panes", four_panes, line},
        {"a key", one_pane, typed},
        {"a key in four panes", four_panes, typed},
        {"nothing", one_pane, nothing},
        {"a line, counted otherwise", one_pane, line, kOtherwise},
        {"a key, counted otherwise", one_pane, typed, kOtherwise},
        {"nothing, counted otherwise", one_pane, nothing, kOtherwise},
    };
    std::printf("%-28s %8s %8s %8s\n", "", "compose", "render", "bytes");
    for (const Case& c : cases) {
        run(c, frames);
    }
    return 0;
}
