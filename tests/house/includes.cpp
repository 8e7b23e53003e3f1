// SPDX-License-Identifier: Apache-2.0
#include "tests/house/includes.hpp"

#include <algorithm>
#include <filesystem>
#include <functional>
#include <regex>
#include <sstream>
#include <string_view>

namespace kvolt::test {
namespace fs = std::filesystem;
namespace {

bool is_ours(const std::string& path) {
    const auto begins = [&](std::string_view top) { return path.compare(0, top.size(), top) == 0; };
    return begins("gen/") || begins("sim/") || begins("include/");
}

std::set<std::string> backquoted_folders(const std::string& cell) {
    static const std::regex folder("`([a-z_/]+/)`");
    std::set<std::string> found;
    for (std::sregex_iterator it(cell.begin(), cell.end(), folder), end; it != end; ++it) found.insert((*it)[1]);
    return found;
}

}  // namespace

std::string room_of(const std::string& file) { return file.substr(0, file.rfind('/') + 1); }

std::vector<std::string> source_files(const std::string& root) {
    std::vector<std::string> files;
    for (const char* top : {"gen", "sim", "include"}) {
        for (const auto& entry : fs::recursive_directory_iterator(fs::path(root) / top)) {
            const auto extension = entry.path().extension();
            if (extension == ".cpp" || extension == ".hpp")
                files.push_back(fs::relative(entry.path(), root).generic_string());
        }
    }
    std::sort(files.begin(), files.end());
    return files;
}

std::vector<Include> includes_of(const std::string& root, const std::string& file, const std::string& text) {
    static const std::regex directive("^\\s*#\\s*include\\s*\"([^\"{}]+)\"");
    std::vector<Include> list;
    std::istringstream in(text);
    std::string line;
    for (int number = 1; std::getline(in, line); ++number) {
        std::smatch found;
        if (!std::regex_search(line, found, directive)) continue;
        const std::string name = found[1];
        for (const auto& candidate : {room_of(file) + name, name, "include/" + name}) {
            if (!is_ours(candidate) || !fs::exists(fs::path(root) / candidate)) continue;
            list.push_back({file, candidate, number});
            break;
        }
    }
    return list;
}

std::map<std::string, std::set<std::string>> allowed_arrows(const std::string& page) {
    std::map<std::string, std::set<std::string>> arrows;
    std::istringstream in(page);
    std::string line;
    while (std::getline(in, line)) {
        if (line.compare(0, 3, "| `") != 0) continue;
        const auto first_end = line.find('|', 1), last = line.rfind('|', line.size() - 2);
        const auto rooms = backquoted_folders(line.substr(0, first_end));
        for (const auto& room : rooms) arrows[room] = backquoted_folders(line.substr(last));
    }
    return arrows;
}

std::vector<std::string> find_cycle(const std::map<std::string, std::set<std::string>>& arrows) {
    std::map<std::string, int> state;  // 1 on the path, 2 done
    std::vector<std::string> path;
    const std::function<bool(const std::string&)> visit = [&](const std::string& node) {
        if (state[node] == 2) return false;
        path.push_back(node);
        if (state[node] == 1) {
            path.erase(path.begin(), std::find(path.begin(), path.end(), node));
            return true;
        }
        state[node] = 1;
        if (const auto from = arrows.find(node); from != arrows.end())
            for (const auto& to : from->second)
                if (to != node && visit(to)) return true;
        state[node] = 2;
        path.pop_back();
        return false;
    };
    for (const auto& [node, to] : arrows)
        if (visit(node)) return path;
    return {};
}

}  // namespace kvolt::test
