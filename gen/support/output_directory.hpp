// SPDX-License-Identifier: Apache-2.0
// A directory of files that somebody wants written: all of them or none, and nothing is lost that is not ours.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "gen/support/file.hpp"

namespace kvolt {

/// The file that says that KVolt has written a directory, and what: JSON with "generator": "kvolt" and "files", a list
/// of {"path", "bytes", "fnv1a64"} of all others.
inline constexpr const char* manifest_name = "manifest.json";

/// "files" of the manifest of these.
nlohmann::ordered_json manifest_files(const std::vector<File>& files);

/// Throws InputError unless `path` can be made, is an empty directory or one that holds `record`, in which files can be
/// made.
void refuse_foreign_work(const std::string& path, const std::string& record);

/// Throws InputError unless files can be made in `path`, or it can be made itself.
void refuse_unusable_folder(const std::string& path);

class OutputDirectory {
public:
    /// None: nobody asked for it.
    OutputDirectory() = default;
    /// Touches nothing. May be a new directory, an empty one, or one that KVolt has written and nobody has changed
    /// since; with `force` also one with changes, which are lost. Throws InputError otherwise, and when the directory
    /// cannot be made.
    explicit OutputDirectory(const std::string& path, bool force = false);

    explicit operator bool() const { return !path_.empty(); }
    /// As it was given.
    [[nodiscard]] const std::string& path() const { return path_; }

    /// Replaces the directory in one step, by `files`, one of which is the manifest. Throws InputError; then the
    /// directory is what it was.
    void write(const std::vector<File>& files) const;

private:
    std::string path_;
    bool force_ = false;
};

}  // namespace kvolt
