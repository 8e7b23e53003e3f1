// SPDX-License-Identifier: Apache-2.0
#include "gen/cli/bench_table.hpp"

#include <fmt/format.h>

#include <cstdio>

namespace kvolt::cli {
namespace {

std::string number(double value) { return value >= 100 ? fmt::format("{:.0f}", value) : fmt::format("{:.3g}", value); }

}  // namespace

bool Target::met(double measured) const {
    return bound == Bound::none || (bound == Bound::at_least ? measured >= value : measured <= value);
}

void BenchTable::section(const std::string& title) {
    section_ = title;
    if (!quiet_) fmt::print("{}\n", title);
}

void BenchTable::add(const std::string& what, double measured, const std::string& unit, const Target& target,
                     const std::string& remark) {
    nlohmann::ordered_json row{{"section", section_}, {"what", what}, {"measured", measured}, {"unit", unit}};
    std::string verdict;
    if (target.bound != Target::Bound::none) {
        const bool least = target.bound == Target::Bound::at_least;
        const bool met = target.met(measured);
        row[least ? "at_least" : "at_most"] = target.value;
        row["met"] = met;
        missed_ += met ? 0 : 1;
        verdict =
            fmt::format("{} {:<8} {}", least ? "at least" : "at most ", number(target.value), met ? "met" : "NOT MET");
    }
    if (!remark.empty()) row["remark"] = remark;
    rows_.push_back(row);
    if (!quiet_) fmt::print("  {:<44} {:>10} {:<9} {:<26} {}\n", what, number(measured), unit, verdict, remark);
    std::fflush(stdout);
}

void BenchTable::skip(const std::string& what, const std::string& why) {
    skipped_.push_back({{"section", section_}, {"what", what}, {"why", why}});
    if (!quiet_) fmt::print("  {:<44} {}\n", what, why);
}

void BenchTable::fail(const std::string& words) {
    failures_.push_back(words);
    if (!quiet_) fmt::print("  FAILED  {}\n", words);
}

nlohmann::ordered_json BenchTable::json() const {
    return {{"figures", rows_}, {"skipped", skipped_}, {"targets_missed", missed_}, {"failures", failures_}};
}

}  // namespace kvolt::cli
