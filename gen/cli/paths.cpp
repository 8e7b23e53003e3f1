// SPDX-License-Identifier: Apache-2.0
#include "gen/cli/paths.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <filesystem>
#include <map>
#include <memory>

#include "gen/support/diagnostics.hpp"

namespace kvolt::cli {
namespace {

bool is_output(const CLI::Option& option) {
    return option.get_type_name() == output_file || option.get_type_name() == output_directory;
}

bool is_input(const CLI::Option& option) {
    const auto type = option.get_type_name();
    return type == input_file || type == configuration_or_preset || type == suite_or_name;
}

/// Outputs of the command line by identity, each with its option.
std::map<std::string, std::string> outputs_of(const CLI::App& command) {
    std::map<std::string, std::string> outputs;
    for (const auto* option : command.get_options()) {
        if (!is_output(*option)) continue;
        for (const auto& path : option->results()) {
            const auto identity = identity_of(path);
            if (identity.empty()) continue;
            const auto [other, is_new] = outputs.emplace(identity, option->get_name());
            if (!is_new)
                throw InputError({{{path, 0},
                                   "",
                                   fmt::format("is named by {} and by {}", other->second, option->get_name()),
                                   "two outputs are two files"}});
        }
    }
    return outputs;
}

void refuse_output(const std::map<std::string, std::string>& outputs, const std::string& input) {
    if (!std::filesystem::exists(input)) return;  // the name of something in the binary
    const auto found = outputs.find(identity_of(input));
    if (found == outputs.end()) return;
    throw InputError(
        {{{input, 0}, "", fmt::format("is an input, and {} would replace it", found->second), "name another file"}});
}

}  // namespace

Option add_input_file(const Command& command, const std::string& names, std::string& path, const std::string& help) {
    return command.add_option(names, path, help).type_name(input_file);
}

Option add_input_files(const Command& command, const std::string& names, std::vector<std::string>& paths,
                       const std::string& help) {
    return command.add_option(names, paths, help).type_name(input_file);
}

Option add_output_file(const Command& command, const std::string& names, OutputFile& file, const std::string& help) {
    const auto check = [&file](const std::string& path) { file = OutputFile(path); };
    return command.add_text(names, check, help).type_name(output_file);
}

Option add_output_directory(const Command& command, const std::string& names, OutputDirectory& directory,
                            const std::string& help) {
    // Options are read in the order in which they were added: the flag is known when the directory is checked.
    const auto force = std::make_shared<bool>(false);
    command.add_flag("--force", *force, "replace an earlier output even where somebody has changed it");
    const auto check = [&directory, force](const std::string& path) { directory = OutputDirectory(path, *force); };
    return command.add_text(names, check, help).type_name(output_directory);
}

Option add_work_directory(const Command& command, const std::string& names, std::string& directory,
                          const std::string& record, const std::string& help) {
    const auto check = [&directory, record](const std::string& path) {
        refuse_foreign_work(path, record);
        directory = path;
    };
    return command.add_text(names, check, help).type_name(output_directory);
}

Option add_output_folder(const Command& command, const std::string& names, std::string& directory,
                         const std::string& help) {
    const auto check = [&directory](const std::string& path) {
        refuse_unusable_folder(path);
        directory = path;
    };
    return command.add_text(names, check, help).type_name(output_folder);
}

void check_paths(const CLI::App& command) {
    const auto outputs = outputs_of(command);
    for (const auto* option : command.get_options())
        if (is_input(*option))
            for (const auto& path : option->results()) refuse_output(outputs, path);
}

void refuse_claimed(const CLI::App& command, const std::string& input) { refuse_output(outputs_of(command), input); }

}  // namespace kvolt::cli
