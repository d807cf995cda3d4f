#include "menu.h"

#include <algorithm>
#include <utility>

#include "../common/filter.h"
#include "tessera/sdk/text_width.h"

namespace tessera::layout_manager {

namespace {

using namespace sdk;
using What = Request::What;

constexpr std::string_view kFile = "file";

std::string counted(std::size_t n, std::string_view what) {
    return std::to_string(n) + " " + std::string(what) + (n == 1 ? "" : "s");
}

std::string details_of(const LayoutInfo& layout) {
    std::string out = layout.source == kFile ? "yours" : "built in";
    if (layout.layout_metadata && !layout.layout_metadata->tabs.empty()) {
        std::size_t panes = 0;
        for (const auto& tab : layout.layout_metadata->tabs) {
            panes += tab.pane_metadata.size();
        }
        out += ", " + counted(layout.layout_metadata->tabs.size(), "tab") + ", " +
               counted(panes, "pane");
    }
    return out;
}

}  // namespace

std::string trouble_of(const LayoutParsingError& error) {
    const auto* const variant = std::get_if<api::event::KdlErrorVariant>(&error.error_type);
    if (variant == nullptr || !variant->kdl_error) {
        return "it is no layout";
    }
    std::string out = variant->kdl_error->error_message;
    if (variant->kdl_error->help_message) {
        out += "; " + *variant->kdl_error->help_message;
    }
    return out;
}

void Menu::set_layouts(std::vector<LayoutInfo> layouts,
                       const std::vector<api::event::LayoutWithError>& broken) {
    const std::string before = selected_name();
    layouts_.clear();
    for (LayoutInfo& layout : layouts) {
        layouts_.push_back({std::move(layout), {}});
    }
    for (const auto& layout : broken) {
        layouts_.push_back({{.name = layout.layout_name, .source = std::string(kFile)},
                            layout.error ? trouble_of(*layout.error) : "it is no layout"});
    }
    // The same layout stays chosen; a question about one that is gone is dropped.
    const auto all = shown();
    const auto at = std::ranges::find(all, before, [](const Layout* l) { return l->info.name; });
    if (at != all.end()) {
        selected_ = static_cast<std::size_t>(at - all.begin());
        return;
    }
    selected_ = all.empty() ? std::nullopt : std::optional<std::size_t>(0);
    if (page_ == Page::Delete || page_ == Page::Rename || page_ == Page::Override) {
        go(Page::Layouts);
    }
}

std::vector<const Menu::Layout*> Menu::shown() const {
    std::vector<const Layout*> out;
    for (const Layout& layout : layouts_) {
        if (bars::has_in_order(layout.info.name, page_ == Page::Search ? text_ : wanted_)) {
            out.push_back(&layout);
        }
    }
    return out;
}

const Menu::Layout* Menu::chosen() const {
    const auto all = shown();
    return selected_ && *selected_ < all.size() ? all[*selected_] : nullptr;
}

std::string Menu::selected_name() const {
    const Layout* const layout = chosen();
    return layout == nullptr ? std::string() : layout->info.name;
}

std::vector<bars::Entry> Menu::rows() const {
    std::vector<bars::Entry> out;
    for (const Layout* layout : shown()) {
        out.push_back({layout->info.name, layout->trouble.empty() ? details_of(layout->info)
                                                                  : "broken: " + layout->trouble});
    }
    return out;
}

void Menu::go(Page page, std::string text) {
    page_ = page;
    text_ = std::move(text);
    trouble_.clear();
}

void Menu::move(int by) {
    if (page_ == Page::Layouts || page_ == Page::Search) {
        selected_ = bars::moved(selected_, by, shown().size());
    }
}

Request Menu::choose(std::size_t index) {
    if ((page_ != Page::Layouts && page_ != Page::Search) || index >= shown().size()) {
        return {};
    }
    selected_ = index;
    return use(What::Open);
}

/// The selected one, if it is whole.
Request Menu::use(What what) {
    const Layout* const layout = chosen();
    if (layout == nullptr) {
        return {};
    }
    if (!layout->trouble.empty()) {
        trouble_ = "It cannot be used: " + layout->trouble;
        return {};
    }
    return {.what = what, .layout = layout->info};
}

/// The selected one, if it is the user's: at once, or after another page.
Request Menu::change(What what, Page page) {
    const Layout* const layout = chosen();
    if (layout == nullptr) {
        return {};
    }
    if (layout->info.source != kFile) {
        trouble_ = layout->info.name + " is built in.";
        return {};
    }
    if (page != page_) {
        go(page, page == Page::Rename ? layout->info.name : std::string());
        return {};
    }
    return {.what = what, .name = layout->info.name};
}

Request Menu::enter() {
    switch (page_) {
    case Page::Search:
        wanted_ = text_;
        go(Page::Layouts);
        return {};
    case Page::Layouts: return use(What::Open);
    case Page::Rename:
    case Page::SaveAs: {
        if (text_.empty()) {
            trouble_ = "A layout needs a name.";
            return {};
        }
        Request out{.what = page_ == Page::Rename ? What::Rename
                            : imported_.empty()   ? What::SaveSession
                                                  : What::SaveText,
                    .name = text_,
                    .text = std::exchange(imported_, {})};
        if (const Layout* const layout = chosen()) {
            out.layout = layout->info;
        }
        go(Page::Layouts);
        return out;
    }
    case Page::Import:
    case Page::Delete:
    case Page::Override: return {};
    }
    return {};
}

Request Menu::answer(const KeyWithModifier& key) {
    Request out;
    if (key.is(U'y')) {
        out = {.what = What::Delete, .name = selected_name()};
    } else if (!key.is(U'n') && !key.is(BareKey::Esc)) {
        return out;
    }
    go(Page::Layouts);
    return out;
}

Request Menu::override_with(const KeyWithModifier& key) {
    if (key.is(U't')) {
        keep_.terminals = !keep_.terminals;
    } else if (key.is(U'a')) {
        keep_.plugins = !keep_.plugins;
    } else if (key.is(BareKey::Tab)) {
        keep_.only_active_tab = !keep_.only_active_tab;
    } else if (key.is(BareKey::Enter)) {
        Request out = use(What::Override);
        go(Page::Layouts);
        return out;
    }
    return {};
}

Request Menu::paste(std::string_view text) {
    if (page_ == Page::Import) {
        imported_ = text;
        return {.what = What::Check, .text = imported_};
    }
    if (page_ == Page::Search || page_ == Page::Rename || page_ == Page::SaveAs) {
        text_ += text;
    }
    return {};
}

void Menu::checked(const std::string& trouble) {
    if (trouble.empty()) {
        go(Page::SaveAs);
        return;
    }
    imported_.clear();
    trouble_ = trouble;
}

void Menu::type(const KeyWithModifier& key) {
    if (key.is(BareKey::Backspace)) {
        bars::drop_last_char(text_);
    } else if (key.bare_key == BareKey::Char && (key.modifiers & ~Shift) == 0) {
        text_ += to_utf8(key.character);
    } else {
        return;
    }
    trouble_.clear();
    if (page_ == Page::Search) {
        selected_ = shown().empty() ? std::nullopt : std::optional<std::size_t>(0);
    }
}

/// A key of the list itself.
Request Menu::command(const KeyWithModifier& key) {
    trouble_.clear();
    if (key.is(BareKey::Delete)) {
        return change(What::Delete, Page::Delete);
    }
    if (key.is(U'w', Alt) && use(What::Override).what != What::Nothing) {
        go(Page::Override);
        return {};
    }
    if (key.modifiers != 0 || key.bare_key != BareKey::Char) {
        return {};
    }
    switch (key.character) {
    case U'/': go(Page::Search, wanted_); return {};
    case U'e': return change(What::Edit, Page::Layouts);
    case U'r': return change(What::Rename, Page::Rename);
    case U'n': go(Page::SaveAs); return {};
    case U'i': go(Page::Import); return {};
    default: return {};
    }
}

Request Menu::press(const KeyWithModifier& key) {
    if (page_ == Page::Delete) {
        return answer(key);
    }
    if (key.is(BareKey::Down) || key.is(BareKey::Up)) {
        move(key.is(BareKey::Down) ? 1 : -1);
        return {};
    }
    if (key.is(BareKey::Esc) || key.is(U'c', Ctrl)) {
        if (page_ == Page::Layouts && wanted_.empty()) {
            return {.what = What::Close};
        }
        if (page_ == Page::Layouts || page_ == Page::Search) {
            wanted_.clear();
        }
        imported_.clear();
        go(Page::Layouts);
        return {};
    }
    if (page_ == Page::Override) {
        return override_with(key);
    }
    if (key.is(BareKey::Enter)) {
        return enter();
    }
    if (page_ == Page::Layouts) {
        return command(key);
    }
    if (page_ != Page::Import) {
        type(key);
    }
    return {};
}

}  // namespace tessera::layout_manager
