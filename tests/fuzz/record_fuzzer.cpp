// SPDX-License-Identifier: Apache-2.0
// Any bytes as the record of an earlier run, of `kvolt regress --resume` and of `kvolt mutate`: taken over or summed,
// or refused with InputError. The seeds are records of the runs that are asked for here; what only this build knows
// stands in them as VERSION and HASH.
#include <fmt/format.h>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <utility>
#include <vector>

#include "gen/config/config.hpp"
#include "gen/config/load_config.hpp"
#include "gen/design/design.hpp"
#include "gen/design/elaborate.hpp"
#include "gen/flows/mutation/mutation.hpp"
#include "gen/flows/mutation/mutation_report.hpp"
#include "gen/flows/regression/regress_record.hpp"
#include "gen/flows/regression/regress_run.hpp"
#include "gen/support/diagnostics.hpp"
#include "tests/fuzz/memory_file.hpp"

namespace {

template <typename Read>
void expect_read_or_refused(Read read) {
    try {
        read();
    } catch (const kvolt::InputError& error) {
        if (error.diagnostics().empty()) std::abort();
    }
}

std::string filled_in(std::string text, const std::string& name, const std::string& value) {
    if (const auto place = text.find(name); place != std::string::npos) text.replace(place, name.size(), value);
    return text;
}

kvolt::RegressPlan plan() {
    kvolt::RegressPlan plan;
    plan.name = "fuzz";
    for (const std::uint64_t seed : {1, 2}) {
        kvolt::RegressCase one;
        one.config = "tiny";
        one.seed = seed;
        one.tokens = 100;
        plan.cases.push_back(one);
    }
    return plan;
}

kvolt::Mutation mutation() {
    kvolt::Mutation mutation;
    for (int i = 1; i <= 2; ++i)
        mutation.mutants.push_back({i, "kv_a", "-mode inv", "rtl/kv_a.v:7", kvolt::Fate::untried, ""});
    return mutation;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const kvolt::Design design = kvolt::elaborate(kvolt::load_config("tiny", {}));
    std::string text(reinterpret_cast<const char*>(data), size);
    text = filled_in(std::move(text), "VERSION", kvolt::version());
    text = filled_in(std::move(text), "HASH", fmt::format("{:016x}", design.hash));
    const kvolt::test::MemoryFile file(text);
    expect_read_or_refused([&] {
        std::vector<kvolt::RegressResult> results;
        const auto cases = plan();
        const auto taken = kvolt::resume_from(file.path(), cases, results);
        if (results.size() != cases.cases.size() || taken > results.size()) std::abort();
        kvolt::to_json(cases, results);
        kvolt::to_junit(cases, results);
    });
    expect_read_or_refused([&] {
        const auto record = kvolt::read_mutation_record(file.path());
        kvolt::mutation_sum_text({record, record});
        auto resumed = mutation();
        kvolt::resume_mutation(record, design, {}, resumed);
    });
    return 0;
}
