// SPDX-License-Identifier: Apache-2.0
#include "gen/draw/head_graph.hpp"

#include <algorithm>
#include <cctype>
#include <functional>
#include <regex>

namespace kvolt {
namespace {

std::string without_comments(const std::string& verilog) {
    std::string text;
    for (std::size_t i = 0; i < verilog.size(); ++i) {
        if (verilog.compare(i, 2, "//") == 0) i = std::min(verilog.find('\n', i), verilog.size() - 1);
        text += verilog[i];
    }
    return text;
}

/// Position behind the bracket that closes the one at `open`.
std::size_t behind_bracket(const std::string& text, std::size_t open) {
    int depth = 0;
    for (std::size_t i = open; i < text.size(); ++i) {
        if (text[i] == '(') ++depth;
        if (text[i] == ')' && --depth == 0) return i + 1;
    }
    return text.size();
}

/// Names of nets in an expression: what is in square brackets selects bits and is none.
std::set<std::string> nets_of(const std::string& expression) {
    std::set<std::string> nets;
    int depth = 0;
    std::string word;
    for (const char c : expression + " ") {
        if (c == '[') ++depth;
        if (std::isalnum(static_cast<unsigned char>(c)) || c == '_') {
            if (depth == 0) word += c;
            continue;
        }
        if (c == ']') --depth;
        // Parameters are upper case; 1'b0 begins with a digit.
        if (!word.empty() && std::islower(static_cast<unsigned char>(word[0]))) nets.insert(word);
        word.clear();
    }
    return nets;
}

HeadInstance instance_of(const std::string& module, const std::string& name, const std::string& connections) {
    HeadInstance instance{module, name, {}, {}};
    for (auto at = connections.find('.'); at != std::string::npos; at = connections.find('.', at)) {
        const auto open = connections.find('(', at);
        const auto end = behind_bracket(connections, open);
        auto port = connections.substr(at + 1, open - at - 1);
        port.erase(port.find_last_not_of(" \n") + 1);
        const auto nets = nets_of(connections.substr(open + 1, end - open - 2));
        const bool output = port.size() > 2 && port.compare(port.size() - 2, 2, "_o") == 0;
        (output ? instance.outputs : instance.inputs)[port] = nets;
        at = end;
    }
    return instance;
}

/// Blocks that only move or delay bits, or gates between others: what comes out is what went in.
bool is_wiring(const std::string& module) {
    return module == "kv_transpose" || module == "kv_delay" || module == "kv_admission";
}

}  // namespace

HeadGraph::HeadGraph(const std::string& verilog) {
    const auto text = without_comments(verilog);
    static const std::regex begin("(?:^|\\n)\\s*(k\\w+)\\s+(?=#|u_)");
    for (std::sregex_iterator it(text.begin(), text.end(), begin), end; it != end; ++it) {
        auto at = static_cast<std::size_t>(it->position() + it->length());
        if (text[at] == '#') at = text.find_first_not_of(" \n", behind_bracket(text, text.find('(', at)));
        const auto open = text.find('(', at);
        auto name = text.substr(at, open - at);
        name.erase(name.find_last_not_of(" \n") + 1);
        const auto behind = behind_bracket(text, open);
        instances_.push_back(instance_of((*it)[1], name, text.substr(open + 1, behind - open - 2)));
        if (is_wiring(instances_.back().module)) {
            for (const auto& [output, driven] : instances_.back().outputs)
                for (const auto& net : driven)
                    for (const auto& [input, read] : instances_.back().inputs)
                        made_of_[net].insert(read.begin(), read.end());
        }
    }
    static const std::regex driven(
        "(?:^|\\n)\\s*(?:assign|wire(?:\\s+signed)?)\\s*(?:\\[[^\\n=]*?\\])?\\s*(\\w+)[^=;\\n]*=([^;]*);");
    for (std::sregex_iterator it(text.begin(), text.end(), driven), end; it != end; ++it) {
        const auto nets = nets_of((*it)[2]);
        made_of_[(*it)[1]].insert(nets.begin(), nets.end());
    }
}

std::set<std::string> HeadGraph::sources(const std::string& net) const {
    std::set<std::string> found;
    const std::function<void(const std::string&)> visit = [&](const std::string& name) {
        if (!found.insert(name).second) return;
        const auto made = made_of_.find(name);
        if (made == made_of_.end()) return;
        for (const auto& part : made->second) visit(part);
    };
    visit(net);
    return found;
}

std::set<std::string> HeadGraph::nets(const HeadInstance& from, const HeadInstance& to) const {
    std::set<std::string> shared;
    for (const auto& [input, read] : to.inputs) {
        for (const auto& net : read) {
            const auto origin = sources(net);
            for (const auto& [output, driven] : from.outputs)
                for (const auto& candidate : driven)
                    if (origin.count(candidate) != 0) shared.insert(candidate);
        }
    }
    return shared;
}

}  // namespace kvolt
