// SPDX-License-Identifier: Apache-2.0
// The commands that pages print, wherever they stand: in blocks of console lines, and between backquotes in a sentence.
#pragma once

#include <string>
#include <vector>

namespace kvolt::test {

struct PageCommand {
    std::string page;
    int line = 0;
    std::string text;  ///< one line, `$ ` and comments left out; words such as CFG as they stand

    [[nodiscard]] std::string where() const { return page + ":" + std::to_string(line) + ": " + text; }
};

/// Programs whose calls are commands of a page.
const std::vector<std::string>& page_programs();

/// Of the text of a page. Blocks of a language other than sh are left out.
std::vector<PageCommand> commands_in(const std::string& page, const std::string& text);

/// Of README.md, CONTRIBUTING.md, SECURITY.md and docs/*.md.
const std::vector<PageCommand>& all_page_commands();

/// The blocks of a language: ```python.
std::vector<std::string> blocks_in(const std::string& text, const std::string& language);

/// What a reader puts in the place of CFG, SUITE, FILE..., so that the command is one; brackets of what may be left out
/// are gone.
std::string filled_in(const std::string& command);

/// Words as a shell would make them, quotes taken off; ends at a pipe, a redirection, a second command.
std::vector<std::string> words_of(const std::string& command);

}  // namespace kvolt::test
