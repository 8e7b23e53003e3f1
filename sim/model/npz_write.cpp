// SPDX-License-Identifier: Apache-2.0
// NPZ writer: the archive is built in memory, written to a sibling file and renamed into place, so the name never shows
// half a file. The same arrays give the same bytes: members carry no date.
#include "sim/model/npz_write.hpp"

#include <fmt/format.h>
#include <zip.h>

#include <cstring>
#include <memory>
#include <stdexcept>

#include "gen/support/diagnostics.hpp"
#include "gen/support/npy_header.hpp"
#include "gen/support/output_file.hpp"

namespace kvolt {
namespace {

constexpr zip_uint16_t no_time = 0, first_dos_date = 0x21;  // 1980-01-01, the epoch of zip files

void append_little_endian(std::string& out, std::uint64_t bits, int bytes) {
    for (int i = 0; i < bytes; ++i) out += static_cast<char>(bits >> (8 * i) & 0xFF);
}

/// Code points of UTF-8 text; a byte that is none of it becomes U+FFFD.
std::vector<std::uint32_t> code_points(const std::string& text) {
    std::vector<std::uint32_t> out;
    for (std::size_t i = 0; i < text.size();) {
        const auto lead = static_cast<unsigned char>(text[i]);
        const std::size_t length = lead < 0x80 ? 1 : lead >> 5 == 6 ? 2 : lead >> 4 == 14 ? 3 : lead >> 3 == 30 ? 4 : 0;
        std::uint32_t point = length == 1 ? lead : length > 1 ? lead & (0x7Fu >> length) : 0xFFFD;
        for (std::size_t j = 1; j < length; ++j) {
            const auto next = i + j < text.size() ? static_cast<unsigned char>(text[i + j]) : 0;
            point = next >> 6 == 2 ? point << 6 | (next & 0x3F) : 0xFFFD;
        }
        out.push_back(point > 0x10FFFF ? 0xFFFD : point);
        i += length == 0 ? 1 : length;
    }
    return out;
}

std::string text_bytes(const std::string& text) {
    const auto points = code_points(text);
    std::string out = npy_header_text(fmt::format("<U{}", points.size()), {});
    for (const auto point : points) append_little_endian(out, point, 4);
    return out;
}

std::string member_bytes(const NpyOutput& array) {
    if (array.type == NpyType::text) return text_bytes(array.text);
    const bool real = array.type == NpyType::f8;
    std::size_t elements = 1;
    for (const std::size_t n : array.shape) elements *= n;
    if ((real ? array.real.size() : array.integer.size()) != elements)
        throw std::logic_error(fmt::format("array {} does not have the size of its shape", array.name));
    const int item = array.type == NpyType::i4 ? 4 : 8;
    std::string out = npy_header_text(real ? "<f8" : item == 4 ? "<i4" : "<i8", array.shape);
    out.reserve(out.size() + elements * static_cast<std::size_t>(item));
    for (std::size_t i = 0; i < elements; ++i) {
        std::uint64_t bits = 0;
        if (real)
            std::memcpy(&bits, &array.real[i], sizeof(bits));
        else
            bits = static_cast<std::uint64_t>(array.integer[i]);
        append_little_endian(out, bits, item);
    }
    return out;
}

struct Discard {
    void operator()(zip_t* archive) const { zip_discard(archive); }
};
struct Release {
    void operator()(zip_source_t* source) const { zip_source_free(source); }
};

[[noreturn]] void fail(const char* what) { throw std::runtime_error(fmt::format("building an NPZ archive: {}", what)); }

/// `members` must outlive the archive.
void add_members(zip_t* archive, const std::vector<NpyOutput>& arrays, const std::vector<std::string>& members) {
    for (std::size_t i = 0; i < arrays.size(); ++i) {
        zip_source_t* source = zip_source_buffer(archive, members[i].data(), members[i].size(), 0);
        if (source == nullptr) fail(zip_strerror(archive));
        const zip_int64_t index = zip_file_add(archive, (arrays[i].name + ".npy").c_str(), source, ZIP_FL_ENC_UTF_8);
        if (index < 0) {
            zip_source_free(source);
            fail(zip_strerror(archive));
        }
        const auto member = static_cast<zip_uint64_t>(index);
        if (zip_set_file_compression(archive, member, ZIP_CM_DEFLATE, 6) != 0 ||
            zip_file_set_dostime(archive, member, no_time, first_dos_date, 0) != 0)
            fail(zip_strerror(archive));
    }
}

std::string archive_bytes(const std::vector<NpyOutput>& arrays) {
    std::vector<std::string> members;
    members.reserve(arrays.size());
    for (const auto& array : arrays) members.push_back(member_bytes(array));

    zip_error_t error;
    zip_error_init(&error);
    const std::unique_ptr<zip_source_t, Release> target(zip_source_buffer_create(nullptr, 0, 0, &error));
    if (!target) fail("out of memory");
    zip_source_keep(target.get());  // one reference for the archive, one for reading the bytes back
    std::unique_ptr<zip_t, Discard> archive(zip_open_from_source(target.get(), ZIP_TRUNCATE, &error));
    if (!archive) {
        zip_source_free(target.get());
        fail(zip_error_strerror(&error));
    }
    add_members(archive.get(), arrays, members);
    if (zip_close(archive.get()) != 0) fail(zip_strerror(archive.get()));
    (void)archive.release();

    zip_stat_t stat;
    zip_stat_init(&stat);
    if (zip_source_open(target.get()) != 0 || zip_source_stat(target.get(), &stat) != 0)
        fail("cannot read the archive back");
    std::string out(stat.size, '\0');
    const zip_int64_t got = zip_source_read(target.get(), out.data(), out.size());
    zip_source_close(target.get());
    if (got != static_cast<zip_int64_t>(out.size())) fail("cannot read the archive back");
    return out;
}

}  // namespace

void write_npz(const std::string& path, const std::vector<NpyOutput>& arrays) {
    OutputFile(path).write(archive_bytes(arrays));
}

}  // namespace kvolt
