// SPDX-License-Identifier: Apache-2.0
// Prints Verilog-2005 as a person would lay it out: indentation, aligned columns, wrapped comments. It knows nothing
// about what it prints.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "gen/support/wrap_text.hpp"

namespace kvolt {

struct VerilogParameter {
    std::string name;
    std::string value;
    std::string doc;         ///< a `///` comment above; empty: none
    std::string range = {};  ///< "7:0"; empty: the type of the value
};

enum class PortDirection { in, out };

/// The range of a port or net of so many bits; empty for one.
std::string range_of(int bits);

struct VerilogPort {
    PortDirection direction = PortDirection::in;
    std::string range;  ///< "WIDTH-1:0"; empty: one bit
    std::string name;
    std::string doc;
};

struct VerilogNet {
    std::string range;
    std::string name;
    std::string value = {};  ///< printed as `= value`; empty: driven elsewhere
    std::string note = {};   ///< a comment at the end of the line, or above one that has no room for it
    bool is_reg = false;     ///< assigned in an always block
};

/// A name and what belongs to it: a port or parameter and its expression, an assignment, an item of a case.
struct VerilogConnection {
    std::string name;
    std::string expression;
};

/// Appends to one text, line by line. Declarations and assignments of one kind that follow each other without a line
/// between them are one block: aligned with each other, whoever printed them. What is too long for a line goes on below
/// itself.
class VerilogWriter {
public:
    static constexpr int line_width = 120;

    VerilogWriter() = default;
    virtual ~VerilogWriter() = default;
    VerilogWriter(const VerilogWriter&) = delete;
    VerilogWriter& operator=(const VerilogWriter&) = delete;

    /// One line at the current indentation; a blank one without arguments.
    void line(std::string_view text = {});
    /// `// text`, wrapped at the line width.
    void comment(std::string_view text);
    /// `/// text`, wrapped; what a reader of the module's interface needs.
    void doc(std::string_view text);
    /// A heading between the parts of a module.
    void section(std::string_view title);

    /// `module name #(...) (...);` and one level of indentation for the body.
    void begin_module(std::string_view name, const std::vector<VerilogParameter>& parameters,
                      const std::vector<VerilogPort>& ports);
    void end_module();

    /// A line that opens a block, and the one that closes it.
    void open(std::string_view text);
    void close(std::string_view text);

    void localparams(const std::vector<VerilogParameter>& constants);
    virtual void wires(const std::vector<VerilogNet>& nets);
    void assigns(const std::vector<VerilogConnection>& assignments);
    /// `assign {a, b, c} = value;` lines, aligned where each fits into one.
    void assign_lists(const std::vector<VerilogConnection>& assignments);
    /// `label: statement` lines of a case; labels aligned.
    void case_items(const std::vector<VerilogConnection>& items);
    virtual void instance(std::string_view module, const std::vector<VerilogConnection>& parameters,
                          std::string_view name, const std::vector<VerilogConnection>& ports);

    [[nodiscard]] std::string text();

private:
    /// A declaration with a comment behind it; from `value_at` on it may go on below.
    struct Noted {
        std::string text;
        std::size_t value_at = 0;
        std::string note;
    };

    void print(std::string_view text);
    void wrapped(std::string_view prefix, std::string_view text);
    /// `prefix` `expression` `suffix`, the expression on several lines where one is too short.
    void statement(const std::string& prefix, const std::string& expression, const std::string& suffix);
    void connections(const std::vector<VerilogConnection>& list);
    void noted(const std::vector<Noted>& lines);
    void flush();
    void flush_localparams();
    void flush_wires();
    void flush_assigns();

    std::string text_;
    int depth_ = 0;
    std::vector<VerilogParameter> constants_;  ///< of the block that has not been printed yet, as the next two
    std::vector<VerilogNet> nets_;
    std::vector<VerilogConnection> assigns_;
};

}  // namespace kvolt
