// SPDX-License-Identifier: Apache-2.0
#include "gen/flows/cells/liberty.hpp"

#include <fmt/format.h>
#include <sys/stat.h>
#include <zlib.h>

#include <cerrno>
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <utility>

#include "gen/support/diagnostics.hpp"

namespace kvolt {
namespace {

constexpr std::size_t max_text_bytes = std::size_t{256} << 20;
constexpr int max_statements = 10'000'000;  // bounds the tree at about a gigabyte
constexpr int max_depth = 32;               // real libraries nest 5 deep

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

bool is_word(char c) { return std::strchr("{}();:,\"", c) == nullptr && !is_space(c); }

/// Recursive descent over the text; string_views into it are what the tree keeps.
class Parser {
public:
    Parser(std::string_view text, const std::string& source) : text_(text), source_(source) {}

    LibertyGroup library() {
        skip();
        const int line = line_;
        const auto type = word();
        if (type != "library") fail_at(line, "is not a Liberty file: it does not begin with library (...) {");
        auto group = rest_of_group(type, line);
        skip();
        if (position_ != text_.size()) fail("text after the library group");
        return group;
    }

private:
    [[noreturn]] void fail_at(int line, const std::string& problem) const {
        throw InputError({Diagnostic{{source_, line}, "liberty", problem, ""}});
    }
    [[noreturn]] void fail(const std::string& problem) const { fail_at(line_, problem); }

    [[nodiscard]] bool done() const { return position_ >= text_.size(); }
    [[nodiscard]] char peek() const { return done() ? '\0' : text_[position_]; }

    void advance() {
        if (text_[position_] == '\n') ++line_;
        ++position_;
    }

    /// White space, comments and line continuations.
    void skip() {
        while (!done()) {
            const char c = text_[position_];
            if (is_space(c)) {
                advance();
            } else if (c == '\\' && position_ + 1 < text_.size() && is_space(text_[position_ + 1])) {
                advance();
            } else if (text_.compare(position_, 2, "/*") == 0) {
                skip_comment();
            } else if (text_.compare(position_, 2, "//") == 0) {
                while (!done() && peek() != '\n') advance();
            } else {
                return;
            }
        }
    }

    void skip_comment() {
        const int line = line_;
        const auto end = text_.find("*/", position_ + 2);
        if (end == std::string_view::npos) fail_at(line, "comment without an end");
        while (position_ < end + 2) advance();
    }

    std::string_view quoted() {
        const int line = line_;
        advance();
        const auto begin = position_;
        while (!done() && peek() != '"') {
            if (peek() == '\\' && position_ + 1 < text_.size()) advance();
            advance();
        }
        if (done()) fail_at(line, "string without a closing quote");
        const auto value = text_.substr(begin, position_ - begin);
        advance();
        return value;
    }

    std::string_view word() {
        const auto begin = position_;
        while (!done() && is_word(peek())) advance();
        if (begin == position_) {
            if (done()) fail("the file ends in the middle of a group");
            const auto byte = static_cast<unsigned char>(peek());
            fail(byte < 0x20 || byte > 0x7e ? fmt::format("unexpected byte 0x{:02x}", byte)
                                            : fmt::format("unexpected '{}'", peek()));
        }
        return text_.substr(begin, position_ - begin);
    }

    std::string_view value() { return peek() == '"' ? quoted() : word(); }

    /// Everything of a simple attribute up to its end; unquoted values may hold several words ("1 * VDD").
    std::string_view simple_value() {
        if (peek() == '"') return quoted();
        const auto begin = position_;
        while (!done() && peek() != ';' && peek() != '\n' && peek() != '}') advance();
        auto end = position_;
        while (end > begin && is_space(text_[end - 1])) --end;
        if (end == begin) fail("attribute without a value");
        return text_.substr(begin, end - begin);
    }

    std::vector<std::string_view> argument_list() {
        std::vector<std::string_view> arguments;
        advance();  // the opening parenthesis
        for (;;) {
            skip();
            if (peek() == ')') break;
            if (peek() == ',') {
                advance();
                continue;
            }
            arguments.push_back(value());
        }
        advance();
        skip();
        return arguments;
    }

    LibertyGroup rest_of_group(std::string_view type, int line) {
        skip();
        if (peek() != '(') fail(fmt::format("expected '(' after {}", type.substr(0, 40)));
        auto arguments = argument_list();
        if (peek() != '{') fail(fmt::format("expected '{{' after {} (...)", type.substr(0, 40)));
        return body(type, std::move(arguments), line, 0);
    }

    LibertyGroup body(std::string_view type, std::vector<std::string_view> arguments, int line, int depth) {
        if (depth > max_depth) fail(fmt::format("groups nested more than {} deep", max_depth));
        LibertyGroup group;
        group.type = type;
        group.arguments = std::move(arguments);
        group.line = line;
        advance();  // the opening brace
        for (skip(); peek() != '}' || done(); skip()) {
            if (done())
                fail_at(line, fmt::format("{} ({}) is not closed before the end of the file", type.substr(0, 40),
                                          group.name().substr(0, 40)));
            if (peek() == ';') {
                advance();
                continue;
            }
            statement(group, depth);
        }
        advance();
        return group;
    }

    void statement(LibertyGroup& group, int depth) {
        const int line = line_;
        const auto name = word();
        if (++statements_ > max_statements) fail(fmt::format("more than {} statements", max_statements));
        skip();
        if (peek() == ':') {
            advance();
            skip();
            group.attributes.push_back({name, {simple_value()}, line});
            return;
        }
        if (peek() != '(') fail(fmt::format("expected ':' or '(' after {}", name.substr(0, 40)));
        auto arguments = argument_list();
        if (peek() == '{')
            group.groups.push_back(body(name, std::move(arguments), line, depth + 1));
        else
            group.attributes.push_back({name, std::move(arguments), line});
    }

    std::string_view text_;
    const std::string& source_;
    std::size_t position_ = 0;
    int line_ = 1;
    int statements_ = 0;
};

/// zlib's reader passes plain files through, so one loop serves both kinds.
std::string read_text(const std::string& path) {
    struct stat info {};
    if (stat(path.c_str(), &info) != 0) throw InputError(path, fmt::format("cannot be read: {}", std::strerror(errno)));
    if (S_ISDIR(info.st_mode)) throw InputError(path, "is a directory, not a Liberty file");
    const gzFile file = gzopen(path.c_str(), "rb");
    if (file == nullptr) throw InputError(path, fmt::format("cannot be read: {}", std::strerror(errno)));
    std::string text;
    std::vector<char> buffer(1 << 18);
    int n = 0;
    while ((n = gzread(file, buffer.data(), static_cast<unsigned>(buffer.size()))) > 0) {
        text.append(buffer.data(), static_cast<std::size_t>(n));
        if (text.size() > max_text_bytes) break;
    }
    const int closed = gzclose(file);
    if (text.size() > max_text_bytes)
        throw InputError(path, fmt::format("holds more than {} MiB of text", max_text_bytes >> 20));
    if (n < 0 || closed == Z_DATA_ERROR) throw InputError(path, "is a damaged gzip file");
    if (closed != Z_OK) throw InputError(path, "is a gzip file that has been cut off");
    return text;
}

}  // namespace

const LibertyAttribute* LibertyGroup::attribute(std::string_view wanted) const {
    for (const auto& a : attributes)
        if (a.name == wanted) return &a;
    return nullptr;
}

std::string_view LibertyGroup::value(std::string_view wanted) const {
    const auto* found = attribute(wanted);
    return found == nullptr || found->values.empty() ? std::string_view{} : found->values.front();
}

double LibertyGroup::number(std::string_view wanted, double otherwise) const {
    return liberty_number(value(wanted), otherwise);
}

const LibertyGroup* LibertyGroup::group(std::string_view wanted) const {
    for (const auto& g : groups)
        if (g.type == wanted) return &g;
    return nullptr;
}

std::string_view LibertyGroup::name() const { return arguments.empty() ? std::string_view{} : arguments.front(); }

double liberty_number(std::string_view text, double otherwise) {
    const std::string copy(text.substr(0, 64));
    char* end = nullptr;
    const double number = std::strtod(copy.c_str(), &end);
    return end == copy.c_str() || !std::isfinite(number) ? otherwise : number;
}

LibertyFile parse_liberty(std::string text, const std::string& source) {
    LibertyFile file;
    file.source = source;
    file.text = std::make_shared<const std::string>(std::move(text));
    if (file.text->find_first_not_of(" \t\r\n") == std::string::npos) throw InputError(source, "is empty");
    if (file.text->find('\0') != std::string::npos)
        throw InputError(source, "is not a Liberty file: it holds zero bytes");
    file.library = Parser(*file.text, file.source).library();
    return file;
}

LibertyFile read_liberty(const std::string& path) { return parse_liberty(read_text(path), path); }

}  // namespace kvolt
