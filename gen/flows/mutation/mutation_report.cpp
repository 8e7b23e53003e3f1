// SPDX-License-Identifier: Apache-2.0
#include "gen/flows/mutation/mutation_report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <initializer_list>

#include "gen/support/diagnostics.hpp"
#include "gen/support/hash.hpp"

namespace kvolt {
namespace {

constexpr std::size_t fates = 6;

using Counts = std::array<int, fates>;

int of(const Counts& counts, Fate fate) { return counts[static_cast<std::size_t>(fate)]; }

Counts counts_of(const Mutation& mutation, const std::string& module) {
    Counts counts{};
    for (const auto& mutant : mutation.mutants)
        if (module.empty() || mutant.module == module) ++counts[static_cast<std::size_t>(mutant.fate)];
    return counts;
}

int killed(const Counts& counts) {
    return of(counts, Fate::simulation) + of(counts, Fate::tests) + of(counts, Fate::formal);
}

/// Of the mutants that were tried and are not the engine itself, per cent.
double rate(const Counts& counts) {
    const int real = killed(counts) + of(counts, Fate::survived);
    return real > 0 ? 100.0 * killed(counts) / real : 100.0;
}

std::string line(const std::string& name, std::size_t width, const Counts& counts) {
    int all = 0;
    for (const int count : counts) all += count;
    return fmt::format("{:<{}}  {:>7}  {:>10}  {:>5}  {:>6}  {:>10}  {:>8}  {:>6.1f} %\n", name, width, all,
                       of(counts, Fate::simulation), of(counts, Fate::tests), of(counts, Fate::formal),
                       of(counts, Fate::equivalent), of(counts, Fate::survived), rate(counts));
}

bool has_strings(const nlohmann::json& object, std::initializer_list<const char*> keys) {
    return object.is_object() && std::all_of(keys.begin(), keys.end(), [&](const char* key) {
               return object.contains(key) && object.at(key).is_string();
           });
}

bool is_record(const nlohmann::json& record) {
    if (!has_strings(record, {"design", "hash"}) || !record.contains("seed") || !record.contains("mutants"))
        return false;
    const auto& mutants = record.at("mutants");
    return record.at("seed").is_number_unsigned() && mutants.is_array() &&
           std::all_of(mutants.begin(), mutants.end(), [](const nlohmann::json& one) {
               return has_strings(one, {"module", "source", "mutation", "fate", "why"}) && one.contains("number") &&
                      one.at("number").is_number_unsigned();
           });
}

}  // namespace

const char* fate_name(Fate fate) {
    static constexpr const char* names[fates] = {"untried",         "killed by simulation", "killed by tests",
                                                 "killed by proof", "equivalent",           "survived"};
    return names[static_cast<std::size_t>(fate)];
}

Fate fate_of(const std::string& name) {
    for (std::size_t fate = 0; fate < fates; ++fate)
        if (name == fate_name(static_cast<Fate>(fate))) return static_cast<Fate>(fate);
    return Fate::untried;
}

std::string mutation_text(const Mutation& mutation, double seconds) {
    std::size_t width = 6;
    for (const auto& module : mutation.modules) width = std::max(width, module.name.size());
    std::string text = fmt::format("{:<{}}  {:>7}  {:>10}  {:>5}  {:>6}  {:>10}  {:>8}  {:>8}\n", "module", width,
                                   "mutants", "simulation", "tests", "proofs", "equivalent", "survived", "killed");
    for (const auto& module : mutation.modules) text += line(module.name, width, counts_of(mutation, module.name));
    for (const auto& mutant : mutation.mutants)
        if (mutant.fate == Fate::survived)
            text += fmt::format("SURVIVED  {:>4}  {}  {}: {}{}\n", mutant.number, mutant.source, mutant.module,
                                mutant.command, mutant.why.empty() ? "" : "; " + mutant.why);
    const auto all = counts_of(mutation, "");
    return text +
           fmt::format(
               "{} mutants of {} modules: {} killed, {} equivalent, {} survived, {} untried, {:.1f} % killed{}\n",
               mutation.mutants.size(), mutation.modules.size(), killed(all), of(all, Fate::equivalent),
               of(all, Fate::survived), of(all, Fate::untried), rate(all),
               seconds > 0 ? fmt::format(", {:.0f} s", seconds) : "");
}

nlohmann::json read_mutation_record(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file) throw InputError(path, "cannot be read");
    auto record = nlohmann::json::parse(file, nullptr, false);
    if (!is_record(record)) throw InputError(path, "is no record of `kvolt mutate`");
    return record;
}

std::string mutation_sum_text(const std::vector<nlohmann::json>& records) {
    Mutation all;
    for (const auto& record : records) {
        const auto prefix = record.at("design").get<std::string>() + " ";
        for (const auto& one : record.at("mutants")) {
            Mutant mutant;
            mutant.number = one.at("number");
            mutant.module = prefix + one.at("module").get<std::string>();
            mutant.source = one.at("source");
            mutant.command = one.at("mutation");
            mutant.fate = fate_of(one.at("fate"));
            mutant.why = one.at("why");
            const auto known = std::any_of(all.modules.begin(), all.modules.end(),
                                           [&](const auto& module) { return module.name == mutant.module; });
            if (!known) all.modules.push_back({mutant.module, "", {}, 0, 0});
            all.mutants.push_back(std::move(mutant));
        }
    }
    return mutation_text(all, 0);
}

nlohmann::ordered_json mutation_json(const Design& design, const Mutation& mutation, const MutationOptions& options) {
    nlohmann::ordered_json modules = nlohmann::json::array(), mutants = nlohmann::json::array();
    for (const auto& module : mutation.modules) {
        const auto counts = counts_of(mutation, module.name);
        nlohmann::ordered_json parameters = nlohmann::json::object();
        for (const auto& [name, value] : module.block.parameters) parameters[name] = value;
        modules.push_back({{"name", module.name},
                           {"parameters", parameters},
                           {"places", module.places},
                           {"mutants", module.mutants},
                           {"killed", killed(counts)},
                           {"equivalent", of(counts, Fate::equivalent)},
                           {"survived", of(counts, Fate::survived)}});
    }
    for (const auto& mutant : mutation.mutants)
        mutants.push_back({{"number", mutant.number},
                           {"module", mutant.module},
                           {"source", mutant.source},
                           {"mutation", mutant.command},
                           {"fate", fate_name(mutant.fate)},
                           {"why", mutant.why}});
    const auto all = counts_of(mutation, "");
    return {{"design", design.name},
            {"hash", hash_text(design.hash)},
            {"seed", options.seed},
            {"killed", killed(all)},
            {"equivalent", of(all, Fate::equivalent)},
            {"survived", of(all, Fate::survived)},
            {"untried", of(all, Fate::untried)},
            {"kill_rate_percent", rate(all)},
            {"modules", modules},
            {"mutants", mutants}};
}

bool resume_mutation(const nlohmann::json& record, const Design& design, const MutationOptions& options,
                     Mutation& mutation) {
    if (record.at("hash") != hash_text(design.hash) || record.at("seed") != options.seed) return false;
    const auto& mutants = record.at("mutants");
    if (mutants.size() != mutation.mutants.size()) return false;
    for (std::size_t i = 0; i < mutants.size(); ++i)
        if (mutants[i].at("mutation") != mutation.mutants[i].command ||
            mutants[i].at("module") != mutation.mutants[i].module)
            return false;
    for (std::size_t i = 0; i < mutants.size(); ++i) {
        mutation.mutants[i].fate = fate_of(mutants[i].at("fate"));
        mutation.mutants[i].why = mutants[i].at("why");
    }
    return true;
}

}  // namespace kvolt
