// SPDX-License-Identifier: Apache-2.0
#include "gen/flows/models/model_cache.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <thread>

#include "gen/support/cleanup.hpp"
#include "gen/support/diagnostics.hpp"
#include "gen/support/file_io.hpp"

namespace kvolt {
namespace fs = std::filesystem;
namespace {

constexpr const char* seal_name = "complete";  // check sums of the products
constexpr auto between_looks = std::chrono::milliseconds(100);
constexpr double silence_s = 1;  // before somebody who waits is told why

[[noreturn]] void fail(const fs::path& path, int reason) {
    throw ToolError(fmt::format("cannot write the cache: {}: {}", path.string(), std::strerror(reason)));
}

/// Ours, and nobody else's to write.
std::string distrust_of(const fs::path& path) {
    struct stat status {};
    if (lstat(path.c_str(), &status) != 0) return std::strerror(errno);
    if (status.st_uid != geteuid()) return fmt::format("belongs to user {}, not to {}", status.st_uid, geteuid());
    if ((status.st_mode & (S_IWGRP | S_IWOTH)) != 0 && !S_ISLNK(status.st_mode))
        return fmt::format("may be written by others: `chmod go-w {}`", path.string());
    return {};
}

/// Makes the root, for its owner only; whoever can write there decides what code we load.
fs::path trusted_root() {
    const fs::path root = cache_directory();
    std::error_code error;
    fs::create_directories(root.parent_path(), error);
    if (mkdir(root.c_str(), 0700) != 0 && errno != EEXIST) fail(root, errno);
    const auto real = fs::canonical(root, error);
    if (error) fail(root, error.value());
    if (const auto why = distrust_of(real); !why.empty())
        throw ToolError(
            fmt::format("nothing is loaded from the cache {}: it {}; $KVOLT_CACHE names another", root.string(), why));
    return root;
}

std::string check_sum(const std::string& bytes) {
    const auto sum = crc32_z(0, reinterpret_cast<const Bytef*>(bytes.data()), bytes.size());
    return fmt::format("{:08x} {}", sum, bytes.size());
}

std::string seal_of(const fs::path& entry, const std::vector<std::string>& products) {
    std::string seal;
    for (const auto& product : products)
        seal += fmt::format("{} {}\n", check_sum(read_text((entry / product).string())), product);
    return seal;
}

bool is_whole(const fs::path& entry, const std::vector<std::string>& products) {
    if (!distrust_of(entry).empty() || !fs::is_directory(fs::symlink_status(entry))) return false;
    for (const auto& product : products)
        if (!distrust_of(entry / product).empty() || !fs::is_regular_file(fs::symlink_status(entry / product)))
            return false;
    try {
        return read_text((entry / seal_name).string()) == seal_of(entry, products);
    } catch (const ToolError&) {
        return false;
    }
}

class Lock {
public:
    explicit Lock(const fs::path& path) : file_(open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600)) {
        if (file_ < 0) fail(path, errno);
    }
    ~Lock() {
        if (file_ >= 0) close(file_);
    }
    Lock(const Lock&) = delete;
    Lock& operator=(const Lock&) = delete;

    /// LOCK_SH or LOCK_EX; says so when somebody else has it, and does not wait for ever.
    void take(int kind, const CacheRequest& request) const {
        using Clock = std::chrono::steady_clock;
        const auto begin = Clock::now();
        for (bool said = false; flock(file_, kind | LOCK_NB) != 0; std::this_thread::sleep_for(between_looks)) {
            if (errno != EWOULDBLOCK && errno != EINTR) fail(request.name, errno);
            const double waited = std::chrono::duration<double>(Clock::now() - begin).count();
            if (waited > request.patience_s)
                throw ToolError(fmt::format("another process has been building {} for {:.0f} s", request.name, waited));
            if (interrupted()) throw ToolError("interrupted while another process builds the same model");
            if (waited < silence_s || said) continue;
            said = true;
            if (request.progress) request.progress("waiting for another process that builds the same model");
        }
    }
    std::shared_ptr<const CacheUse> keep() {
        auto use = std::make_shared<const CacheUse>(file_);
        file_ = -1;
        return use;
    }

private:
    int file_;
};

/// A directory that is gone unless it was renamed into place.
class Unfinished {
public:
    explicit Unfinished(const fs::path& path) : path_(path), doomed_(path.string()) {
        fs::remove_all(path_);
        if (mkdir(path_.c_str(), 0700) != 0) fail(path_, errno);
    }
    ~Unfinished() {
        std::error_code ignored;
        fs::remove_all(path_, ignored);
    }
    Unfinished(const Unfinished&) = delete;
    Unfinished& operator=(const Unfinished&) = delete;

private:
    fs::path path_;
    DoomedPath doomed_;
};

void build_entry(const CacheRequest& request, const fs::path& entry) {
    const fs::path temporary = entry.string() + ".tmp";
    const Unfinished unfinished(temporary);
    request.build(temporary);
    for (const auto& product : request.products)
        fs::permissions(temporary / product, fs::perms::group_write | fs::perms::others_write,
                        fs::perm_options::remove);
    write_text((temporary / seal_name).string(), seal_of(temporary, request.products));
    fs::remove_all(entry);
    fs::rename(temporary, entry);
}

}  // namespace

std::string cache_directory() {
    const auto named = [](const char* variable) -> fs::path {
        const char* value = std::getenv(variable);
        return value == nullptr ? fs::path() : fs::path(value);
    };
    fs::path path;
    if (const auto own = named("KVOLT_CACHE"); !own.empty())
        path = own;
    else if (const auto user = named("XDG_CACHE_HOME"); !user.empty())
        path = user / "kvolt";
    else if (const auto home = named("HOME"); !home.empty())
        path = home / ".cache" / "kvolt";
    else
        path = fs::temp_directory_path() / fmt::format("kvolt-cache-{}", geteuid());
    return fs::absolute(path).lexically_normal().string();
}

CacheUse::~CacheUse() { close(file_); }

CacheEntry find_or_build(const CacheRequest& request) {
    try {
        const auto entry = trusted_root() / request.name;
        bool built = false;
        for (;;) {
            Lock lock(entry.string() + ".lock");
            lock.take(LOCK_SH, request);
            if (is_whole(entry, request.products)) return {entry, built, lock.keep()};
            lock.take(LOCK_EX, request);
            if (is_whole(entry, request.products)) continue;  // somebody else built it meanwhile
            if (fs::exists(entry) && request.progress)
                request.progress("what is in the cache is damaged: building again");
            build_entry(request, entry);
            built = true;
        }
    } catch (const fs::filesystem_error& error) {
        fail(error.path1(), error.code().value());
    }
}

void discard_entry(const fs::path& entry, std::shared_ptr<const CacheUse> use) {
    const int file = use == nullptr ? -1 : fcntl(use->file_, F_DUPFD_CLOEXEC, 0);
    use.reset();
    if (file < 0) return;
    std::error_code ignored;
    // The same open file: our own use does not stand in the way, anybody else's does.
    if (flock(file, LOCK_EX | LOCK_NB) == 0) fs::remove_all(entry, ignored);
    close(file);
}

}  // namespace kvolt
