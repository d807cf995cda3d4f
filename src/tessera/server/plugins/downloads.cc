#include "tessera/server/plugins/downloads.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <fstream>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "tessera/code_store/random.h"
#include "tessera/code_store/sha256.h"
#include "tessera/server/plugins/module_files.h"
#include "tessera/server/plugins/modules.h"

namespace tessera::server {

namespace fs = std::filesystem;
namespace pb = session::net;

struct Downloads::Fetch {
    std::string url;
    std::vector<Request> requests;
    std::vector<Request> afterwards;  // want what is there now, and it may have been asked for
    Fresh fresh = Fresh::No;
    std::optional<fs::path> kept;  // from before
    fs::path part;
    UniqueFd file;
    Result<fs::path> outcome = fail(ErrorCode::Unknown, "");

    void tell(const std::string& progress) const {
        for (const Request& request : requests) {
            if (request.progress) {
                request.progress(progress);
            }
        }
    }
};

namespace {

constexpr std::uint32_t kOk = 200;

fs::path index_of(const fs::path& folder, std::string_view url) {
    return folder / (code_store::to_hex(code_store::Sha256().add(url).finish()) + ".from");
}

std::optional<fs::path> find_kept(const fs::path& folder, std::string_view url) {
    std::ifstream file(index_of(folder, url), std::ios::binary);
    std::string digest;
    std::string from;
    std::error_code ignored;
    if (!std::getline(file, digest) || !std::getline(file, from) || from != url ||
        digest.find_first_not_of("0123456789abcdef") != std::string::npos) {
        return std::nullopt;
    }
    const fs::path module = folder / (digest + ".wasm");
    return fs::is_regular_file(module, ignored) ? std::optional(module) : std::nullopt;
}

Result<code_store::Digest> digest_of(int fd) {
    code_store::Sha256 hash;
    std::array<std::uint8_t, 65536> part{};
    off_t at = 0;
    while (true) {
        const ssize_t n = ::pread(fd, part.data(), part.size(), at);
        if (n < 0 && errno != EINTR) {
            return fail_errno("reading what was downloaded", errno);
        }
        if (n == 0) {
            return hash.finish();
        }
        hash.add(std::span(part.data(), static_cast<std::size_t>(std::max<ssize_t>(n, 0))));
        at += std::max<ssize_t>(n, 0);
    }
}

/// Where downloads came from: some hundred bytes each.
constexpr std::size_t kIndexMax = 1024;
/// What a server left behind that was killed; no download takes as long.
constexpr std::chrono::hours kPartAgeMax{1};

/// Of the files with that extension the oldest go until there are fewer than `files_max`.
void drop_oldest(const fs::path& folder, std::string_view extension, std::size_t files_max) {
    std::vector<std::pair<fs::file_time_type, fs::path>> files;
    std::error_code error;
    for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
        if (it->path().extension() == extension) {
            std::error_code ignored;
            files.emplace_back(it->last_write_time(ignored), it->path());
        }
    }
    std::ranges::sort(files);
    for (std::size_t i = 0; files.size() - i >= files_max; ++i) {
        fs::remove(files[i].second, error);
    }
}

/// For one more.
void make_room(const fs::path& folder) {
    drop_oldest(folder, ".wasm", kDownloadsMax);
    drop_oldest(folder, ".from", kIndexMax);
    std::error_code error;
    const auto long_ago = fs::file_time_type::clock::now() - kPartAgeMax;
    for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
        std::error_code ignored;
        if (it->path().filename().string().starts_with("part-") &&
            it->last_write_time(ignored) < long_ago) {
            fs::remove(it->path(), ignored);
        }
    }
}

/// Source: WebAssembly core specification, binary format of modules.
constexpr std::string_view kMagic("\0asm", 4);

Result<fs::path> keep(const fs::path& folder, std::string_view url, const fs::path& part, int fd) {
    // What is kept is used until somebody reloads: not the page of a network that wants a log-in.
    std::array<char, kMagic.size()> first = {};
    if (::pread(fd, first.data(), first.size(), 0) != static_cast<ssize_t>(first.size()) ||
        std::string_view(first.data(), first.size()) != kMagic) {
        return fail(ErrorCode::InvalidArgument, "what came is no wasm module");
    }
    const std::string digest = code_store::to_hex(TESSERA_TRY(digest_of(fd)));
    make_room(folder);
    const fs::path module = folder / (digest + ".wasm");
    if (::fsync(fd) != 0 || ::rename(part.c_str(), module.c_str()) != 0) {
        return fail_errno("keeping what was downloaded", errno);
    }
    const fs::path index = index_of(folder, url);
    const fs::path aside = index.string() + TESSERA_TRY(code_store::random_name());
    std::ofstream file(aside, std::ios::binary);
    file << digest << '\n' << url << '\n';
    file.close();
    if (!file || ::rename(aside.c_str(), index.c_str()) != 0) {
        return fail_errno("keeping where a download came from", errno);
    }
    return module;
}

Result<std::pair<fs::path, UniqueFd>> new_part(const fs::path& folder) {
    std::error_code error;
    fs::create_directories(folder, error);
    const fs::path part = folder / ("part-" + TESSERA_TRY(code_store::random_name()));
    UniqueFd fd(::open(part.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600));
    if (!fd) {
        return fail_errno(part.string(), errno);
    }
    return std::pair(part, std::move(fd));
}

}  // namespace

Downloads::~Downloads() {
    *is_alive_ = false;
}

void Downloads::work(std::function<void()> job, std::function<void()> then) {
    loop_.work(std::move(job), [still = is_alive_, then = std::move(then)] {
        if (*still) {
            then();
        }
    });
}

void Downloads::get(Request request) {
    std::shared_ptr<Fetch>& fetch = fetches_[request.url];
    if (fetch) {
        auto& with = request.fresh == Fresh::Yes ? fetch->afterwards : fetch->requests;
        with.push_back(std::move(request));
        return;
    }
    fetch = std::make_shared<Fetch>();
    fetch->url = request.url;
    fetch->fresh = request.fresh;
    fetch->requests.push_back(std::move(request));
    begin(fetch);
}

void Downloads::begin(const std::shared_ptr<Fetch>& fetch) {
    if (folder_.empty()) {
        loop_.post([this, still = is_alive_, fetch] {
            if (*still) {
                finish(fetch, fail(ErrorCode::Unavailable, "there is no folder for downloads"));
            }
        });
        return;
    }
    work(
        [fetch, folder = folder_] {
            fetch->kept = find_kept(folder, fetch->url);
            if (fetch->kept && fetch->fresh == Fresh::No) {
                fetch->outcome = *fetch->kept;
                return;
            }
            if (auto part = new_part(folder)) {
                fetch->part = std::move(part->first);
                fetch->file = std::move(part->second);
            } else {
                fetch->outcome = std::unexpected(part.error());
            }
        },
        [this, fetch] { fetch->file ? ask(fetch) : finish(fetch, fetch->outcome); });
}

void Downloads::ask(const std::shared_ptr<Fetch>& fetch) {
    pb::Request request;
    request.url = fetch->url;
    request.body_bytes_max = kModuleBytesMax;
    request.timeout_ms = static_cast<std::uint32_t>(
        std::chrono::duration_cast<std::chrono::milliseconds>(kDownloadTimeMax).count());
    fetch->tell("downloading");
    net_.ask({.request = std::move(request),
              .file = duplicate(fetch->file),
              .progress =
                  [fetch](const pb::Progress& progress) {
                      constexpr double kMega = 1e6;
                      std::string text = fmt::format("downloading {:.1f}",
                                                     static_cast<double>(progress.bytes) / kMega);
                      if (progress.bytes_in_all > 0) {
                          text += fmt::format(" of {:.1f}",
                                              static_cast<double>(progress.bytes_in_all) / kMega);
                      }
                      fetch->tell(text + " MB");
                  },
              .done =
                  [this, still = is_alive_, fetch](const Result<pb::Response>& outcome) {
                      if (*still) {
                          answered(fetch, outcome);
                      }
                  }});
}

void Downloads::answered(const std::shared_ptr<Fetch>& fetch, const Result<pb::Response>& outcome) {
    std::string problem = !outcome ? outcome.error().message
                          : outcome->status != kOk
                              ? fmt::format("the answer was HTTP {}", outcome->status)
                              : std::string();
    work(
        [fetch, problem, folder = folder_] {
            if (problem.empty()) {
                fetch->outcome = keep(folder, fetch->url, fetch->part, fetch->file.get());
            } else {
                fetch->outcome = fail(ErrorCode::Unavailable, problem);
            }
            fetch->file.reset();
            if (!fetch->outcome) {
                (void)::unlink(fetch->part.c_str());
            }
        },
        [this, fetch] {
            if (!fetch->outcome && fetch->kept) {
                log_.log(LogLevel::Warning, "plugins",
                         fmt::format("{}: {}; what was downloaded before is used", fetch->url,
                                     fetch->outcome.error().message));
                fetch->outcome = *fetch->kept;
            }
            finish(fetch, fetch->outcome);
        });
}

void Downloads::finish(const std::shared_ptr<Fetch>& fetch, const Result<fs::path>& outcome) {
    fetches_.erase(fetch->url);
    if (!fetch->afterwards.empty()) {
        auto next = std::make_shared<Fetch>();
        next->url = fetch->url;
        next->fresh = Fresh::Yes;
        next->requests = std::move(fetch->afterwards);
        fetches_[next->url] = next;
        begin(next);
    }
    Result<fs::path> told = outcome;
    if (!outcome) {
        told = fail(outcome.error().code, fmt::format("{} could not be downloaded: {}", fetch->url,
                                                      outcome.error().message));
    }
    for (const Request& request : std::exchange(fetch->requests, {})) {
        request.done(told);
    }
}

}  // namespace tessera::server
