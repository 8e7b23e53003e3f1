// SPDX-License-Identifier: Apache-2.0
#include "gen/support/output_file.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <system_error>

#include "gen/support/diagnostics.hpp"

namespace kvolt::cli {

void write_output_file(const std::string& path, const std::string& text) {
    const auto refuse = [&](const char* why) { throw InputError(path, fmt::format("cannot be written: {}", why)); };
    if (std::filesystem::is_directory(path)) refuse("it is a directory");
    const std::string temporary = fmt::format("{}.{}", path, getpid());
    std::FILE* file = std::fopen(temporary.c_str(), "wb");
    if (file == nullptr) refuse(std::strerror(errno));
    const bool complete = std::fwrite(text.data(), 1, text.size(), file) == text.size();
    const bool closed = std::fclose(file) == 0;
    if (complete && closed && std::rename(temporary.c_str(), path.c_str()) == 0) return;
    const int reason = errno;
    std::remove(temporary.c_str());
    refuse(std::strerror(reason));
}

}  // namespace kvolt::cli
