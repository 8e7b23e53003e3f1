// SPDX-License-Identifier: Apache-2.0
#include "gen/emit/link.hpp"

#include <cctype>
#include <map>
#include <set>

namespace kvolt {
namespace {

bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

std::string_view file_name(std::string_view path) { return path.substr(path.rfind('/') + 1); }

class Linker {
public:
    explicit Linker(const std::vector<File>& library) {
        for (const auto& file : library) modules_.emplace(module_of(file.path), &file);
    }

    /// Depth first: what `text` needs is appended before the caller appends the text's own module.
    void visit(std::string_view text) {
        std::size_t at = 0;
        while (at < text.size()) {
            if (text[at] == '/' && at + 1 < text.size() && text[at + 1] == '/') {
                at = std::min(text.find('\n', at), text.size());
            } else if (is_word(text[at])) {
                const auto from = at;
                while (at < text.size() && is_word(text[at])) ++at;
                need(text.substr(from, at - from));
            } else {
                ++at;
            }
        }
    }

    std::vector<const File*> order;

private:
    void need(std::string_view word) {
        const auto found = modules_.find(word);
        if (found == modules_.end() || !seen_.insert(found->second).second) return;
        visit(found->second->text);
        order.push_back(found->second);
    }

    std::map<std::string, const File*, std::less<>> modules_;
    std::set<const File*> seen_;
};

}  // namespace

std::string module_of(const std::string& path) {
    const auto name = file_name(path);
    return std::string(name.substr(0, name.rfind('.')));
}

std::vector<const File*> linked_modules(const std::vector<const File*>& roots, const std::vector<File>& library) {
    Linker linker(library);
    for (const auto* root : roots) linker.visit(root->text);
    return linker.order;
}

const File* find_by_name(const std::vector<File>& library, std::string_view name) {
    for (const auto& file : library) {
        if (file_name(file.path) == name) return &file;
    }
    return nullptr;
}

}  // namespace kvolt
