// SPDX-License-Identifier: Apache-2.0
// Prints a head: what every head has, as the emitters say it, and what the features of its design make of it.
#pragma once

#include <map>
#include <set>

#include "gen/emit/feature.hpp"

namespace kvolt {

/// A writer for one head. Instances come out as the features rewire them; a net that features declare, or that the head
/// has for them alone (`on_offer`), and nobody reads, is called unused_<name> wherever it stands.
class HeadWriter : public VerilogWriter {
public:
    HeadWriter(const Design& design, const std::vector<std::string>& on_offer);

    [[nodiscard]] const Design& design() const { return design_; }

    void wires(const std::vector<VerilogNet>& nets) override;
    void instance(std::string_view module, const std::vector<VerilogConnection>& parameters, std::string_view name,
                  const std::vector<VerilogConnection>& pins) override;

    /// Nets of a section in one block: those of every head, then those of the features.
    void section_wires(HeadSection section, std::vector<VerilogNet> nets);
    /// Instances that features add to a section, each after a blank line.
    void section_instances(HeadSection section);
    /// The sections that only features have.
    void own_sections();

private:
    struct Change {
        std::string module;
        std::vector<VerilogConnection> parameters, pins;
    };

    void print(const WiredInstance& instance);
    [[nodiscard]] WiredInstance rewired(WiredInstance instance) const;
    void find_unread(const std::vector<std::string>& on_offer);
    [[nodiscard]] std::string named(const std::string& net) const;

    const Design& design_;
    std::vector<HeadParts> parts_;             ///< of each feature that is on
    std::map<std::string, Change> rewirings_;  ///< by instance
    std::set<std::string> driven_;             ///< nets without their value
    std::set<std::string> unread_;
};

}  // namespace kvolt
