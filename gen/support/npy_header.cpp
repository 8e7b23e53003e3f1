// SPDX-License-Identifier: Apache-2.0
#include "gen/support/npy_header.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <set>

namespace kvolt {
namespace {

/// A cursor over the Python literal of the dictionary; knows just what numpy writes.
class Literal {
public:
    explicit Literal(const std::string& text) : text_(text) {}

    char peek() {
        while (at_ < text_.size() && std::strchr(" \t\r\n", text_[at_]) != nullptr && text_[at_] != '\0') ++at_;
        return at_ < text_.size() ? text_[at_] : '\0';
    }
    bool take(char c) {
        if (peek() != c || at_ >= text_.size()) return false;
        ++at_;
        return true;
    }
    void expect(char c, const char* where) {
        if (!take(c)) throw NpyError(fmt::format("malformed header: '{}' expected {}", c, where));
    }

    std::string quoted(const char* what) {
        const char quote = peek();
        if (quote != '\'' && quote != '"') throw NpyError(fmt::format("malformed header: {} is not a string", what));
        const auto end = text_.find(quote, ++at_);
        if (end == std::string::npos) throw NpyError("malformed header: string without end");
        std::string out = text_.substr(at_, end - at_);
        at_ = end + 1;
        return out;
    }

    bool boolean() {
        for (const auto* word : {"True", "False"}) {
            peek();
            if (text_.compare(at_, std::strlen(word), word) != 0) continue;
            at_ += std::strlen(word);
            return word[0] == 'T';
        }
        throw NpyError("malformed header: fortran_order is neither True nor False");
    }

    std::size_t dimension() {
        if (peek() == '-') throw NpyError("shape with a negative dimension");
        std::size_t value = 0, digits = 0;
        for (; at_ < text_.size() && text_[at_] >= '0' && text_[at_] <= '9'; ++at_, ++digits) {
            if (digits == 18) throw NpyError("shape too large");
            value = value * 10 + static_cast<std::size_t>(text_[at_] - '0');
        }
        if (digits == 0) throw NpyError("malformed header: shape is not a tuple of integers");
        if (at_ < text_.size() && text_[at_] == 'L') ++at_;  // Python 2 wrote long integers so
        return value;
    }

    std::vector<std::size_t> tuple() {
        std::vector<std::size_t> out;
        expect('(', "before the shape");
        while (!take(')')) {
            if (out.size() == npy_max_dimensions) throw NpyError("shape with too many dimensions");
            out.push_back(dimension());
            if (!take(',') && peek() != ')') throw NpyError("malformed header: shape is not a tuple of integers");
        }
        return out;
    }

    void end() {
        if (peek() != '\0' || at_ < text_.size()) throw NpyError("malformed header: text behind the dictionary");
    }

private:
    const std::string& text_;
    std::size_t at_ = 0;
};

void set_type(NpyHeader& header, const std::string& descr) {
    const std::string allowed = "supported are f2, f4, f8, i1..i8, u1..u8 and bool";
    const auto refuse = [&] { return NpyError(fmt::format("data type '{}' is not supported, {}", descr, allowed)); };
    if (descr.size() != 3 || std::strchr("<>=|", descr[0]) == nullptr) throw refuse();
    header.big_endian = descr[0] == '>';
    header.kind = descr[1];
    header.item = static_cast<std::size_t>(descr[2] - '0');
    const char* sizes = header.kind == 'f'                         ? "248"
                        : header.kind == 'i' || header.kind == 'u' ? "1248"
                        : header.kind == 'b'                       ? "1"
                                                                   : "";
    if (descr[2] == '\0' || std::strchr(sizes, descr[2]) == nullptr) throw refuse();
}

void count_elements(NpyHeader& header) {
    header.elements = 1;
    if (std::find(header.shape.begin(), header.shape.end(), std::size_t{0}) != header.shape.end()) header.elements = 0;
    for (const std::size_t n : header.shape) {
        if (header.elements == 0) break;
        if (n > npy_max_elements / header.elements)
            throw NpyError(fmt::format("shape ({}) has too many elements, at most {}", fmt::join(header.shape, ", "),
                                       npy_max_elements));
        header.elements *= n;
    }
}

}  // namespace

std::size_t npy_preamble_bytes(const std::uint8_t* first10) {
    if (std::memcmp(first10, "\x93NUMPY", 6) != 0) throw NpyError("not an NPY array (wrong magic)");
    if (first10[6] < 1 || first10[6] > 3 || first10[7] != 0)
        throw NpyError(fmt::format("NPY version {}.{} is not supported, 1.0 to 3.0 are", first10[6], first10[7]));
    return first10[6] == 1 ? 10 : 12;
}

std::size_t npy_dictionary_bytes(const std::uint8_t* preamble) {
    std::size_t bytes = preamble[8] + std::size_t{256} * preamble[9];
    if (preamble[6] > 1) bytes += (std::size_t{preamble[10]} << 16) + (std::size_t{preamble[11]} << 24);
    if (bytes > npy_max_header) throw NpyError(fmt::format("header of {} bytes, at most {}", bytes, npy_max_header));
    return bytes;
}

NpyHeader parse_npy_dictionary(const std::string& text) {
    NpyHeader header;
    Literal literal(text);
    std::set<std::string> seen;
    literal.expect('{', "at its start");
    while (!literal.take('}')) {
        const std::string key = literal.quoted("key");
        if (!seen.insert(key).second) throw NpyError(fmt::format("malformed header: key '{}' twice", key));
        literal.expect(':', "behind a key");
        if (key == "descr") {
            if (literal.peek() == '[') throw NpyError("structured data types are not supported");
            set_type(header, literal.quoted("descr"));
        } else if (key == "fortran_order") {
            header.fortran_order = literal.boolean();
        } else if (key == "shape") {
            header.shape = literal.tuple();
        } else {
            throw NpyError(fmt::format("malformed header: unknown key '{}'", key));
        }
        if (!literal.take(',') && literal.peek() != '}')
            throw NpyError("malformed header: ',' or '}' expected behind a value");
    }
    literal.end();
    if (seen.size() != 3) throw NpyError("malformed header: descr, fortran_order and shape are required");
    count_elements(header);
    return header;
}

std::string npy_header_text(const std::string& descr, const std::vector<std::size_t>& shape) {
    std::string dictionary = fmt::format("{{'descr': '{}', 'fortran_order': False, 'shape': ({}{}), }}", descr,
                                         fmt::join(shape, ", "), shape.size() == 1 ? "," : "");
    const std::size_t unpadded = npy_preamble + dictionary.size() + 1;
    dictionary.append((64 - unpadded % 64) % 64, ' ');  // numpy aligns the data to 64 bytes
    dictionary += '\n';
    std::string out("\x93NUMPY\x01\x00", 8);
    out += static_cast<char>(dictionary.size() & 0xFF);
    out += static_cast<char>(dictionary.size() >> 8);
    return out + dictionary;
}

}  // namespace kvolt
