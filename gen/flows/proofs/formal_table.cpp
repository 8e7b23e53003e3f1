// SPDX-License-Identifier: Apache-2.0
#include "gen/flows/proofs/formal_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>
#include <set>
#include <sstream>

#include "gen/emit/link.hpp"
#include "gen/support/diagnostics.hpp"
#include "gen/support/library.hpp"

namespace kvolt {
namespace {

constexpr int most_steps = 1000;

std::optional<int> steps_of(const std::string& text) {
    int value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    const bool good = error == std::errc() && end == text.data() + text.size() && value >= 0 && value <= most_steps;
    return good ? std::optional<int>(value) : std::nullopt;
}

/// Reads one line; what is wrong goes into `wrong` (empty: nothing).
class LineReader {
public:
    FormalProof read(std::istringstream& words) {
        words >> proof_.block;
        for (std::string word; words >> word;) take(word);
        if (wrong.empty() && !has_mode_) wrong = "says neither induction=STEPS nor bounded=CYCLES";
        return proof_;
    }

    std::string wrong;

private:
    void take(const std::string& word) {
        const auto equals = word.find('=');
        if (word == "quick") {
            proof_.quick = true;
        } else if (equals == std::string::npos || equals == 0 || equals + 1 == word.size()) {
            wrong = word + " is neither `quick` nor NAME=VALUE";
        } else {
            assign(word.substr(0, equals), word.substr(equals + 1));
        }
    }

    void assign(const std::string& name, const std::string& value) {
        if (name != "induction" && name != "bounded" && name != "cover") {
            if (name[0] < 'A' || name[0] > 'Z')
                wrong = name + " is no parameter";
            else
                proof_.parameters.emplace_back(name, value);
            return;
        }
        const auto steps = steps_of(value);
        if (!steps) {
            wrong = fmt::format("{}={} is out of range 0..{}", name, value, most_steps);
        } else if (name == "cover") {
            proof_.cover = *steps;
        } else {
            has_mode_ = true;
            proof_.unbounded = name == "induction";
            proof_.depth = *steps;
        }
    }

    FormalProof proof_;
    bool has_mode_ = false;
};

}  // namespace

std::string FormalProof::parameter_text() const {
    std::string text;
    for (const auto& [name, value] : parameters) text += fmt::format("{}{}={}", text.empty() ? "" : " ", name, value);
    return text;
}

std::string FormalProof::name() const { return parameters.empty() ? block : block + " " + parameter_text(); }

std::vector<FormalProof> read_proof_table(const std::string& path, const std::string& text) {
    std::vector<FormalProof> proofs;
    std::vector<Diagnostic> problems;
    std::set<std::string> seen;
    std::istringstream lines(text);
    int number = 0;
    for (std::string line; std::getline(lines, line);) {
        ++number;
        std::istringstream words(line.substr(0, line.find('#')));
        if ((words >> std::ws).eof()) continue;
        LineReader reader;
        auto proof = reader.read(words);
        if (reader.wrong.empty() && !seen.insert(proof.name()).second) reader.wrong = "is listed twice";
        if (!reader.wrong.empty())
            problems.push_back(
                {{path, number},
                 proof.block,
                 reader.wrong,
                 "allowed BLOCK [quick] induction=STEPS|bounded=CYCLES [cover=CYCLES] PARAMETER=VALUE ..."});
        proofs.push_back(std::move(proof));
    }
    if (!problems.empty()) throw InputError(std::move(problems));
    return proofs;
}

std::vector<FormalProof> builtin_proofs() {
    const auto* table = find_by_name(embedded_proofs(), "proofs.txt");
    if (table == nullptr) throw ToolError("gen/flows/proofs/proofs.txt is not in this binary");
    auto proofs = read_proof_table(table->path, table->text);
    for (const auto& file : embedded_proofs()) {
        const auto tail = file.path.rfind("_props.v");
        if (tail == std::string::npos) continue;
        FormalProof proof;
        proof.block = module_of(file.path).substr(0, module_of(file.path).rfind("_props"));
        if (std::any_of(proofs.begin(), proofs.end(), [&](const auto& one) { return one.block == proof.block; }))
            continue;
        proof.depth = 8;
        proof.cover = 0;
        proof.note = "at the sizes of its properties file; proofs.txt has no line for it";
        proofs.push_back(std::move(proof));
    }
    return proofs;
}

}  // namespace kvolt
