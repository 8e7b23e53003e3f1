// SPDX-License-Identifier: Apache-2.0
#include "tests/house/tree.hpp"

#include <sys/wait.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace kvolt::test {
namespace {

const std::string root = KVOLT_SOURCE_DIR;

/// A copy of the tree without its history (a tarball, a chroot) is walked instead.
std::vector<std::string> walk() {
    namespace fs = std::filesystem;
    std::vector<std::string> files;
    for (auto it = fs::recursive_directory_iterator(root); it != fs::recursive_directory_iterator(); ++it) {
        const auto path = fs::relative(it->path(), root).generic_string();
        const bool generated =
            path.find('/') == std::string::npos && (is_below(path, "build") || is_below(path, "out"));
        if (it->is_directory() && (generated || path == ".git"))
            it.disable_recursion_pending();
        else if (it->is_regular_file())
            files.push_back(path);
    }
    return files;
}

std::vector<std::string> list() {
    std::vector<std::string> files;
    const auto git = in_tree("git ls-files --cached --others --exclude-standard 2>/dev/null");
    std::istringstream lines(git.output);
    for (std::string line; std::getline(lines, line);)
        if (std::filesystem::exists(root + "/" + line)) files.push_back(line);
    if (git.status != 0 || files.empty()) files = walk();
    std::sort(files.begin(), files.end());
    return files;
}

}  // namespace

const std::vector<std::string>& tree_files() {
    static const std::vector<std::string> files = list();
    return files;
}

std::string tree_text(const std::string& file) {
    std::ifstream in(root + "/" + file, std::ios::binary);
    if (!in) throw std::runtime_error(file + " cannot be read");
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
}

bool has_extension(const std::string& file, const std::vector<std::string>& extensions) {
    const auto extension = std::filesystem::path(file).extension().string();
    return std::find(extensions.begin(), extensions.end(), extension) != extensions.end();
}

bool is_below(const std::string& file, const std::string& folder) {
    return file.compare(0, folder.size(), folder) == 0;
}

CommandOutcome in_tree(const std::string& command) {
    CommandOutcome outcome;
    FILE* pipe = popen(("cd '" + root + "' && " + command).c_str(), "r");
    if (pipe == nullptr) throw std::runtime_error("no shell");
    char buffer[4096];
    for (std::size_t got = 0; (got = fread(buffer, 1, sizeof buffer, pipe)) > 0;) outcome.output.append(buffer, got);
    const int status = pclose(pipe);
    outcome.status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    return outcome;
}

}  // namespace kvolt::test
