// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <set>

#include "gen/cli/bad_slots.hpp"
#include "gen/cli/commands.hpp"
#include "gen/cli/numbers.hpp"
#include "gen/config/keys.hpp"
#include "gen/design/elaborate.hpp"
#include "gen/flows/models/verilate.hpp"
#include "gen/support/diagnostics.hpp"
#include "sim/bench/dut_library.hpp"
#include "sim/bench/march.hpp"

namespace kvolt::cli {
namespace {

using Json = nlohmann::ordered_json;

struct SelfTestArguments {
    ConfigArguments config;
    std::string bad_slots;
    std::vector<std::string> golden_overrides;
    int threshold = 2;
    bool json = false, quick = false;
};

/// The same design with arrays as they should be.
Design perfect(const Design& design) {
    Config config = design.config;
    static_cast<Imperfections&>(config.analog) = Imperfections{};
    return elaborate(config);
}

/// Faults by where they are, each with the most codes by which a sum left the perfect one there.
struct Places {
    std::map<std::pair<int, int>, int> lanes;  ///< head, lane: off with nothing stored
    std::map<std::pair<int, int>, int> slots;  ///< head, slot: more than half the lanes are off
    std::map<std::array<int, 3>, int> cells;   ///< head, slot, lane
    std::map<int, std::set<int>> bad_slots;    ///< of a head: slots that are off, and those of cells
};

Places places_of(const Design& design, const MarchReport& report) {
    Places places;
    std::map<std::array<int, 3>, int> lanes_at;  // head, pass, slot
    for (const auto& f : report.faults) ++lanes_at[{f.head, f.pass, f.slot}];
    const auto raise = [](int& most, const TestFault& f) { most = std::max(most, std::abs(f.step)); };
    for (const auto& f : report.faults) {
        if (f.slot < 0)
            raise(places.lanes[{f.head, f.lane}], f);
        else if (2 * lanes_at[{f.head, f.pass, f.slot}] > design.rows)
            raise(places.slots[{f.head, f.slot}], f);
        if (f.slot >= 0) places.bad_slots[f.head].insert(f.slot);
    }
    for (const auto& f : report.faults)
        if (f.slot >= 0 && places.slots.count({f.head, f.slot}) == 0) raise(places.cells[{f.head, f.slot, f.lane}], f);
    return places;
}

/// What keeps the window away from all bad slots, those found and those already named.
struct Repair {
    int slots = 0;        ///< repair.slots
    std::string list;     ///< --bad-slots
    std::string problem;  ///< why there is none
};

Repair repair_of(const Design& design, const Places& places, const std::vector<std::vector<int>>& named) {
    auto all = places.bad_slots;
    for (std::size_t head = 0; head < named.size(); ++head)
        all[static_cast<int>(head)].insert(named[head].begin(), named[head].end());
    Repair repair;
    repair.slots = design.config.repair.slots;
    for (const auto& [head, slots] : all) {
        repair.slots = std::max(repair.slots, static_cast<int>(slots.size()));
        for (const int slot : slots) repair.list += fmt::format("{}{}:{}", repair.list.empty() ? "" : ",", head, slot);
    }
    const auto most = std::get<IntegerRange>(find_key("repair.slots")->legal).max;
    if (repair.slots > most) {
        repair.problem = fmt::format("{} bad slots in one head, and repair.slots names at most {}", repair.slots, most);
        return repair;
    }
    Config config = design.config;
    config.repair.slots = repair.slots;
    try {
        elaborate(config);
    } catch (const InputError& error) {
        repair.problem = error.diagnostics().front().problem;
    }
    return repair;
}

Json report_of(const Design& design, const MarchReport& report, const Places& places, const Repair& repair) {
    Json out{{"name", design.name},     {"tokens", report.tokens},         {"sums", report.sums},
             {"cycles", report.cycles}, {"mismatches", report.mismatches}, {"lanes", Json::array()},
             {"slots", Json::array()},  {"cells", Json::array()}};
    for (const auto& [at, codes] : places.lanes)
        out["lanes"].push_back({{"head", at.first}, {"lane", at.second}, {"codes", codes}});
    for (const auto& [at, codes] : places.slots)
        out["slots"].push_back({{"head", at.first}, {"slot", at.second}, {"codes", codes}});
    for (const auto& [at, codes] : places.cells)
        out["cells"].push_back({{"head", at[0]}, {"slot", at[1]}, {"lane", at[2]}, {"codes", codes}});
    if (places.bad_slots.empty()) return out;
    if (repair.problem.empty())
        out["repair"] = {{"repair.slots", repair.slots}, {"bad_slots", repair.list}};
    else
        out["repair"] = {{"problem", repair.problem}};
    return out;
}

void print(const Design& design, const MarchReport& report, const Places& places, const Repair& repair) {
    fmt::print("{}: {} test tokens in each of {} head{}, {} cycles\n", design.name, report.tokens, design.heads,
               design.heads == 1 ? "" : "s", report.cycles);
    fmt::print("  sums      {} of {} equal to the golden model\n", report.sums - report.mismatches, report.sums);
    if (report.faults.empty()) return fmt::print("  faults    none\n");
    for (const auto& [at, codes] : places.lanes)
        fmt::print("  lane      head {} lane {}: {} codes off with nothing stored\n", at.first, at.second, codes);
    for (const auto& [at, codes] : places.slots)
        fmt::print("  slot      head {} slot {}: most lanes off, by up to {} codes\n", at.first, at.second, codes);
    for (const auto& [at, codes] : places.cells)
        fmt::print("  cell      head {} slot {} lane {}: up to {} codes off\n", at[0], at[1], at[2], codes);
    if (places.bad_slots.empty()) return;
    if (!repair.problem.empty()) return fmt::print("  repair    none: {}\n", repair.problem);
    fmt::print("  repair    --set repair.slots={} --bad-slots {}\n", repair.slots, repair.list);
}

void self_test(const SelfTestArguments& arguments) {
    const auto design = arguments.config.design();
    if (design.time.on())
        throw InputError({{{arguments.config.config, 0},
                           design.time.leaks ? "analog.retention_us" : "retention.limit_us",
                           "what the test expects goes by tokens, and here charge or ages go by time",
                           "allowed 0"}});
    if (!design.calibration.self_test)
        throw InputError({{{arguments.config.config, 0},
                           "calibration.self_test",
                           "is false: the engine has no self test",
                           "allowed true, with calibration.average above 0"}});
    MarchOptions options;
    options.threshold = arguments.threshold;
    options.bad_slots = parse_bad_slots(arguments.bad_slots, design);
    options.tour = !coverage_directory().empty();
    ModelOptions model_options;
    model_options.quick = arguments.quick;
    const auto model = build_model(design, model_options);
    setenv("SYSTEMC_DISABLE_COPYRIGHT_MESSAGE", "1", 1);
    const auto dut = load_dut(model.library);
    const auto report = march(arguments.config.design(arguments.golden_overrides), perfect(design), *dut, options);
    const auto places = places_of(design, report);
    const auto repair = repair_of(design, places, options.bad_slots);
    if (arguments.json)
        fmt::print("{}\n", report_of(design, report, places, repair).dump(2));
    else
        print(design, report, places, repair);
    if (report.mismatches > 0) throw FailedRun{};
}

}  // namespace

void add_selftest_command(const Command& app) {
    const auto command = app.subcommand("selftest", "march over all slots of the generated engine by its self test");
    auto a = std::make_shared<SelfTestArguments>();
    a->config.add_to(command);
    add_number_with_default(command, "--threshold", a->threshold, 1, 1 << 20,
                            "codes by which a sum must leave the perfect one to be called a fault");
    command
        .add_option("--bad-slots", a->bad_slots, "slots that the repair registers name; at most repair.slots of a head")
        .type_name("HEAD:SLOT,..");
    command.add_flag("--json", a->json, "print the report as JSON");
    command.add_flag("--quick", a->quick, "compile the model in half the time; it runs slower");
    // What the golden model takes to be different: a test of the comparison itself.
    command.add_option("--golden-set", a->golden_overrides).type_name("KEY=VALUE").one_value().hidden();
    command.footer(
        "Example:\n  kvolt selftest tile64 --set calibration.average=16 --set calibration.self_test=true --set "
        "analog.stuck_cells=0.001");
    command.callback([a] { self_test(*a); });
}

}  // namespace kvolt::cli
