// SPDX-License-Identifier: Apache-2.0
#include "gen/flows/proofs/formal_report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace kvolt {
namespace {

struct Totals {
    int unbounded = 0, bounded = 0, failed = 0, not_run = 0, covers = 0, assertions = 0;
    std::set<int> depths;  // of the bounded ones
};

Totals totals_of(const std::vector<FormalProof>& proofs, const std::vector<FormalResult>& results) {
    Totals totals;
    for (std::size_t i = 0; i < proofs.size(); ++i) {
        const auto& result = results[i];
        totals.covers += result.covers_reached;
        totals.assertions += result.assertions;
        if (result.verdict == Proved::failed) {
            ++totals.failed;
        } else if (result.verdict == Proved::not_run) {
            ++totals.not_run;
        } else if (proofs[i].unbounded) {
            ++totals.unbounded;
        } else {
            ++totals.bounded;
            totals.depths.insert(proofs[i].depth);
        }
    }
    return totals;
}

std::string summary(const std::vector<FormalProof>& proofs, const Totals& totals, double seconds) {
    std::string depth;
    if (!totals.depths.empty())
        depth = *totals.depths.begin() == *totals.depths.rbegin()
                    ? fmt::format(" (depth {})", *totals.depths.begin())
                    : fmt::format(" (depth {} to {})", *totals.depths.begin(), *totals.depths.rbegin());
    return fmt::format("{} proofs: {} unbounded, {} bounded{}, {} covers reached, {} failed, {}{:.1f} s", proofs.size(),
                       totals.unbounded, totals.bounded, depth, totals.covers, totals.failed,
                       totals.not_run > 0 ? fmt::format("{} not run, ", totals.not_run) : "", seconds);
}

std::string reach(const FormalProof& proof, const FormalResult& result) {
    if (result.verdict != Proved::passed) return result.verdict == Proved::failed ? "FAILED" : "not run";
    return proof.unbounded ? fmt::format("unbounded, k = {}", result.steps) : fmt::format("{} cycles", result.steps);
}

}  // namespace

std::string formal_text(const std::vector<FormalProof>& proofs, const std::vector<FormalResult>& results,
                        double seconds) {
    std::size_t block = 5, parameters = 10;
    for (const auto& proof : proofs) {
        block = std::max(block, proof.block.size());
        parameters = std::max(parameters, proof.parameter_text().size());
    }
    parameters = std::min<std::size_t>(parameters, 90);
    std::string text = fmt::format("{:<{}}  {:<{}}  {:>10}  {:<17}  {:>7}  {:>7}\n", "block", block, "parameters",
                                   parameters, "assertions", "proved", "covers", "seconds");
    for (std::size_t i = 0; i < proofs.size(); ++i) {
        const auto& result = results[i];
        text += fmt::format("{:<{}}  {:<{}}  {:>10}  {:<17}  {:>7}  {:>7.1f}\n", proofs[i].block, block,
                            proofs[i].parameter_text(), parameters, result.assertions, reach(proofs[i], result),
                            fmt::format("{}/{}", result.covers_reached, proofs[i].cover > 0 ? result.covers : 0),
                            result.seconds);
        if (!proofs[i].note.empty()) text += "    " + proofs[i].note + "\n";
        for (const auto& problem : result.problems) text += "    " + problem + "\n";
    }
    return text + summary(proofs, totals_of(proofs, results), seconds) + "\n";
}

nlohmann::ordered_json formal_json(const std::vector<FormalProof>& proofs, const std::vector<FormalResult>& results,
                                   double seconds) {
    const auto totals = totals_of(proofs, results);
    nlohmann::ordered_json list = nlohmann::json::array();
    static constexpr const char* verdicts[] = {"not run", "passed", "failed"};
    for (std::size_t i = 0; i < proofs.size(); ++i) {
        const auto& result = results[i];
        nlohmann::ordered_json parameters = nlohmann::json::object();
        for (const auto& [name, value] : proofs[i].parameters) parameters[name] = value;
        nlohmann::ordered_json one{{"block", proofs[i].block},
                                   {"parameters", parameters},
                                   {"verdict", verdicts[static_cast<int>(result.verdict)]},
                                   {"unbounded", proofs[i].unbounded},
                                   {"steps", result.steps},
                                   {"assertions", result.assertions},
                                   {"covers", proofs[i].cover > 0 ? result.covers : 0},
                                   {"covers_reached", result.covers_reached},
                                   {"seconds", result.seconds},
                                   {"problems", result.problems}};
        if (!proofs[i].note.empty()) one["note"] = proofs[i].note;
        list.push_back(std::move(one));
    }
    return {{"proofs", list},
            {"unbounded", totals.unbounded},
            {"bounded", totals.bounded},
            {"failed", totals.failed},
            {"not_run", totals.not_run},
            {"assertions", totals.assertions},
            {"covers_reached", totals.covers},
            {"seconds", seconds},
            {"summary", summary(proofs, totals, seconds)}};
}

}  // namespace kvolt
