// SPDX-License-Identifier: Apache-2.0
#include "gen/cli/simulate_accuracy.hpp"

#include <fmt/format.h>

#include <array>
#include <cmath>
#include <nlohmann/json.hpp>

namespace kvolt::cli {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::array<const char*, budget_models> model_names{"exact softmax", "softmax-free float", "own cell",
                                                             "leakage",       "clipping",           "input codes",
                                                             "score codes",   "output codes",       "imperfections"};

constexpr std::size_t at(BudgetModel model) { return static_cast<std::size_t>(model); }

/// Rows that a design has: only converted scores have codes.
bool has(const Design& design, std::size_t model) { return model != at(BudgetModel::scores) || design.adc.on; }

std::string layout_text(const TokenSet& tokens, KindMix kinds) {
    const auto& a = tokens.arrays();
    std::string heads = a.query_heads == a.heads
                            ? fmt::format("{} head{}", a.heads, a.heads == 1 ? "" : "s")
                            : fmt::format("{} query heads on {} K/V heads", a.query_heads, a.heads);
    std::string order;
    if (kinds == KindMix::vit)
        order = fmt::format("{} tokens written, then {} queries", a.stored, a.queries);
    else if (a.queries < a.stored)
        order = fmt::format("{} tokens written (prefill), then {} tokens with their queries", a.stored - a.queries,
                            a.queries);
    else
        order =
            fmt::format("{} tokens, each written with its quer{}", a.stored, a.query_heads == a.heads ? "y" : "ies");
    return fmt::format("{} sequence{}, {}; {}", a.sequences, a.sequences == 1 ? "" : "s", heads, order);
}

std::string range_text(const InputRange& range) {
    const char* unit = range.name == "Q" ? "" : " V";
    if (range.codes) return fmt::format("{} is codes", range.name);
    auto text = fmt::format("{} runs from {:.6g} to {:.6g}{} of 0..{}", range.name, range.lowest, range.highest, unit,
                            range.full_scale);
    if (range.below + range.above > 0)
        text += fmt::format(", {:.3g} % below and {:.3g} % above CLAMPED", 100 * range.below, 100 * range.above);
    return text;
}

std::string number(const char* format, const ChipStatistic& value, int chips) {
    const auto text = fmt::format(fmt::runtime(format), value.mean);
    return chips > 1 ? text + " +- " + fmt::format(fmt::runtime(format), value.sigma) : text;
}

std::string rms_text(const ChipStatistic& value, int chips) { return number("{:.5f}", value, chips); }

std::string decibel_text(const ChipStatistic& value, int chips) {
    if (std::isnan(value.mean)) return "no signal";
    if (std::isinf(value.mean)) return "equal";
    return number("{:.2f}", value, chips);
}

Json statistic_json(const ChipStatistic& value) {
    return {{"mean", decibel_json(value.mean)}, {"sigma", decibel_json(value.sigma)}};
}

Json head_json(const Design& design, const HeadBudget& head) {
    Json models = Json::array();
    for (std::size_t m = 0; m < budget_models; ++m) {
        if (!has(design, m)) continue;
        const auto& row = head.rows[m];
        Json entry{{"model", model_names[m]}, {"rms", row.rms}};
        if (m > 0) entry["step"] = {{"rms", statistic_json(row.step)}, {"db", statistic_json(row.step_db)}};
        if (m != at(BudgetModel::imperfections))
            entry["engine"] = {{"rms", statistic_json(row.engine)}, {"db", statistic_json(row.engine_db)}};
        models.push_back(std::move(entry));
    }
    Json out{{"queries", head.queries}, {"models", std::move(models)}};
    Json softmax{{"queries", head.softmax_queries}};
    if (head.softmax_temperature_ua > 0) {
        softmax["temperature_ua"] = head.softmax_temperature_ua;
        softmax["gain"] = head.softmax_gain;
    }
    out["softmax"] = std::move(softmax);
    out["phi_zero"] = head.phi_zero;
    out["phi_one"] = head.phi_one;
    out["clipped"] = head.clipped;
    return out;
}

std::string table_text(const Design& design, const ErrorBudget& budget) {
    const auto& rows = budget.all.rows;
    const int wide = budget.chips > 1 ? 20 : 9;
    std::string text = fmt::format("            {:<20}{:>{}}{:>{}}{:>{}}{:>{}}\n", "", "adds, RMS", wide, "dB", wide,
                                   "engine, RMS", wide + 4, "dB", wide);
    for (std::size_t m = 0; m < budget_models; ++m) {
        if (!has(design, m)) continue;
        const bool last = m == at(BudgetModel::imperfections), first = m == 0;
        // Only what depends on the chip has a spread.
        const int step_chips = last ? budget.chips : 1;
        text += fmt::format("            {:<20}{:>{}}{:>{}}{:>{}}{:>{}}\n", model_names[m],
                            first ? "" : rms_text(rows[m].step, step_chips), wide,
                            first ? "" : decibel_text(rows[m].step_db, step_chips), wide,
                            last ? "" : rms_text(rows[m].engine, budget.chips), wide + 4,
                            last ? "" : decibel_text(rows[m].engine_db, budget.chips), wide);
    }
    return text;
}

}  // namespace

Json decibel_json(double decibel) { return std::isfinite(decibel) ? Json(decibel) : Json(nullptr); }

std::string inputs_text(const TokenSet& tokens, KindMix kinds) {
    if (tokens.inputs().empty()) return "";
    std::string text = fmt::format("  input     {}\n", layout_text(tokens, kinds));
    for (const auto& range : tokens.inputs()) text += fmt::format("            {}\n", range_text(range));
    return text;
}

Json inputs_json(const TokenSet& tokens, KindMix kinds) {
    if (tokens.inputs().empty()) return nullptr;
    const auto& a = tokens.arrays();
    Json out{
        {"sequences", a.sequences},     {"heads", a.heads},
        {"query_heads", a.query_heads}, {"stored", a.stored},
        {"queries", a.queries},         {"written_first", kinds == KindMix::vit ? a.stored : a.stored - a.queries}};
    for (const auto& range : tokens.inputs())
        out[range.name] = {{"codes", range.codes},     {"lowest", range.lowest},
                           {"highest", range.highest}, {"limits", {0, range.full_scale}},
                           {"below", range.below},     {"above", range.above}};
    return out;
}

std::string accuracy_text(const Design& design, const ErrorBudget& budget) {
    const auto& all = budget.all;
    std::string text =
        fmt::format("  accuracy  of {} queries{}, in full scales of a tile's output; docs/accuracy.md\n", all.queries,
                    budget.chips > 1 ? fmt::format(", mean and sigma of {} chips", budget.chips) : "");
    text += table_text(design, budget);
    text += fmt::format("            weights: {:.1f} % are 0, {:.1f} % are 1; {:.1f} % of tile outputs clip\n",
                        100 * all.phi_zero, 100 * all.phi_one, 100 * all.clipped);
    for (std::size_t h = 0; h < budget.heads.size(); ++h) {
        const auto& head = budget.heads[h];
        const auto against = [&](BudgetModel model) {
            return decibel_text(head.rows[at(model)].engine_db, budget.chips);
        };
        text += fmt::format(
            "            head {}: softmax of temperature {:.4g} uA, gain {:.4g}; engine against it {}, "
            "against softmax-free float {} dB\n",
            h, head.softmax_temperature_ua, head.softmax_gain, against(BudgetModel::softmax),
            against(BudgetModel::free));
    }
    return text;
}

Json accuracy_json(const Design& design, const ErrorBudget& budget) {
    Json heads = Json::array();
    for (const auto& head : budget.heads) heads.push_back(head_json(design, head));
    return {{"chips", budget.chips}, {"all", head_json(design, budget.all)}, {"heads", std::move(heads)}};
}

}  // namespace kvolt::cli
