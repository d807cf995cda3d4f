#pragma once
// Programs: what plugins run in the background (RunCommand): stdin empty, output collected, told
// when it ended. Threads: the loop's.

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "tessera/base/unique_fd.h"
#include "tessera/io/loop.h"
#include "tessera/server/plugins/child.h"

namespace tessera::server {

/// Output kept of each stream; the rest is read and dropped.
inline constexpr std::size_t kProgramOutputMax = std::size_t{4} << 20U;
/// At once, for all plugins; more fail to start.
inline constexpr std::size_t kProgramsMax = 128;

struct ProgramResult {
    std::optional<int> exit_code;  // nothing if a signal ended it
    std::string output;
    std::string error;
};

class Programs {
public:
    explicit Programs(io::Loop& loop) : loop_(loop) {}
    /// Kills what still runs.
    ~Programs();
    Programs(const Programs&) = delete;
    Programs& operator=(const Programs&) = delete;

    struct Order {
        std::vector<std::string> argv;  // not empty; argv[0] is looked up in PATH
        std::vector<std::string> environment;
        std::filesystem::path directory;
        std::function<void(ProgramResult)> done;  // once, from the loop
    };
    /// A program that does not start ends with status 2 and a sentence on its stderr.
    void run(Order order);

private:
    struct Stream {
        UniqueFd fd;
        std::string text;
        std::unique_ptr<io::Watch> watch;
        void read();
    };
    struct Running {
        Stream output;
        Stream error;
        std::unique_ptr<Child> child;
        std::function<void(ProgramResult)> done;
    };
    Result<> start(std::uint64_t number, Running& running, Order order);
    Result<UniqueFd> open(Stream& stream);
    void ended(std::uint64_t number, ChildStatus status);

    io::Loop& loop_;
    std::uint64_t last_ = 0;
    std::map<std::uint64_t, std::unique_ptr<Running>> running_;
    std::map<std::uint64_t, std::unique_ptr<io::Watch>> failing_;
};

}  // namespace tessera::server
