// SPDX-License-Identifier: Apache-2.0
#include "gen/flows/estimate/timing.hpp"

#include <fmt/format.h>

#include <cmath>
#include <fstream>
#include <map>
#include <regex>
#include <sstream>

#include "gen/support/diagnostics.hpp"
#include "gen/support/process.hpp"

namespace kvolt {
namespace {

/// The part of the script that does not depend on the design. Slack grows with the period along a concave line of
/// straight pieces, so Newton's steps from two evaluations converge on the period at which it is zero.
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

/// Slack grows with the period along a concave line of straight pieces, so the secant through two periods that are too
/// short never passes the shortest one that is not. From the other side it would not work: a latch that borrows time
/// shows a slack of zero.
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
puts "KVOLT transition"
report_check_types -max_transition -verbose
puts "KVOLT end"
# Slopes are above 0.6: the budgets of inputs and outputs take less than that of a period.
set t0 $period
set s0 [slack_at $t0]
for {set i 0} {$i < 20 && $s0 >= 0} {incr i} {
    set t0 [expr {0.97 * $t0 - $s0 / 0.6}]
    if {$t0 < 0.1 * $period} { set t0 [expr {0.1 * $period}] }
    set s0 [slack_at $t0]
}
set t1 [expr {$t0 - $s0}]
for {set i 0} {$i < 20} {incr i} {
    set s1 [slack_at $t1]
    if {$s1 >= -2e-4 * $t1 || $t1 - $t0 < 1e-4 * $t0} { break }
    set slope [expr {($s1 - $s0) / ($t1 - $t0)}]
    set t0 $t1
    set s0 $s1
    set t1 [expr {$t1 - $s1 / $slope}]
}
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

void write_text(const std::string& directory, const std::string& name, const std::string& text) {
    std::ofstream file(directory + "/" + name, std::ios::binary);
    file << text;
    file.close();
    if (!file) throw ToolError(fmt::format("cannot write {}/{}", directory, name));
}

std::string script(const TimingInput& input, const Technology& tech, const char* body) {
    std::string s = "read_liberty cells.lib\n";
    for (const auto& file : input.liberty) s += fmt::format("read_liberty \"{}\"\n", file);
    s += "set_cmd_units -time ns -capacitance pF\n";
    s += "read_verilog netlist.v\n";
    s += fmt::format("link_design {}\n", input.top);
    s += fmt::format("set_driving_cell -lib_cell {} [all_inputs]\n", tech.driving_cell->name);
    s += fmt::format("set_load {} [all_outputs]\n", tech.output_load_pf);
    s += fmt::format("set period {}\n", input.clock_ns);
    return s + constrain_proc + body;
}

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
    write_text(directory, "constraints.sdc", input.sdc);
    write_text(directory, name + ".tcl", script(input, technology, body));
    auto run = run_tool(fmt::format("OpenSTA ({})", name), {"sta", "-no_init", "-no_splash", "-exit", name + ".tcl"},
                        directory);
    write_text(directory, name + ".log", run.output);
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
    static const std::regex form(R"(^\s*([\d.\-]+)\s+([\d.\-]+)\s+([\d.\-]+)\s+([v^])\s+(\S+)\s+\((\S+)\)\s*$)");
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
    static const std::regex required(R"(^\s*([\d.\-]+)\s+data required time\s*$)");
    static const std::regex arrival(R"(^\s*([\d.\-]+)\s+data arrival time\s*$)");
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
    enum class Section { none, path, transition } section = Section::none;
    bool launched = false, have_slack = false, have_fmax = false, finished_path = false;
    for (std::string line; std::getline(lines, line);) {
        std::istringstream words(line);
        std::string tag, what;
        words >> tag >> what;
        if (tag == "KVOLT") {
            section = what == "path" ? Section::path : what == "transition" ? Section::transition : Section::none;
            std::string value;
            words >> value;
            if (what == "slack") result.slack_ns = number(value), have_slack = true;
            if (what == "hold") result.hold_slack_ns = number(value);
            if (what == "fmax") result.fmax_mhz = number(value), have_fmax = true;
            if (what == "class") {
                PathClass path{"", number(value), ""};
                words >> path.endpoint >> std::ws;
                std::getline(words, path.name);
                result.classes.push_back(path);
            }
        } else if (section == Section::path && !finished_path) {
            // The worst path of each path group is printed; the first with the worst slack is the one to keep.
            static const std::regex slack(R"(^\s*([\d.\-]+)\s+slack.*$)");
            std::smatch match;
            if (!std::regex_match(line, match, slack)) {
                parse_path_line(line, result.worst, launched);
            } else if (result.worst.slack_ns = number(match[1]);
                       std::abs(result.worst.slack_ns - result.slack_ns) < 1e-3) {
                finished_path = true;
            } else {
                result.worst = {};
                launched = false;
            }
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
    const auto version = run_process({"sta", "-version"}).output;
    result.sta_version = "OpenSTA " + version.substr(0, version.find_first_of("\r\n"));
    return result;
}

}  // namespace kvolt
