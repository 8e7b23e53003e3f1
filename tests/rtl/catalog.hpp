// SPDX-License-Identifier: Apache-2.0
// The blocks of rtl/ and the variants of them that are verilated: read from the sources and from variants.txt, so
// neither is said twice.
#pragma once

#include <map>
#include <ostream>
#include <string>
#include <vector>

namespace kvolt::test {

/// A port as its declaration says it; `range` is the text between the brackets, empty for one bit.
struct Port {
    std::string name;
    bool input = false;
    std::string range;
};

struct Parameter {
    std::string name;
    std::string value;  ///< default, as written
};

/// Ports and parameters of one rtl/ module.
struct Module {
    std::string name;
    std::vector<Parameter> parameters;
    std::vector<Port> ports;
};

/// One verilated instance.
struct Variant {
    std::string group;
    std::string block;
    std::string name;
    std::map<std::string, int> parameters;  ///< what variants.txt says, else the default where that is a plain number

    /// Instance name, and prefix of its ports in the top of the group.
    std::string instance() const { return block + "_" + name; }
    int operator[](const std::string& parameter) const { return parameters.at(parameter); }
};

/// What a failing test prints.
inline void PrintTo(const Variant& variant, std::ostream* out) { *out << variant.instance(); }

/// Parses rtl/<name>.v; throws std::runtime_error when it is missing or a declaration does not follow the house layout.
Module read_module(const std::string& rtl_directory, const std::string& name);

/// Parses variants.txt; throws std::runtime_error on an unknown block or parameter.
std::vector<Variant> read_variants(const std::string& file, const std::string& rtl_directory);

/// Those of one block.
std::vector<Variant> variants_of(const std::vector<Variant>& variants, const std::string& block);

}  // namespace kvolt::test
