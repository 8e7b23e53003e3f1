// SPDX-License-Identifier: Apache-2.0
// Bytes as a file, for readers that take a path; it never reaches a disk.
#pragma once

#include <sys/mman.h>
#include <unistd.h>

#include <cstdlib>
#include <string>

namespace kvolt::test {

class MemoryFile {
public:
    explicit MemoryFile(const std::string& bytes) : file_(memfd_create("fuzz", 0)) {
        if (file_ < 0 || write(file_, bytes.data(), bytes.size()) != static_cast<ssize_t>(bytes.size())) std::abort();
    }
    MemoryFile(const MemoryFile&) = delete;
    MemoryFile& operator=(const MemoryFile&) = delete;
    ~MemoryFile() { close(file_); }

    [[nodiscard]] std::string path() const { return "/proc/self/fd/" + std::to_string(file_); }

private:
    int file_;
};

}  // namespace kvolt::test
