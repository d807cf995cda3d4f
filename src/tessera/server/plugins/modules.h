#pragma once
// Modules: from places where a wasm file may be to its machine code. Reads and hashes on the thread
// pool, asks the code cache, and runs `tessera-plugin-host compile` when it must; several waiting
// for one module share that. Works without a cache too. Threads: the loop's.

#include <deque>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "tessera/base/result.h"
#include "tessera/base/unique_fd.h"
#include "tessera/code_store/code_store.h"
#include "tessera/io/loop.h"
#include "tessera/server/plugins/child.h"
#include "tessera/server/plugins/module_files.h"

namespace tessera::server {

/// Largest module that is read. Zellij's own are 1 to 2 MB; Go's and Python's reach 30 MB.
inline constexpr std::size_t kModuleBytesMax = std::size_t{64} << 20U;
/// Compilers at work at once; each takes a processor.
inline constexpr std::size_t kCompilersMax = 2;
/// Modules whose machine code stays open in between.
inline constexpr std::size_t kModulesKeptMax = 64;

struct ModuleCode {
    UniqueFd code;               // read-only or sealed; one file per module
    std::filesystem::path path;  // of the wasm
    std::string digest;          // SHA-256 of the wasm, in hex
};

class Modules {
public:
    struct Options {
        std::filesystem::path program;            // tessera-plugin-host
        std::filesystem::path code_cache;         // empty: none
        std::string compiler;                     // "optimized" or "baseline"
        std::function<void(std::string)> notice;  // a sentence about the cache, once
        std::function<void(std::string)> log;  // its counters, whenever it was asked; null: nobody
    };
    enum class Fresh : std::uint8_t { No, Yes };  // Yes: what the file is now
    struct Request {
        std::vector<std::filesystem::path> candidates;  // the first that exists
        Fresh fresh = Fresh::No;
        std::function<void(std::string)> progress;     // any number of times
        std::function<void(Result<ModuleCode>)> done;  // once, from the loop
    };

    Modules(io::Loop& loop, Options options);
    /// Ends what is going on; nothing is called any more.
    ~Modules();
    Modules(const Modules&) = delete;
    Modules& operator=(const Modules&) = delete;

    void get(Request request);
    /// Compile runs started so far.
    [[nodiscard]] std::size_t compiled() const { return compiled_; }
    /// What the code cache did; zeros without one.
    [[nodiscard]] code_store::Counters code_counters() const {
        return cache_ ? cache_->counters() : code_store::Counters();
    }

private:
    struct Known;  // a module seen before
    struct Fetch;  // requests for the same candidates
    struct ReadJob;
    struct Compile;

    void prepare();
    void prepared();
    void read(const std::shared_ptr<Fetch>& fetch);
    void was_read(const std::shared_ptr<Fetch>& fetch, ReadJob& job);
    /// Unless no more files can be open.
    void remember(const ReadModule& module, const UniqueFd& code);
    void start_compiles();
    void run(const std::shared_ptr<Compile>& compile);
    Result<std::unique_ptr<Child>> start_compiler(const std::shared_ptr<Compile>& compile);
    void ended(const std::shared_ptr<Compile>& compile, ChildStatus status);
    void store(const std::shared_ptr<Compile>& compile);
    void finish(const std::shared_ptr<Fetch>& which, Result<ModuleCode> outcome);
    void notice_once(std::string sentence);
    void log_counters() const;
    /// `work` on the pool, `then` here unless this object is gone.
    void work(std::function<void()> job, std::function<void()> then);

    io::Loop& loop_;
    Options options_;
    std::shared_ptr<Modules*> self_;  // shared with jobs; null once this object is gone
    enum class Ready : std::uint8_t { No, Preparing, Yes } ready_ = Ready::No;
    std::shared_ptr<const code_store::CodeStore> cache_;  // shared with jobs
    std::string engine_;                                  // empty if it could not be asked
    std::string engine_problem_;
    std::unique_ptr<Child> engine_child_;
    UniqueFd engine_output_;
    bool noticed_ = false;
    std::map<std::string, std::shared_ptr<Fetch>> fetches_;  // shared with jobs
    std::map<std::filesystem::path, std::shared_ptr<const Known>> known_;
    std::deque<std::shared_ptr<Compile>> waiting_;
    std::vector<std::shared_ptr<Compile>> running_;
    std::size_t compiled_ = 0;
};

}  // namespace tessera::server
