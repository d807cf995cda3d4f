// The status bar: which keys do what in the mode one is in. One row; two where the layout gives two
// or more.
//
// Configuration: classic "true" asks for two rows' look, which the size of the pane decides anyway.

#include <wasi/api.h>

#include <algorithm>

#include "../common/rights.h"
#include "rows.h"
#include "tessera/sdk/plugin.h"

namespace tessera::bars {

namespace {

using namespace sdk;

constexpr int kNowhere = -1;

/// What happened to the clipboard, until the next input.
enum class Clipboard : std::uint8_t { Quiet, Command, Primary, System, Failed };

class StatusBar final : public Plugin {
public:
    void load(const Configuration& /*configuration*/) override {
        subscribe({EventType::ModeUpdate, EventType::TabUpdate, EventType::Mouse, EventType::Timer,
                   EventType::CopyToClipboard, EventType::SystemClipboardFailure,
                   EventType::InputReceived, EventType::PermissionRequestResult});
        rights_.start();
        // Whatever is there instead when this fails is as good a number.
        static_cast<void>(__wasi_random_get(reinterpret_cast<std::uint8_t*>(&tip_), sizeof tip_));
    }

    bool update(const Event& event) override {
        rights_.update(event);
        if (auto mode = event.mode_update()) {
            mode_ = std::move(*mode);
            has_mode_ = true;
            return true;
        }
        if (auto tabs = event.tab_update()) {
            const auto active = std::ranges::find_if(*tabs, &TabInfo::active);
            has_tab_ = active != tabs->end();
            if (has_tab_) {
                tab_ = std::move(*active);
            }
            return true;
        }
        if (const auto mouse = event.mouse()) {
            return on_mouse(*mouse);
        }
        if (const auto destination = event.copy_to_clipboard()) {
            return set_clipboard(*destination == CopyDestination::Command   ? Clipboard::Command
                                 : *destination == CopyDestination::Primary ? Clipboard::Primary
                                                                            : Clipboard::System);
        }
        if (event.type() == EventType::SystemClipboardFailure) {
            return set_clipboard(Clipboard::Failed);
        }
        if (event.type() == EventType::InputReceived) {
            return set_clipboard(Clipboard::Quiet);
        }
        return false;
    }

    void render(int rows, int columns) override {
        if (rows <= 0 || columns <= 0 || !has_mode_) {
            return;
        }
        const PaletteColor& bar = mode_.styling.text_unselected.background;
        const Scene scene{.mode = &mode_,
                          .tab = has_tab_ ? &tab_ : nullptr,
                          .columns = columns,
                          .hovered = target()};
        if (rows == 1) {
            line_ = clipboard_ == Clipboard::Quiet ? draw_one_line(scene) : clipboard_line(columns);
            print(draw_row(line_, columns, bar));
            return;
        }
        line_ = draw_modes(scene);
        print(draw_row(line_, columns, bar));
        print("\r\n");
        print(draw_row(clipboard_ == Clipboard::Quiet ? draw_second_row(scene, tip(tip_))
                                                      : clipboard_line(columns),
                       columns, bar));
    }

private:
    bool set_clipboard(Clipboard to) { return std::exchange(clipboard_, to) != to; }

    Line clipboard_line(int columns) const {
        const auto& declaration = mode_.styling.text_unselected;
        Line out(columns);
        if (clipboard_ == Clipboard::Failed) {
            out.add(" Error using the system clipboard.",
                    {.text = mode_.styling.exit_code_error.base, .ground = declaration.background});
            return out;
        }
        const std::string where = clipboard_ == Clipboard::Command   ? "piped to the copy command"
                                  : clipboard_ == Clipboard::Primary ? "copied to primary selection"
                                                                     : "copied to system clipboard";
        out.add(" Text " + where,
                {.text = declaration.emphasis[2], .ground = declaration.background});
        return out;
    }

    int target() const { return hovered_ == kNowhere ? 0 : line_.target_at(hovered_); }

    bool on_mouse(const MouseEvent& mouse) {
        if (mouse.name == Mouse::MouseHover) {
            const int before = target();
            hovered_ = mouse.line == 0 && mouse.column < line_.width() ? mouse.column : kNowhere;
            return target() != before;
        }
        if (mouse.name == Mouse::MouseLeftClick && mouse.line == 0) {
            on_click(line_.target_at(mouse.column));
        }
        return false;
    }

    void on_click(int target) const {
        if (target >= kModeTarget) {
            const auto mode = static_cast<InputMode>(target - kModeTarget);
            // The ribbon of the mode one is in leads out of it.
            switch_to_input_mode(mode == mode_.mode ? InputMode::Normal : mode);
        } else if (target == kNewPaneTarget) {
            new_pane();
        } else if (target == kFloatingTarget) {
            toggle_floating_panes();
        }
    }

    Rights rights_;
    ModeInfo mode_;
    TabInfo tab_;
    Line line_;
    int hovered_ = kNowhere;
    std::uint32_t tip_ = 0;
    Clipboard clipboard_ = Clipboard::Quiet;
    bool has_mode_ = false;
    bool has_tab_ = false;
};

}  // namespace

}  // namespace tessera::bars

TESSERA_REGISTER_PLUGIN(tessera::bars::StatusBar)
