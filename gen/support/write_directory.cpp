// SPDX-License-Identifier: Apache-2.0
#include "gen/support/write_directory.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <system_error>

#include "gen/support/defer_signals.hpp"
#include "gen/support/diagnostics.hpp"

namespace kvolt {
namespace fs = std::filesystem;
namespace {

constexpr const char* kManifest = "manifest.json";

[[noreturn]] void fail(const char* what, const fs::path& path) {
    throw fs::filesystem_error(what, path, std::error_code(errno, std::generic_category()));
}

/// A path beside the target, on the same file system, that no other process takes.
fs::path sibling(const fs::path& target, const char* kind) {
    return target.parent_path() / fmt::format(".{}.{}.{}", target.filename().string(), kind, getpid());
}

/// The directory under construction; removed again unless it was renamed into place.
class Staging {
public:
    explicit Staging(fs::path path) : path_(std::move(path)) {
        fs::remove_all(path_);
        fs::create_directory(path_);
    }
    ~Staging() {
        std::error_code ignored;
        fs::remove_all(path_, ignored);
    }
    Staging(const Staging&) = delete;
    Staging& operator=(const Staging&) = delete;

    void write(const File& file) const {
        const fs::path path = path_ / file.path;
        fs::create_directories(path.parent_path());
        std::FILE* out = std::fopen(path.c_str(), "wb");
        if (out == nullptr) fail("cannot create", path);
        const bool complete = std::fwrite(file.text.data(), 1, file.text.size(), out) == file.text.size();
        const bool closed = std::fclose(out) == 0;
        if (!complete || !closed) fail("cannot write", path);
    }

    /// An earlier output steps aside only when the new one is complete, and comes back when it cannot be replaced.
    void move_to(const fs::path& target) const {
        if (!fs::exists(target)) return fs::rename(path_, target);
        const fs::path aside = sibling(target, "old");
        fs::rename(target, aside);
        std::error_code error;
        fs::rename(path_, target, error);
        if (error) {
            fs::rename(aside, target);
            throw fs::filesystem_error("cannot replace", target, error);
        }
        fs::remove_all(aside, error);
    }

private:
    fs::path path_;
};

/// Where the directory really is: no symbolic links (those would be replaced instead of what they name), no trailing
/// slash.
fs::path resolved(const std::string& directory) {
    if (directory.empty()) throw InputError("-o", "an output directory needs a name");
    const fs::path path = fs::weakly_canonical(fs::absolute(directory)).lexically_normal();
    return path.has_filename() ? path : path.parent_path();
}

void refuse_foreign(const std::string& directory, const fs::path& target) {
    if (!fs::exists(fs::symlink_status(target))) return;
    if (!fs::is_directory(target)) throw InputError(directory, "exists and is not a directory");
    if (!fs::is_empty(target) && !fs::exists(target / kManifest)) {
        throw InputError({{{directory, 0},
                           "",
                           "is not empty and was not written by KVolt",
                           "name a new directory or an earlier output"}});
    }
    const fs::path here = fs::current_path();
    if (std::mismatch(target.begin(), target.end(), here.begin(), here.end()).first == target.end()) {
        throw InputError(
            {{{directory, 0}, "", "is the current directory or above it and cannot be replaced", "name another one"}});
    }
}

}  // namespace

void write_directory(const std::string& directory, const std::vector<File>& files) {
    try {
        const fs::path target = resolved(directory);
        refuse_foreign(directory, target);
        const DeferSignals signals_wait;
        fs::create_directories(target.parent_path());
        const Staging staging(sibling(target, "new"));
        for (const auto& file : files) staging.write(file);
        staging.move_to(target);
    } catch (const fs::filesystem_error& error) {
        throw InputError(directory, fmt::format("cannot be written: {}", error.code().message()));
    }
}

}  // namespace kvolt
