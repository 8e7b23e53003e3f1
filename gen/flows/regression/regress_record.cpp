// SPDX-License-Identifier: Apache-2.0
// What a regression leaves behind: a JSON record that a later run can go on from, and JUnit XML.
#include "gen/flows/regression/regress_record.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <fstream>
#include <map>
#include <pugixml.hpp>
#include <set>
#include <sstream>

#include "gen/design/design.hpp"
#include "gen/support/diagnostics.hpp"
#include "gen/support/hash.hpp"

namespace kvolt {
namespace {

using Json = nlohmann::ordered_json;

const char* name_of(Verdict verdict) {
    switch (verdict) {
        case Verdict::passed:
            return "passed";
        case Verdict::failed:
            return "failed";
        case Verdict::not_run:
            break;
    }
    return "not run";
}

struct Totals {
    std::size_t passed = 0, failed = 0, not_run = 0;
    double seconds = 0;
    std::int64_t tokens = 0, cycles = 0, words = 0, saturated = 0;
};

Totals totals_of(const std::vector<RegressResult>& results) {
    Totals t;
    for (const auto& result : results) {
        ++(result.verdict == Verdict::passed ? t.passed : result.verdict == Verdict::failed ? t.failed : t.not_run);
        t.seconds += result.seconds;
        t.tokens += result.tokens;
        t.cycles += result.cycles;
        t.words += result.words;
        t.saturated += result.saturated;
    }
    return t;
}

/// XML 1.0 has no way to write most control characters.
std::string printable(std::string text) {
    for (auto& c : text)
        if (static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t') c = ' ';
    return text;
}

void set(pugi::xml_node node, const char* name, const std::string& value) {
    node.append_attribute(name) = printable(value).c_str();
}

void add_test_case(pugi::xml_node suite, const RegressCase& one, const RegressResult& result) {
    auto node = suite.append_child("testcase");
    set(node, "classname", suite.attribute("name").value() + std::string(".") + one.group);
    set(node, "name",
        fmt::format("seed {} stall {} window {} {} {}", one.seed, one.stall, one.window, one.kinds,
                    hash_text(one.hash)));
    set(node, "time", fmt::format("{:.3f}", result.seconds));
    if (result.verdict == Verdict::not_run) set(node.append_child("skipped"), "message", "interrupted");
    if (result.verdict == Verdict::failed) {
        auto failure = node.append_child("failure");
        set(failure, "message", result.problems.front());
        const auto text =
            fmt::format("{}\n{}\nreproduce: {}\n", fmt::join(result.problems, "\n"), result.output, one.command());
        failure.append_child(pugi::node_pcdata).set_value(printable(text).c_str());
    }
    node.append_child("system-out").append_child(pugi::node_pcdata).set_value(printable(one.command()).c_str());
}

[[noreturn]] void refuse_record(const std::string& path) {
    throw InputError(path, "is not the record of a regression (what --json writes)");
}

template <class AnyJson>
AnyJson read_record(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file) throw InputError(path, "cannot be read");
    try {
        auto record = AnyJson::parse(file);
        if (record.at("version").template get<std::string>() != version())
            throw InputError(path, "is the record of another version of kvolt; start again without --resume");
        record.at("cases");
        return record;
    } catch (const nlohmann::json::exception&) {
        refuse_record(path);
    }
}

}  // namespace

Json to_json(const RegressPlan& plan, const std::vector<RegressResult>& results, const Json& others) {
    const auto totals = totals_of(results);
    Json cases = Json::array();
    for (std::size_t i = 0; i < plan.cases.size(); ++i) {
        const auto& one = plan.cases[i];
        const auto& result = results[i];
        Json entry{{"group", one.group},
                   {"seed", one.seed},
                   {"hash", hash_text(one.hash)},
                   {"verdict", name_of(result.verdict)},
                   {"seconds", result.seconds},
                   {"tokens", result.tokens},
                   {"cycles", result.cycles},
                   {"words", result.words},
                   {"saturated", result.saturated},
                   {"command", one.command()}};
        if (!result.problems.empty()) entry["problems"] = result.problems;
        if (!result.output.empty()) entry["output"] = result.output;
        cases.push_back(std::move(entry));
    }
    Json record{{"suite", plan.name},
                {"version", version()},
                {"configurations", plan.configurations()},
                {"passed", totals.passed},
                {"failed", totals.failed},
                {"not_run", totals.not_run},
                {"draws_refused", plan.refused},
                {"draws_too_large", plan.too_large},
                {"tokens", totals.tokens},
                {"cycles", totals.cycles},
                {"words", totals.words},
                {"saturated", totals.saturated},
                {"seconds", totals.seconds},
                {"cases", cases}};
    if (!others.empty()) record["others"] = others;
    return record;
}

Json other_cases(const std::string& path, const RegressPlan& plan) {
    std::set<std::string> planned;
    for (const auto& one : plan.cases) planned.insert(one.command() + hash_text(one.hash));
    Json others = Json::array();
    const auto record = read_record<Json>(path);
    try {
        for (const char* list : {"cases", "others"})
            for (const auto& entry : record.value(list, Json::array())) {
                const auto key = entry.at("command").get<std::string>() + entry.at("hash").get<std::string>();
                const bool run = entry.at("verdict").get<std::string>() != name_of(Verdict::not_run);
                if (run && planned.insert(key).second) others.push_back(entry);
            }
    } catch (const nlohmann::json::exception&) {
        refuse_record(path);
    }
    return others;
}

std::size_t resume_from(const std::string& path, const RegressPlan& plan, std::vector<RegressResult>& results) {
    results.resize(plan.cases.size());
    std::size_t taken = 0;
    // Counts are added up: one that no run can have reached would overflow the sum.
    const auto count = [&path](const nlohmann::json& entry, const char* key) {
        const auto value = entry.at(key).get_ref<const std::uint64_t&>();
        if (value > std::uint64_t{1} << 48) throw InputError(path, fmt::format("{} of a case is {}", key, value));
        return static_cast<std::int64_t>(value);
    };
    try {
        const auto record = read_record<nlohmann::json>(path);
        std::map<std::string, const nlohmann::json*> passed;
        const auto others = record.value("others", nlohmann::json::array());
        for (const auto* list : {&others, &record.at("cases")})
            for (const auto& entry : *list)
                if (entry.at("verdict").get<std::string>() == "passed")
                    passed[entry.at("command").get<std::string>() + entry.at("hash").get<std::string>()] = &entry;
        for (std::size_t i = 0; i < plan.cases.size(); ++i) {
            const auto found = passed.find(plan.cases[i].command() + hash_text(plan.cases[i].hash));
            if (found == passed.end()) continue;
            auto& result = results[i];
            result.verdict = Verdict::passed;
            result.resumed = true;
            result.seconds = found->second->at("seconds").get<double>();
            result.tokens = count(*found->second, "tokens");
            result.cycles = count(*found->second, "cycles");
            result.words = count(*found->second, "words");
            result.saturated = count(*found->second, "saturated");
            ++taken;
        }
    } catch (const nlohmann::json::exception&) {
        refuse_record(path);
    }
    return taken;
}

std::string to_junit(const RegressPlan& plan, const std::vector<RegressResult>& results) {
    const auto totals = totals_of(results);
    pugi::xml_document document;
    auto declaration = document.append_child(pugi::node_declaration);
    set(declaration, "version", "1.0");
    set(declaration, "encoding", "UTF-8");
    auto root = document.append_child("testsuites");
    auto suite = root.append_child("testsuite");
    for (auto node : {root, suite}) {
        set(node, "name", plan.name);
        set(node, "tests", fmt::format("{}", plan.cases.size()));
        set(node, "failures", fmt::format("{}", totals.failed));
        set(node, "errors", "0");
        set(node, "skipped", fmt::format("{}", totals.not_run));
        set(node, "time", fmt::format("{:.3f}", totals.seconds));
    }
    for (std::size_t i = 0; i < plan.cases.size(); ++i) add_test_case(suite, plan.cases[i], results[i]);
    std::ostringstream out;
    document.save(out, "  ");
    return out.str();
}

}  // namespace kvolt
