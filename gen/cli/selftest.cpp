// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <set>

#include "gen/cli/commands.hpp"
#include "gen/flows/verilate.hpp"
#include "kvolt/diagnostics.hpp"
#include "sim/bench/dut_library.hpp"
#include "sim/bench/self_test.hpp"

namespace kvolt::cli {
namespace {

using Json = nlohmann::ordered_json;

struct SelfTestArguments {
    ConfigArguments config;
    int threshold = 2;
    bool json = false, quick = false;
};

/// The same design with arrays as they should be.
Design perfect(const Design& design) {
    Config config = design.config;
    static_cast<Imperfections&>(config.analog) = Imperfections{};
    return elaborate(config);
}

/// Faults by where they are: a slot at which every lane steps, a lane that is off from the first slot on, or one cell.
struct Places {
    std::set<std::pair<int, int>> slots;  ///< head, slot
    std::set<std::pair<int, int>> lanes;  ///< head, lane
    std::set<std::array<int, 3>> cells;   ///< head, lane, slot
};

Places places_of(const Design& design, const MarchReport& report) {
    std::map<std::array<int, 3>, int> lanes_at;  // head, pass, slot
    for (const auto& f : report.faults) ++lanes_at[{f.head, f.pass, f.slot}];
    Places places;
    for (const auto& f : report.faults) {
        if (2 * lanes_at[{f.head, f.pass, f.slot}] > design.rows && f.slot > 0)
            places.slots.insert({f.head, f.slot});
        else if (f.slot == 0)
            places.lanes.insert({f.head, f.lane});
        else
            places.cells.insert({f.head, f.lane, f.slot});
    }
    return places;
}

Json report_of(const Design& design, const MarchReport& report, const Places& places) {
    Json out{{"name", design.name},
             {"tokens", report.tokens},
             {"sums", report.sums},
             {"mismatches", report.mismatches},
             {"faults", report.faults.size()}};
    Json slots = Json::array(), lanes = Json::array(), cells = Json::array();
    for (const auto& [head, slot] : places.slots) slots.push_back({{"head", head}, {"slot", slot}});
    for (const auto& [head, lane] : places.lanes) lanes.push_back({{"head", head}, {"lane", lane}});
    for (const auto& [head, lane, slot] : places.cells)
        cells.push_back({{"head", head}, {"lane", lane}, {"slot", slot}});
    out["slots"] = slots;
    out["lanes"] = lanes;
    out["cells"] = cells;
    return out;
}

void print(const Design& design, const MarchReport& report, const Places& places) {
    fmt::print("{}: {} tokens of the self test in each of {} head{}\n", design.name, report.tokens, design.heads,
               design.heads == 1 ? "" : "s");
    fmt::print("  sums      {} of {} equal to the golden model\n", report.sums - report.mismatches, report.sums);
    if (report.faults.empty()) return fmt::print("  faults    none\n");
    for (const auto& [head, slot] : places.slots) fmt::print("  slot      head {} slot {}\n", head, slot);
    for (const auto& [head, lane] : places.lanes)
        fmt::print("  lane      head {} lane {}: off from the first slot on\n", head, lane);
    for (const auto& [head, lane, slot] : places.cells)
        fmt::print("  cell      head {} lane {} slot {}\n", head, lane, slot);
}

void self_test(const SelfTestArguments& arguments) {
    const auto design = arguments.config.design();
    if (!design.calibration.self_test)
        throw InputError("calibration.self_test", "is false: the engine has no self test");
    if (arguments.threshold < 1) throw InputError("--threshold", "is out of range, 1 and above");
    ModelOptions options;
    options.quick = arguments.quick;
    const auto model = build_model(design, options);
    setenv("SYSTEMC_DISABLE_COPYRIGHT_MESSAGE", "1", 1);
    const auto dut = load_dut(model.library);
    const auto report = march(design, perfect(design), *dut, arguments.threshold);
    const auto places = places_of(design, report);
    if (arguments.json)
        fmt::print("{}\n", report_of(design, report, places).dump(2));
    else
        print(design, report, places);
    if (report.mismatches > 0) throw FailedRun{};
}

}  // namespace

void add_selftest_command(CLI::App& app) {
    auto* command =
        app.add_subcommand("selftest", "march over all slots of the generated engine by its self test registers");
    auto a = std::make_shared<SelfTestArguments>();
    a->config.add_to(*command);
    command
        ->add_option("--threshold", a->threshold,
                     "codes by which a lane must leave the perfect sum to be called faulty")
        ->capture_default_str();
    command->add_flag("--json", a->json, "print the report as JSON");
    command->add_flag("--quick", a->quick, "compile the model in half the time; it runs slower");
    command->footer(
        "Example:\n  kvolt selftest tile64 --set calibration.average=16 --set calibration.self_test=true --set "
        "analog.stuck_cells=0.001");
    command->callback([a] { self_test(*a); });
}

}  // namespace kvolt::cli
