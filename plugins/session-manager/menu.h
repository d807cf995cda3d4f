#pragma once
// What the session manager shows and what a key makes of it, without a host. Threads: values.

#include <optional>
#include <string>
#include <vector>

#include "../common/page.h"
#include "tessera/sdk/event.h"
#include "tessera/sdk/key.h"

namespace tessera::session_manager {

/// What is on screen.
enum class Page : std::uint8_t {
    Sessions,   // the others, and the name that is typed
    Layouts,    // of a session that is to be made
    Rename,     // this session
    KillOne,    // yes or no: the selected one
    KillOthers  // yes or no: all but this
};

/// What the host is asked for.
struct Request {
    enum class What : std::uint8_t { Nothing, Attach, Create, Rename, Kill, Disconnect, Close };
    What what = What::Nothing;
    std::vector<std::string> names{};  // of sessions; Create: none for a name the host makes up
    std::optional<sdk::LayoutInfo> layout{};
};

class Menu {
public:
    void set_sessions(std::vector<sdk::SessionManifest> sessions);
    void set_layouts(std::vector<sdk::LayoutInfo> layouts);

    /// The page or the text may be another one afterwards.
    [[nodiscard]] Request press(const sdk::KeyWithModifier& key);
    /// The wheel, a click: `index` into rows().
    void move(int by);
    [[nodiscard]] Request choose(std::size_t index);

    [[nodiscard]] Page page() const { return page_; }
    /// What was typed on this page.
    [[nodiscard]] const std::string& text() const { return text_; }
    [[nodiscard]] const std::string& current() const { return current_; }
    [[nodiscard]] std::size_t others() const { return sessions_.size(); }
    /// Why the last key did nothing; empty: it did.
    [[nodiscard]] const std::string& trouble() const { return trouble_; }

    /// What the typed text leaves of sessions or layouts.
    [[nodiscard]] std::vector<bars::Entry> rows() const;
    /// Absent: none, Enter is for the typed name.
    [[nodiscard]] std::optional<std::size_t> selected() const { return selected_; }

private:
    [[nodiscard]] std::vector<const sdk::SessionManifest*> shown_sessions() const;
    [[nodiscard]] std::vector<const sdk::LayoutInfo*> shown_layouts() const;
    [[nodiscard]] std::size_t count() const;
    [[nodiscard]] Request enter();
    [[nodiscard]] Request answer(const sdk::KeyWithModifier& key);
    [[nodiscard]] Request control(char32_t letter);
    [[nodiscard]] Request escape();
    void type(std::string_view text);
    void retype();
    void go(Page page, std::string text = {});

    std::vector<sdk::SessionManifest> sessions_;  // but this one, by name
    std::vector<sdk::LayoutInfo> layouts_;
    std::string current_;
    Page page_ = Page::Sessions;
    std::string text_;
    std::string new_name_;  // of the session whose layout is being chosen
    std::string trouble_;
    std::optional<std::size_t> selected_;
};

}  // namespace tessera::session_manager
