// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <system_error>

#include "kvolt/emit.hpp"

namespace kvolt {
namespace fs = std::filesystem;
namespace {

constexpr const char* manifest_name = "manifest.json";

/// A directory beside the final one, removed again unless it was renamed into place.
class Staging {
public:
    explicit Staging(const fs::path& target) : path_(target.parent_path() / fmt::format(".{}.{}", target.filename().string(), getpid())) {
        fs::remove_all(path_);
        fs::create_directories(path_);
    }
    ~Staging() {
        std::error_code ignored;
        fs::remove_all(path_, ignored);
    }
    Staging(const Staging&) = delete;
    Staging& operator=(const Staging&) = delete;

    [[nodiscard]] const fs::path& path() const { return path_; }

private:
    fs::path path_;
};

void write_file(const fs::path& path, const std::string& text) {
    std::FILE* file = std::fopen(path.c_str(), "wb");
    if (file == nullptr) throw fs::filesystem_error("cannot create", path, std::error_code(errno, std::generic_category()));
    const bool complete = std::fwrite(text.data(), 1, text.size(), file) == text.size();
    const bool closed = std::fclose(file) == 0;
    if (!complete || !closed) throw fs::filesystem_error("cannot write", path, std::error_code(errno, std::generic_category()));
}

void refuse_foreign(const fs::path& target) {
    if (!fs::exists(fs::symlink_status(target))) return;
    if (!fs::is_directory(target)) throw InputError(target.string(), "exists and is not a directory");
    if (!fs::is_empty(target) && !fs::exists(target / manifest_name))
        throw InputError(target.string(), "is not empty and holds no KVolt manifest.json; name a new directory or an earlier output");
}

}  // namespace

void write_directory(const std::string& directory, const std::vector<File>& files) {
    try {
        const fs::path target = fs::absolute(directory).lexically_normal();
        const fs::path clean = target.has_filename() ? target : target.parent_path();
        refuse_foreign(clean);
        fs::create_directories(clean.parent_path());
        const Staging staging(clean);
        for (const auto& file : files) {
            const fs::path path = staging.path() / file.path;
            fs::create_directories(path.parent_path());
            write_file(path, file.text);
        }
        // Swap: an earlier output steps aside only when the new one is complete.
        const fs::path old = clean.parent_path() / fmt::format(".{}.old.{}", clean.filename().string(), getpid());
        const bool replaces = fs::exists(clean);
        if (replaces) fs::rename(clean, old);
        fs::rename(staging.path(), clean);
        if (replaces) fs::remove_all(old);
    } catch (const fs::filesystem_error& error) {
        throw InputError(directory, fmt::format("cannot write the output directory: {}", error.code().message()));
    }
}

}  // namespace kvolt
