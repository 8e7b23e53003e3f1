// SPDX-License-Identifier: Apache-2.0
#include "catalog.hpp"

#include <algorithm>
#include <fstream>
#include <regex>
#include <sstream>
#include <stdexcept>

namespace kvolt::test {

Module read_module(const std::string& rtl_directory, const std::string& name) {
    std::ifstream file(rtl_directory + "/" + name + ".v");
    if (!file) throw std::runtime_error("no block " + name);
    static const std::regex parameter(R"(^    parameter (?:signed )?(?:\[.*\] )?(\w+)\s*=\s*(.*?),?$)");
    static const std::regex port(R"(^    (input |output)\s+wire\s+(?:\[(.*)\]\s+)?(\w+),?$)");
    Module module;
    module.name = name;
    std::string line;
    std::smatch match;
    while (std::getline(file, line) && line != ");") {
        if (std::regex_match(line, match, parameter)) module.parameters.push_back({match[1], match[2]});
        if (std::regex_match(line, match, port)) module.ports.push_back({match[3], match[1] == "input ", match[2]});
    }
    if (module.ports.empty()) throw std::runtime_error("no port found in " + name);
    return module;
}

namespace {

Variant parse_variant(const std::string& line, const std::string& rtl_directory) {
    std::istringstream words(line);
    Variant variant;
    words >> variant.group >> variant.block >> variant.name;
    const Module module = read_module(rtl_directory, variant.block);
    for (const Parameter& parameter : module.parameters) {
        const bool plain = parameter.value.find_first_not_of("0123456789") == std::string::npos;
        if (plain) variant.parameters[parameter.name] = std::stoi(parameter.value);
    }
    std::string word;
    while (words >> word) {
        const auto equals = word.find('=');
        const std::string name = word.substr(0, equals);
        const bool known = std::any_of(module.parameters.begin(), module.parameters.end(),
                                       [&](const Parameter& parameter) { return parameter.name == name; });
        if (equals == std::string::npos || !known) throw std::runtime_error(line + ": no such parameter: " + word);
        variant.parameters[name] = std::stoi(word.substr(equals + 1));
    }
    return variant;
}

}  // namespace

std::vector<Variant> read_variants(const std::string& file, const std::string& rtl_directory) {
    std::ifstream stream(file);
    if (!stream) throw std::runtime_error("cannot read " + file);
    std::vector<Variant> variants;
    std::string line;
    while (std::getline(stream, line)) {
        if (!line.empty() && line[0] != '#') variants.push_back(parse_variant(line, rtl_directory));
    }
    return variants;
}

std::vector<Variant> variants_of(const std::vector<Variant>& variants, const std::string& block) {
    std::vector<Variant> found;
    std::copy_if(variants.begin(), variants.end(), std::back_inserter(found),
                 [&](const Variant& v) { return v.block == block; });
    return found;
}

}  // namespace kvolt::test
