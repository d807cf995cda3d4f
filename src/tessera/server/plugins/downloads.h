#pragma once
// Downloads: modules behind http: and https: locations, kept in a folder by the hash of their
// content; a file beside them says which URL led to which. Nothing is asked for twice unless
// somebody wants it fresh, and what cannot be had fresh is taken as it was.
// Threads: the loop's; files are touched on the pool.

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "tessera/base/result.h"
#include "tessera/io/loop.h"
#include "tessera/server/plugins/net.h"

namespace tessera::server {

/// Modules kept; beyond that the one that was downloaded first goes.
inline constexpr std::size_t kDownloadsMax = 256;
/// For all of one download; 64 MB at 2 Mbit/s.
inline constexpr std::chrono::minutes kDownloadTimeMax{5};

class Downloads {
public:
    /// `folder`: empty: nothing can be downloaded. References must outlive it.
    Downloads(io::Loop& loop, LogSink& log, Net& net, std::filesystem::path folder)
        : loop_(loop), log_(log), net_(net), folder_(std::move(folder)) {}
    /// Nobody is called any more.
    ~Downloads();
    Downloads(const Downloads&) = delete;
    Downloads& operator=(const Downloads&) = delete;

    enum class Fresh : std::uint8_t { No, Yes };
    struct Request {
        std::string url;
        Fresh fresh = Fresh::No;
        std::function<void(std::string_view)> progress;
        /// Once, from the loop. Errors: Unavailable, Io, with a sentence for the pane.
        std::function<void(Result<std::filesystem::path>)> done;
    };
    void get(Request request);

private:
    struct Fetch;
    void begin(const std::shared_ptr<Fetch>& fetch);
    void ask(const std::shared_ptr<Fetch>& fetch);
    void answered(const std::shared_ptr<Fetch>& fetch,
                  const Result<session::net::Response>& outcome);
    void finish(const std::shared_ptr<Fetch>& fetch, const Result<std::filesystem::path>& outcome);
    void work(std::function<void()> job, std::function<void()> then);

    io::Loop& loop_;
    LogSink& log_;
    Net& net_;
    std::filesystem::path folder_;
    std::map<std::string, std::shared_ptr<Fetch>> fetches_;          // by URL
    std::shared_ptr<bool> is_alive_ = std::make_shared<bool>(true);  // shared with the pool's tasks
};

}  // namespace tessera::server
