// SPDX-License-Identifier: Apache-2.0
#include "gen/support/file_io.hpp"

#include <fmt/format.h>
#include <sys/stat.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <memory>

#include "gen/support/diagnostics.hpp"

namespace kvolt {
namespace {

[[noreturn]] void fail(const char* what, const std::string& path, int reason) {
    throw ToolError(fmt::format("cannot {} {}: {}", what, path, std::strerror(reason)));
}

}  // namespace

void write_text(const std::string& path, const std::string& text) {
    std::error_code error;
    if (const auto parent = std::filesystem::path(path).parent_path(); !parent.empty())
        std::filesystem::create_directories(parent, error);
    if (error) fail("write", path, error.value());
    std::FILE* file = std::fopen(path.c_str(), "wb");
    if (file == nullptr) fail("write", path, errno);
    const bool complete = std::fwrite(text.data(), 1, text.size(), file) == text.size();
    const int reason = errno;
    if (std::fclose(file) != 0) fail("write", path, errno);
    if (!complete) fail("write", path, reason);
}

void write_files(const std::string& directory, const std::vector<File>& files) {
    for (const auto& file : files) write_text(directory + "/" + file.path, file.text);
}

std::string read_text(const std::string& path) {
    const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path.c_str(), "rb"), std::fclose);
    if (file == nullptr) fail("read", path, errno);
    std::string text;
    struct stat status {};
    if (fstat(fileno(file.get()), &status) == 0 && status.st_size > 0)
        text.reserve(static_cast<std::size_t>(status.st_size));
    char buffer[1 << 16];
    while (const auto n = std::fread(buffer, 1, sizeof buffer, file.get())) text.append(buffer, n);
    if (std::ferror(file.get()) != 0) fail("read", path, errno);
    return text;
}

std::vector<std::string> relative_names(const std::vector<std::string>& paths, const std::string& directory) {
    std::vector<std::string> names;
    for (const auto& path : paths) {
        const std::filesystem::path given = path;
        names.push_back(given.is_absolute() ? given.lexically_relative(directory).string() : path);
    }
    return names;
}

bool ends_with(const std::string& text, const std::string& tail) {
    return text.size() >= tail.size() && text.compare(text.size() - tail.size(), tail.size(), tail) == 0;
}

}  // namespace kvolt
