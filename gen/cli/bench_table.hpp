// SPDX-License-Identifier: Apache-2.0
// The table of `kvolt bench`: figures beside their targets, printed as they are found and kept for the JSON twin.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace kvolt::cli {

/// What a figure is held against, in the unit of its row.
struct Target {
    enum class Bound { none, at_least, at_most };
    Bound bound = Bound::none;
    double value = 0;

    [[nodiscard]] bool met(double measured) const;
};

inline Target at_least(double value) { return {Target::Bound::at_least, value}; }
inline Target at_most(double value) { return {Target::Bound::at_most, value}; }

class BenchTable {
public:
    /// `quiet`: prints nothing.
    explicit BenchTable(bool quiet) : quiet_(quiet) {}

    void section(const std::string& title);
    void add(const std::string& what, double measured, const std::string& unit, const Target& target = {},
             const std::string& remark = {});
    /// A measurement that is left out, and why.
    void skip(const std::string& what, const std::string& why);
    /// Something was wrong, not slow.
    void fail(const std::string& words);

    [[nodiscard]] bool quiet() const { return quiet_; }
    [[nodiscard]] bool failed() const { return !failures_.empty(); }
    /// "figures" (section, what, measured, unit, at_least or at_most, met, remark), "skipped", "targets_missed",
    /// "failures".
    [[nodiscard]] nlohmann::ordered_json json() const;

private:
    bool quiet_;
    int missed_ = 0;
    std::string section_;
    nlohmann::ordered_json rows_ = nlohmann::ordered_json::array(), skipped_ = nlohmann::ordered_json::array();
    std::vector<std::string> failures_;
};

}  // namespace kvolt::cli
