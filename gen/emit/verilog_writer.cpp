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

std::vector<std::string> wrap_text(std::string_view text, std::size_t width) {
    std::vector<std::string> lines(1);
    std::size_t at = 0;
    while (at < text.size()) {
        const auto end = std::min(text.find(' ', at), text.size());
        const auto word = text.substr(at, end - at);
        if (!lines.back().empty() && lines.back().size() + 1 + word.size() > width) lines.emplace_back();
        if (!lines.back().empty()) lines.back() += ' ';
        lines.back() += word;
        at = end + 1;
    }
    return lines;
}

void VerilogWriter::line(std::string_view text) {
    if (!text.empty()) text_.append(static_cast<std::size_t>(depth_ * indent_width), ' ');
    text_.append(text);
    text_ += '\n';
}

void VerilogWriter::wrapped(std::string_view prefix, std::string_view text) {
    const auto used = static_cast<std::size_t>(depth_ * indent_width) + prefix.size();
    for (const auto& part : wrap_text(text, line_width - used)) {
        line(part.empty() ? std::string(prefix.substr(0, prefix.size() - 1)) : std::string(prefix) + part);
    }
}

void VerilogWriter::comment(std::string_view text) { wrapped("// ", text); }

void VerilogWriter::doc(std::string_view text) { wrapped("/// ", text); }

void VerilogWriter::section(std::string_view title) {
    const auto head = fmt::format("// ---- {} ", title);
    const auto used = static_cast<std::size_t>(depth_ * indent_width) + head.size();
    line();
    line(head + std::string(line_width - std::min<std::size_t>(used, line_width), '-'));
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
    --depth_;
    line("endmodule");
}

void VerilogWriter::open(std::string_view text) {
    line(text);
    ++depth_;
}

void VerilogWriter::close(std::string_view text) {
    --depth_;
    line(text);
}

void VerilogWriter::localparams(const std::vector<VerilogParameter>& constants) {
    const auto name_width = widest(constants, [](const auto& p) { return p.name; });
    const auto type_width = widest(constants, [](const auto& p) { return bracketed(p.range); });
    const auto value_width = widest(constants, [](const auto& p) { return p.value; });
    for (const auto& p : constants) {
        const auto note = p.doc.empty() ? "" : fmt::format("{:{}}  // {}", "", value_width - p.value.size(), p.doc);
        line(fmt::format("localparam {:<{}}{:<{}} = {};{}", bracketed(p.range), type_width, p.name, name_width, p.value,
                         note));
    }
}

void VerilogWriter::wires(const std::vector<VerilogNet>& nets) {
    const auto range_width = widest(nets, [](const auto& n) { return bracketed(n.range); });
    const auto name_width = widest(nets, [](const auto& n) { return n.value.empty() ? std::string() : n.name; });
    const auto declaration = [&](const VerilogNet& n) {
        if (n.value.empty()) return fmt::format("wire {:<{}}{};", bracketed(n.range), range_width, n.name);
        return fmt::format("wire {:<{}}{:<{}} = {};", bracketed(n.range), range_width, n.name, name_width, n.value);
    };
    const auto width = widest(nets, [&](const auto& n) { return n.note.empty() ? std::string() : declaration(n); });
    for (const auto& n : nets) {
        if (n.note.empty())
            line(declaration(n));
        else
            line(fmt::format("{:<{}}  // {}", declaration(n), width, n.note));
    }
}

void VerilogWriter::assigns(const std::vector<VerilogConnection>& assignments) {
    const auto width = widest(assignments, [](const auto& a) { return a.name; });
    for (const auto& a : assignments) line(fmt::format("assign {:<{}} = {};", a.name, width, a.expression));
}

void VerilogWriter::case_items(const std::vector<VerilogConnection>& items) {
    const auto width = widest(items, [](const auto& i) { return i.name; });
    for (const auto& i : items) line(fmt::format("{}: {:{}}{}", i.name, "", width - i.name.size(), i.expression));
}

void VerilogWriter::connections(const std::vector<VerilogConnection>& list) {
    const auto width = widest(list, [](const auto& c) { return c.name; });
    for (const auto& c : list) {
        line(fmt::format(".{:<{}}({}){}", c.name, width, c.expression, &c == &list.back() ? "" : ","));
    }
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

}  // namespace kvolt
