// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <memory>
#include <nlohmann/json.hpp>

#include "gen/cli/commands.hpp"
#include "gen/cli/numbers.hpp"
#include "gen/cli/paths.hpp"
#include "gen/config/load_config.hpp"
#include "gen/design/elaborate.hpp"
#include "gen/design/normalizer.hpp"
#include "gen/flows/estimate/normalizer_area.hpp"
#include "gen/support/diagnostics.hpp"
#include "gen/support/terminal.hpp"
#include "sim/model/normalizer_error.hpp"

namespace kvolt::cli {
namespace {

struct NormalizersArguments {
    ConfigArguments config;
    std::vector<int> bits{2, 3, 4, 5, 6, 7, 8};
    std::size_t tokens = 512;
    std::uint64_t seed = 1;
    std::string technology = "osu018";
    std::vector<std::string> liberty;
    bool no_area = false, json = false;
};

struct Row {
    const Normalizer* kind = nullptr;
    Design design;
    double error_codes = 0, bound_codes = 0;
    int latency = 0;
    AttentionError attention;
    NormalizerArea area;
};

Row row_of(const NormalizersArguments& arguments, const Normalizer& kind, int bits) {
    auto overrides = arguments.config.overrides;
    overrides.push_back(fmt::format("normalizer.kind={}", kind.name));
    overrides.push_back(fmt::format("bits.phi={}", bits));
    Row row;
    row.kind = &kind;
    row.design = elaborate(load_config(arguments.config.config, overrides));
    const auto& setting = row.design.adc.normalizer;
    if (!row.design.adc.on)
        throw InputError({{{arguments.config.config, 0},
                           "score.path",
                           "the pulse path has no digital normalizer",
                           "--set score.path=adc, or preset adc-ramp"}});
    row.error_codes = normalizer_error_codes(setting);
    row.bound_codes = kind.error_bound(setting);
    row.latency = row.design.adc.normalizer_cycles;
    row.attention = attention_error(row.design, arguments.tokens, arguments.seed);
    if (!arguments.no_area) row.area = estimate_normalizer_area(row.design, arguments.technology, arguments.liberty);
    return row;
}

nlohmann::ordered_json json_of(const NormalizersArguments& arguments, const Row& row) {
    nlohmann::ordered_json out{{"kind", row.kind->name},
                               {"bits", row.design.adc.phi_bits},
                               {"error_codes", row.error_codes},
                               {"bound_codes", row.bound_codes},
                               {"error_full_scale", row.error_codes / row.design.adc.phi_max},
                               {"latency_cycles", row.latency},
                               {"attention_rms", row.attention.rms},
                               {"attention_snr_db", row.attention.snr_db}};
    if (!arguments.no_area) {
        out["area_um2"] = row.area.normalizer_um2;
        out["divider_um2"] = row.area.divider_um2;
        out["flip_flops"] = row.area.flip_flops;
    }
    return out;
}

/// Markdown, which reads well on a terminal too.
void print_table(const NormalizersArguments& arguments, const std::vector<Row>& rows) {
    const bool area = !arguments.no_area;
    fmt::print(
        "| kind        | bits | error, LSB (bound) | error, % of full scale | latency, cycles |{} attention RMS, % of "
        "full scale | attention SNR, dB |\n",
        area ? " area, um2 | divider, um2 |" : "");
    fmt::print("|---|---|---|---|---|{}---|---|\n", area ? "---|---|" : "");
    for (const auto& row : rows) {
        const auto areas = fmt::format(" {:9.0f} | {:12} |", row.area.normalizer_um2,
                                       row.area.divider_um2 > 0 ? fmt::format("{:.0f}", row.area.divider_um2) : "none");
        fmt::print("| {:<11} | {:4} | {:9.3f} ({:.3f})  | {:22.2f} | {:15} |{} {:32.2f} | {:17.1f} |\n", row.kind->name,
                   row.design.adc.phi_bits, row.error_codes, row.bound_codes,
                   100 * row.error_codes / row.design.adc.phi_max, row.latency, area ? areas : "",
                   100 * row.attention.rms, row.attention.snr_db);
    }
}

void compare(const NormalizersArguments& arguments) {
    std::vector<Row> rows;
    auto json = nlohmann::ordered_json::array();
    ProgressLine line;
    for (const auto* kind : normalizers())
        for (const int bits : arguments.bits) {
            line.say(fmt::format("{}, {} bits ...", kind->name, bits));
            rows.push_back(row_of(arguments, *kind, bits));
            json.push_back(json_of(arguments, rows.back()));
        }
    line.clear();
    if (arguments.json)
        fmt::print("{}\n", json.dump(2));
    else
        print_table(arguments, rows);
}

}  // namespace

void add_normalizers_command(const Command& app) {
    const auto command =
        app.subcommand("normalizers", "compare the normalizers of the adc path: error, latency, area, attention error");
    auto a = std::make_shared<NormalizersArguments>();
    a->config.config = "adc-ramp";
    command.add_option("CFG", a->config.config, "TOML file, or the name of a preset, of the adc path")
        .type_name(configuration_or_preset)
        .capture_default_str();
    command.add_option("--set", a->config.overrides, "override one key (repeatable)")
        .type_name("KEY=VALUE")
        .one_value();
    add_numbers(command, "--bits", a->bits, 2, 8, "widths of the phi code")
        .delimiter(',')
        .default_str(fmt::format("{}", fmt::join(a->bits, ",")));
    add_number_with_default(command, "--tokens", a->tokens, std::size_t{1}, std::size_t{1000000},
                            "random tokens for the attention error, after the window has filled");
    add_number_with_default(command, "--seed", a->seed, std::uint64_t{0}, most_seed, "seed of the tokens");
    command.add_option("--tech", a->technology, "technology of the area").type_name("TECHNOLOGY").capture_default_str();
    add_input_files(command, "--liberty", a->liberty,
                    "Liberty file, plain or gzip, instead of --tech; once for each file")
        .one_value();
    command.add_flag("--no-area", a->no_area, "without synthesis, which takes seconds each");
    command.add_flag("--json", a->json, "as JSON");
    command.footer(
        "Errors are computed, areas estimated by yosys.\nExample:\n  kvolt normalizers --bits 4,6 --no-area");
    command.callback([a] { compare(*a); });
}

}  // namespace kvolt::cli
