// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <filesystem>
#include <memory>

#include "gen/cli/commands.hpp"
#include "gen/cli/paths.hpp"
#include "gen/config/load_config.hpp"
#include "gen/design/elaborate.hpp"
#include "gen/draw/pictures.hpp"
#include "gen/support/diagnostics.hpp"
#include "gen/support/output_file.hpp"
#include "gen/support/text_distance.hpp"

namespace kvolt::cli {
namespace {

struct DrawArguments {
    std::string config;
    std::vector<std::string> names, overrides;
    std::string output;
    bool list = false;
};

[[noreturn]] void refuse(const std::string& what, const std::string& problem, const std::string& allowed) {
    throw InputError({{{"kvolt draw", 0}, what, problem, allowed}});
}

std::string name_list() {
    std::string list;
    for (const auto& picture : pictures()) list += fmt::format("{}{}", list.empty() ? "" : ", ", picture.name);
    return list;
}

void print_list() {
    for (const auto& picture : pictures()) fmt::print("{:<12} {}\n", picture.name, picture.sentence);
}

/// Those that were named, or all that this design has; throws for a name that is none, and for a picture that the
/// design has nothing for.
std::vector<const Picture*> chosen(const DrawArguments& arguments, const Design& design) {
    std::vector<const Picture*> list;
    for (const auto& name : arguments.names) {
        const auto* picture = find_picture(name);
        if (picture == nullptr) {
            std::vector<std::string> names;
            for (const auto& each : pictures()) names.emplace_back(each.name);
            const auto hint = did_you_mean(name, names);
            refuse(name, "no such picture", hint.empty() ? name_list() : hint);
        }
        const auto reason = picture->refusal(design);
        if (!reason.empty()) refuse(name, reason, "another picture, or another configuration");
        list.push_back(picture);
    }
    if (!arguments.names.empty()) return list;
    for (const auto& picture : pictures())
        if (picture.refusal(design).empty()) list.push_back(&picture);
    return list;
}

/// What repeats a picture; it stands in it.
std::string command_of(const DrawArguments& arguments, const Picture& picture) {
    auto text = fmt::format("kvolt draw {} {}", arguments.config, picture.name);
    for (const auto& change : arguments.overrides) text += " --set " + change;
    return text;
}

void draw(const DrawArguments& arguments) {
    if (arguments.list) return print_list();
    if (arguments.config.empty())
        refuse("CFG", "is required", "a TOML file or a preset; --list says which pictures there are");
    const auto design = elaborate(load_config(arguments.config, arguments.overrides));
    const auto list = chosen(arguments, design);
    if (arguments.output.empty() && arguments.names.size() != 1)
        refuse("-o", "is missing", "one picture goes to standard output, several into a directory");
    for (const auto* picture : list) {
        const auto text = picture->draw(design, command_of(arguments, *picture)).finish();
        if (arguments.output.empty()) {
            fmt::print("{}", text);
            continue;
        }
        std::error_code failed;
        std::filesystem::create_directories(arguments.output, failed);
        if (failed) throw InputError(arguments.output, "cannot be made: " + failed.message());
        const auto path = fmt::format("{}/{}.svg", arguments.output, picture->name);
        OutputFile(path).write(text);
        fmt::print("{}  {}\n", path, picture->sentence);
    }
}

}  // namespace

void add_draw_command(const Command& app) {
    const auto command =
        app.subcommand("draw", "pictures of an engine as SVG: schedule, tile, head, packets, registers, window");
    auto arguments = std::make_shared<DrawArguments>();
    command.add_option("CFG", arguments->config, "TOML file, or the name of a preset")
        .type_name(configuration_or_preset);
    command
        .add_option("PICTURE", arguments->names,
                    "pictures to draw (default: all); one goes to standard output without -o")
        .type_name("PICTURE");
    command.add_option("--set", arguments->overrides, "override one key: --set head.tiles=4 (repeatable)")
        .type_name("KEY=VALUE")
        .one_value();
    add_output_folder(command, "-o,--output", arguments->output, "directory to write PICTURE.svg into");
    command.add_flag("--list", arguments->list, "which pictures there are");
    command.footer(
        "Examples:\n  kvolt draw paper -o pictures\n  kvolt draw tile64 waveform --set analog.integrators=2 > "
        "overlap.svg");
    command.callback([arguments] { draw(*arguments); });
}

}  // namespace kvolt::cli
