// SPDX-License-Identifier: Apache-2.0
// Options that name files. Every command adds them here, so that what cannot be written is refused before any work is
// done, and nothing that is written destroys what is read.
#pragma once

#include <string>
#include <vector>

#include "gen/cli/command_line.hpp"
#include "gen/support/output_directory.hpp"
#include "gen/support/output_file.hpp"

namespace kvolt::cli {

// What an option says that it wants; the help shows it, and check_paths() and the tests of all options go by it.
inline constexpr const char* input_file = "INPUT-FILE";
inline constexpr const char* configuration_or_preset = "CFG";
inline constexpr const char* suite_or_name = "SUITE";
inline constexpr const char* output_file = "OUTPUT-FILE";
inline constexpr const char* output_folder = "OUTPUT-FOLDER";
inline constexpr const char* output_directory = "OUTPUT-DIRECTORY";

Option add_input_file(const Command& command, const std::string& names, std::string& path, const std::string& help);
/// Repeatable.
Option add_input_files(const Command& command, const std::string& names, std::vector<std::string>& paths,
                       const std::string& help);

/// The file is checked while the command line is parsed: InputError.
Option add_output_file(const Command& command, const std::string& names, OutputFile& file, const std::string& help);

/// The same for a directory; adds --force beside it.
Option add_output_directory(const Command& command, const std::string& names, OutputDirectory& directory,
                            const std::string& help);

/// A directory that a command fills step by step and goes on with: new, empty, or one that holds `record`.
Option add_work_directory(const Command& command, const std::string& names, std::string& directory,
                          const std::string& record, const std::string& help);

/// A directory, new or not, into which files are written beside whatever is there.
Option add_output_folder(const Command& command, const std::string& names, std::string& directory,
                         const std::string& help);

/// Throws InputError where two outputs, or an output and an input, are the same file.
void check_paths(const CLI::App& command);

/// The same for an input that a file names and not the command line. Throws InputError.
void refuse_claimed(const CLI::App& command, const std::string& input);

}  // namespace kvolt::cli
