// SPDX-License-Identifier: Apache-2.0
// A file that somebody wants written: whether that can be is known before any work is done, and what was there before
// is replaced whole or not at all.
#pragma once

#include <memory>
#include <string>

#include "gen/support/cleanup.hpp"
#include "gen/support/scratch_directory.hpp"

namespace kvolt {

/// What a path names. Links are followed to what they point at. A regular file (or none yet) is replaced by a rename
/// and keeps mode and owner; where a rename would lose something (another name of the same file, an owner that we may
/// not give it, a directory that we may not write) it is written in place. Anything else - a device, a pipe, a
/// descriptor such as /dev/stdout - is written into.
class OutputFile {
public:
    /// None: nobody asked for it.
    OutputFile() = default;
    /// Touches nothing. Throws InputError with the system's reason when the file cannot be written.
    explicit OutputFile(const std::string& path);

    explicit operator bool() const { return !path_.empty(); }
    /// As it was given.
    [[nodiscard]] const std::string& path() const { return path_; }
    /// Whether it is there already as a regular file.
    [[nodiscard]] bool exists() const;

    /// Throws InputError with the system's reason.
    void write(const std::string& text) const;

private:
    friend class FileInTheMaking;
    enum class Kind { regular, other, descriptor };

    std::string path_, target_;  ///< the latter without links
    Kind kind_ = Kind::regular;
    int descriptor_ = -1;
};

/// For writers that want the name of a file of their own. Removed unless it is committed, also when a signal ends the
/// process.
class FileInTheMaking {
public:
    /// Throws InputError.
    explicit FileInTheMaking(const OutputFile& file);
    ~FileInTheMaking();
    FileInTheMaking(const FileInTheMaking&) = delete;
    FileInTheMaking& operator=(const FileInTheMaking&) = delete;

    /// Where to write.
    [[nodiscard]] const std::string& path() const { return working_; }
    /// What is there becomes the output file. Throws InputError.
    void commit();

private:
    const OutputFile& file_;
    std::unique_ptr<ScratchDirectory> scratch_;  ///< where the file cannot be made beside what it replaces
    std::string working_;
    std::unique_ptr<DoomedPath> doomed_;
};

/// What tells one file from another, whatever it is called: equal for two paths exactly if writing one would change
/// the other. Empty for devices, pipes and descriptors, which many may share.
std::string identity_of(const std::string& path);

}  // namespace kvolt
