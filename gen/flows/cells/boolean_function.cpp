// SPDX-License-Identifier: Apache-2.0
#include "gen/flows/cells/boolean_function.hpp"

#include <algorithm>
#include <cctype>

namespace kvolt {
namespace {

constexpr int max_depth = 64;
constexpr std::size_t max_nodes = 4096;

}  // namespace

/// Recursive descent; precedence ' ! ^ & |.
class BooleanParser {
public:
    explicit BooleanParser(std::string_view text) : text_(text) {}

    std::optional<BooleanFunction> run() {
        sum();
        skip();
        if (failed_ || position_ != text_.size()) return std::nullopt;
        return std::move(function_);
    }

private:
    using Operator = BooleanFunction::Operator;

    void skip() {
        while (position_ < text_.size() && std::isspace(static_cast<unsigned char>(text_[position_])) != 0) ++position_;
    }

    [[nodiscard]] char peek() {
        skip();
        return position_ < text_.size() ? text_[position_] : '\0';
    }

    static bool is_name(char c) {
        return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '[' || c == ']';
    }

    int add(Operator op, int a = 0, int b = 0) {
        if (function_.nodes_.size() >= max_nodes) failed_ = true;
        if (failed_) return 0;
        function_.nodes_.push_back({op, a, b});
        return static_cast<int>(function_.nodes_.size()) - 1;
    }

    int sum() {
        int value = product();
        while (!failed_ && (peek() == '+' || peek() == '|')) {
            ++position_;
            const int right = product();
            value = add(Operator::disjunction, value, right);
        }
        return value;
    }

    int product() {
        int value = difference();
        for (char c = peek(); !failed_ && (c == '&' || c == '*' || c == '!' || c == '(' || is_name(c)); c = peek()) {
            if (c == '&' || c == '*') ++position_;
            const int right = difference();
            value = add(Operator::conjunction, value, right);
        }
        return value;
    }

    int difference() {
        int value = factor();
        while (!failed_ && peek() == '^') {
            ++position_;
            const int right = factor();
            value = add(Operator::exclusive, value, right);
        }
        return value;
    }

    int factor() {
        if (++depth_ > max_depth) failed_ = true;
        if (failed_) return 0;
        int value = 0;
        const char c = peek();
        if (c == '!') {
            ++position_;
            value = add(Operator::invert, factor());
        } else if (c == '(') {
            ++position_;
            value = sum();
            if (peek() == ')')
                ++position_;
            else
                failed_ = true;
        } else {
            value = signal();
        }
        while (!failed_ && peek() == '\'') {
            ++position_;
            value = add(Operator::invert, value);
        }
        --depth_;
        return value;
    }

    int signal() {
        const auto begin = position_;
        while (position_ < text_.size() && is_name(text_[position_])) ++position_;
        const auto name = text_.substr(begin, position_ - begin);
        if (name == "0") return add(Operator::zero);
        if (name == "1") return add(Operator::one);
        if (name.empty() || std::isdigit(static_cast<unsigned char>(name[0])) != 0) failed_ = true;
        auto& signals = function_.signals_;
        const auto found = std::find(signals.begin(), signals.end(), name);
        const auto index = static_cast<std::size_t>(found - signals.begin());
        if (found == signals.end()) {
            if (signals.size() >= BooleanFunction::max_signals) failed_ = true;
            signals.emplace_back(name);
            function_.uses_.push_back(0);
        }
        ++function_.uses_[index];
        return add(Operator::signal, static_cast<int>(index));
    }

    std::string_view text_;
    BooleanFunction function_;
    std::size_t position_ = 0;
    int depth_ = 0;
    bool failed_ = false;
};

std::optional<BooleanFunction> BooleanFunction::parse(std::string_view text) { return BooleanParser(text).run(); }

std::string BooleanFunction::text() const {
    return nodes_.empty() ? std::string{} : text_of(static_cast<int>(nodes_.size()) - 1, nodes_.back().op);
}

std::string BooleanFunction::text_of(int node, Operator outer) const {
    const auto& n = nodes_[static_cast<std::size_t>(node)];
    const auto pair = [&](const char* op) {
        auto inner = text_of(n.a, n.op) + op + text_of(n.b, n.op);
        return n.op == outer ? inner : "(" + inner + ")";
    };
    switch (n.op) {
        case Operator::zero:
            return "0";
        case Operator::one:
            return "1";
        case Operator::signal:
            return signals_[static_cast<std::size_t>(n.a)];
        case Operator::invert:
            return "!" + text_of(n.a, n.op);
        case Operator::exclusive:
            return pair(" ^ ");
        case Operator::conjunction:
            return pair(" & ");
        case Operator::disjunction:
            break;
    }
    return pair(" | ");
}

std::uint64_t BooleanFunction::evaluate(const std::vector<std::uint64_t>& values) const {
    std::vector<std::uint64_t> result(nodes_.size());
    for (std::size_t i = 0; i < nodes_.size(); ++i) {
        const auto& n = nodes_[i];
        const auto at = [&](int operand) { return result[static_cast<std::size_t>(operand)]; };
        switch (n.op) {
            case Operator::zero:
                break;
            case Operator::one:
                result[i] = ~std::uint64_t{0};
                break;
            case Operator::signal:
                result[i] = values[static_cast<std::size_t>(n.a)];
                break;
            case Operator::invert:
                result[i] = ~at(n.a);
                break;
            case Operator::conjunction:
                result[i] = at(n.a) & at(n.b);
                break;
            case Operator::exclusive:
                result[i] = at(n.a) ^ at(n.b);
                break;
            case Operator::disjunction:
                result[i] = at(n.a) | at(n.b);
                break;
        }
    }
    return result.empty() ? 0 : result.back();
}

/// Exact when no signal that is uncertain appears twice.
double BooleanFunction::independent(int node, const std::vector<double>& high) const {
    const auto& n = nodes_[static_cast<std::size_t>(node)];
    const auto at = [&](int operand) { return independent(operand, high); };
    switch (n.op) {
        case Operator::zero:
            return 0;
        case Operator::one:
            return 1;
        case Operator::signal:
            return high[static_cast<std::size_t>(n.a)];
        case Operator::invert:
            return 1 - at(n.a);
        case Operator::conjunction:
            return at(n.a) * at(n.b);
        case Operator::disjunction:
            return 1 - (1 - at(n.a)) * (1 - at(n.b));
        case Operator::exclusive:
            break;
    }
    const double a = at(n.a), b = at(n.b);
    return a * (1 - b) + b * (1 - a);
}

double BooleanFunction::probability(std::vector<double> high) const {
    // Shannon: a signal that appears twice is once taken as 0, once as 1.
    for (std::size_t i = 0; i < signals_.size(); ++i) {
        if (uses_[i] < 2 || high[i] <= 0 || high[i] >= 1) continue;
        const double one = high[i];
        high[i] = 1;
        const double with = probability(high);
        high[i] = 0;
        return one * with + (1 - one) * probability(high);
    }
    return nodes_.empty() ? 0 : independent(static_cast<int>(nodes_.size()) - 1, high);
}

std::uint64_t input_pattern(std::size_t input, std::size_t inputs) {
    static constexpr std::uint64_t patterns[6] = {0xaaaaaaaaaaaaaaaa, 0xcccccccccccccccc, 0xf0f0f0f0f0f0f0f0,
                                                  0xff00ff00ff00ff00, 0xffff0000ffff0000, 0xffffffff00000000};
    const auto rows = std::uint64_t{1} << inputs;
    return inputs >= 6 ? patterns[input] : patterns[input] & ((std::uint64_t{1} << rows) - 1);
}

std::optional<std::uint64_t> truth_table(std::string_view text, const std::vector<std::string>& inputs) {
    if (inputs.size() > 6) return std::nullopt;
    const auto function = BooleanFunction::parse(text);
    if (!function) return std::nullopt;
    std::vector<std::uint64_t> values;
    for (const auto& signal : function->signals()) {
        const auto found = std::find(inputs.begin(), inputs.end(), signal);
        if (found == inputs.end()) return std::nullopt;
        values.push_back(input_pattern(static_cast<std::size_t>(found - inputs.begin()), inputs.size()));
    }
    const auto table = function->evaluate(values);
    return inputs.size() == 6 ? table : table & ((std::uint64_t{1} << (std::uint64_t{1} << inputs.size())) - 1);
}

}  // namespace kvolt
