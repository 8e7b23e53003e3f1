// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <filesystem>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "tests/coverage/tally.hpp"

namespace kvolt {
namespace {

using Json = nlohmann::json;

/// Path below `root`, empty for files elsewhere.
std::string below(const std::string& file, const std::string& directory, const std::string& root) {
    const auto path = std::filesystem::path(file).is_absolute() ? std::filesystem::path(file)
                                                                : std::filesystem::path(directory) / file;
    const auto relative = path.lexically_normal().lexically_relative(root).generic_string();
    return relative.rfind("gen/", 0) == 0 || relative.rfind("sim/", 0) == 0 ? relative : std::string{};
}

void add_file(const Json& file, const std::string& name, SourceCoverage& coverage) {
    for (const auto& line : file.at("lines")) {
        const auto place = fmt::format("{}:{}", name, line.at("line_number").get<long>());
        coverage.lines[place] += line.at("count").get<long>();
        int index = 0;
        for (const auto& branch : line.at("branches"))
            if (!branch.value("throw", false))
                coverage.branches[fmt::format("{}/{}", place, index++)] += branch.at("count").get<long>();
    }
}

}  // namespace

void add_sources(std::istream& gcov, const std::string& root, SourceCoverage& coverage) {
    for (std::string text; std::getline(gcov, text);) {
        if (text.empty()) continue;
        const auto json = Json::parse(text, nullptr, false);
        if (json.is_discarded() || !json.contains("files")) throw std::runtime_error("no output of gcov");
        for (const auto& file : json.at("files"))
            if (const auto name = below(file.at("file"), json.value("current_working_directory", root), root);
                !name.empty())
                add_file(file, name, coverage);
    }
}

}  // namespace kvolt
