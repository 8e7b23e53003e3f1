// SPDX-License-Identifier: Apache-2.0
#include "gen/config/config_file.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>

#include "gen/config/presets.hpp"
#include "gen/support/diagnostics.hpp"
#include "gen/support/text_distance.hpp"

namespace kvolt {
namespace {

constexpr std::size_t kMaxBytes = std::size_t{1} << 20;
constexpr int kMaxDotsPerLine = 32;  // a key has one; toml++ itself limits nested arrays and inline tables, not dots

[[noreturn]] void refuse_missing(const std::string& path) {
    std::vector<std::string> names;
    for (const auto& preset : presets()) names.push_back(preset.name);
    const std::string hint = did_you_mean(path, names);
    throw InputError({{{path.empty() ? "CFG" : path, 0},
                       "",
                       "no such file or preset",
                       hint.empty() ? "`kvolt presets` lists the presets" : hint}});
}

}  // namespace

std::string read_config_file(const std::string& path) {
    const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path.c_str(), "rb"), std::fclose);
    if (file == nullptr && errno == ENOENT) refuse_missing(path);
    if (file == nullptr) throw InputError(path, fmt::format("cannot be read: {}", std::strerror(errno)));
    std::string text(kMaxBytes + 1, '\0');
    text.resize(std::fread(text.data(), 1, text.size(), file.get()));
    if (std::ferror(file.get()) != 0) throw InputError(path, fmt::format("cannot be read: {}", std::strerror(errno)));
    if (text.size() > kMaxBytes) throw InputError(path, "larger than 1 MiB, which is no configuration");
    return text;
}

void check_text(const std::string& text, const std::string& source) {
    int line = 1, dots = 0;
    bool comment = false, quoted = false;
    for (const char c : text) {
        if (c == '\0') throw InputError({{{source, line}, "", "zero byte", "a configuration is TOML text"}});
        if (c == '\n') {
            ++line;
            dots = 0;
            comment = quoted = false;
        }
        if (c == '"' || c == '\'') quoted = true;
        if (c == '#' && !quoted) comment = true;
        if (c == '.' && !comment && ++dots > kMaxDotsPerLine) {
            throw InputError({{{source, line}, "", fmt::format("more than {} dots in one line", kMaxDotsPerLine), ""}});
        }
    }
}

}  // namespace kvolt
