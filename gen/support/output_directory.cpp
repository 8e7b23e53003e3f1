// SPDX-License-Identifier: Apache-2.0
#include "gen/support/output_directory.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <map>
#include <optional>
#include <system_error>

#include "gen/support/cleanup.hpp"
#include "gen/support/diagnostics.hpp"
#include "gen/support/file_io.hpp"
#include "gen/support/hash.hpp"

namespace kvolt {
namespace fs = std::filesystem;
namespace {

[[noreturn]] void refuse(const std::string& path, const std::string& problem, const std::string& allowed) {
    throw InputError({{{path, 0}, "", problem, allowed}});
}

/// Where the directory really is: no symbolic links (those would be replaced instead of what they name), no trailing
/// slash.
fs::path resolved(const std::string& directory) {
    if (directory.empty()) throw InputError("-o", "an output directory needs a name");
    const fs::path path = fs::weakly_canonical(fs::absolute(directory)).lexically_normal();
    return path.has_filename() ? path : path.parent_path();
}

/// Hashes of the files of a directory by path, as its manifest has them; nothing where the manifest is not KVolt's.
std::optional<std::map<std::string, std::string>> files_of_manifest(const fs::path& directory) {
    constexpr std::uintmax_t most_bytes = 64U << 20;
    const auto path = directory / manifest_name;
    std::error_code error;
    if (!fs::is_regular_file(fs::symlink_status(path, error)) || fs::file_size(path, error) > most_bytes) return {};
    const auto json = nlohmann::json::parse(read_text(path.string()), nullptr, false);
    if (!json.is_object() || json.value("generator", nlohmann::json()) != "kvolt" || !json.contains("files") ||
        !json["files"].is_array())
        return {};
    std::map<std::string, std::string> files;
    for (const auto& file : json["files"]) {
        if (!file.is_object()) return {};
        const auto name = file.value("path", nlohmann::json()), hash = file.value("fnv1a64", nlohmann::json());
        if (!name.is_string() || !hash.is_string()) return {};
        files[name.get<std::string>()] = hash.get<std::string>();
    }
    return files;
}

/// Names a few of `names`.
std::string some_of(const std::vector<std::string>& names) {
    return names.size() == 1 ? names[0] : fmt::format("{} and {} more", names[0], names.size() - 1);
}

/// What is in the directory that would be lost: `foreign` is not listed, `changed` is not as it was written.
void find_losses(const fs::path& target, const std::map<std::string, std::string>& listed,
                 std::vector<std::string>& foreign, std::vector<std::string>& changed) {
    for (const auto& entry : fs::recursive_directory_iterator(target)) {
        const auto name = entry.path().lexically_relative(target).generic_string();
        const auto kind = entry.symlink_status().type();
        if (kind == fs::file_type::directory || name == manifest_name) continue;
        const auto found = listed.find(name);
        if (found == listed.end() || kind != fs::file_type::regular)
            foreign.push_back(name);
        else if (hash_text(fnv1a(read_text(entry.path().string()))) != found->second)
            changed.push_back(name);
    }
    std::sort(foreign.begin(), foreign.end());
    std::sort(changed.begin(), changed.end());
}

void refuse_losses(const std::string& directory, const fs::path& target, bool force) {
    const auto listed = files_of_manifest(target);
    if (!listed)
        refuse(directory, "is not empty and was not written by KVolt", "name a new directory or an earlier output");
    if (force) return;
    std::vector<std::string> foreign, changed;
    find_losses(target, *listed, foreign, changed);
    if (!foreign.empty())
        refuse(directory, fmt::format("holds {}, which KVolt did not write", some_of(foreign)),
               "--force replaces the directory with all that is in it");
    if (!changed.empty())
        refuse(directory, fmt::format("holds {}, changed since KVolt wrote it", some_of(changed)),
               "--force replaces the directory with all that is in it");
}

/// The nearest directory above that exists.
void refuse_unwritable(const std::string& directory, const fs::path& target) {
    auto parent = target.parent_path();
    while (!fs::exists(parent) && parent.has_relative_path()) parent = parent.parent_path();
    const bool is_directory = fs::is_directory(parent);
    if (is_directory && faccessat(AT_FDCWD, parent.c_str(), W_OK | X_OK, AT_EACCESS) == 0) return;
    throw InputError(directory, fmt::format("cannot be written: {}: {}", parent.string(),
                                            std::strerror(is_directory ? errno : ENOTDIR)));
}

void refuse_target(const std::string& directory, const fs::path& target, bool force) {
    refuse_unwritable(directory, target);
    if (!fs::exists(fs::symlink_status(target))) return;
    if (!fs::is_directory(target)) throw InputError(directory, "exists and is not a directory");
    if (!fs::is_empty(target)) refuse_losses(directory, target, force);
    const fs::path here = fs::current_path();
    if (std::mismatch(target.begin(), target.end(), here.begin(), here.end()).first == target.end())
        refuse(directory, "is the current directory or above it and cannot be replaced", "name another one");
}

/// Both at once where the system can do that, so that whoever looks sees the old one or the new one.
void exchange(const fs::path& made, const fs::path& target) {
    if (!fs::exists(target)) return fs::rename(made, target);
    if (renameat2(AT_FDCWD, made.c_str(), AT_FDCWD, target.c_str(), RENAME_EXCHANGE) == 0) return;
    const auto aside = made.string() + ".old";
    fs::rename(target, aside);
    std::error_code error;
    fs::rename(made, target, error);
    fs::rename(aside, error ? target : made);
    if (error) throw fs::filesystem_error("cannot replace", target, error);
}

/// Everything in it is removed when it goes: what could not be put in place, or what was replaced.
class Staging {
public:
    explicit Staging(const fs::path& path) : path_(path), doomed_(path.string()) {
        fs::remove_all(path_);
        fs::create_directory(path_);
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
    DoomedPath doomed_;
};

}  // namespace

nlohmann::ordered_json manifest_files(const std::vector<File>& files) {
    std::map<std::string, const File*> sorted;
    for (const auto& file : files) sorted[file.path] = &file;
    auto list = nlohmann::ordered_json::array();
    for (const auto& [path, file] : sorted)
        list.push_back({{"path", path}, {"bytes", file->text.size()}, {"fnv1a64", hash_text(fnv1a(file->text))}});
    return list;
}

void refuse_foreign_work(const std::string& path, const std::string& record) {
    try {
        const auto target = resolved(path);
        if (fs::exists(target) && !fs::is_directory(target)) throw InputError(path, "exists and is not a directory");
        refuse_unwritable(path, target / record);
        if (!fs::exists(target)) return;
        if (!fs::is_empty(target) && !fs::exists(target / record))
            refuse(path, fmt::format("is not empty and holds no {}", record),
                   "name a new directory or an earlier output");
    } catch (const fs::filesystem_error& error) {
        throw InputError(path, fmt::format("cannot be written: {}", error.code().message()));
    }
}

void refuse_unusable_folder(const std::string& path) {
    try {
        const auto target = resolved(path);
        if (fs::exists(target) && !fs::is_directory(target)) throw InputError(path, "exists and is not a directory");
        refuse_unwritable(path, target / "file");
    } catch (const fs::filesystem_error& error) {
        throw InputError(path, fmt::format("cannot be written: {}", error.code().message()));
    }
}

OutputDirectory::OutputDirectory(const std::string& path, bool force) : path_(path), force_(force) {
    try {
        refuse_target(path, resolved(path), force);
    } catch (const fs::filesystem_error& error) {
        throw InputError(path, fmt::format("cannot be written: {}", error.code().message()));
    }
}

void OutputDirectory::write(const std::vector<File>& files) const {
    try {
        const fs::path target = resolved(path_);
        refuse_target(path_, target, force_);  // much may have happened since the last look
        fs::create_directories(target.parent_path());
        // Beside the target: on the same file system, under a name that no other process takes.
        const Staging staging(target.parent_path() / fmt::format(".{}.new.{}", target.filename().string(), getpid()));
        write_files(staging.path().string(), files);
        if (fs::exists(target)) fs::permissions(staging.path(), fs::status(target).permissions());
        exchange(staging.path(), target);
    } catch (const fs::filesystem_error& error) {
        throw InputError(path_, fmt::format("cannot be written: {}", error.code().message()));
    } catch (const ToolError& error) {
        const std::string reason = error.what();
        throw InputError(path_, "cannot be written" + reason.substr(reason.rfind(": ")));
    }
}

}  // namespace kvolt
