// SPDX-License-Identifier: Apache-2.0
#include "gen/emit/head_writer.hpp"

#include <algorithm>
#include <cctype>

namespace kvolt {
namespace {

/// Pins that an instance drives: of every block and macro they end so.
bool drives(const std::string& pin) {
    const auto ends = [&](std::string_view end) {
        return pin.size() >= end.size() && pin.compare(pin.size() - end.size(), end.size(), end) == 0;
    };
    return ends("_o") || ends("_no");
}

/// Names in an expression.
void add_names(const std::string& expression, std::set<std::string>& names) {
    std::string word;
    const auto end_word = [&] {
        if (!word.empty()) names.insert(word);
        word.clear();
    };
    for (const char c : expression) {
        if (std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_')
            word += c;
        else
            end_word();
    }
    end_word();
}

/// Sets those that `list` has, appends the others.
void merge(std::vector<VerilogConnection>& list, const std::vector<VerilogConnection>& changes) {
    for (const auto& change : changes) {
        const auto found = std::find_if(list.begin(), list.end(), [&](const auto& c) { return c.name == change.name; });
        if (found == list.end())
            list.push_back(change);
        else
            found->expression = change.expression;
    }
}

}  // namespace

HeadWriter::HeadWriter(const Design& design, const std::vector<std::string>& on_offer) : design_(design) {
    for (const auto* feature : features_of(design)) parts_.push_back(feature->head(design));
    for (const auto& parts : parts_) {
        for (const auto& one : parts.rewirings) {
            auto& change = rewirings_[one.instance];
            if (!one.module.empty()) change.module = one.module;
            merge(change.parameters, one.parameters);
            merge(change.pins, one.pins);
        }
        driven_.insert(parts.driven.begin(), parts.driven.end());
    }
    find_unread(on_offer);
}

/// What features declare and what a head offers them, less what anybody reads.
void HeadWriter::find_unread(const std::vector<std::string>& on_offer) {
    std::set<std::string> read;
    const auto read_by = [&](const WiredInstance& one) {
        for (const auto& pin : rewired(one).pins)
            if (!drives(pin.name)) add_names(pin.expression, read);
    };
    const auto declare = [&](const std::vector<VerilogNet>& nets) {
        for (const auto& net : nets) {
            unread_.insert(net.name);
            add_names(net.value, read);
        }
    };
    for (const auto& parts : parts_) {
        for (const auto& section : parts.sections) {
            declare(section.nets);
            std::for_each(section.instances.begin(), section.instances.end(), read_by);
        }
        for (const auto& section : parts.own) {
            declare(section.nets);
            for (const auto& assign : section.assigns) add_names(assign.expression, read);
            std::for_each(section.instances.begin(), section.instances.end(), read_by);
        }
    }
    for (const auto& [instance, change] : rewirings_)
        for (const auto& pin : change.pins)
            if (!drives(pin.name)) add_names(pin.expression, read);
    for (const auto& counter : design_.counters) add_names(counter.net, read);
    for (const auto& event : design_.events) add_names(event.net, read);
    unread_.insert(on_offer.begin(), on_offer.end());
    for (const auto& name : read) unread_.erase(name);
}

std::string HeadWriter::named(const std::string& net) const { return (unread_.count(net) > 0 ? "unused_" : "") + net; }

void HeadWriter::wires(const std::vector<VerilogNet>& nets) {
    auto list = nets;
    for (auto& net : list) {
        if (driven_.count(net.name) > 0) net.value.clear();
        net.name = named(net.name);
    }
    VerilogWriter::wires(list);
}

WiredInstance HeadWriter::rewired(WiredInstance instance) const {
    const auto found = rewirings_.find(instance.name);
    if (found == rewirings_.end()) return instance;
    if (!found->second.module.empty()) instance.module = found->second.module;
    merge(instance.parameters, found->second.parameters);
    merge(instance.pins, found->second.pins);
    return instance;
}

void HeadWriter::instance(std::string_view module, const std::vector<VerilogConnection>& parameters,
                          std::string_view name, const std::vector<VerilogConnection>& pins) {
    print({std::string(module), parameters, std::string(name), pins});
}

void HeadWriter::print(const WiredInstance& instance) {
    auto one = rewired(instance);
    for (auto& pin : one.pins)
        if (drives(pin.name)) pin.expression = named(pin.expression);
    VerilogWriter::instance(one.module, one.parameters, one.name, one.pins);
}

void HeadWriter::section_wires(HeadSection section, std::vector<VerilogNet> nets) {
    for (const auto& parts : parts_)
        for (const auto& one : parts.sections)
            if (one.section == section) nets.insert(nets.end(), one.nets.begin(), one.nets.end());
    wires(nets);
    line();
}

void HeadWriter::section_instances(HeadSection section) {
    for (const auto& parts : parts_) {
        for (const auto& one : parts.sections) {
            if (one.section != section) continue;
            for (const auto& added : one.instances) {
                line();
                print(added);
            }
        }
    }
}

void HeadWriter::own_sections() {
    for (const auto& parts : parts_) {
        for (const auto& one : parts.own) {
            section(one.title);
            if (!one.constants.empty()) localparams(one.constants);
            if (!one.nets.empty()) wires(one.nets);
            if (!one.assigns.empty()) assigns(one.assigns);
            for (const auto& added : one.instances) {
                line();
                print(added);
            }
        }
    }
}

}  // namespace kvolt
