// SPDX-License-Identifier: Apache-2.0
#include "gen/emit/verilog_writer.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace kvolt {
namespace {

constexpr int indent_width = 4;
constexpr std::size_t short_line_width = 96;  // an instance whose parameters fit gets them on one line

template <class Entries, class Text>
std::size_t widest(const Entries& entries, Text text_of) {
    std::size_t width = 0;
    for (const auto& entry : entries) width = std::max(width, text_of(entry).size());
    return width;
}

std::string bracketed(const std::string& range) { return range.empty() ? "" : fmt::format("[{}] ", range); }

}  // namespace

std::string range_of(int bits) { return bits == 1 ? "" : fmt::format("{}:0", bits - 1); }

void VerilogWriter::print(std::string_view text) {
    if (!text.empty()) text_.append(static_cast<std::size_t>(depth_ * indent_width), ' ');
    text_.append(text);
    text_ += '\n';
}

void VerilogWriter::line(std::string_view text) {
    flush();
    print(text);
}

void VerilogWriter::wrapped(std::string_view prefix, std::string_view text) {
    const auto used = static_cast<std::size_t>(depth_ * indent_width) + prefix.size();
    for (const auto& part : wrap_text(text, line_width - used)) {
        print(part.empty() ? std::string(prefix.substr(0, prefix.size() - 1)) : std::string(prefix) + part);
    }
}

void VerilogWriter::comment(std::string_view text) {
    flush();
    wrapped("// ", text);
}

void VerilogWriter::doc(std::string_view text) {
    flush();
    wrapped("/// ", text);
}

void VerilogWriter::section(std::string_view title) {
    const auto head = fmt::format("// ---- {} ", title);
    const auto used = static_cast<std::size_t>(depth_ * indent_width) + head.size();
    line();
    line(head + std::string(line_width - std::min<std::size_t>(used, line_width), '-'));
}

void VerilogWriter::statement(const std::string& prefix, const std::string& expression, const std::string& suffix) {
    const auto used = static_cast<std::size_t>(depth_ * indent_width) + prefix.size();
    if (used + expression.size() + suffix.size() <= line_width) return print(prefix + expression + suffix);
    // Lines of a list stand below its first item.
    const bool list = !expression.empty() && (expression.front() == '{' || expression.front() == '(');
    const std::string hanging(prefix.size() + (list ? 1 : 0), ' ');
    const auto parts = wrap_text(expression, line_width - used - suffix.size() - 1);
    for (const auto& part : parts) {
        const bool first = &part == &parts.front(), last = &part == &parts.back();
        print((first ? prefix : hanging) + part + (last ? suffix : ""));
    }
}

void VerilogWriter::begin_module(std::string_view name, const std::vector<VerilogParameter>& parameters,
                                 const std::vector<VerilogPort>& ports) {
    line(fmt::format("module {} {}", name, parameters.empty() ? "(" : "#("));
    ++depth_;
    const auto name_width = widest(parameters, [](const auto& p) { return p.name; });
    const auto type_width = widest(parameters, [](const auto& p) { return bracketed(p.range); });
    for (const auto& p : parameters) {
        if (!p.doc.empty()) doc(p.doc);
        line(fmt::format("parameter {:<{}}{:<{}} = {}{}", bracketed(p.range), type_width, p.name, name_width, p.value,
                         &p == &parameters.back() ? "" : ","));
    }
    if (!parameters.empty()) {
        --depth_;
        line(") (");
        ++depth_;
    }
    const auto range_width = widest(ports, [](const auto& p) { return bracketed(p.range); });
    for (const auto& p : ports) {
        if (!p.doc.empty()) doc(p.doc);
        line(fmt::format("{} wire {:<{}}{}{}", p.direction == PortDirection::in ? "input " : "output",
                         bracketed(p.range), range_width, p.name, &p == &ports.back() ? "" : ","));
    }
    --depth_;
    line(");");
    ++depth_;
}

void VerilogWriter::end_module() {
    flush();
    --depth_;
    line("endmodule");
}

void VerilogWriter::open(std::string_view text) {
    line(text);
    ++depth_;
}

void VerilogWriter::close(std::string_view text) {
    flush();
    --depth_;
    line(text);
}

void VerilogWriter::localparams(const std::vector<VerilogParameter>& constants) {
    if (!nets_.empty() || !assigns_.empty()) flush();
    constants_.insert(constants_.end(), constants.begin(), constants.end());
}

void VerilogWriter::wires(const std::vector<VerilogNet>& nets) {
    if (!constants_.empty() || !assigns_.empty()) flush();
    nets_.insert(nets_.end(), nets.begin(), nets.end());
}

void VerilogWriter::assigns(const std::vector<VerilogConnection>& assignments) {
    if (!constants_.empty() || !nets_.empty()) flush();
    assigns_.insert(assigns_.end(), assignments.begin(), assignments.end());
}

void VerilogWriter::flush() {
    flush_localparams();
    flush_wires();
    flush_assigns();
}

void VerilogWriter::noted(const std::vector<Noted>& lines) {
    const auto used = static_cast<std::size_t>(depth_ * indent_width);
    const auto fits = [&](const Noted& l, std::size_t width) { return used + width + 5 + l.note.size() <= line_width; };
    // The column of the notes is that of the longest line that leaves room for its own.
    std::size_t width = 0;
    for (const auto& l : lines) {
        if (!l.note.empty() && fits(l, l.text.size())) width = std::max(width, l.text.size());
    }
    for (const auto& l : lines) {
        const bool beside = !l.note.empty() && l.text.size() <= width && fits(l, width);
        if (!l.note.empty() && !beside) wrapped("// ", l.note);
        if (beside)
            print(fmt::format("{:<{}}  // {}", l.text, width, l.note));
        else
            statement(l.text.substr(0, l.value_at), l.text.substr(l.value_at), "");
    }
}

void VerilogWriter::flush_localparams() {
    const auto constants = std::move(constants_);
    constants_.clear();
    const auto name_width = widest(constants, [](const auto& p) { return p.name; });
    const auto type_width = widest(constants, [](const auto& p) { return bracketed(p.range); });
    std::vector<Noted> lines;
    for (const auto& p : constants) {
        const auto head = fmt::format("localparam {:<{}}{:<{}} = ", bracketed(p.range), type_width, p.name, name_width);
        lines.push_back({head + p.value + ";", head.size(), p.doc});
    }
    noted(lines);
}

void VerilogWriter::flush_wires() {
    const auto nets = std::move(nets_);
    nets_.clear();
    const auto range_width = widest(nets, [](const auto& n) { return bracketed(n.range); });
    const auto name_width = widest(nets, [](const auto& n) { return n.value.empty() ? std::string() : n.name; });
    std::vector<Noted> lines;
    for (const auto& n : nets) {
        auto head = fmt::format("{} {:<{}}", n.is_reg ? "reg " : "wire", bracketed(n.range), range_width);
        if (n.value.empty()) {
            head += n.name + ";";
            lines.push_back({head, head.size(), n.note});
        } else {
            head += fmt::format("{:<{}} = ", n.name, name_width);
            lines.push_back({head + n.value + ";", head.size(), n.note});
        }
    }
    noted(lines);
}

void VerilogWriter::flush_assigns() {
    const auto assignments = std::move(assigns_);
    assigns_.clear();
    const auto width = widest(assignments, [](const auto& a) { return a.name; });
    for (const auto& a : assignments) statement(fmt::format("assign {:<{}} = ", a.name, width), a.expression, ";");
}

void VerilogWriter::assign_lists(const std::vector<VerilogConnection>& assignments) {
    flush();
    const auto width = widest(assignments, [](const auto& a) { return a.name; });
    const auto longest = widest(assignments, [](const auto& a) { return a.expression; });
    const auto used = static_cast<std::size_t>(depth_ * indent_width) + std::string("assign  = ;").size();
    const bool fits = used + width + longest <= line_width;
    for (const auto& a : assignments)
        statement("assign ", fits ? fmt::format("{:<{}}", a.name, width) : a.name, fmt::format(" = {};", a.expression));
}

void VerilogWriter::case_items(const std::vector<VerilogConnection>& items) {
    flush();
    const auto width = widest(items, [](const auto& i) { return i.name; });
    for (const auto& i : items) {
        const auto label = fmt::format("{}: {:{}}", i.name, "", width - i.name.size());
        // What is assigned, if it is that, stands still in front of a list that goes on below.
        const auto value = i.expression.find(" = ");
        const auto split = value == std::string::npos ? 0 : value + 3;
        statement(label + i.expression.substr(0, split), i.expression.substr(split), "");
    }
}

void VerilogWriter::connections(const std::vector<VerilogConnection>& list) {
    const auto width = widest(list, [](const auto& c) { return c.name; });
    for (const auto& c : list)
        statement(fmt::format(".{:<{}}(", c.name, width), c.expression, &c == &list.back() ? ")" : "),");
}

void VerilogWriter::instance(std::string_view module, const std::vector<VerilogConnection>& parameters,
                             std::string_view name, const std::vector<VerilogConnection>& ports) {
    std::string inline_parameters;
    for (const auto& p : parameters)
        inline_parameters += fmt::format("{}.{}({})", inline_parameters.empty() ? "" : ", ", p.name, p.expression);
    const auto one_line = parameters.empty() ? fmt::format("{} {} (", module, name)
                                             : fmt::format("{} #({}) {} (", module, inline_parameters, name);
    if (one_line.size() <= short_line_width) {
        open(one_line);
    } else {
        open(fmt::format("{} #(", module));
        connections(parameters);
        close(fmt::format(") {} (", name));
        ++depth_;
    }
    connections(ports);
    close(");");
}

std::string VerilogWriter::text() {
    flush();
    return text_;
}

}  // namespace kvolt
