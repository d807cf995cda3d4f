#pragma once
// What the plugin manager shows and what a key makes of it, without a host. Threads: values.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "../common/page.h"
#include "tessera/sdk/event.h"
#include "tessera/sdk/key.h"

namespace tessera::plugin_manager {

/// What is on screen.
enum class Page : std::uint8_t {
    Plugins,
    New,  // the location of another one is typed
};

/// Where another one starts.
enum class Load : std::uint8_t { InPane, InBackground };

/// What the host is asked for.
struct Request {
    enum class What : std::uint8_t { Nothing, Focus, Reload, End, Load, Pick, Close };
    What what = What::Nothing;
    std::uint32_t plugin = 0;
    std::string location{};
};

class Menu {
public:
    /// `own`: this plugin, which is not listed.
    explicit Menu(std::uint32_t own) : own_(own) {}

    void set_session(const sdk::SessionManifest& session);
    [[nodiscard]] Request press(const sdk::KeyWithModifier& key);
    /// A location that was pasted, or picked from the disk.
    void set_location(std::string_view location);
    void move(int by);
    [[nodiscard]] Request choose(std::size_t index);

    [[nodiscard]] Page page() const { return page_; }
    [[nodiscard]] const std::string& text() const { return text_; }
    [[nodiscard]] const std::string& trouble() const { return trouble_; }
    [[nodiscard]] Load load() const { return load_; }
    [[nodiscard]] std::vector<bars::Entry> rows() const;
    [[nodiscard]] std::optional<std::size_t> selected() const { return selected_; }

private:
    struct Running {
        std::uint32_t id = 0;
        std::string location;
        std::string where;  // "pane "name" in tab "name"", "in the background"
        bool has_pane = false;
    };
    [[nodiscard]] Request act(Request::What what);
    [[nodiscard]] Request press_new(const sdk::KeyWithModifier& key);
    void go(Page page);

    std::uint32_t own_;
    std::vector<Running> plugins_;  // by location
    Page page_ = Page::Plugins;
    Load load_ = Load::InPane;
    std::string text_;
    std::string trouble_;
    std::optional<std::size_t> selected_;
};

}  // namespace tessera::plugin_manager
