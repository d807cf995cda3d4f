#pragma once
// A folder as the picker shows it: what is in it, what the typed text leaves of it, where one is.
// Threads: values.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "tessera/sdk/event.h"

namespace tessera::strider {

enum class Hidden : std::uint8_t { Hide, Show };

struct Entry {
    std::string name;
    bool is_folder = false;
    std::uint64_t bytes = 0;
};

class Listing {
public:
    /// Takes what a scan of `folder` (a path below /host) brought; folders first, each by name.
    void fill(const api::event::FileListPayload& found, std::string_view folder);
    void clear();

    void set_hidden(Hidden hidden);
    [[nodiscard]] Hidden hidden() const { return hidden_; }
    /// Only names that have all characters of `text` in that order, whatever their case.
    void set_filter(std::string text);
    [[nodiscard]] const std::string& filter() const { return filter_; }

    [[nodiscard]] const std::vector<Entry>& shown() const { return shown_; }
    /// Null when nothing is shown.
    [[nodiscard]] const Entry* selected() const;
    [[nodiscard]] std::size_t selected_index() const { return selected_; }
    /// False: it was there already.
    bool select(std::size_t index);
    bool move(int by);

private:
    void refresh();

    std::vector<Entry> all_;
    std::vector<Entry> shown_;
    std::string filter_;
    Hidden hidden_ = Hidden::Hide;
    std::size_t selected_ = 0;
};

/// "12", "3.4K", "56M": at most five characters.
[[nodiscard]] std::string size_text(std::uint64_t bytes);
/// Path without its last part; "/" has none to lose.
[[nodiscard]] std::string parent_of(std::string_view path);
/// `folder` and `name` with one slash between.
[[nodiscard]] std::string join(std::string_view folder, std::string_view name);

}  // namespace tessera::strider
