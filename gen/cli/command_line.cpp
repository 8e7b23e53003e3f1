// SPDX-License-Identifier: Apache-2.0
#include "gen/cli/command_line.hpp"

#include <CLI/CLI.hpp>

namespace kvolt::cli {

const Option& Option::type_name(const std::string& name) const {
    option_->type_name(name);
    return *this;
}

const Option& Option::description(const std::string& text) const {
    option_->description(text);
    return *this;
}

const Option& Option::default_str(const std::string& text) const {
    option_->default_str(text);
    return *this;
}

const Option& Option::capture_default_str() const {
    option_->capture_default_str();
    return *this;
}

const Option& Option::required(bool value) const {
    option_->required(value);
    return *this;
}

const Option& Option::one_value() const {
    option_->allow_extra_args(false);
    return *this;
}

const Option& Option::delimiter(char separator) const {
    option_->delimiter(separator);
    return *this;
}

const Option& Option::one_of(const std::vector<std::string>& words) const {
    option_->check(CLI::IsMember(words));
    return *this;
}

const Option& Option::existing_file() const {
    option_->check(CLI::ExistingFile);
    return *this;
}

const Option& Option::needs(const Option& other) const {
    option_->needs(other.option_);
    return *this;
}

const Option& Option::excludes(const Option& other) const {
    option_->excludes(other.option_);
    return *this;
}

const Option& Option::hidden() const {
    option_->group("");
    return *this;
}

Command Command::subcommand(const std::string& name, const std::string& help) const {
    return Command(*app_->add_subcommand(name, help));
}

Option Command::add_option(const std::string& names, std::string& value, const std::string& help) const {
    return Option(app_->add_option(names, value, help));
}

Option Command::add_option(const std::string& names, std::vector<std::string>& values, const std::string& help) const {
    return Option(app_->add_option(names, values, help));
}

Option Command::add_text(const std::string& names, const std::function<void(const std::string&)>& take,
                         const std::string& help) const {
    return Option(app_->add_option_function<std::string>(names, take, help));
}

Option Command::add_texts(const std::string& names, const std::function<void(const std::vector<std::string>&)>& take,
                          const std::string& help) const {
    return Option(app_->add_option_function<std::vector<std::string>>(names, take, help));
}

Option Command::add_flag(const std::string& names, bool& value, const std::string& help) const {
    return Option(app_->add_flag(names, value, help));
}

Option Command::get_option(const std::string& name) const { return Option(app_->get_option(name)); }

void Command::footer(const std::string& text) const { app_->footer(text); }

void Command::callback(const std::function<void()>& work) const { app_->callback(work); }

}  // namespace kvolt::cli
