// SPDX-License-Identifier: Apache-2.0
// Pages that a person can read: short paragraphs, lines that fit, links that lead somewhere, an index that knows them
// all.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <regex>
#include <sstream>

#include "tests/house/tree.hpp"

namespace kvolt::test {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMostWords = 110, kMostColumns = 120;

std::vector<std::string> pages() {
    std::vector<std::string> list;
    for (const auto& file : tree_files())
        if (has_extension(file, {".md"}) && !is_below(file, "tests/golden/")) list.push_back(file);
    return list;
}

/// Lines with their numbers, code blocks left out.
std::vector<std::pair<int, std::string>> prose_lines(const std::string& text) {
    std::vector<std::pair<int, std::string>> lines;
    std::istringstream in(text);
    bool code = false;
    int number = 0;
    for (std::string line; std::getline(in, line);) {
        ++number;
        const bool fence = line.find("```") != std::string::npos && line.find_first_not_of(' ') == line.find("```");
        if (fence) code = !code;
        lines.emplace_back(number, code || fence ? "" : line);
    }
    return lines;
}

bool is_table(const std::string& line) { return line.find_first_not_of(' ') == line.find('|') && !line.empty(); }

std::size_t words_of(const std::string& text) {
    std::istringstream in(text);
    return static_cast<std::size_t>(std::distance(std::istream_iterator<std::string>(in), {}));
}

/// Beginnings of paragraphs with too many words, as `line: words`.
std::vector<std::string> long_paragraphs(const std::string& text) {
    static const std::regex item("^\\s*([-*]|\\d+\\.) .*"), apart("^\\s*[#<!].*|^    .*");
    std::vector<std::string> found;
    std::string paragraph;
    int begin = 0;
    auto lines = prose_lines(text);
    lines.emplace_back(0, "");
    for (const auto& [number, line] : lines) {
        const bool ends = line.find_first_not_of(' ') == std::string::npos || is_table(line) ||
                          std::regex_match(line, item) || std::regex_match(line, apart);
        if (ends) {
            if (words_of(paragraph) > kMostWords)
                found.push_back(std::to_string(begin) + ": " + std::to_string(words_of(paragraph)) + " words");
            paragraph = std::regex_match(line, item) ? line : "";
            begin = number;
        } else {
            if (paragraph.empty()) begin = number;
            paragraph += " " + line;
        }
    }
    return found;
}

std::vector<std::string> links_of(const std::string& text) {
    static const std::regex link("\\]\\(([^)#\\s]+)(#[^)]*)?\\)");
    std::vector<std::string> list;
    for (std::sregex_iterator it(text.begin(), text.end(), link), end; it != end; ++it) list.push_back((*it)[1]);
    return list;
}

TEST(HousePages, LinksLeadSomewhere) {
    for (const auto& page : pages())
        for (const auto& link : links_of(tree_text(page))) {
            if (link.find("://") != std::string::npos) continue;
            const auto target = fs::path(KVOLT_SOURCE_DIR) / fs::path(page).parent_path() / link;
            EXPECT_TRUE(fs::exists(target)) << page << ": " << link;
        }
}

TEST(HousePages, TheIndexKnowsEveryPage) {
    const auto index = links_of(tree_text("docs/README.md"));
    for (const auto& page : pages()) {
        if (!is_below(page, "docs/") || page == "docs/README.md") continue;
        EXPECT_NE(std::find(index.begin(), index.end(), page.substr(5)), index.end())
            << page << " is not in docs/README.md";
    }
}

TEST(HousePages, EveryPictureIsOnAPage) {
    std::string all;
    for (const auto& page : pages()) all += tree_text(page);
    for (const auto& file : tree_files())
        EXPECT_TRUE(!is_below(file, "docs/pictures/") || all.find(file.substr(5)) != std::string::npos) << file;
}

TEST(HousePages, ParagraphsCanBeRead) {
    for (const auto& page : pages())
        for (const auto& found : long_paragraphs(tree_text(page))) ADD_FAILURE() << page << ":" << found;
    std::string words;
    for (int i = 0; i < 111; ++i) words += "word\n";
    EXPECT_EQ(long_paragraphs("# Title\n\n" + words), (std::vector<std::string>{"3: 111 words"}));
}

TEST(HousePages, LinesFitAScreen) {
    for (const auto& page : pages())
        for (const auto& [number, line] : prose_lines(tree_text(page))) {
            if (is_table(line) || line.find("](http") != std::string::npos) continue;
            EXPECT_LE(line.size(), kMostColumns) << page << ":" << number;
        }
}

TEST(HousePages, TellNoHistoryAndNameNoPrivatePlace) {
    const std::regex history("\\(was [0-9]|an earlier pass|a run before had", std::regex::icase);
    for (const auto& page : pages()) {
        const auto text = tree_text(page);
        const bool told = page != "CHANGELOG.md" && std::regex_search(text, history);
        EXPECT_FALSE(told) << page << ": history goes to CHANGELOG.md";
        EXPECT_EQ(text.find("../shared"), std::string::npos) << page;
    }
}

}  // namespace
}  // namespace kvolt::test
