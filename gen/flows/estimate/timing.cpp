// SPDX-License-Identifier: Apache-2.0
#include "gen/flows/estimate/timing.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <regex>
#include <sstream>

#include "gen/support/diagnostics.hpp"
#include "gen/support/file_io.hpp"
#include "gen/support/process.hpp"

namespace kvolt {
namespace {

/// The part of the script that does not depend on the design.
constexpr const char* constrain_proc = R"(
proc constrain {period} {
    global sdc_text
    regsub {set clock_period [^\n]*} $sdc_text "set clock_period $period" text
    uplevel #0 $text
}

set file [open constraints.sdc]
set sdc_text [read $file]
close $file
constrain $period
)";

/// Slack grows with the period along a concave line of straight pieces. The chord between a period that is too short
/// and one that is not cuts zero at one that is not, either. A latch that borrows time shows a slack of zero over a
/// range of periods; there the chord stands still, and the interval is halved.
constexpr const char* report_body = R"(
# The worst path of every path group is returned; the worst of these.
proc worst {args} {
    set worst ""
    foreach path [eval find_timing_paths $args] {
        if {$worst eq "" || [get_property $path slack] < [get_property $worst slack]} { set worst $path }
    }
    return $worst
}

proc path_class {name args} {
    set path [eval worst -path_delay max $args]
    if {$path eq ""} { return }
    puts "KVOLT class [get_property $path slack] [get_full_name [get_property $path endpoint]] $name"
}

proc slack_at {period} {
    constrain $period
    return [get_property [worst -path_delay max] slack]
}

puts "KVOLT slack [get_property [worst -path_delay max] slack]"
puts "KVOLT path"
report_checks -path_delay max -format full -fields {slew fanout nets} -digits 5
puts "KVOLT end"
set data_inputs {}
foreach port [all_inputs] {
    if {[get_full_name $port] ne "clk_i"} { lappend data_inputs $port }
}
path_class "register to register" -from [all_registers -clock_pins] -to [all_registers -data_pins]
path_class "input to register" -from $data_inputs -to [all_registers -data_pins]
path_class "register to output" -from [all_registers -clock_pins] -to [all_outputs]
path_class "input to output" -from $data_inputs -to [all_outputs]
puts "KVOLT hold [get_property [worst -path_delay min] slack]"
# The clock as built, through gates and buffers: the skew is no longer a promise of the constraints.
if {![info exists clock_jitter]} { set clock_jitter 0 }
set_propagated_clock [all_clocks]
set_clock_uncertainty -setup $clock_jitter [all_clocks]
set_clock_uncertainty -hold 0 [all_clocks]
puts "KVOLT propagated_setup [get_property [worst -path_delay max] slack]"
puts "KVOLT propagated_hold [get_property [worst -path_delay min] slack]"
puts "KVOLT skew"
report_clock_skew -setup
puts "KVOLT end"
unset_propagated_clock [all_clocks]
constrain $period
puts "KVOLT transition"
report_check_types -max_transition -verbose
puts "KVOLT end"
# An interval round the shortest period at which everything holds, whatever period was asked for.
set high $period
set s_high [slack_at $high]
for {set i 0} {$i < 60 && $s_high < 0} {incr i} {
    set low $high
    set s_low $s_high
    set high [expr {$high - 1.5 * $s_high}]
    set s_high [slack_at $high]
}
if {![info exists low]} {
    set low [expr {$high - 2.0 * $s_high}]
    if {$low < 0.25 * $high} { set low [expr {0.25 * $high}] }
    set s_low [slack_at $low]
    for {set i 0} {$i < 60 && $s_low >= 0} {incr i} {
        set high $low
        set s_high $s_low
        set low [expr {$high - 2.0 * $s_high}]
        if {$low < 0.25 * $high} { set low [expr {0.25 * $high}] }
        if {$low > 0.999 * $high} { set low [expr {0.999 * $high}] }
        set s_low [slack_at $low]
    }
}
set near 0
for {set i 0} {$i < 60 && $high - $low > 4e-5 * $high} {incr i} {
    if {$s_high <= 4e-5 * $high} {
        # As good as zero: a little less, and when that holds too, the middle.
        set t [expr {$near ? 0.5 * ($low + $high) : $high - 3e-5 * $high}]
        set near [expr {!$near}]
    } else {
        set t [expr {$low + ($high - $low) * -$s_low / ($s_high - $s_low)}]
    }
    if {$t <= $low || $t >= $high} { set t [expr {0.5 * ($low + $high)}] }
    set s [slack_at $t]
    if {$s < 0} { set low $t; set s_low $s } else { set high $t; set s_high $s }
}
set t1 $high
puts "KVOLT fmax [expr {1000.0 / $t1}]"
)";

/// The instances on every path that is too slow; one path per endpoint is enough to find the blocks.
constexpr const char* critical_body = R"(
foreach path [find_timing_paths -path_delay max -group_count 400] {
    if {[get_property $path slack] >= 0} { continue }
    set pins {}
    foreach point [get_property $path points] { lappend pins [get_full_name [get_property $point pin]] }
    puts "KVOLT pins $pins"
}
)";

std::string script(const TimingInput& input, const std::vector<std::string>& liberty, const Technology& tech,
                   const char* body) {
    std::string s = "read_liberty cells.lib\n";
    for (const auto& file : liberty) s += fmt::format("read_liberty \"{}\"\n", file);
    s += "set_cmd_units -time ns -capacitance pF\n";
    s += "read_verilog netlist.v\n";
    s += fmt::format("link_design {}\n", input.top);
    s += fmt::format("set_driving_cell -lib_cell {} [all_inputs]\n", tech.driving_cell->name);
    s += fmt::format("set_load {} [all_outputs]\n", tech.output_load_pf);
    s += fmt::format("set period {}\n", input.clock_ns);
    return s + constrain_proc + body;
}

/// A number as OpenSTA prints it: large ones have an exponent.
constexpr const char* number_form = R"([-+]?[\d.]+(?:[eE][-+]?\d+)?)";

double number(const std::string& text) {
    try {
        return std::stod(text);
    } catch (const std::exception&) {
        throw ToolError(fmt::format("OpenSTA printed '{}' where a number was expected", text));
    }
}

/// Runs NAME.tcl; OpenSTA goes on after an error in a script, and exits with 0.
ProcessResult run_sta(const std::string& name, const TimingInput& input, const Technology& technology, const char* body,
                      const std::string& directory) {
    write_text(directory + "/constraints.sdc", input.sdc);
    write_text(directory + "/" + name + ".tcl",
               script(input, relative_names(input.liberty, directory), technology, body));
    auto run = run_tool(fmt::format("OpenSTA ({})", name), {"sta", "-no_init", "-no_splash", "-exit", name + ".tcl"},
                        directory);
    write_text(directory + "/" + name + ".log", run.output);
    if (const auto error = run.output.find("Error:"); error != std::string::npos)
        throw ToolError(
            fmt::format("OpenSTA ({}): {}", name, run.output.substr(error, run.output.find('\n', error) - error)));
    return run;
}

/// Finds the module that holds the cell of a pin.
class BlockFinder {
public:
    explicit BlockFinder(const Netlist& netlist) : top_(netlist.top) {
        for (const auto& module : netlist.modules)
            for (const auto& cell : module.cells)
                if (netlist.find(cell.type) != nullptr) blocks_[module.name][cell.name] = cell.type;
    }

    /// "u_head_0/u_readout/u12/Y" lies in the module of u_readout.
    [[nodiscard]] std::string block_of(const std::string& pin) const {
        std::string module = top_;
        std::size_t begin = 0;
        for (auto end = pin.find('/'); end != std::string::npos; end = pin.find('/', begin)) {
            const auto inside = blocks_.find(module);
            if (inside == blocks_.end()) break;
            const auto block = inside->second.find(pin.substr(begin, end - begin));
            if (block == inside->second.end()) break;
            module = block->second;
            begin = end + 1;
        }
        return module;
    }

private:
    std::string top_;
    std::map<std::string, std::map<std::string, std::string>> blocks_;  // by module and instance
};

/// A line of report_checks: [fanout] [transition] delay time edge pin (cell).
bool parse_step(const std::string& line, PathStep& step) {
    static const std::regex form(
        fmt::format(R"(^\s*({0})\s+({0})\s+({0})\s+([v^])\s+(\S+)\s+\((\S+)\)\s*$)", number_form));
    std::smatch match;
    if (!std::regex_match(line, match, form)) return false;
    step.transition_ns = number(match[1]);
    step.delay_ns = number(match[2]);
    step.arrival_ns = number(match[3]);
    step.edge = match[4].str()[0];
    step.pin = match[5];
    step.cell = match[6] == "in" || match[6] == "out" || match[6] == "net" ? "" : match[6].str();
    return true;
}

/// Columns: fan-outs stand alone on the net line below the driving pin.
void parse_path_line(const std::string& line, TimingPath& path, bool& launched) {
    static const std::regex point(R"(^(Start|End)point: (\S+).*$)");
    static const std::regex fanout(R"(^\s*(\d+)\s+.*\(net\)\s*$)");
    static const std::regex required(fmt::format(R"(^\s*({})\s+data required time\s*$)", number_form));
    static const std::regex arrival(fmt::format(R"(^\s*({})\s+data arrival time\s*$)", number_form));
    std::smatch match;
    PathStep step;
    if (std::regex_match(line, match, point)) {
        (match[1] == "Start" ? path.startpoint : path.endpoint) = match[2];
    } else if (std::regex_match(line, match, arrival)) {
        if (!launched) path.arrival_ns = number(match[1]);
        launched = true;  // what follows is the capturing clock
    } else if (std::regex_match(line, match, required)) {
        path.required_ns = number(match[1]);
    } else if (!launched && parse_step(line, step)) {
        path.steps.push_back(step);
    } else if (!launched && !path.steps.empty() && std::regex_match(line, match, fanout)) {
        path.steps.back().fanout = static_cast<int>(number(match[1]));
    }
}

}  // namespace

TimingResult parse_timing(const std::string& log) {
    TimingResult result;
    std::istringstream lines(log);
    enum class Section { none, path, skew, transition } section = Section::none;
    bool launched = false, have_slack = false, have_fmax = false;
    TimingPath path;
    for (std::string line; std::getline(lines, line);) {
        std::istringstream words(line);
        std::string tag, what;
        words >> tag >> what;
        if (tag == "KVOLT") {
            section = what == "path"         ? Section::path
                      : what == "skew"       ? Section::skew
                      : what == "transition" ? Section::transition
                                             : Section::none;
            std::string value;
            words >> value;
            if (what == "slack") result.slack_ns = number(value), have_slack = true;
            if (what == "hold") result.hold_slack_ns = number(value);
            if (what == "propagated_setup") result.propagated_slack_ns = number(value);
            if (what == "propagated_hold") result.propagated_hold_slack_ns = number(value);
            if (what == "fmax") result.fmax_mhz = number(value), have_fmax = true;
            if (what == "class") {
                PathClass kind{"", number(value), ""};
                words >> kind.endpoint >> std::ws;
                std::getline(words, kind.name);
                result.classes.push_back(kind);
            }
        } else if (section == Section::path) {
            // The worst path of each path group is printed; the worst of these is the one to keep.
            static const std::regex slack(fmt::format(R"(^\s*({})\s+slack.*$)", number_form));
            std::smatch match;
            if (!std::regex_match(line, match, slack)) {
                parse_path_line(line, path, launched);
                continue;
            }
            path.slack_ns = number(match[1]);
            if (result.worst.steps.empty() || path.slack_ns < result.worst.slack_ns) result.worst = std::move(path);
            path = {};
            launched = false;
        } else if (section == Section::skew) {
            // Below each pin its latency; below the second one common path and skew as well.
            static const std::regex skew(fmt::format(R"(^\s*({0})\s+({0})\s+({0})\s*$)", number_form));
            if (std::smatch match; std::regex_match(line, match, skew))
                result.skew_ns = std::max(result.skew_ns, number(match[3]));
        } else if (section == Section::transition && tag == "transition_time") {
            result.worst_transition_ns = number(what);
        }
    }
    if (!have_slack || !have_fmax || !std::isfinite(result.slack_ns) || result.worst.steps.empty())
        throw ToolError(fmt::format("OpenSTA found no timing path: {}",
                                    log.substr(log.size() - std::min<std::size_t>(log.size(), 400))));
    return result;
}

std::set<std::string> critical_blocks(const TimingInput& input, const Technology& technology, const Netlist& netlist,
                                      const std::string& directory) {
    const BlockFinder finder(netlist);
    std::set<std::string> blocks;
    std::istringstream lines(run_sta("critical", input, technology, critical_body, directory).output);
    for (std::string line; std::getline(lines, line);) {
        if (line.rfind("KVOLT pins ", 0) != 0) continue;
        std::istringstream pins(line.substr(11));
        for (std::string pin; pins >> pin;) blocks.insert(finder.block_of(pin));
    }
    return blocks;
}

TimingResult analyze_timing(const TimingInput& input, const Technology& technology, const std::string& directory,
                            const Progress& progress) {
    progress(fmt::format("sta: timing of {} at {} ns", input.top, input.clock_ns));
    const auto run = run_sta("timing", input, technology, report_body, directory);
    auto result = parse_timing(run.output);
    result.clock_ns = input.clock_ns;
    result.log = run.output;
    result.seconds = run.seconds;
    const auto version = run_process({"sta", "-version"}).standard_output;
    result.sta_version = "OpenSTA " + version.substr(0, version.find_first_of("\r\n"));
    return result;
}

}  // namespace kvolt
