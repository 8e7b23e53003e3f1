// SPDX-License-Identifier: Apache-2.0
// bench/<name>_bind.cpp: the engine's pins, by name, behind the nameless interface of kvolt/dut.hpp.
#include <fmt/format.h>

#include "gen/emit/emit_common.hpp"
#include "gen/emit/emitters.hpp"

namespace kvolt {
namespace {

/// Type of a port in a module that Verilator made for SystemC.
const char* port_type(const TopPort& port) {
    if (port.width == 1) return "bool";
    return port.width <= 32 ? "std::uint32_t" : "std::uint64_t";
}

/// "in[3].tdata" for s_axis_3_tdata_i, "control.awaddr" for s_axil_awaddr_i, "rst_n" for rst_ni.
std::string member_of(const TopPort& port) {
    const auto stem = port.name.substr(0, port.name.rfind('_'));
    const auto field = stem.substr(stem.rfind('_') + 1);
    switch (port.group) {
        case PortGroup::control:
            return "control." + field;
        case PortGroup::stream_in:
        case PortGroup::stream_out: {
            const auto head = stem.substr(7, stem.rfind('_') - 7);
            return fmt::format("{}[{}].{}", port.group == PortGroup::stream_in ? "in" : "out", head, field);
        }
        case PortGroup::reset:
            return "rst_n";
        case PortGroup::interrupt:
            return "irq";
        case PortGroup::clock:
            break;
    }
    return {};
}

/// The part of the file that is the same for every design.
constexpr const char* prologue = R"(
// Verilator keeps eval_step() private: its SystemC modules expect to be woken by the scheduler at every change of a
// pin.
// An explicit instantiation may name a private member, and so the bench evaluates the model itself, without a scheduler
// round trip per clock edge.
template <auto Member>
struct Expose {
    friend void evaluate(Model& model) { (model.*Member)(); }
};
void evaluate(Model& model);
template struct Expose<&Model::eval_step>;

// A signal that takes its value at once. There is one writer, and readers look only when they are evaluated.
template <class T>
struct Level : sc_core::sc_signal<T, sc_core::SC_MANY_WRITERS> {
    void write(const T& value) override { this->m_cur_val = value; }
};
)";

std::string traces() {
    return R"(
    void open_trace(const char* path, std::uint64_t period_ps) override {
#if VM_TRACE
        period_ps_ = period_ps;
        trace_ = std::make_unique<VerilatedFstC>();
        trace_->set_time_unit("1ps");
        trace_->set_time_resolution("1ps");
        model_.trace(trace_.get(), 99);
        trace_->open(path);
#else
        (void)path;
        (void)period_ps;
#endif
    }

    void set_tracing(bool on) override {
#if VM_TRACE
        tracing_ = on;
#else
        (void)on;
#endif
    }

    void close_trace() override {
#if VM_TRACE
        if (trace_) trace_->close();
        trace_.reset();
#endif
    }
)";
}

std::string edges(const std::vector<TopPort>& ports) {
    std::string drive, sample;
    for (const auto& p : ports) {
        if (p.group == PortGroup::clock) continue;
        if (p.direction == PortDirection::in)
            drive += fmt::format("        {}_.write({});\n", p.name, member_of(p));
        else
            sample += fmt::format("        {} = {}{}_.read(){};\n", member_of(p),
                                  p.width > 1 && p.width < 8 ? "static_cast<std::uint8_t>(" : "", p.name,
                                  p.width > 1 && p.width < 8 ? ")" : "");
    }
    return fmt::format(R"(
    void cycle() override {{
        drive();
        clk_i_.write(true);
        evaluate(model_);
        dump(0);
        clk_i_.write(false);
        evaluate(model_);
        dump(1);
        sample();
    }}

    void settle() override {{
        drive();
        evaluate(model_);
        sample();
    }}
{}
private:
    void drive() {{
{}    }}

    void sample() {{
{}    }}

    /// The state after one of the two edges of a cycle, the rising one first.
    void dump([[maybe_unused]] std::uint64_t edge) {{
#if VM_TRACE
        if (trace_ && tracing_) trace_->dump(cycles_ * period_ps_ + edge * (period_ps_ / 2));
        cycles_ += edge;
#endif
    }}
)",
                       traces(), drive, sample);
}

std::string engine_class(const Design& design, const std::vector<TopPort>& ports) {
    std::string binds, members;
    for (const auto& p : ports) {
        binds += fmt::format("        model_.{0}({0}_);\n", p.name);
        members += fmt::format("    Level<{}> {}_;\n", port_type(p), p.name);
    }
    return fmt::format(R"(
class Engine final : public kvolt::Dut {{
public:
    Engine() : model_("engine") {{
        in.resize({0});
        out.resize({0});
{1}    }}

    ~Engine() override {{
        close_trace();
        model_.final();
#if VM_COVERAGE
        if (const char* directory = std::getenv("KVOLT_COVERAGE")) {{
            const auto path = directory + ("/{4}-" + std::to_string(getpid())) + ".dat";
            Verilated::threadContextp()->coveragep()->write(path.c_str());
        }}
#endif
    }}
{2}
    Model model_;
{3}#if VM_TRACE
    std::unique_ptr<VerilatedFstC> trace_;
    std::uint64_t cycles_ = 0, period_ps_ = 0;
    bool tracing_ = true;
#endif
}};
)",
                       design.heads, binds, edges(ports), members, design.name);
}

}  // namespace

void emit_bench(const Design& design, std::vector<File>& files) {
    const auto ports = top_ports(design);
    std::string text = banner(design, "//");
    text += fmt::format(R"(
// Pins of {0} for the SystemC bench:
// implements kvolt::Dut over the module that `verilator --sc` makes.
#include <cstdint>
#include <memory>
#include <systemc>

#include "V{0}.h"
#include "kvolt/dut.hpp"
#include "verilated.h"
#if VM_TRACE
#include "verilated_fst_c.h"
#endif
#if VM_COVERAGE
#include <unistd.h>

#include <cstdlib>
#include <string>

#include "verilated_cov.h"
#endif

namespace {{

using Model = V{0};
)",
                        design.top);
    text += prologue;
    text += engine_class(design, ports);
    text += R"(
}  // namespace

extern "C" kvolt::Dut* kvolt_make_dut() {
#if VM_TRACE
    Verilated::traceEverOn(true);
#endif
    return new Engine;
}
)";
    files.push_back({fmt::format("bench/{}_bind.cpp", design.name), std::move(text)});
}

}  // namespace kvolt
