// Every command of the contract, given by a real guest to a real plugin-host: what it changes and
// what it is answered (plugin_rows.txt), and that it does nothing without its permission.
// TESSERA_WRITE_ROWS=FILE writes what happens there, to be read and kept.

#include <fmt/format.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "tessera/server/relay_fixture.h"

namespace tessera::server {
namespace {

struct Call {
    std::string name;
    std::string payload;  // JSON; empty: none
};

/// A paragraph of plugin_rows.txt.
struct Block {
    std::vector<Call> before;
    Call call;
    std::vector<std::string> expected;  // "reply …", "+fact", "-fact"
    std::vector<std::string> events;    // "Name part of its payload"
};

Call call_of(std::string_view line) {
    const std::size_t space = std::min(line.find(' '), line.size());
    return {std::string(line.substr(0, space)),
            std::string(space < line.size() ? line.substr(space + 1) : std::string_view())};
}

std::vector<Block> read_blocks() {
    const char* source = std::getenv("TESSERA_SOURCE_DIR");
    std::ifstream in(std::filesystem::path(source != nullptr ? source : ".") /
                     "src/tessera/server/plugin_rows.txt");
    std::vector<Block> out;
    bool is_open = false;
    for (std::string line; std::getline(in, line);) {
        if (line.starts_with("//")) {
            continue;
        }
        if (line.empty()) {
            is_open = false;
        } else if (!line.starts_with(' ')) {
            if (!is_open) {
                out.emplace_back();
                is_open = true;
            } else {
                out.back().before.push_back(out.back().call);
            }
            out.back().call = call_of(line);
        } else if (line.starts_with("  event ")) {
            out.back().events.push_back(line.substr(8));
        } else {
            out.back().expected.push_back(line.substr(2));
        }
    }
    return out;
}

plugin_api::CommandName named(const std::string& name) {
    for (const plugin_api::CommandRow& row : plugin_api::command_rows()) {
        if (row.name == name) {
            return static_cast<plugin_api::CommandName>(row.number);
        }
    }
    ADD_FAILURE() << "there is no command " << name;
    return {};
}

class PluginRows : public RelayTest {
protected:
    void start_anew(std::string_view grants) {
        session.reset();
        directory.session = nullptr;
        ids = {};
        programs = {};
        client.farewells.clear();
        directory.opened.clear();
        sink.pipes.clear();
        heard.clear();
        start_relay(grants);
    }

    /// What differs from run to run gets a name.
    std::string plain(std::string text) const {
        const std::string pid = std::to_string(::getpid());
        const std::pair<std::string, std::string> names[] = {
            {folder.path.string(), "FOLDER"},
            {"file:" + module_of("relay").string(), "file:RELAY"},
            {module_of("relay").string(), "RELAY"},
            {"\"pid\":" + pid, "\"pid\":PID"},
            {"\"zellij_pid\":" + pid, "\"zellij_pid\":PID"}};
        for (const auto& [from, to] : names) {
            for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from)) {
                text.replace(at, from.size(), to);
            }
        }
        // The name of a file that nobody guesses.
        const std::string dump = "/tmp/tessera-scrollback-";
        if (const std::size_t at = text.find(dump); at != std::string::npos) {
            text.replace(at + dump.size(), 6, "NAME");
        }
        return text;
    }

    std::vector<std::string> happens(const Block& block) {
        for (const Call& call : block.before) {
            if (call.name == "!exited") {  // the newest program
                FakeProgram shell;
                const std::uint32_t newest = programs.started.back().terminal;
                session->program_started(newest, ::getpid(), std::move(shell.master));
                session->program_exited(newest, std::stoi(call.payload));
                continue;
            }
            const Given given = give(named(call.name), in_place(call.payload));
            EXPECT_EQ(given.refused, "") << call.name;
        }
        (void)changes();
        const Given given = give(named(block.call.name), in_place(block.call.payload));
        EXPECT_EQ(given.refused, "") << block.call.name;
        std::vector<std::string> out;
        if (!given.reply.empty()) {
            out.push_back("reply " + plain(given.reply));
        }
        std::istringstream lines(changes());
        for (std::string line; std::getline(lines, line);) {
            out.push_back(plain(line));
        }
        for (const std::string& event : block.events) {
            const Call wanted = call_of(event);
            EXPECT_TRUE(hears(wanted.name, in_place(wanted.payload))) << block.call.name;
        }
        return out;
    }

    std::string in_place(std::string text) const {
        for (const auto& [name, value] :
             {std::pair<std::string, std::string>{"FOLDER", folder.path.string()},
              {"RELAY", module_of("relay").string()}}) {
            for (std::size_t at = text.find(name); at != std::string::npos; at = text.find(name)) {
                text.replace(at, name.size(), value);
            }
        }
        return text;
    }
};

/// "reply ~part": what it holds; else the same, line by line.
void expect_same(const Block& block, const std::vector<std::string>& happened) {
    std::string wanted;
    std::string came;
    for (std::size_t i = 0; i < block.expected.size() || i < happened.size(); ++i) {
        const std::string line = i < happened.size() ? happened[i] : "";
        const std::string expected = i < block.expected.size() ? block.expected[i] : "";
        const bool is_part = expected.starts_with("reply ~");
        wanted += expected + "\n";
        came += (is_part && line.contains(expected.substr(7)) ? expected : line) + "\n";
    }
    EXPECT_EQ(came, wanted) << block.call.name << " " << block.call.payload;
}

void write(std::ostream& out, const Block& block, const std::vector<std::string>& happened) {
    for (const Call& call : block.before) {
        out << call.name << (call.payload.empty() ? "" : " ") << call.payload << "\n";
    }
    out << block.call.name << (block.call.payload.empty() ? "" : " ") << block.call.payload << "\n";
    for (std::size_t i = 0; i < happened.size(); ++i) {
        const bool is_part = i < block.expected.size() && block.expected[i].starts_with("reply ~");
        out << "  " << (is_part ? block.expected[i] : happened[i]) << "\n";
    }
    for (const std::string& event : block.events) {
        out << "  event " << event << "\n";
    }
    out << "\n";
}

TEST_F(PluginRows, DoWhatTheyShouldAndAreAnswered) {
    const std::vector<Block> blocks = read_blocks();
    ASSERT_FALSE(blocks.empty());
    const char* file = std::getenv("TESSERA_WRITE_ROWS");
    std::ofstream out(file != nullptr ? file : "/dev/null");
    for (const Block& block : blocks) {
        start_anew("all");
        const std::vector<std::string> happened = happens(block);
        if (file != nullptr) {
            write(out, block, happened);
        } else {
            expect_same(block, happened);
        }
    }
}

TEST_F(PluginRows, AreAllThere) {
    const std::vector<Block> blocks = read_blocks();
    for (const plugin_api::CommandRow& row : plugin_api::command_rows()) {
        EXPECT_TRUE(std::ranges::any_of(blocks, [&](const Block& block) {
            return block.call.name == row.name;
        })) << row.name;
    }
}

TEST_F(PluginRows, DoNothingWithoutTheirPermission) {
    const std::vector<Block> blocks = read_blocks();
    start_anew("");
    for (const plugin_api::CommandRow& row : plugin_api::command_rows()) {
        if (!row.permission) {
            continue;
        }
        const auto block =
            std::ranges::find(blocks, row.name, [](const Block& one) { return one.call.name; });
        ASSERT_NE(block, blocks.end());
        const Given given = give(named(block->call.name), in_place(block->call.payload));
        EXPECT_EQ(given.refused, fmt::format("command {} needs the permission {}", row.name,
                                             plugin_api::permission_name(*row.permission)));
        EXPECT_EQ(given.reply.empty(), !row.replies()) << row.name;
        EXPECT_EQ(changes(), "") << row.name;
    }
}

class CopyCommand : public RelayTest {
protected:
    void copy_with(const std::string& command) {
        start_relay("all", "copy_command \"" + command + "\"\n");
        (void)give(plugin_api::CommandName::CopyToClipboard, R"({"text": "copied"})");
    }
};

TEST_F(CopyCommand, GetsWhatIsCopied) {
    const std::filesystem::path file = folder.path / "clipboard";
    copy_with("tee " + file.string());
    EXPECT_TRUE(hears("CopyToClipboard", R"("Command")"));
    EXPECT_TRUE(comes_true([&] {
        std::ifstream in(file);
        std::string text;
        return std::getline(in, text) && text == "copied";
    }));
    EXPECT_FALSE(client.raw.contains("]52;"));
}

TEST_F(CopyCommand, ThatCannotStartIsTold) {
    copy_with("/nowhere/program");
    EXPECT_TRUE(hears("SystemClipboardFailure"));
    EXPECT_TRUE(std::ranges::none_of(
        heard, [](const Heard& one) { return one.event == "CopyToClipboard"; }));
}

TEST_F(CopyCommand, ThatFailsIsTold) {
    copy_with("false");
    EXPECT_TRUE(hears("SystemClipboardFailure"));
}

}  // namespace
}  // namespace tessera::server
