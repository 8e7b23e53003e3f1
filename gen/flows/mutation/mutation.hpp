// SPDX-License-Identifier: Apache-2.0
// Mutation: does the regression notice when one gate of the emitted RTL is
// wrong? Every mutant of every module lives in one netlist, switched by a
// number, so that a single build serves them all.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "gen/design/design.hpp"
#include "gen/flows/proofs/formal_config.hpp"

namespace kvolt {

enum class Fate { untried, simulation, tests, formal, equivalent, survived };

struct Mutant {
    int number = 0;       ///< what switches it on, 1..
    std::string module;   ///< name in the netlist, "kv_window", "kv_reg_field_3"
    std::string command;  ///< the yosys command that makes it, without module and switch
    std::string source;   ///< "rtl/kv_window.v:61"
    Fate fate = Fate::untried;
    std::string why;  ///< what noticed it, in a line; or what is known of a survivor
};

/// An emitted module, once for each set of parameters.
struct MutatedModule {
    std::string name;        ///< in the netlist
    std::string yosys_name;  ///< as yosys elaborated it
    BlockInstance block;     ///< file and parameters; `block` is the module's name in
                             ///< its source
    int places = 0;          ///< bits of ports of cells, where a mutation can sit
    int mutants = 0;
};

struct MutationOptions {
    int places_per_mutant = 8;  ///< a module gets one mutant for so many places,
    int least = 6,
        most = 60;     ///< but not fewer and not more than this, where it has as many
    std::string only;  ///< modules, as a regular expression; empty: all
    std::uint64_t seed = 1;
    int jobs = 2;
    double timeout_s = 120;         ///< of one run; what takes longer has noticed the mutant
    double proof_timeout_s = 60;    ///< for one proof of a block; what takes longer says nothing
    std::vector<std::string> also;  ///< commands of a shell, run where the
                                    ///< simulations notice nothing; fail = noticed
    std::string directory;          ///< where everything is built; kept
    std::function<void(const std::string&)> progress;
    std::function<void(const Mutant&)> finished;  ///< one at a time
    std::function<bool()> interrupted;
};

struct Mutation {
    std::vector<MutatedModule> modules;
    std::vector<Mutant> mutants;
};

}  // namespace kvolt
