// SPDX-License-Identifier: Apache-2.0
// Subcommands and their options: what KVolt uses of CLI11. Its headers cost more to compile than the rest of a command:
// only command_line.cpp, paths.cpp and run.cpp read them.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <type_traits>
#include <vector>

namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace kvolt::cli {

/// An option that a command has; a handle, of which copies are the same option. Every function returns the option
/// itself.
class Option {
public:
    explicit Option(CLI::Option* option) : option_(option) {}

    const Option& type_name(const std::string& name) const;
    const Option& description(const std::string& text) const;
    const Option& default_str(const std::string& text) const;
    /// What the variable holds now is what the help shows as the default.
    const Option& capture_default_str() const;
    const Option& required(bool value = true) const;
    /// No more than one value each time that the option is given.
    const Option& one_value() const;
    const Option& delimiter(char separator) const;
    const Option& one_of(const std::vector<std::string>& words) const;
    const Option& existing_file() const;
    const Option& needs(const Option& other) const;
    const Option& excludes(const Option& other) const;
    /// Not in the help: for tests of a check.
    const Option& hidden() const;

private:
    CLI::Option* option_;
};

/// A subcommand, or the program itself; a handle like Option. Where a variable is named, it must outlive the parsing.
class Command {
public:
    explicit Command(CLI::App& app) : app_(&app) {}

    [[nodiscard]] Command subcommand(const std::string& name, const std::string& help) const;

    Option add_option(const std::string& names, std::string& value, const std::string& help = "") const;
    Option add_option(const std::string& names, std::vector<std::string>& values, const std::string& help = "") const;
    /// `take` is called with the text, or with all texts, while the command line is parsed; what it throws ends that.
    Option add_text(const std::string& names, const std::function<void(const std::string&)>& take,
                    const std::string& help) const;
    Option add_texts(const std::string& names, const std::function<void(const std::vector<std::string>&)>& take,
                     const std::string& help) const;
    Option add_flag(const std::string& names, bool& value, const std::string& help = "") const;
    [[nodiscard]] Option get_option(const std::string& name) const;

    void footer(const std::string& text) const;
    void callback(const std::function<void()>& work) const;

    [[nodiscard]] const CLI::App& app() const { return *app_; }

private:
    CLI::App* app_;
};

}  // namespace kvolt::cli
