// SPDX-License-Identifier: Apache-2.0
#include "gen/design/registers_page.hpp"

#include <fmt/format.h>

#include <set>

#include "gen/config/load_config.hpp"
#include "gen/design/elaborate.hpp"
#include "gen/design/register_map.hpp"
#include "gen/design/register_view.hpp"

namespace kvolt {
namespace {

constexpr const char* introduction = R"(# Registers

Printed by `kvolt init --registers`; a test says when this page is stale. The data sheet that is generated with an
engine (`docs/<name>.md`) lists the registers of that engine with their widths, resets and ranges; its C header has them
as macros.

Registers are 32 bits wide and reached by AXI4-Lite. The address space is pages of 256 bytes: page 0 is the engine's,
page h + 1 that of head h, so register `X` of head h is at 0x100 (h + 1) + offset. The two lowest address bits are
ignored. Every access is answered; what cannot be done answers SLVERR and changes nothing:

* an access to an address without a register, a write to a register that only reads;
* a write that would leave a number outside its legal range. The number is all that is written, not what fits into the
  field: 17 is no window of an engine with 8 slots, however narrow the field;
* a write of 1 to a bit without a meaning. In IRQ_STATUS, where ones only clear, they are allowed.

Signed numbers are read, and must be written, with their sign in all bits above them. Byte strobes select the bytes that
are written; bits that are not written keep their value and are not judged.

Counters count since the last reset or CONTROL.clear_counters and stop at their largest value: all ones means "so many
or more". At 1 GHz a counter of events in every cycle is there after 4.3 s, one of tokens not before a minute.

In the tables, *by size* stands for a width, reset or range that follows from the configuration.
)";

/// What adds registers or fields, and a configuration with it.
struct Feature {
    const char* title;
    std::vector<std::string> settings;
};

const std::vector<Feature>& features() {
    static const std::vector<Feature> list{
        {"Every engine", {}},
        {"With `repair.slots` above 0", {"repair.slots=2"}},
        {"With `retention.limit` above 0", {"retention.limit=999"}},
        {"With `retention.refresh = true`", {"retention.limit=999", "retention.refresh=true"}},
        {"With `retention.limit_us` above 0", {"retention.limit_us=20"}},
        {"With `calibration.average` above 0", {"calibration.average=4"}},
        {"With `calibration.self_test = true`", {"calibration.average=4", "calibration.self_test=true"}},
    };
    return list;
}

/// The feature in a small engine and in a larger one: what differs between them follows from the size.
struct Pair {
    Design small, large;
};

Pair designs_with(const Feature& feature) {
    auto settings = feature.settings;
    Pair pair;
    pair.small = elaborate(load_config("tiny", settings));
    for (const auto* more : {"head.dimension=24", "tile.slots=32", "head.tiles=3", "bits.q=5", "bits.kv=4",
                             "bits.out=6", "affine.scale=-1.5", "affine.offset=7"})
        settings.emplace_back(more);
    for (auto& setting : settings) {
        if (setting == "retention.limit=999") setting = "retention.limit=5000";
        if (setting == "calibration.average=4") setting = "calibration.average=16";
    }
    pair.large = elaborate(load_config("tiny", settings));
    return pair;
}

std::string bits_text(const Field& a, const Field& b) {
    if (a.width != b.width) return fmt::format("{} and up", a.lsb);
    return a.width == 1 ? std::to_string(a.lsb) : fmt::format("{}:{}", a.lsb + a.width - 1, a.lsb);
}

std::string reset_text(const Field& a, const Field& b) {
    if (a.access == Access::read_only) return "";
    return a.reset == b.reset ? fmt::format("0x{:x}", a.reset) : "by size";
}

std::string range_text(const Field& a, const Field& b) {
    if (a.access != Access::read_write || a.width == 1) return "";
    return a.min == b.min && a.max == b.max ? fmt::format("{}..{}", a.min, a.max) : "by size";
}

std::string offset_text(const Register& reg) {
    const auto offset = fmt::format("0x{:02x}", reg.offset % register_page_bytes);
    return reg.entries > 1 ? offset + " + 4 n" : offset;
}

/// Rows of one page, of fields that no table before had.
std::string rows(const std::vector<const Register*>& small, const std::vector<const Register*>& large,
                 std::set<std::string>& printed) {
    std::string out;
    for (std::size_t i = 0; i < small.size(); ++i) {
        const auto& reg = *small[i];
        bool first = true;
        for (std::size_t k = 0; k < reg.fields.size(); ++k) {
            const auto &f = reg.fields[k], &g = large[i]->fields[k];
            if (!printed.insert(fmt::format("{}.{}.{}", reg.head, common_name(reg), f.name)).second) continue;
            out += fmt::format("| {} | {} | {} | {} | {} | {} | {} | {} |\n", first ? offset_text(reg) : "",
                               first ? common_name(reg) + (reg.entries > 1 ? "_n" : "") : "", bits_text(f, g), f.name,
                               access_text(f.access), reset_text(f, g), range_text(f, g), field_meaning(reg, f));
            first = false;
        }
    }
    return out;
}

}  // namespace

std::string registers_page() {
    std::string out = introduction;
    std::set<std::string> printed;
    const std::string head_row =
        "| offset | register | bits | field | access | reset | legal | meaning |\n|---|---|---|---|---|---|---|---|\n";
    for (const auto& feature : features()) {
        const auto [small, large] = designs_with(feature);
        out += fmt::format("\n## {}\n", feature.title);
        for (const bool heads : {false, true}) {
            const auto of = [&](const Design& d) { return heads ? head_registers(d) : engine_registers(d); };
            const auto table = rows(of(small), of(large), printed);
            if (!table.empty())
                out +=
                    fmt::format("\n{}:\n\n{}{}", heads ? "Page of each head" : "Page of the engine", head_row, table);
        }
    }
    return out;
}

}  // namespace kvolt
