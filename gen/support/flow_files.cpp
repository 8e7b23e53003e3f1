// SPDX-License-Identifier: Apache-2.0
#include "gen/support/flow_files.hpp"

#include <filesystem>
#include <fstream>
#include <sstream>

#include "gen/support/diagnostics.hpp"

namespace kvolt {

bool ends_with(const std::string& text, const std::string& tail) {
    return text.size() >= tail.size() && text.compare(text.size() - tail.size(), tail.size(), tail) == 0;
}

void write_files(const std::string& directory, const std::vector<File>& files) {
    for (const auto& file : files) {
        const auto path = std::filesystem::path(directory) / file.path;
        std::error_code error;
        std::filesystem::create_directories(path.parent_path(), error);
        std::ofstream out(path, std::ios::binary);
        out << file.text;
        out.close();
        if (!out) throw ToolError(path.string() + ": cannot be written");
    }
}

std::string read_file(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    if (!in) throw ToolError(path + ": cannot be read");
    return text.str();
}

}  // namespace kvolt
