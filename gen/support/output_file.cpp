// SPDX-License-Identifier: Apache-2.0
#include "gen/support/output_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>

#include "gen/support/diagnostics.hpp"
#include "gen/support/scratch_directory.hpp"

namespace kvolt {
namespace fs = std::filesystem;
namespace {

constexpr int most_links = 40;  // as the kernel

[[noreturn]] void refuse(const std::string& path, const std::string& reason) {
    throw InputError(path, "cannot be written: " + reason);
}

/// The directory that holds the last part of a path.
fs::path parent_of(const fs::path& path) { return path.has_parent_path() ? path.parent_path() : fs::path("."); }

bool may(const fs::path& path, int what) { return faccessat(AT_FDCWD, path.c_str(), what, AT_EACCESS) == 0; }

/// The descriptor of this process that a path names (/dev/stdout, /proc/self/fd/3), else -1.
int descriptor_of(const fs::path& path) {
    std::error_code error;
    const auto folder = fs::canonical(parent_of(path), error);
    if (error || folder != fs::path("/proc") / std::to_string(getpid()) / "fd") return -1;
    const auto name = path.filename().string();
    const bool number = !name.empty() && name.size() < 10 && name.find_first_not_of("0123456789") == std::string::npos;
    return number ? std::stoi(name) : -1;
}

/// Follows links to the file that they name, which need not exist, or to a descriptor.
fs::path without_links(const std::string& given) {
    fs::path path = given;
    std::error_code error;
    for (int links = 0; descriptor_of(path) < 0 && fs::is_symlink(fs::symlink_status(path, error)); ++links) {
        if (links == most_links) refuse(given, std::strerror(ELOOP));
        const auto next = fs::read_symlink(path, error);
        if (error) refuse(given, error.message());
        path = next.is_absolute() ? next : parent_of(path) / next;
    }
    return path;
}

void write_all(int descriptor, const std::string& text, const std::string& path) {
    for (std::size_t done = 0; done < text.size();) {
        const auto n = ::write(descriptor, text.data() + done, text.size() - done);
        if (n < 0 && errno != EINTR) refuse(path, std::strerror(errno));
        if (n > 0) done += static_cast<std::size_t>(n);
    }
}

/// Closes; a full disk may show only then.
void finish(int descriptor, const std::string& path) {
    if (close(descriptor) != 0) refuse(path, std::strerror(errno));
}

/// Puts the bytes of `from` into what `descriptor` is open on.
void copy_into(const std::string& from, int descriptor, const std::string& path) {
    const int source = open(from.c_str(), O_RDONLY | O_CLOEXEC);
    if (source < 0) refuse(path, std::strerror(errno));
    std::string buffer(1 << 20, '\0');
    for (ssize_t n = 0; (n = read(source, buffer.data(), buffer.size())) > 0;)
        write_all(descriptor, buffer.substr(0, static_cast<std::size_t>(n)), path);
    close(source);
}

/// Whether a file made beside `target` can take its place with nothing lost.
bool replaceable(const std::string& target) {
    struct stat old {};
    if (!may(parent_of(target), W_OK | X_OK)) return false;
    if (stat(target.c_str(), &old) != 0) return true;
    return old.st_nlink == 1 && (geteuid() == 0 || (old.st_uid == geteuid() && old.st_gid == getegid()));
}

}  // namespace

OutputFile::OutputFile(const std::string& path) : path_(path) {
    if (path.empty()) throw InputError("output", "a file needs a name");
    const auto target = without_links(path);
    target_ = target.string();
    if (descriptor_ = descriptor_of(target); descriptor_ >= 0) {
        kind_ = Kind::descriptor;
        const int flags = fcntl(descriptor_, F_GETFL);
        if (flags < 0 || (flags & O_ACCMODE) == O_RDONLY) refuse(path, std::strerror(EBADF));
        return;
    }
    struct stat status {};
    if (stat(target_.c_str(), &status) == 0) {
        if (S_ISDIR(status.st_mode)) refuse(path, "it is a directory");
        if (S_ISSOCK(status.st_mode)) refuse(path, "it is a socket");
        if (!may(target_, W_OK)) refuse(path, std::strerror(errno));
        kind_ = S_ISREG(status.st_mode) ? Kind::regular : Kind::other;
        return;
    }
    if (errno != ENOENT || !target.has_filename()) refuse(path, std::strerror(errno));
    const auto parent = parent_of(target);
    if (!may(parent, F_OK)) refuse(path, fmt::format("{}: {}", parent.string(), std::strerror(errno)));
    if (!may(parent, W_OK | X_OK)) refuse(path, fmt::format("{}: {}", parent.string(), std::strerror(errno)));
}

bool OutputFile::exists() const { return kind_ == Kind::regular && may(target_, F_OK); }

void OutputFile::write(const std::string& text) const {
    if (kind_ == Kind::descriptor) {
        std::fflush(stdout);  // what was printed before stays before
        return write_all(descriptor_, text, path_);
    }
    FileInTheMaking file(*this);
    const int working = open(file.path().c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (working < 0) refuse(path_, std::strerror(errno));
    write_all(working, text, path_);
    finish(working, path_);
    file.commit();
}

FileInTheMaking::FileInTheMaking(const OutputFile& file) : file_(file) {
    const bool beside = file.kind_ == OutputFile::Kind::regular && replaceable(file.target_);
    if (beside) {
        const fs::path target = file.target_;
        working_ = (parent_of(target) / fmt::format(".{}.{}.new", target.filename().string(), getpid())).string();
    } else {
        scratch_ = std::make_unique<ScratchDirectory>();
        working_ = scratch_->path() + "/" + fs::path(file.target_).filename().string();
    }
    doomed_ = std::make_unique<DoomedPath>(working_);
}

FileInTheMaking::~FileInTheMaking() { unlink(working_.c_str()); }

void FileInTheMaking::commit() {
    if (file_.kind_ == OutputFile::Kind::descriptor) {
        std::fflush(stdout);
        return copy_into(working_, file_.descriptor_, file_.path_);
    }
    struct stat old {};
    const bool there = stat(file_.target_.c_str(), &old) == 0;
    if (!scratch_) {
        const bool kept = !there || (chown(working_.c_str(), old.st_uid, old.st_gid) == 0 &&
                                     chmod(working_.c_str(), old.st_mode & 07777) == 0);
        if (kept && rename(working_.c_str(), file_.target_.c_str()) == 0) return;
        if (kept) refuse(file_.path_, std::strerror(errno));
    }
    const int target = open(file_.target_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOCTTY, 0666);
    if (target < 0) refuse(file_.path_, std::strerror(errno));
    copy_into(working_, target, file_.path_);
    finish(target, file_.path_);
}

std::string identity_of(const std::string& path) {
    const auto target = without_links(path);
    if (descriptor_of(target) >= 0) return {};
    struct stat status {};
    if (stat(target.c_str(), &status) == 0) {
        const bool whole = S_ISREG(status.st_mode) || S_ISDIR(status.st_mode);
        return whole ? fmt::format("{}:{}", status.st_dev, status.st_ino) : std::string{};
    }
    std::error_code error;
    return fs::weakly_canonical(fs::absolute(target), error).string();
}

}  // namespace kvolt
