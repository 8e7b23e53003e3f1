// SPDX-License-Identifier: Apache-2.0
#include "gen/flows/proofs/formal_config.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <regex>
#include <set>
#include <sstream>

#include "gen/config/load_config.hpp"
#include "gen/design/elaborate.hpp"
#include "gen/emit/emit.hpp"
#include "gen/emit/emit_common.hpp"
#include "gen/emit/feature_sets.hpp"
#include "gen/emit/link.hpp"
#include "gen/flows/proofs/head_props.hpp"
#include "gen/flows/proofs/register_props.hpp"
#include "gen/support/diagnostics.hpp"
#include "gen/support/file_io.hpp"
#include "gen/support/library.hpp"
#include "gen/support/process.hpp"
#include "gen/support/scratch_directory.hpp"

namespace kvolt {
namespace {

/// Bits as yosys writes a parameter: a number where it fits into 32 bits or is
/// a wider negative one.
std::string constant(const std::string& bits) {
    if (bits.find_first_not_of("01") != std::string::npos || bits.size() > 34)
        return fmt::format("{}'b{}", bits.size(), bits);
    const bool negative = bits.size() >= 32 && bits[0] == '1';
    const auto value = static_cast<long long>(std::stoull(bits, nullptr, 2));
    return std::to_string(negative ? value - (1LL << bits.size()) : value);
}

/// The limits of a block, or induction over few steps where there is no line
/// for it.
FormalLimit limit_of(const std::string& block, const std::vector<FormalLimit>& limits) {
    for (const auto& limit : limits)
        if (limit.mode.block == block) return limit;
    FormalLimit plain;
    plain.mode.block = block;
    plain.mode.depth = 3;
    return plain;
}

/// "SLOTS 1024 -> 64" where that is too large, else nothing.
std::string reduce(const FormalLimit& limit, const std::string& name, std::string& value) {
    for (const auto& [replaced, with] : limit.mode.parameters)
        if (replaced == name) value = with;
    for (const auto& [bounded, most] : limit.most) {
        if (bounded != name || value.find('\'') != std::string::npos || std::stoll(value) <= most) continue;
        const auto text = fmt::format("{} {} -> {}", name, value, most);
        value = std::to_string(most);
        return text;
    }
    return "";
}

FormalProof proof_of(const BlockInstance& block, const FormalLimit& limit) {
    FormalProof proof = limit.mode;
    std::string reduced;
    for (auto [name, value] : block.parameters) {
        const auto text = reduce(limit, name, value);
        if (!text.empty()) reduced += (reduced.empty() ? "" : ", ") + text;
        const auto own = std::find_if(proof.parameters.begin(), proof.parameters.end(),
                                      [&, wanted = name](const auto& one) { return one.first == wanted; });
        if (own == proof.parameters.end()) proof.parameters.emplace_back(name, value);
    }
    proof.strict_covers = false;
    if (!reduced.empty()) proof.note = "proved at a smaller size, z3 cannot follow this one: " + reduced;
    return proof;
}

}  // namespace

std::vector<FormalLimit> read_formal_limits(const std::string& path, const std::string& text) {
    std::vector<FormalLimit> limits;
    std::string plain;  // the same table without the bounds
    std::istringstream lines(text);
    std::vector<std::vector<std::pair<std::string, long long>>> bounds;
    for (std::string line; std::getline(lines, line); plain += '\n') {
        std::istringstream words(line.substr(0, line.find('#')));
        std::vector<std::pair<std::string, long long>> most;
        bool empty = true;
        for (std::string word; words >> word; empty = false) {
            const auto at = word.find("<=");
            if (at == std::string::npos)
                plain += word + ' ';
            else
                most.emplace_back(word.substr(0, at), std::stoll(word.substr(at + 2)));
        }
        if (!empty) bounds.push_back(std::move(most));
    }
    const auto modes = read_proof_table(path, plain);
    for (std::size_t i = 0; i < modes.size(); ++i) limits.push_back({modes[i], bounds[i]});
    return limits;
}

BlockInstance block_of(const nlohmann::json& module) {
    const auto source = module.at("attributes").value("src", std::string());
    BlockInstance one{module_of(source.substr(0, source.find(':'))), {}};
    const auto values = module.value("parameter_default_values", nlohmann::json::object());
    for (const auto& [parameter, bits] : values.items())
        one.parameters.emplace_back(parameter, constant(bits.get<std::string>()));
    return one;
}

std::vector<BlockInstance> blocks_of(const Design& design, const std::string& directory) {
    const auto files = emit_all(design);
    write_files(directory, files);
    std::string script;
    for (const auto& file : files) {
        if (ends_with(file.path, "_bb.v")) script += "read_verilog -lib " + file.path + "\n";
        if (file.path.rfind("rtl/", 0) == 0 && ends_with(file.path, ".v")) script += "read_verilog " + file.path + "\n";
    }
    script += fmt::format("hierarchy -check -top {}\nproc\nwrite_json design.json\n", design.top);
    write_files(directory, {{"blocks.ys", script}});
    run_tool("yosys: blocks of the design", {"yosys", "-Q", "-T", "-q", "blocks.ys"}, directory);
    const auto json = nlohmann::json::parse(read_text(directory + "/design.json"));
    std::vector<BlockInstance> blocks;
    for (const auto& [name, module] : json.at("modules").items()) {
        auto block = block_of(module);
        if (block.block.rfind("kv_", 0) == 0) blocks.push_back(std::move(block));
    }
    return blocks;
}

std::vector<FormalProof> proofs_of(const std::vector<BlockInstance>& blocks, const std::vector<FormalLimit>& limits) {
    std::vector<FormalProof> proofs;
    std::map<std::string, std::size_t> seen;
    for (const auto& block : blocks) {
        auto proof = proof_of(block, limit_of(block.block, limits));
        const auto [at, fresh] = seen.emplace(proof.name(), proofs.size());
        if (fresh)
            proofs.push_back(std::move(proof));
        else if (proofs[at->second].note.empty())
            proofs[at->second].note = proof.note;
    }
    std::sort(proofs.begin(), proofs.end(), [](const auto& a, const auto& b) { return a.name() < b.name(); });
    return proofs;
}

namespace {

std::vector<FormalLimit> builtin_limits() {
    const auto* limits = find_by_name(embedded_proofs(), "limits.txt");
    if (limits == nullptr) throw ToolError("gen/flows/proofs/limits.txt is not in this binary");
    return read_formal_limits(limits->path, limits->text);
}

}  // namespace

FormalProof proof_at_full_size(const BlockInstance& block) {
    auto limit = limit_of(block.block, builtin_limits());
    limit.most.clear();
    // A parameter of the block that was held still for a smaller size is the block's again.
    auto& held = limit.mode.parameters;
    held.erase(std::remove_if(held.begin(), held.end(),
                              [&](const auto& one) {
                                  return std::any_of(block.parameters.begin(), block.parameters.end(),
                                                     [&](const auto& own) { return own.first == one.first; });
                              }),
               held.end());
    return proof_of(block, limit);
}

namespace {

void add_register_block(FormalSources& sources, const Design& design) {
    const auto registers = "/" + regs_module(design) + ".v";
    for (auto& file : emit_files(design))
        if (ends_with(file.path, registers)) sources.rtl.push_back(std::move(file));
    sources.props.push_back(register_properties(design));
}

/// The head, and what it is made of beside the blocks of rtl/.
void add_head(FormalSources& sources, const Design& design) {
    for (auto& file : emit_files(design)) {
        const auto module = module_of(file.path);
        if (file.path.rfind("rtl/", 0) == 0 && module.rfind(design.top + "_", 0) == 0 && module != regs_module(design))
            sources.rtl.insert(sources.rtl.begin(), std::move(file));
    }
    sources.props.push_back(head_properties(design));
}

}  // namespace

FormalProof register_proof(const Design& design) {
    FormalProof proof;
    proof.block = regs_module(design);
    proof.unbounded = true;
    proof.depth = 2;
    proof.cover = 12;
    return proof;
}

void add_register_proofs(FormalSources& sources, std::vector<FormalProof>& proofs) {
    const std::vector<std::pair<const char*, std::vector<std::string>>> engines{
        {"tiny", {"engine.heads=2"}},
        {"tile64", {"repair.slots=2", "calibration.average=4", "calibration.self_test=true"}},
        {"adc-sar", {"engine.heads=3", "retention.limit=999", "retention.refresh=true"}},
        {"adc-ramp", {"retention.limit=99", "retention.policy=flag"}},
        {"edge", {"protected.first=1"}}};
    for (const auto& [preset, settings] : engines) {
        const auto design = elaborate(load_config(preset, settings));
        add_register_block(sources, design);
        proofs.push_back(register_proof(design));
        proofs.back().quick = proofs.back().block == "kvolt_tiny_regs";
        for (const auto& setting : settings) {
            auto& note = proofs.back().note;
            note += (note.empty() ? "" : ", ") + setting;
        }
    }
}

void add_head_proofs(FormalSources& sources, std::vector<FormalProof>& proofs) {
    for (const auto& set : feature_sets()) {
        const auto name = set.features.empty() ? "name=tiny" : "name=tiny_" + set.name;
        const auto design = design_with(set, "tiny",
                                        {name, "head.dimension=2", "tile.slots=2", "bits.out=2", "bits.q=1",
                                         "bits.kv=1", "stream.data_bits=16", "stream.word_bits=8"});
        if (!design) continue;
        auto proof = head_proof(*design);
        if (!proof) continue;
        add_head(sources, *design);
        proofs.push_back(std::move(*proof));
        proofs.back().note = "2 rows" + (set.keys.empty() ? "" : fmt::format(", {}", fmt::join(set.keys, ", ")));
    }
}

FormalSources formal_sources_of(const Design& design) {
    auto sources = builtin_formal_sources();
    add_register_block(sources, design);
    if (head_proof(design)) add_head(sources, design);
    return sources;
}

std::vector<FormalProof> proofs_of(const Design& design) {
    const ScratchDirectory scratch;
    auto proofs = proofs_of(blocks_of(design, scratch.path()), builtin_limits());
    proofs.push_back(register_proof(design));
    if (auto head = head_proof(design)) proofs.push_back(std::move(*head));
    return proofs;
}

}  // namespace kvolt
