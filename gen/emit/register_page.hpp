// SPDX-License-Identifier: Apache-2.0
// One page of the register block in Verilog: fields, the judgement of writes, the word that is read.
#pragma once

#include <string>
#include <vector>

#include "gen/emit/register_field.hpp"
#include "gen/emit/verilog_writer.hpp"

namespace kvolt {

/// Constant of a register's offset in its page: "CONTROL", "HEAD_SCALE".
std::string offset_name(const Register& reg);

/// The array of registers in the page of a head (its first); the map has at most one. Null: none.
const Register* array_of_heads(const Design& design);

/// What it prints reads wr_* and rd_* nets of the bus and drives this page's bit of `legal` and its lane of `words`.
class RegisterPage {
public:
    RegisterPage(VerilogWriter& w, const Design& design) : w_(w), design_(design), fields_(register_fields(design)) {}

    void print_engine();
    /// The body of a loop over heads h, page PAGE.
    void print_head();

private:
    [[nodiscard]] std::vector<const RegisterField*> fields_of(const Register& reg) const;
    [[nodiscard]] std::string read_value(const Register& reg) const;
    [[nodiscard]] std::string legal_text(const Register& reg) const;

    void nets(const std::vector<const Register*>& registers, const std::string& page, const std::string& inside);
    void cases(const std::vector<const Register*>& registers, const std::string& prefix, const std::string& page);
    void array(const Register& reg);
    void field(const RegisterField& f);
    void range_instance(const RegisterField& f, const std::string& legal);
    void field_instance(const RegisterField& f, const std::string& write);
    void remote_instance(const RegisterField& f);
    void pulse_instance(const RegisterField& f);
    void interrupts();

    VerilogWriter& w_;
    const Design& design_;
    std::vector<RegisterField> fields_;  ///< of the engine, then of head 0 on behalf of all
};

}  // namespace kvolt
