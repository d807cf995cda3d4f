#pragma once
// What the layout manager shows and what a key makes of it, without a host. Threads: values.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "../common/page.h"
#include "tessera/sdk/event.h"
#include "tessera/sdk/key.h"

namespace tessera::layout_manager {

/// What is on screen.
enum class Page : std::uint8_t {
    Layouts,
    Search,    // typing narrows the list down
    Rename,    // the selected one
    SaveAs,    // a name for this session's layout, or for the one that was pasted
    Import,    // waits for a text to be pasted
    Delete,    // yes or no: the selected one
    Override,  // what becomes of the panes that are there
};

/// What the host is asked for.
struct Request {
    enum class What : std::uint8_t {
        Nothing,
        Open,  // in new tabs
        Override,
        Edit,
        Rename,
        Delete,
        SaveSession,  // under `name`
        SaveText,     // `text` under `name`
        Check,        // whether `text` is a layout: checked() comes next
        Close,
    };
    What what = What::Nothing;
    sdk::LayoutInfo layout{};
    std::string name{};
    std::string text{};
};

/// Of Override, as it stands on screen.
struct Keep {
    bool terminals = true;
    bool plugins = true;
    bool only_active_tab = false;
};

/// In a sentence.
[[nodiscard]] std::string trouble_of(const sdk::LayoutParsingError& error);

class Menu {
public:
    void set_layouts(std::vector<sdk::LayoutInfo> layouts,
                     const std::vector<api::event::LayoutWithError>& broken);

    [[nodiscard]] Request press(const sdk::KeyWithModifier& key);
    [[nodiscard]] Request paste(std::string_view text);
    void checked(const std::string& trouble);
    /// Why what was asked for did not work; empty: it did.
    void tell(std::string trouble) { trouble_ = std::move(trouble); }
    void move(int by);
    [[nodiscard]] Request choose(std::size_t index);

    [[nodiscard]] Page page() const { return page_; }
    [[nodiscard]] const std::string& text() const { return text_; }
    [[nodiscard]] const std::string& trouble() const { return trouble_; }
    [[nodiscard]] const Keep& keep() const { return keep_; }
    [[nodiscard]] std::vector<bars::Entry> rows() const;
    [[nodiscard]] std::optional<std::size_t> selected() const { return selected_; }
    /// Of the selected one; empty: there is none.
    [[nodiscard]] std::string selected_name() const;

private:
    struct Layout {
        sdk::LayoutInfo info;
        std::string trouble;  // why it cannot be used
    };
    [[nodiscard]] std::vector<const Layout*> shown() const;
    [[nodiscard]] const Layout* chosen() const;
    [[nodiscard]] Request command(const sdk::KeyWithModifier& key);
    [[nodiscard]] Request answer(const sdk::KeyWithModifier& key);
    [[nodiscard]] Request enter();
    [[nodiscard]] Request use(Request::What what);
    [[nodiscard]] Request change(Request::What what, Page page);
    [[nodiscard]] Request override_with(const sdk::KeyWithModifier& key);
    void go(Page page, std::string text = {});
    void type(const sdk::KeyWithModifier& key);

    std::vector<Layout> layouts_;
    Page page_ = Page::Layouts;
    std::string text_;      // typed on this page
    std::string wanted_;    // what was searched for: it stays when the search ends
    std::string imported_;  // a layout without a name
    std::string trouble_;
    Keep keep_;
    std::optional<std::size_t> selected_;  // of shown()
};

}  // namespace tessera::layout_manager
