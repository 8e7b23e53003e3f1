// SPDX-License-Identifier: Apache-2.0
// Who feeds whom in an emitted head: read from its text, so that a block diagram shows what is there.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

namespace kvolt {

struct HeadInstance {
    std::string module, name;
    std::map<std::string, std::set<std::string>> outputs;  ///< port to the nets it drives
    std::map<std::string, std::set<std::string>> inputs;   ///< port to the nets it reads
};

class HeadGraph {
public:
    /// `verilog`: a module as KVolt emits it: ports end in _i and _o, instances begin with u_.
    explicit HeadGraph(const std::string& verilog);

    [[nodiscard]] const std::vector<HeadInstance>& instances() const { return instances_; }
    /// Nets from an output of `from` to an input of `to`, through wires and assigns that combine them; as `from` names
    /// them.
    [[nodiscard]] std::set<std::string> nets(const HeadInstance& from, const HeadInstance& to) const;

private:
    [[nodiscard]] std::set<std::string> sources(const std::string& net) const;

    std::vector<HeadInstance> instances_;
    std::map<std::string, std::set<std::string>> made_of_;  ///< net to the nets of the expression that drives it
};

}  // namespace kvolt
