// SPDX-License-Identifier: Apache-2.0
#include "tests/pages/page_commands.hpp"

#include <algorithm>
#include <filesystem>
#include <regex>
#include <sstream>

#include "gen/support/file_io.hpp"

namespace kvolt::test {
namespace fs = std::filesystem;
namespace {

const std::string root = KVOLT_SOURCE_DIR;

bool begins(const std::string& text, const std::string& with) { return text.compare(0, with.size(), with) == 0; }

std::string trimmed(std::string text) {
    text.erase(0, text.find_first_not_of(' '));
    text.erase(text.find_last_not_of(' ') + 1);
    return text;
}

bool is_command(const std::string& text) {
    const auto program = text.substr(0, text.find(' '));
    for (const auto& name : page_programs()) {
        const bool folder = name.back() == '/';
        // Names of programs alone are talk, those of scripts are calls.
        if (folder ? begins(program, name) && program.size() > name.size() && program != "build/bin/kvolt"
                   : program == name && text.size() > program.size())
            return true;
    }
    return begins(text, "build/bin/kvolt ");
}

/// A line of a console without its prompt and without the comment behind it.
std::string console_line(std::string line) {
    if (begins(line, "$ ")) line.erase(0, 2);
    static const std::regex comment("(^|\\s+)#(\\s.*)?$");
    return trimmed(std::regex_replace(line, comment, ""));
}

class Reader {
public:
    Reader(const std::string& page, const std::string& text) : page_(page), in_(text) {}

    std::vector<PageCommand> read() {
        for (std::string line; std::getline(in_, line);) {
            ++number_;
            if (begins(trimmed(line), "```")) {
                fence(trimmed(line).substr(3));
            } else if (block_) {
                console(line);
            } else if (!skipped_) {
                prose(line);
            }
        }
        spans();
        return std::move(found_);
    }

private:
    void fence(const std::string& language) {
        spans();
        if (block_ || skipped_)
            block_ = skipped_ = false;
        else
            (language.empty() || language == "sh" ? block_ : skipped_) = true;
    }

    void console(const std::string& line) {
        if (pending_.empty()) begin_ = number_;
        pending_ += line;
        if (!pending_.empty() && pending_.back() == '\\') {
            pending_.back() = ' ';
            return;
        }
        add(begin_, console_line(pending_));
        pending_.clear();
    }

    /// A span may go on in the next line of its paragraph; a row of a table is one.
    void prose(const std::string& line) {
        const auto text = trimmed(line);
        if (text.empty() || text[0] == '|') spans();
        if (paragraph_.empty()) begin_ = number_;
        paragraph_ += text + " ";
        if (!text.empty() && text[0] == '|') spans();
    }

    void spans() {
        static const std::regex span("`([^`]+)`");
        for (std::sregex_iterator it(paragraph_.begin(), paragraph_.end(), span), end; it != end; ++it)
            add(begin_, trimmed((*it)[1]));
        paragraph_.clear();
    }

    void add(int line, const std::string& text) {
        if (is_command(text)) found_.push_back({page_, line, text});
    }

    std::string page_;
    std::istringstream in_;
    int number_ = 0, begin_ = 0;
    bool block_ = false, skipped_ = false;
    std::string pending_, paragraph_;
    std::vector<PageCommand> found_;
};

}  // namespace

const std::vector<std::string>& page_programs() {
    static const std::vector<std::string> programs{"kvolt",          "scripts/", "build/bin/",
                                                   "docs/examples/", "cmake",    "ctest"};
    return programs;
}

std::vector<PageCommand> commands_in(const std::string& page, const std::string& text) {
    return Reader(page, text).read();
}

const std::vector<PageCommand>& all_page_commands() {
    static const std::vector<PageCommand> all = [] {
        std::vector<std::string> pages{"README.md", "CONTRIBUTING.md", "SECURITY.md"};
        for (const auto& entry : fs::directory_iterator(root + "/docs"))
            if (entry.path().extension() == ".md") pages.push_back("docs/" + entry.path().filename().string());
        std::sort(pages.begin(), pages.end());
        std::vector<PageCommand> list;
        for (const auto& page : pages)
            for (auto& command : commands_in(page, read_text(root + "/" + page))) list.push_back(std::move(command));
        return list;
    }();
    return all;
}

std::vector<std::string> blocks_in(const std::string& text, const std::string& language) {
    std::vector<std::string> blocks;
    const std::string begin = "```" + language + "\n";
    for (auto at = text.find(begin); at != std::string::npos; at = text.find(begin, at + 1)) {
        const auto from = at + begin.size();
        blocks.push_back(text.substr(from, text.find("```", from) - from));
    }
    return blocks;
}

std::string filled_in(const std::string& command) {
    static const std::vector<std::pair<std::regex, std::string>> table{
        {std::regex("build/bin/kvolt "), "kvolt "},
        {std::regex(R"(\[([^\]]*)\])"), "$1"},
        {std::regex(R"( \.\.\.)"), ""},
        {std::regex(R"(\bCFG\b)"), "tiny"},
        {std::regex(R"(\bSUITE\b)"), "quick"},
        {std::regex(R"(\bDIR\b)"), "directory"},
        {std::regex(R"(\bDIR/)"), "directory/"},
        {std::regex(R"(\bFILE\b)"), "a_file"},
        {std::regex(R"( NAME )"), " waveform "},
        {std::regex(R"(\bNAME\.svg)"), "waveform.svg"},
        {std::regex(R"(\bX\.npz)"), "qkv.npz"},
        {std::regex(R"(\bY\.npz)"), "attention.npz"},
        {std::regex(R"((--chips|--tokens) N\b)"), "$1 1"},
        {std::regex(R"(\\\|)"), "|"},
        {std::regex(R"( READER\b)"), " config"},
    };
    auto text = command;
    for (const auto& [pattern, with] : table) text = std::regex_replace(text, pattern, with);
    return text;
}

std::vector<std::string> words_of(const std::string& command) {
    std::vector<std::string> words;
    std::string word;
    bool in_word = false;
    char quote = 0;
    const auto end_word = [&] {
        if (in_word) words.push_back(word);
        word.clear();
        in_word = false;
    };
    for (const char c : command) {
        if (quote != 0) {
            if (c == quote)
                quote = 0;
            else
                word += c;
        } else if (c == '\'' || c == '"') {
            quote = c;
            in_word = true;
        } else if (c == '|' || c == '>' || c == '<' || c == ';' || c == '&') {
            break;
        } else if (c == ' ') {
            end_word();
        } else {
            word += c;
            in_word = true;
        }
    }
    end_word();
    return words;
}

}  // namespace kvolt::test
