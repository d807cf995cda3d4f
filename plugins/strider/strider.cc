// Strider, the file picker: type to narrow down, go in and out of folders, open a file in the
// editor or hand its path to who asked.
//
// Configuration: show_hidden_files "true", close_on_selection "true", caller_cwd: where to start.
// Asked by a message (name `filepicker`, or from a command-line pipe), it answers with the path
// instead of opening it: to a plugin as message `filepicker_result`, to the pipe on its output.

#include <algorithm>

#include "../common/filter.h"
#include "listing.h"
#include "tessera/sdk/plugin.h"
#include "tessera/sdk/text_width.h"
#include "tessera/sdk/ui.h"

namespace tessera::strider {

namespace {

using namespace sdk;

/// Rows above the list: the path and what keys do.
constexpr int kHeadRows = 2;

bool is_true(const Configuration& configuration, const char* key) {
    const auto found = configuration.find(key);
    return found != configuration.end() && found->second == "true";
}

class Strider final : public Plugin {
public:
    void load(const Configuration& configuration) override {
        listing_.set_hidden(is_true(configuration, "show_hidden_files") ? Hidden::Show
                                                                        : Hidden::Hide);
        close_on_selection_ = is_true(configuration, "close_on_selection");
        subscribe({EventType::Key, EventType::Mouse, EventType::FileSystemUpdate,
                   EventType::HostFolderChanged, EventType::FailedToChangeHostFolder,
                   EventType::PermissionRequestResult});
        request_permission({PermissionType::OpenFiles, PermissionType::FullHdAccess,
                            PermissionType::ReadCliPipes,
                            PermissionType::MessageAndLaunchOtherPlugins});
        base_ = get_plugin_ids().initial_cwd;
        const auto caller = configuration.find("caller_cwd");
        if (caller != configuration.end() && caller->second != base_) {
            change_host_folder(caller->second);
        }
        scan();
    }

    bool update(const Event& event) override {
        if (const auto key = event.key()) {
            return on_key(*key);
        }
        if (const auto mouse = event.mouse()) {
            return on_mouse(*mouse);
        }
        if (const auto found =
                event.payload<api::event::FileListPayload>(EventType::FileSystemUpdate)) {
            listing_.fill(*found, folder());
            return true;
        }
        if (const auto changed =
                event.payload<api::event::HostFolderChangedPayload>(EventType::HostFolderChanged)) {
            base_ = changed->new_host_folder_path;
            below_.clear();
            scan();
            return true;
        }
        if (const auto failed = event.payload<api::event::FailedToChangeHostFolderPayload>(
                EventType::FailedToChangeHostFolder)) {
            trouble_ = failed->error_message.value_or("This folder cannot be opened.");
            return true;
        }
        if (event.permission_request_result().value_or(false)) {
            scan();
        }
        return false;
    }

    bool pipe(const PipeMessage& message) override {
        if (message.source == PipeSource::Cli && message.cli_source_id && message.is_private) {
            cli_pipe_ = message.cli_source_id;
            block_cli_pipe_input(*cli_pipe_);
            return true;
        }
        if (message.name == "filepicker" && message.plugin_source_id) {
            asker_ = message.plugin_source_id;
            asked_args_.clear();
            for (const auto& arg : message.args) {
                asked_args_[arg.key] = arg.value;
            }
            return true;
        }
        return false;
    }

    void render(int rows, int columns) override {
        if (rows <= 0 || columns <= 0) {
            return;
        }
        columns_ = columns;
        draw_head(rows);
        const int room = rows - kHeadRows;
        if (room <= 0) {
            return;
        }
        const auto selected = static_cast<int>(listing_.selected_index());
        first_ = std::clamp(first_, selected - room + 1, selected);
        const auto& entries = listing_.shown();
        for (int row = 0; row < room; ++row) {
            const auto index = static_cast<std::size_t>(first_ + row);
            if (index < entries.size()) {
                draw_entry(entries[index], index, kHeadRows + row);
            }
        }
        if (entries.empty()) {
            print_text_with_coordinates(
                Text(trouble_.empty() ? "  Nothing here." : "  " + trouble_).dim_all(), 0,
                kHeadRows, columns_);
        }
    }

private:
    /// As the host's commands name it.
    std::string folder() const { return below_.empty() ? "/host" : join("/host", below_); }
    /// As people name it.
    std::string real_folder() const { return below_.empty() ? base_ : join(base_, below_); }

    void scan() {
        trouble_.clear();
        listing_.clear();
        first_ = 0;
        scan_host_folder(folder());
    }

    void draw_head(int rows) const {
        const std::string shown = join(real_folder(), listing_.filter());
        std::string text = " " + shown + "_";
        // The end of a long path is what changes.
        while (text_width(text) > columns_ && text.size() > 1) {
            std::size_t next = 1;
            static_cast<void>(next_char(text, next));
            text.erase(1, next - 1);
        }
        Text path(text);
        path.color_last_substring(3, listing_.filter() + "_");
        print_text_with_coordinates(path, 0, 0, columns_);
        if (rows > 1) {
            Text help(
                " <↓↑> Select  <ENTER> Open  <→|TAB> Enter  <←> Back  </> Root  <Ctrl e> Hidden");
            for (const char* key : {"↓↑", "ENTER", "→|TAB", "←", "/", "Ctrl e"}) {
                help.color_nth_substring(0, key, 0);
            }
            print_text_with_coordinates(help, 0, 1, columns_);
        }
    }

    void draw_entry(const Entry& entry, std::size_t index, int row) const {
        const std::string size = entry.is_folder ? "" : size_text(entry.bytes);
        const int room = std::max(columns_ - 3 - static_cast<int>(size.size()), 1);
        std::string line = "  ";
        line += fit(entry.name + (entry.is_folder ? "/" : ""), room);
        const int gap = columns_ - text_width(line) - static_cast<int>(size.size()) - 1;
        line.append(static_cast<std::size_t>(std::max(gap, 0)), ' ');
        line += size;
        Text text(line);
        if (entry.is_folder) {
            text.color_range(0, 2, count_chars(line));
        }
        if (index == listing_.selected_index()) {
            text.selected();
        }
        print_text_with_coordinates(text, 0, row, columns_);
    }

    bool on_key(const KeyWithModifier& key) {
        if (key.is(BareKey::Down) || key.is(BareKey::Up)) {
            return listing_.move(key.is(BareKey::Down) ? 1 : -1);
        }
        if (key.is(BareKey::Right) || key.is(BareKey::Tab)) {
            return enter(Open::No);
        }
        if (key.is(BareKey::Enter)) {
            return enter(Open::Yes);
        }
        if (key.is(BareKey::Left)) {
            return go_up();
        }
        if (key.is(BareKey::Backspace)) {
            return listing_.filter().empty() ? go_up() : shorten_filter();
        }
        if (key.is(BareKey::Esc) || key.is(U'c', Ctrl)) {
            return listing_.filter().empty() ? go_up() : set_filter({});
        }
        if (key.is(U'e', Ctrl)) {
            listing_.set_hidden(listing_.hidden() == Hidden::Show ? Hidden::Hide : Hidden::Show);
            return true;
        }
        if (key.is(U'/')) {
            change_host_folder("/");
            return false;
        }
        const bool is_text = key.bare_key == BareKey::Char && (key.modifiers & ~Shift) == 0;
        return is_text && set_filter(listing_.filter() + to_utf8(key.character));
    }

    bool set_filter(std::string text) {
        listing_.set_filter(std::move(text));
        return true;
    }

    bool shorten_filter() {
        std::string text = listing_.filter();
        bars::drop_last_char(text);
        return set_filter(std::move(text));
    }

    bool on_mouse(const MouseEvent& mouse) {
        switch (mouse.name) {
        case Mouse::MouseScrollDown: return listing_.move(1);
        case Mouse::MouseScrollUp: return listing_.move(-1);
        case Mouse::MouseLeftClick: {
            const int index = mouse.line - kHeadRows + first_;
            if (mouse.line < kHeadRows || index >= static_cast<int>(listing_.shown().size())) {
                return false;
            }
            // The second click on an entry opens it.
            return listing_.select(static_cast<std::size_t>(index)) || enter(Open::Yes);
        }
        default: return false;  // of a newer host, or of no meaning here
        }
    }

    enum class Open : std::uint8_t { No, Yes };

    /// Into the selected folder; a selected file is opened if asked.
    bool enter(Open open) {
        const Entry* entry = listing_.selected();
        if (entry == nullptr) {
            return false;
        }
        if (entry->is_folder) {
            below_ = below_.empty() ? entry->name : join(below_, entry->name);
            scan();
            return true;
        }
        if (open == Open::Yes) {
            choose(join(real_folder(), entry->name));
        }
        return false;
    }

    bool go_up() {
        if (below_.empty()) {
            change_host_folder(parent_of(base_));  // HostFolderChanged follows
            return false;
        }
        const std::size_t slash = below_.rfind('/');
        below_ = slash == std::string::npos ? "" : below_.substr(0, slash);
        scan();
        return true;
    }

    void choose(const std::string& path) {
        if (cli_pipe_) {
            cli_pipe_output(*cli_pipe_, path + "\n");
            unblock_cli_pipe_input(*cli_pipe_);
            close_self();
        } else if (asker_) {
            pipe_message_to_plugin({.message_name = "filepicker_result",
                                    .message_payload = path,
                                    .message_args = asked_args_,
                                    .destination_plugin_id = asker_});
            close_self();
        } else {
            open_file({.path = path});
            if (close_on_selection_) {
                close_self();
            }
        }
    }

    Listing listing_;
    std::string base_;   // what /host is
    std::string below_;  // where we are below it
    std::string trouble_;
    std::optional<std::string> cli_pipe_;
    std::optional<std::uint32_t> asker_;
    Context asked_args_;
    int first_ = 0;  // entry in the first row of the list
    int columns_ = 0;
    bool close_on_selection_ = false;
};

}  // namespace

}  // namespace tessera::strider

TESSERA_REGISTER_PLUGIN(tessera::strider::Strider)
