// SPDX-License-Identifier: Apache-2.0
#include "gen/flows/estimate/vcd.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <istream>
#include <unordered_map>

#include "gen/support/diagnostics.hpp"

namespace kvolt {
namespace {

/// One bit while the dump is read.
struct Bit {
    char value = 'x';
    std::uint64_t since = 0;
};

class Counter {
public:
    Counter(std::istream& text, std::string phase_variable, std::size_t phases)
        : text_(text), phase_variable_(std::move(phase_variable)), phases_(phases), phase_(phases) {}

    VcdCounts run() {
        std::string word;
        while (text_ >> word) {
            if (word == "$scope")
                enter();
            else if (word == "$upscope")
                leave();
            else if (word == "$var")
                declare();
            else if (word == "$enddefinitions")
                header_ = false, skip();
            else if (word == "$dumpvars" || word == "$dumpall" || word == "$dumpoff" || word == "$dumpon" ||
                     word == "$end")
                continue;
            else if (word[0] == '$')
                skip();
            else if (header_)
                throw ToolError("a value change dump has no header");
            else
                change(word);
        }
        if (header_) throw ToolError("a value change dump ends in its header");
        if (!phase_variable_.empty() && phase_code_.empty())
            throw ToolError(fmt::format("a value change dump has no variable {}", phase_variable_));
        for (std::size_t i = 0; i < bits_.size(); ++i)
            if (bits_[i].value == '1') counts_.nets[i].high += now_ - bits_[i].since;
        counts_.time = now_ - first_;
        return std::move(counts_);
    }

private:
    struct Variable {
        std::size_t first = 0;
        std::size_t width = 1;
    };

    void skip() {
        for (std::string word; text_ >> word && word != "$end";) {
        }
    }

    void enter() {
        std::string kind, name;
        text_ >> kind >> name;
        scopes_.push_back(name);
        skip();
    }

    void leave() {
        if (!scopes_.empty()) scopes_.pop_back();
        skip();
    }

    void declare() {
        std::string kind, code, name, word, range;
        std::size_t width = 0;
        text_ >> kind >> width >> code >> name;
        while (text_ >> word && word != "$end") range += word;
        if (kind == "real" || kind == "parameter" || width == 0 || width > 65536) return;
        if (name[0] == '\\') name.erase(0, 1);
        std::string path;
        for (const auto& scope : scopes_) path += scope + "/";
        if (!phase_variable_.empty() && path + name == phase_variable_) phase_code_ = code;
        // The same wire has one code in every scope that sees it; each name is counted.
        variables_[code].push_back({bits_.size(), width});
        for (std::size_t bit = 0; bit < width; ++bit) {
            bits_.emplace_back();
            counts_.nets.push_back({width == 1 ? path + name + range : fmt::format("{}{}[{}]", path, name, bit), 0, 0,
                                    std::vector<std::uint64_t>(phases_)});
        }
    }

    void set(std::size_t bit, char value) {
        auto& state = bits_[bit];
        if (state.value == value) return;
        auto& count = counts_.nets[bit];
        if (state.value == '1') count.high += now_ - state.since;
        if ((state.value == '0' && value == '1') || (state.value == '1' && value == '0')) {
            ++count.toggles;
            if (phase_ < phases_) ++count.by_phase[phase_];
        }
        state = {value, now_};
    }

    void change(const std::string& word) {
        if (word[0] == '#') {
            now_ = std::stoull(word.substr(1));
            if (!timed_) first_ = now_;
            timed_ = true;
            phase_ = next_phase_;
        } else if (word[0] == 'b' || word[0] == 'B') {
            std::string code;
            text_ >> code;
            assign(code, word.substr(1));
        } else if (word[0] == 'r' || word[0] == 'R') {
            std::string code;
            text_ >> code;
        } else {
            assign(word.substr(1), word.substr(0, 1));
        }
    }

    /// Short values are extended to the left, with x or z when they begin with it, else with 0.
    void assign(const std::string& code, const std::string& value) {
        if (!phase_code_.empty() && code == phase_code_) next_phase_ = value_of(value);
        const auto found = variables_.find(code);
        if (found == variables_.end() || value.empty()) return;
        const char fill = value[0] == 'x' || value[0] == 'z' ? value[0] : '0';
        for (const auto& variable : found->second)
            for (std::size_t bit = 0; bit < variable.width; ++bit)
                set(variable.first + bit, bit < value.size() ? value[value.size() - 1 - bit] : fill);
    }

    /// Of a phase; `phases_` when it is unknown.
    [[nodiscard]] std::size_t value_of(const std::string& bits) const {
        std::size_t value = 0;
        for (const char bit : bits) {
            if (bit != '0' && bit != '1') return phases_;
            value = 2 * value + (bit == '1' ? 1 : 0);
        }
        return value;
    }

    std::istream& text_;
    std::string phase_variable_, phase_code_;
    std::size_t phases_, phase_, next_phase_ = phases_;
    bool header_ = true, timed_ = false;
    std::uint64_t now_ = 0, first_ = 0;
    std::vector<std::string> scopes_;
    std::unordered_map<std::string, std::vector<Variable>> variables_;  // by code
    std::vector<Bit> bits_;
    VcdCounts counts_;
};

}  // namespace

VcdCounts count_vcd(std::istream& text, const std::string& phase_variable, std::size_t phases) {
    return Counter(text, phase_variable, phases).run();
}

}  // namespace kvolt
